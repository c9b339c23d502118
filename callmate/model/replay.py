"""The cards a case raises when nobody answers: for the report's tips, import and replay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from callmate.model.cards import Body, due
from callmate.model.choosing import next_wait
from callmate.model.judging import Judge
from callmate.model.moment import Moment, elapsed_us
from callmate.model.rules import SECOND, Packs
from callmate.model.state import Case, Fact


@dataclass(frozen=True, slots=True)
class Tip:
    """A card that was raised: when, in which call (the id of its start), and why."""

    card: str
    at: Moment
    call: str
    why: str


def replay(
    case_id: str, facts: Iterable[Fact], packs: Packs, until: Moment | None = None
) -> list[Tip]:
    """Every card of a case in order, each at the moment its condition became true.

    ``facts`` in the order they happened; withdrawn ones and answers to cards are passed over.
    Goes from one deadline to the next, so that an hour on hold costs no more than a minute;
    ``until`` is how far a call that has not ended is followed after its last fact.
    """
    player = _Player(Judge(packs, Case(id=case_id)))
    for moment, together in _by_moment(facts):
        player.run_to(moment)
        for fact in together:
            player.judge = player.judge.advance(fact)
        player.settle(moment)
    if until is not None:
        player.run_to(until)
    return player.tips


def _by_moment(facts: Iterable[Fact]) -> Iterator[tuple[Moment, list[Fact]]]:
    """Facts of one moment together: what happened at once is judged once."""
    group: list[Fact] = []
    for fact in facts:
        if not fact.live or fact.kind == "card":
            continue
        if group and elapsed_us(group[0].moment, fact.moment):
            yield group[0].moment, group
            group = []
        group.append(fact)
    if group:
        yield group[0].moment, group


MOST_AT_ONCE: Final = 8
LONGEST_WAIT: Final = 7 * 24 * 3600 * SECOND
"""No wait is followed for longer: a date of another century must not keep a report for ever."""


@dataclass(slots=True)
class _Player:
    judge: Judge
    tips: list[Tip] = field(default_factory=list)

    def run_to(self, limit: Moment) -> None:
        """All that time alone brings, up to but not at ``limit``."""
        now = self.judge.at
        while now is not None:
            wait = next_wait(self.judge, now)
            if wait is None or wait >= elapsed_us(now, limit):
                return
            if elapsed_us(self.judge.at or now, now) > LONGEST_WAIT:
                return
            now = now.shifted(wait / SECOND)
            self.settle(now)

    def settle(self, now: Moment) -> None:
        for _ in range(MOST_AT_ONCE):
            body = due(self.judge, now)
            if body is None:
                return
            # A card that only gave way and came back was raised once.
            if body["answer"] == "shown" and not body.get("resumed"):
                self.tips.append(Tip(body["card"], now, body["for_call"], body["why"]))
            self.judge = self.judge.advance(_card_fact(body, now))


def _card_fact(body: Body, now: Moment) -> Fact:
    return Fact(
        id="", kind="card", call=body["for_call"], body=body, moment=now, recorded=now, lane=""
    )
