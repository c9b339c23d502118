"""Events in, case out: the one fold behind the screen, the report, export and replay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from callmate.model.apply import apply
from callmate.model.events import CASE_FACTS, CORRECTIONS, Event
from callmate.model.ledger import Entry, Ledger
from callmate.model.line import Drafts
from callmate.model.state import Case, Fact
from callmate.model.undoing import Undoing


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
        self.generation = 0
        """Grows when earlier facts read differently, so that followers begin anew."""
        self._end = float("-inf")

    def add(self, events: Iterable[Event]) -> None:
        """Take in events in merged order (clock, lane, n)."""
        reread = False
        for event in events:
            self.clock = max(self.clock, event.clock)
            if event.kind in CORRECTIONS:
                self.drafts.see(event)
                self.undoing.see(event)
                reread = self.ledger.correct(event) or reread
                continue
            self.drafts.see(event)
            entry = self.ledger.add(event)
            if entry is None:
                continue
            self.undoing.see(event)
            if entry.position < self._end:
                reread = True
            elif not reread:
                self._take(entry)
            self._end = max(self._end, entry.position)
        if reread:
            self._read_again()

    def _take(self, entry: Entry) -> None:
        fact = entry.fact()
        self.facts.append(fact)
        if fact.live:
            self.case = step(self.case, fact)

    def _read_again(self) -> None:
        self.generation += 1
        self.case = self._empty
        self.facts = []
        entries = self.ledger.in_time_order()
        for entry in entries:
            self._take(entry)
        self._end = entries[-1].position if entries else float("-inf")


def step(case: Case, fact: Fact) -> Case:
    """The case after one more live fact, of a call or of the case itself."""
    return _case_fact(case, fact) if fact.kind in CASE_FACTS else apply(case, fact)


def _case_fact(case: Case, fact: Fact) -> Case:
    if fact.kind == "case_opened":
        return replace(case, opened=fact.moment, info={**case.info, **_values(fact)})
    if fact.kind == "case_set":
        return replace(case, info={**case.info, **_values(fact)})
    if fact.kind == "card":
        return replace(case, cards=(*case.cards, fact))
    if fact.kind == "tick":
        return replace(case, ticks={**case.ticks, fact.text("item"): bool(fact.body.get("on"))})
    return case


def _values(fact: Fact) -> dict[str, Any]:
    values = fact.body.get("values")
    return dict(values) if isinstance(values, dict) else {}


def fold(case_id: str, events: Iterable[Event]) -> Fold:
    """All events of a case at once."""
    folded = Fold(case_id)
    folded.add(events)
    return folded
