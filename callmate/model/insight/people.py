"""Reps over all calls with them: their time, and what came of being with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from callmate.model.insight.callfigures import CallFigures, StintFigures
from callmate.model.words import same_text

ADDED: Final = (
    "talk", "hold", "pitch", "waiting", "granted", "denied", "promises", "kept", "broken",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RepFigures:
    """One name at one company, over all stints; those who gave no name count as one, unnamed.

    ``department`` is where they were when last met. Times are microseconds.
    """

    name: str
    company: str
    department: str
    last: str
    """When the latest call with them began, RFC 3339."""
    stints: int
    talk: int
    hold: int
    pitch: int
    waiting: int
    granted: int
    denied: int
    promises: int
    kept: int
    broken: int


def people(calls: Iterable[CallFigures], name: str = "") -> tuple[RepFigures, ...]:
    """Who was met, those who gave most first, unnamed ones last; or only those whose name is, or
    begins with, ``name``. ``calls`` stand earliest first."""
    wanted = same_text(name)
    met: dict[tuple[str, str], list[tuple[CallFigures, StintFigures]]] = {}
    for call in calls:
        for stint in call.stints:
            key = same_text(stint.name)
            if key.startswith(wanted):
                met.setdefault((key, same_text(call.company)), []).append((call, stint))
    return tuple(sorted((_together(mine) for mine in met.values()), key=_order))


def _together(met: list[tuple[CallFigures, StintFigures]]) -> RepFigures:
    call, latest = met[-1]
    places = [stint.department for _, stint in met if stint.department]
    is_named = bool(latest.name.strip())
    return RepFigures(
        latest.name if is_named else "",
        call.company,
        places[-1] if places and is_named else "",
        call.at,
        len(met),
        *(sum(getattr(stint, name) for _, stint in met) for name in ADDED),
    )


def _order(rep: RepFigures) -> tuple[bool, int, int, str, str]:
    gave = rep.granted - rep.denied + rep.kept - rep.broken
    return not rep.name, -gave, -rep.stints, same_text(rep.name), same_text(rep.company)
