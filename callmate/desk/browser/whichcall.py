"""Which call of a case is meant: by its number in the timeline, a digit a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from callmate.desk.view import Choice
from callmate.model.insight.callfigures import CallFigures
from callmate.model.moment import local
from callmate.model.spoken import brief

NAMED: Final = 6
"""Calls at most that stand there with who was on the line: of more the days alone have room."""
LONGEST: Final = 14
"""Characters of a name, so that the others can be read."""


def numbered(calls: Sequence[CallFigures]) -> dict[str, CallFigures]:
    """The calls of a case, the earliest first, by number: of ten and more, all have as many digits
    as the last."""
    length = len(str(calls[-1].number))
    return {f"{call.number:0{length}}": call for call in calls}


def choices(calls: Sequence[CallFigures], digits: str) -> tuple[Choice, ...]:
    """What the next digit can be after those that were pressed: each stands for a call where it is
    the last of a number, else for several."""
    groups: dict[str, list[CallFigures]] = {}
    for number, call in numbered(calls).items():
        if number.startswith(digits):
            groups.setdefault(number[len(digits)], []).append(call)
    if len(digits) + 1 < len(str(calls[-1].number)):
        return tuple(Choice(digit, _several(of), "file") for digit, of in groups.items())
    return _each({digit: of[0] for digit, of in groups.items()})


def _several(calls: Sequence[CallFigures]) -> str:
    first, last = calls[0].number, calls[-1].number
    return f"calls {first}–{last}" if first < last else f"call {first}"


def _each(calls: dict[str, CallFigures]) -> tuple[Choice, ...]:
    few = len(calls) <= NAMED
    days = Counter(_day(call) for call in calls.values())
    found = []
    for digit, call in calls.items():
        at = _began(call)
        told = (
            f"{call.number}:" if str(call.number) != digit else "",
            f"{at.day} {at:%b}" + (f" {at.year}" if few else ""),
            f"{at:%H:%M}" if days[_day(call)] > 1 and not call.date_only else "",
            _rep(call) if few else "",
        )
        found.append(Choice(digit, " ".join(part for part in told if part), "file"))
    return tuple(found)


def moving(call: CallFigures) -> str:
    """What the line is for: the call by its number, its day, and who was on the line."""
    told = (f"move call {call.number}", _day(call), _rep(call), "to")
    return ", ".join(part for part in told if part)


def _began(call: CallFigures) -> datetime:
    return local(datetime.fromisoformat(call.at))


def _day(call: CallFigures) -> str:
    at = _began(call)
    return f"{at.day} {at:%b %Y}"


def _rep(call: CallFigures) -> str:
    return brief(next((stint.name for stint in call.stints if stint.name), ""), LONGEST)
