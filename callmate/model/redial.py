"""Calling again to get somebody else: what each of those calls brought, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from callmate.model.durations import length_us
from callmate.model.moment import elapsed_us, whole_seconds
from callmate.model.requests import Ask
from callmate.model.spoken import brief, listed, quoted
from callmate.model.state import UNNAMED, Call, Case
from callmate.model.timeline import hms
from callmate.model.words import same_text

UNSURE: Final = "unsure rep"
"""The outcome of a call that one ended because the rep seemed unsure."""
HUNG_UP: Final = "seemed unsure, you hung up"
SOON_US: Final = 30 * 60 * 1_000_000
"""Who asks for the same thing again within this time called again to get somebody else."""
ENOUGH: Final = 3
"""So many calls without a yes, and another rep does not help."""
NO_NAMES: Final = ". Without names it may have been the same rep: ask for them."
WORDS: Final = 40
"""Characters of a person's words that are repeated."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the calls: who was on the line (empty: no name), and what came of it."""

    number: int
    call: str
    reps: tuple[str, ...]
    departments: tuple[str, ...]
    granted: tuple[str, ...]
    refused: tuple[str, ...]
    promised: tuple[str, ...]
    outcome: str
    seconds: int

    @property
    def brought(self) -> bool:
        """Whether it brought anything."""
        return bool(self.granted or self.promised)


@dataclass(frozen=True, slots=True)
class Redial:
    """Calls one after the other for the same thing; ``unsure`` if a rep was the reason."""

    what: str
    unsure: bool
    sides: tuple[Side, ...]

    @property
    def may_be_same(self) -> bool:
        """Whether it may have been the same rep: of those that met, not all had a name."""
        return any(not name for side in self.sides for name in side.reps)


def redials(case: Case) -> tuple[Redial, ...]:
    """Every such group of the case's calls, in the order they were made."""
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    calls = sorted(case.calls, key=lambda call: (call.start.at, numbers[call.id]))
    found: list[tuple[list[Call], Ask | None]] = []
    for first, then in pairwise(calls):
        again, ask = _again(case, first, then)
        if not again:
            continue
        if found and found[-1][0][-1] is first and _joins(found[-1][1], ask):
            group, before = found.pop()
            found.append(([*group, then], before or ask))
        else:
            found.append(([first, then], ask))
    return tuple(
        Redial(
            ask.what if ask else "",
            any(_was_unsure(call) for call in group[:-1]),
            tuple(_side(case, call, numbers[call.id]) for call in group),
        )
        for group, ask in found
    )


def _again(case: Case, first: Call, then: Call) -> tuple[bool, Ask | None]:
    """Whether the later call was made to get somebody else, and the ask that says so, if any."""
    ask = next((one for one in case.asks if {first.id, then.id} <= set(one.calls)), None)
    company = case.known("company")
    same = same_text(first.organisation or company) == same_text(then.organisation or company)
    over = first.end is not None and first.end.at <= then.start.at
    if not (same and over) or then.direction != "out":
        return False, None
    if _was_unsure(first):
        return True, ask
    if ask is None or first.date_only or then.date_only or first.end is None:
        return False, None
    soon = elapsed_us(first.end, then.start) <= SOON_US
    met = any(rep.call == first.id for rep in case.reps)
    yes = any(answer.granted and answer.call == first.id for answer in ask.answers)
    return soon and met and not yes and not first.cut_off, ask


def _joins(before: Ask | None, ask: Ask | None) -> bool:
    """Whether a third call belongs to the first two: it was about the same."""
    return before is None or ask is None or before.key == ask.key


def _was_unsure(call: Call) -> bool:
    return same_text(call.outcome) == UNSURE


def _side(case: Case, call: Call, number: int) -> Side:
    reps = [rep for rep in case.reps if rep.call == call.id]
    answers = [
        (answer, answer.what or ask.what) for answer, ask in case.answers if answer.call == call.id
    ]
    return Side(
        number,
        call.id,
        tuple(rep.name for rep in reps),
        tuple(dict.fromkeys(rep.place for rep in reps if rep.place)),
        tuple(what for answer, what in answers if answer.granted),
        tuple(what for answer, what in answers if not answer.granted),
        tuple(promise.what for promise in case.promises if promise.call == call.id),
        call.outcome,
        whole_seconds(length_us(call, call.end or call.start)),
    )


def who(side: Side) -> str:
    """Who was on the line: ``Tom``, ``unnamed rep, lost baggage``, ``nobody``."""
    names = [name or UNNAMED for name in side.reps] or ["nobody"]
    return ", ".join([*dict.fromkeys(names), *side.departments])


def came(side: Side) -> str:
    """Who, how long, and what came of it: ``Tom, billing 4:10: granted “refund”``."""
    parts = [
        f"{said} {quoted(brief(one, WORDS))}"
        for said, many in (
            ("granted", side.granted),
            ("promised", side.promised),
            ("refused", side.refused),
        )
        for one in dict.fromkeys(many)
    ]
    outcome = HUNG_UP if same_text(side.outcome) == UNSURE else brief(side.outcome, WORDS)
    found = "; ".join(part.strip() for part in parts) or outcome or "nothing"
    return f"{who(side)} {hms(side.seconds)}: {found}"


def lines(redial: Redial) -> Iterator[tuple[str, str]]:
    """The sides under each other: ``call 2``, ``Tom, billing 4:10: granted “refund”``."""
    for side in redial.sides:
        yield f"call {side.number}", came(side)


def verdict(redial: Redial) -> str:
    """What to learn from it, in one sentence; empty if there is nothing."""
    *before, last = redial.sides
    if last.brought and not any(side.brought for side in before):
        return f"Calling again helped: call {last.number} brought what the others did not."
    if any(side.brought for side in redial.sides):
        return ""
    if len(redial.sides) >= ENOUGH:
        said = f"{len(redial.sides)} calls brought nothing: another rep does not help here"
    else:
        said = f"Calls {listed([str(side.number) for side in redial.sides])} brought nothing"
    return f"{said}{NO_NAMES if redial.may_be_same else '.'}"


def redials_json(case: Case) -> list[dict[str, Any]]:
    """The same as JSON values, for the report."""
    return [
        {
            "what": one.what or None,
            "unsure_rep": one.unsure,
            "may_be_same_rep": one.may_be_same,
            "sides": [_side_json(side) for side in one.sides],
            "verdict": verdict(one) or None,
        }
        for one in redials(case)
    ]


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "call": side.number,
        "reps": [name or None for name in side.reps],
        "departments": list(side.departments),
        "granted": list(side.granted),
        "denied": list(side.refused),
        "promised": list(side.promised),
        "outcome": side.outcome or None,
        "seconds": side.seconds,
        "came": came(side),
    }
