"""The cards a case raises when nobody answers: for the report's tips, import and replay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from callmate.model.cards import FREE, Body, Hand, due
from callmate.model.choosing import candidates, next_wait
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
    The list is that of the live screen when nobody answers: each fact is a key, and after a key
    the hands hold back what does not answer it; a card that waited for the hands alone is told
    at the moment it was due. Goes from one deadline to the next, so that an hour on hold costs
    no more than a minute; ``until`` is how far a call that has not ended is followed after its
    last fact.
    """
    player = begin(case_id, packs)
    for fact in facts:
        player.follow(fact)
    if until is not None:
        player.run_to(until)
    return player.tips


MOST_AT_ONCE: Final = 8
LONGEST_WAIT: Final = 7 * 24 * 3600 * SECOND
"""No wait is followed for longer: a date of another century must not keep a report for ever."""


def begin(case_id: str, packs: Packs) -> Player:
    """A replay before its first fact."""
    return Player(Judge(packs, Case(id=case_id)))


@dataclass(slots=True)
class Player:
    """A replay on its way: given the facts one by one, it may be asked for any moment between.

    ``reached`` is the last fact or deadline that was judged. Time is only ever counted from
    there, so that it makes no difference in which steps a moment was come to.
    """

    judge: Judge
    hand: Hand = FREE
    tips: list[Tip] = field(default_factory=list)
    due_since: dict[str, Moment] = field(default_factory=dict)
    """Since when each card, by its nonce, has waited for nothing but the hands."""
    reached: Moment | None = None

    def copy(self) -> Player:
        """Another one in the same place, to go on from there."""
        return replace(self, tips=[*self.tips], due_since={**self.due_since})

    def follow(self, fact: Fact) -> None:
        """The next fact, and all that time brings before it."""
        if fact.live and fact.kind != "card":
            self.run_to(fact.moment)
            self._take(fact)

    def run_to(self, limit: Moment, *, through: bool = False) -> None:
        """All that time alone brings, up to but not at ``limit``; with ``through`` at it, too."""
        now = self.reached
        while now is not None:
            wait = next_wait(self.judge, now, self.hand.busy_for(now))
            if wait is None or wait >= elapsed_us(now, limit) + through:
                return
            if elapsed_us(self.judge.at or now, now) > LONGEST_WAIT:
                return
            now = self.reached = now.shifted(wait / SECOND)
            self.settle(now)

    def _take(self, fact: Fact) -> None:
        """A fact that a key wrote, or one of those that the rules wrote before it."""
        self.judge = self.judge.advance(fact)
        self.reached = fact.moment
        if not fact.auto:
            self.hand = Hand(key=fact.moment)
            self.settle(fact.moment)

    def settle(self, now: Moment) -> None:
        for _ in range(MOST_AT_ONCE):
            if self.hand.is_busy(now):
                self._note_due(now)
            body = due(self.judge, now, self.hand)
            if body is None:
                return
            self._write(body, now)

    def _note_due(self, now: Moment) -> None:
        for candidate in candidates(self.judge, now):
            if not candidate.wait:
                self.due_since.setdefault(candidate.raised.nonce, now)

    def _write(self, body: Body, now: Moment) -> None:
        if body["answer"] == "shown":
            at = self.due_since.get(body["nonce"], now)
            self.due_since.clear()
            # A card that only gave way and came back was raised once.
            if not body.get("resumed"):
                self.tips.append(Tip(body["card"], at, body["for_call"], body["why"]))
        self.judge = self.judge.advance(_card_fact(body, now))


def _card_fact(body: Body, now: Moment) -> Fact:
    return Fact(
        id="", kind="card", call=body["for_call"], body=body, moment=now, recorded=now, lane=""
    )
