"""How the seconds of a call were spent. Each counts once; the parts sum to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from callmate.model.moment import Moment, elapsed_us
from callmate.model.state import STATE_ORDER, Call

WAITING: Final = "waiting"


@dataclass(frozen=True, slots=True)
class Spent:
    """Microseconds of a call by what was open: the states, and ``waiting`` for none."""

    total: int
    by: Mapping[str, int]

    def of(self, *kinds: str) -> int:
        return sum(self.by.get(kind, 0) for kind in kinds)


def length_us(call: Call, now: Moment) -> int:
    """The length of a call in microseconds: to its end, else to ``now``; at least as told."""
    return max(call.lasts_us, elapsed_us(call.start, call.end or now))


def spent(call: Call, now: Moment) -> Spent:
    """Every microsecond of the call given to the first state that was open in it."""
    total = length_us(call, now)
    changes: list[tuple[int, str, int]] = [(total, WAITING, 0)]
    for span in call.spans:
        changes.append((_clamp(elapsed_us(call.start, span.start), total), span.kind, 1))
        changes.append((_edge(call, span.end, total), span.kind, -1))
    by: dict[str, int] = {}
    running: dict[str, int] = {}
    since = 0
    for at, kind, change in sorted(changes):
        if at > since:
            first = _first(running)
            by[first] = by.get(first, 0) + at - since
            since = at
        running[kind] = running.get(kind, 0) + change
    return Spent(total, by)


def _first(running: Mapping[str, int]) -> str:
    """Of the states that run, the one a second counts for."""
    return next((kind for kind in STATE_ORDER if running.get(kind, 0) > 0), WAITING)


def _edge(call: Call, end: Moment | None, total: int) -> int:
    return total if end is None else _clamp(elapsed_us(call.start, end), total)


def _clamp(value: int, total: int) -> int:
    return min(max(0, value), total)


def running_state(call: Call) -> tuple[str, Moment]:
    """What is going on now and since when: the first open state, talk, or waiting."""
    for kind in STATE_ORDER:
        span = call.state(kind)
        if span is not None:
            return kind, talking_since(call, span.start) if kind == "rep" else span.start
    last = call.closed[-1].end if call.closed else None
    return WAITING, last or call.start


def talking_since(call: Call, start: Moment) -> Moment:
    """When the present stretch of talk began: at the rep's answer, or back from a pause in it."""
    for span in reversed(call.closed):
        if span.end is not None and span.kind in ("hold", "pitch", "supervisor"):
            after = elapsed_us(call.start, span.end) > elapsed_us(call.start, start)
            return span.end if after else start
    return start
