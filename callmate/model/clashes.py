"""What the person linked as not both true: which facts, and how each is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from callmate.model.moment import Moment, local
from callmate.model.state import Case, Fact, Rep
from callmate.model.timeline import row


def clashes(case: Case, facts: Sequence[Fact]) -> dict[str, str]:
    """By fact, the times of what contradicts it (``≠ 09:01:32``), with the day if it is another."""
    found: dict[str, list[str]] = {}
    for one, other in pairs(case, facts):
        for mine, theirs in ((one, other), (other, one)):
            found.setdefault(mine.id, []).append(_time(theirs, mine))
    return {one: f"≠ {', '.join(times)}" for one, times in found.items()}


def pairs(case: Case, facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """The facts of each link, the earlier one first, as far as they are there and stand."""
    if not case.contradictions:
        return
    ids = {one for pair in case.contradictions for one in pair}
    known = {fact.id: fact for fact in facts if fact.id in ids and fact.live}
    for first, second in case.contradictions:
        if first in known and second in known:
            one, other = known[first], known[second]
            yield (one, other) if one.moment.at <= other.moment.at else (other, one)


def clashes_json(case: Case, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Each link as JSON values: when, in which call, by whom, and what was said."""
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    return [
        {
            side: {
                "call": numbers.get(fact.call),
                "at": fact.moment.at.isoformat(),
                "rep": rep.name if (rep := rep_of(case, fact)) and rep.name else None,
                "said": _said(case, fact),
            }
            for side, fact in (("first", first), ("second", second))
        }
        for first, second in pairs(case, facts)
    ]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something they said: in which call, who (a stint), and what (``refused``, the words)."""

    call: str
    rep: str
    moment: Moment
    verb: str
    words: str


def statement(case: Case, fact_id: str) -> Statement | None:
    """An answer, offer, step or note as something they said; None if the fact is none of these,
    or a note without a word."""
    for answer, ask in case.answers:
        if answer.id == fact_id:
            verb = "granted" if answer.granted else "refused"
            words = answer.what or ask.what
            return Statement(answer.call, answer.rep, answer.moment, verb, words)
    for offer in case.offers:
        if offer.id == fact_id:
            words = offer.what or offer.amount
            return Statement(offer.call, offer.rep, offer.moment, "offered", words)
    for step in case.instructions:
        if step.id == fact_id:
            return Statement(step.call, step.rep, step.moment, "told me to", step.what)
    for note in case.notes:
        if note.id == fact_id and (words := note.text("text")):
            rep = rep_of(case, note)
            return Statement(note.call, rep.id if rep else "", note.moment, "said", words)
    return None


def rep_of(case: Case, fact: Fact) -> Rep | None:
    """Who was on the line when something happened; None if nobody was yet."""
    here = [rep for rep in case.reps if rep.call == fact.call and rep.start.at <= fact.moment.at]
    return here[-1] if here else None


def _said(case: Case, fact: Fact) -> str:
    shown = row(case, fact, fact.moment)
    return f"{shown.label} {shown.words}".strip()


def _time(fact: Fact, beside: Fact) -> str:
    at, there = local(fact.moment.at), local(beside.moment.at)
    day = "" if at.date() == there.date() else f"{at.day} {at:%b} "
    return f"{day}{at:%H:%M:%S}"
