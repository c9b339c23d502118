"""How the seconds of a call were spent. Each counts once; the parts sum to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from callmate.model.moment import Moment, elapsed_us, microseconds
from callmate.model.state import STATE_ORDER, Call

WAITING: Final = "waiting"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


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
    return _summed(stretches(call, now), 0, total)


def together_us(calls: Iterable[Call], now: Moment, kind: str = "") -> int:
    """Microseconds on the phone, or in one state, over several calls: two lines at a time count
    once. A call of which only the day is known counts whole, as nobody knows what it overlaps."""
    total, over = 0, 0
    stood: list[tuple[int, int]] = []
    for call in calls:
        parts = [(a, b) for a, b, was in stretches(call, now) if kind in ("", was)]
        if call.date_only:
            total += sum(b - a for a, b in parts)
        else:
            begin = microseconds(call.start.at - _EPOCH)
            stood += [(begin + a, begin + b) for a, b in parts]
    for start, end in sorted(stood):
        total += max(0, end - max(start, over))
        over = max(over, end)
    return total


def spent_between(call: Call, start: Moment, end: Moment, now: Moment) -> Spent:
    """The same for a part of the call: what the time of one rep went to."""
    total = length_us(call, now)
    first = _clamp(elapsed_us(call.start, start), total)
    return _summed(stretches(call, now), first, _clamp(elapsed_us(call.start, end), total))


def _summed(parts: Iterable[tuple[int, int, str]], first: int, last: int) -> Spent:
    by: dict[str, int] = {}
    for start, end, kind in parts:
        length = min(end, last) - max(start, first)
        if length > 0:
            by[kind] = by.get(kind, 0) + length
    return Spent(max(0, last - first), by)


def stretches(call: Call, now: Moment) -> Iterator[tuple[int, int, str]]:
    """The call as stretches of one state each: from, to (microseconds into it), and which."""
    total = length_us(call, now)
    changes: list[tuple[int, str, int]] = [(total, WAITING, 0)]
    for span in call.spans:
        changes.append((_clamp(elapsed_us(call.start, span.start), total), span.kind, 1))
        changes.append((_edge(call, span.end, total), span.kind, -1))
    running: dict[str, int] = {}
    since = 0
    for at, kind, change in sorted(changes):
        if at > since:
            yield since, at, _first(running)
            since = at
        running[kind] = running.get(kind, 0) + change


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
    over = [span.end for span in call.closed if span.kind in STATE_ORDER]
    return WAITING, (over[-1] if over else None) or call.start


def talking_since(call: Call, start: Moment) -> Moment:
    """When the present stretch of talk began: at the rep's answer, or back from a pause in it."""
    for span in reversed(call.closed):
        if span.end is not None and span.kind in ("hold", "pitch", "supervisor"):
            after = elapsed_us(call.start, span.end) > elapsed_us(call.start, start)
            return span.end if after else start
    return start
