"""How the seconds of a call were spent. Each counts once; the parts sum to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from callmate.model.moment import Moment, elapsed_us
from callmate.model.state import STATE_ORDER, Call, StateKind

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
    spans = [
        (_clamp(elapsed_us(call.start, span.start), total), _edge(call, span.end, total), span.kind)
        for span in call.spans
    ]
    edges = sorted({0, total, *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    by: dict[str, int] = {}
    for begin, finish in zip(edges, edges[1:], strict=False):
        open_kinds = {kind for a, b, kind in spans if a <= begin and finish <= b}
        kind = _first(open_kinds)
        by[kind] = by.get(kind, 0) + finish - begin
    return Spent(total, by)


def _first(open_kinds: set[StateKind]) -> str:
    return next((kind for kind in STATE_ORDER if kind in open_kinds), WAITING)


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
    ended = [span.end for span in call.closed if span.end is not None]
    return WAITING, ended[-1] if ended else call.start


def talking_since(call: Call, start: Moment) -> Moment:
    """When the present stretch of talk began: at the rep's answer, or back from a pause in it."""
    pauses = [
        span.end
        for span in call.closed
        if span.end is not None and span.kind in ("hold", "pitch", "supervisor")
    ]
    since = start
    for end in pauses:
        if elapsed_us(call.start, end) > elapsed_us(call.start, since):
            since = end
    return since
