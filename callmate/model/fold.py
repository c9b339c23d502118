"""Events in, case out: the one fold behind the screen, the report, export and replay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any, Final

from callmate.model.apply import apply
from callmate.model.around import around
from callmate.model.erasure.words import strings as named
from callmate.model.events import CASE_FACTS, CORRECTIONS, Event
from callmate.model.ledger import Entry, Ledger
from callmate.model.line import Drafts
from callmate.model.readiness import TICK
from callmate.model.replacing import replace
from callmate.model.shelf.shelf import shelve
from callmate.model.state import Case, Fact
from callmate.model.undoing import Undoing

MARK_EVERY: Final = 32
"""Facts between two states that are kept, so that a change near the end rereads only the end."""


class Fold:
    """Holds a case while its events arrive.

    ``case`` is the frozen state, ``facts`` every fact in the order it happened (withdrawn ones
    too, so that a timeline can show them). Feeding events one by one or all at once gives the
    same result.
    """

    def __init__(self, case_id: str) -> None:
        self._empty = Case(id=case_id)
        self.case = self._empty
        self.facts: list[Fact] = []
        self.ledger = Ledger()
        self.drafts = Drafts()
        self.undoing = Undoing()
        self.clock = ""
        self._end = float("-inf")
        self._marks: list[Case] = []

    def add(self, events: Iterable[Event]) -> None:
        """Take in events in merged order (clock, lane, n)."""
        touched: float | None = None
        for event in events:
            self.clock = max(self.clock, event.clock)
            self.drafts.see(event)
            if event.kind in CORRECTIONS:
                self.undoing.see(event)
                touched = _earlier(touched, self.ledger.correct(event))
                continue
            entry = self.ledger.add(event)
            if entry is None:
                continue
            self.undoing.see(event)
            if touched is not None or entry.position < self._end:
                touched = _earlier(touched, entry.position)
            else:
                self._take(entry)
            self._end = max(self._end, entry.position)
        if touched is not None:
            self._read_again(touched)

    def after(self, count: int) -> Case:
        """The case as it stood after the first so many facts; no more than a few are read again."""
        mark = min(count // MARK_EVERY, len(self._marks) - 1)
        if mark < 0:
            return self._empty
        case = self._marks[mark]
        for fact in self.facts[mark * MARK_EVERY : count]:
            if fact.live:
                case = step(case, fact)
        return case

    def still(self) -> Fold:
        """The case and its facts as they stand now, while this one goes on."""
        now = Fold(self._empty.id)
        now.case, now.ledger = self.case, self.ledger
        now.facts, now._marks = list(self.facts), list(self._marks)
        return now

    def _take(self, entry: Entry) -> None:
        if len(self.facts) % MARK_EVERY == 0:
            self._marks.append(self.case)
        fact = entry.fact()
        self.facts.append(fact)
        if fact.live:
            self.case = step(self.case, fact)

    def _read_again(self, touched: float) -> None:
        """Go back to the mark before the first fact that changed, and on from there."""
        entries = self.ledger.in_time_order()
        first = bisect_left(entries, touched, key=lambda entry: entry.position)
        mark = min(first // MARK_EVERY, len(self._marks) - 1)
        if mark < 0:
            return
        self.case = self._marks[mark]
        del self._marks[mark:]
        # A new list: who follows the facts sees by it that they read differently.
        self.facts = self.facts[: mark * MARK_EVERY]
        for entry in entries[mark * MARK_EVERY :]:
            self._take(entry)
        self._end = entries[-1].position


def _earlier(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def step(case: Case, fact: Fact) -> Case:
    """The case after one more live fact, of a call or of the case itself."""
    if fact.kind in CASE_FACTS:
        return _case_fact(case, fact)
    after = apply(case, fact)
    if fact.kind == "note":
        return replace(after, notes=(*after.notes, fact))
    if fact.kind == "call_start" and (after.around.closed or after.shelf.archived == "done"):
        # Whoever calls again is not done with it: what comes of that call is asked for again.
        away = after.shelf.archived if after.shelf.archived == "practice" else ""
        shelf = replace(after.shelf, archived=away)
        return replace(after, around=replace(after.around, closed=""), shelf=shelf)
    return after


def _case_fact(case: Case, fact: Fact) -> Case:
    if fact.kind == "case_opened":
        return replace(case, opened=fact.moment, info={**case.info, **_values(fact)})
    if fact.kind == "case_set":
        return replace(case, info={**case.info, **_values(fact)})
    if fact.kind == "card":
        return replace(case, cards=(*case.cards, fact))
    if fact.kind == "tick":
        return replace(case, ticks=_ticks(case, fact))
    if fact.kind == "forgotten":
        return replace(case, forgotten=case.forgotten.union(named(fact.body.get("events"))))
    if fact.kind == "contradiction":
        pair = (fact.text("first"), fact.text("second"))
        return replace(case, contradictions=(*case.contradictions, pair))
    shelf = shelve(case.shelf, fact)
    if shelf is not case.shelf:
        return replace(case, shelf=shelf)
    changed = around(case.around, fact)
    return case if changed is case.around else replace(case, around=changed)


def _ticks(case: Case, fact: Fact) -> Mapping[str, bool]:
    """Ticks by hand; one that is neither on nor off is left to the events again. What was ticked
    in a call that is no more says nothing; what was got ready between the calls does."""
    item, on = fact.text("item"), fact.body.get("on")
    if fact.call and not item.startswith(TICK) and case.call(fact.call) is None:
        return case.ticks
    others = {key: value for key, value in case.ticks.items() if key != item}
    return others if on is None else {**others, item: bool(on)}


def _values(fact: Fact) -> dict[str, Any]:
    values = fact.body.get("values")
    return dict(values) if isinstance(values, dict) else {}


def fold(case_id: str, events: Iterable[Event]) -> Fold:
    """All events of a case at once."""
    folded = Fold(case_id)
    folded.add(events)
    return folded
