"""A part of a case, seen through some of its calls: what a figure is counted over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from callmate.model.durations import Spent, length_us, spent
from callmate.model.moment import Moment, elapsed_us
from callmate.model.requests import (
    Answer,
    Ask,
    Instruction,
    Offer,
    Promise,
    SupervisorRequest,
)
from callmate.model.state import Call, Case, Fact, Rep, Transfer
from callmate.model.words import same_text


@dataclass(frozen=True)
class Scope:
    """The chosen calls of a case and their live facts, at ``now``; ``as_of`` judges promises."""

    case: Case
    calls: tuple[Call, ...]
    facts: tuple[Fact, ...]
    now: Moment
    as_of: datetime

    def of_call(self, call: Call) -> Scope:
        """The same for one of the calls alone."""
        facts = tuple(fact for fact in self.facts if fact.call == call.id)
        return Scope(self.case, (call,), facts, self.now, self.as_of)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(call.id for call in self.calls)

    def kind(self, kind: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.kind == kind]

    @cached_property
    def reps(self) -> list[Rep]:
        return [rep for rep in self.case.reps if rep.call in self._ids]

    @cached_property
    def transfers(self) -> list[Transfer]:
        return [one for one in self.case.transfers if one.call in self._ids]

    @cached_property
    def promises(self) -> list[Promise]:
        return [promise for promise in self.case.promises if promise.call in self._ids]

    @cached_property
    def instructions(self) -> list[Instruction]:
        return [one for one in self.case.instructions if one.call in self._ids]

    @property
    def contradictions(self) -> int:
        """How many links speak of something that was said in these calls."""
        said = {fact.id for fact in self.facts}
        return sum(bool(said & set(pair)) for pair in self.case.contradictions)

    @cached_property
    def offers(self) -> list[Offer]:
        return [offer for offer in self.case.offers if offer.call in self._ids]

    @cached_property
    def requests(self) -> list[SupervisorRequest]:
        return [one for one in self.case.supervisors if one.call in self._ids]

    def times_asked(self, ask: Ask) -> int:
        """How often it was asked here; the ordinals of a script speak of the whole case."""
        if len(self.calls) == len(self.case.calls):
            return ask.asked
        return sum(call in self._ids for call in ask.calls)

    def answers(self, ask: Ask) -> list[Answer]:
        return [answer for answer in ask.answers if answer.call in self._ids]

    @cached_property
    def spent(self) -> list[Spent]:
        return [spent(call, self.now) for call in self.calls]

    def holds(self) -> list[int]:
        """The length of every hold, in microseconds."""
        return self.lengths("hold")

    def lengths(self, kind: str) -> list[int]:
        """The length of everything of one kind, whatever else went on in it, in microseconds."""
        return [
            elapsed_us(span.start, span.end or self.now)
            for call in self.calls
            for span in call.spans
            if span.kind == kind
        ]


def end_at(call: Call, now: Moment) -> datetime:
    """When a call ended, or ``now`` if it runs: its start and its measured length."""
    end = call.start.at + timedelta(microseconds=length_us(call, now))
    zone = (call.end or now).at.tzinfo
    return end.astimezone(zone)


def crosses_midnight(call: Call, now: Moment) -> bool:
    """Whether a call whose time of day is known ends on a later date than it began."""
    return not call.date_only and end_at(call, now).date() > call.start.at.date()


def most_at_once(calls: Sequence[Call], now: Moment) -> int:
    """The most calls running at one time; a call without a time of day overlaps no other."""
    edges = [
        edge
        for call in calls
        if not call.date_only
        for edge in ((call.start.at, 1), (end_at(call, now), -1))
    ]
    running, most = 0, min(1, len(calls))
    for _, change in sorted(edges):
        running += change
        most = max(most, running)
    return most


def distinct(texts: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once however it was written, in order of appearance."""
    first: dict[str, str] = {}
    for text in texts:
        if text.strip():
            first.setdefault(same_text(text), text)
    return list(first.values())
