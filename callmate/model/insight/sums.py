"""Calls added up: their time, what came of them, and what of a person's own time they took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.insight.callfigures import CallFigures
from callmate.model.words import same_text

SECOND_US: Final = 1_000_000
NEVER: Final = -(10**18)
"""Before any call, in microseconds since 1970."""
ADDED: Final = (
    "total", "talk", "hold", "pitch", "transfer", "supervisor", "menu", "other", "holds", "menus",
    "transfers", "granted", "denied", "refused", "turned", "same", "same_yes", "other_rep",
    "other_rep_yes", "manager", "manager_yes", "promises", "kept", "broken",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """Some calls together. Times are microseconds; names are those of ``CallFigures``.

    ``own`` is the person's own time: two calls that ran at once count once. ``unanswered`` counts
    the calls of theirs that are over and in which nobody ever came.
    """

    cases: int = 0
    calls: int = 0
    own: int = 0
    longest_hold: int = 0
    unanswered: int = 0
    cut_off: int = 0
    total: int = 0
    talk: int = 0
    hold: int = 0
    pitch: int = 0
    transfer: int = 0
    supervisor: int = 0
    menu: int = 0
    other: int = 0
    holds: int = 0
    menus: int = 0
    transfers: int = 0
    granted: int = 0
    denied: int = 0
    refused: int = 0
    turned: int = 0
    same: int = 0
    same_yes: int = 0
    other_rep: int = 0
    other_rep_yes: int = 0
    manager: int = 0
    manager_yes: int = 0
    promises: int = 0
    kept: int = 0
    broken: int = 0

    @property
    def waited(self) -> int:
        """All of it that was neither talk nor pitch."""
        return self.total - self.talk - self.pitch


def sums(calls: Sequence[CallFigures]) -> Sums:
    """These calls together."""
    return Sums(
        cases=len({call.case for call in calls}),
        calls=len(calls),
        own=own_us(calls),
        longest_hold=max((call.longest_hold for call in calls), default=0),
        unanswered=sum(is_unanswered(call) for call in calls),
        cut_off=sum(call.cut_off for call in calls),
        **{name: sum(getattr(call, name) for call in calls) for name in ADDED},
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """All calls together, and those of each company, the one that took the most time first."""

    whole: Sums
    companies: tuple[tuple[str, Sums], ...]


def totals(calls: Sequence[CallFigures]) -> Totals:
    """The same of these calls."""
    return Totals(sums(calls), tuple(by_company(calls)))


def is_unanswered(call: CallFigures) -> bool:
    """Whether it is over, was made by the person, and nobody ever came."""
    return call.answered is None and call.direction != "in" and not call.running


def own_us(calls: Iterable[CallFigures]) -> int:
    """Microseconds of the person's own time. Of calls at one time the time counts once; one of
    which only the day is known counts whole, as nobody knows what it overlaps."""
    return once_us((_begin_us(call.at), call.total, call.date_only) for call in calls)


def _begin_us(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * SECOND_US)


def once_us(stretches: Iterable[tuple[int, int, bool]]) -> int:
    """The same of stretches: begin and length in microseconds, and whether only the day is
    known."""
    total, over = 0, NEVER
    stood = []
    for begin, length, date_only in stretches:
        if date_only:
            total += length
        else:
            stood.append((begin, begin + length))
    for start, end in sorted(stood):
        total += max(0, end - max(start, over))
        over = max(over, end)
    return total


def by_company(calls: Iterable[CallFigures]) -> list[tuple[str, Sums]]:
    """The same for each company, the one that took the most time first. A company is called as in
    the latest of its calls; calls of which no company is known are left out."""
    found: dict[str, list[CallFigures]] = {}
    for call in calls:
        if key := same_text(call.company):
            found.setdefault(key, []).append(call)
    return by_time((mine[-1].company, sums(mine)) for mine in found.values())


def by_time(rows: Iterable[tuple[str, Sums]]) -> list[tuple[str, Sums]]:
    """Companies in the order in which they are listed."""
    return sorted(rows, key=lambda row: (-row[1].total, same_text(row[0])))
