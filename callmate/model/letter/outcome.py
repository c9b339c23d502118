"""What a letter asks for: not again what they agreed to, and nothing once it is settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from callmate.model.letter.sentences import Sentences
from callmate.model.letter.words import Said, day_of, due_of, own
from callmate.model.likeness import ONE_MATTER, alike
from callmate.model.requests import Answer, Ask
from callmate.model.spoken import listed
from callmate.model.stuck import is_settled

DROPPED: Final = "dropped"
MOST_GRANTED: Final = 2
"""Of more things that were granted the newest are named."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``wanted`` is still to be had, ``granted`` is agreed to, ``settled`` is the day on which
    all was; ``owed`` is what was promised and is open even so."""

    wanted: Said = field(default_factory=Said)
    granted: Said = field(default_factory=Said)
    settled: Said = field(default_factory=Said)
    owed: Said = field(default_factory=Said)


def outcome(telling: Sentences, wish: Said) -> Outcome:
    """``wish`` is what the person said they want; empty if they did not."""
    yes = [(one, ask) for one, ask in telling.answers() if one.granted and ask.is_granted]
    granted, settled = _granted(yes), _settled(telling)
    if settled:
        return Outcome(granted=granted, settled=settled, owed=_owed(telling))
    agreed = any(_meets(wish.text, *one) for one in yes) and not _gone_back_on(telling, yes)
    return Outcome(_open_ask(telling) if agreed or not wish else wish, granted)


def _meets(wish: str, answer: Answer, ask: Ask) -> bool:
    return any(alike(wish, said) >= ONE_MATTER for said in (answer.what, ask.what) if said.strip())


def _gone_back_on(telling: Sentences, yes: list[tuple[Answer, Ask]]) -> bool:
    """Whether a promise made with the first yes, or after it, did not come true."""
    first = yes[0][0]
    after = [
        one
        for one in telling.case.promises
        if one.call == first.call or one.moment.at >= first.moment.at
    ]
    return any(telling.state(one) in ("broken", "overdue", "given up") for one in after)


def _granted(yes: list[tuple[Answer, Ask]]) -> Said:
    """What they agreed to, in their words of it or in those of the ask."""
    told: dict[str, Answer] = {}
    for answer, ask in yes:
        if words := own(answer.what or ask.what):
            told[words] = answer
    if not told:
        return Said()
    newest = list(told.items())[-MOST_GRANTED:]
    events = tuple(answer.id for _, answer in newest)
    return Said(listed([words for words, _ in newest]), events, newest[-1][1].moment)


def _settled(telling: Sentences) -> Said:
    """The day on which it was settled, by the last call or by one's own word; empty if it is
    not."""
    case = telling.case
    if not is_settled(case) or case.around.closed == DROPPED:
        return Said()
    closing = [fact for fact in telling.facts if fact.kind == "case_closed"]
    if case.around.closed and closing:
        return Said(day_of(closing[-1].moment), (closing[-1].id,), closing[-1].moment)
    last = case.calls[-1]
    return Said(day_of(last.end or last.start), (last.id,), last.end or last.start)


def _owed(telling: Sentences) -> Said:
    """The promises of which nobody has said yet whether they were kept."""
    waiting = [one for one in telling.case.waiting if one.what.strip()][-MOST_GRANTED:]
    if not waiting:
        return Said()
    words = listed([f"{own(one.what)}{due_of(one)}" for one in waiting])
    return Said(words, tuple(one.id for one in waiting), waiting[0].moment)


def _open_ask(telling: Sentences) -> Said:
    """What was asked for last and is not granted: what is wanted, where no outcome was told."""
    asks = [one for one in telling.case.asks if one.asked and one.what.strip()]
    unmet = [one for one in asks if not one.is_granted]
    if not unmet:
        return Said()
    newest = max(unmet, key=lambda one: one.seq)
    return Said(own(newest.what, 25), newest.events[-1:], newest.moments[-1])
