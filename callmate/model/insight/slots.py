"""When to call: how long one waited, by the day of the week and the time of day one called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high, median_low
from typing import Final, NamedTuple

from callmate.model.insight.callfigures import CallFigures
from callmate.model.insight.rates import ENOUGH

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS: Final = ((9, "before nine"), (12, "morning"), (14, "midday"), (17, "afternoon"),
                (24, "evening"))  # fmt: skip
"""Parts of a day: the hour each ends with, and its name."""
CLEAR_US: Final = 120 * 1_000_000
CLEAR_SHARE: Final = 0.25
"""By how much waits differ at least, in time and as a share of the longer, to speak of it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Calls that began at one time of the week: ``key`` sorts, ``name`` says when.

    ``wait`` is the median of all time in them that was neither talk nor pitch, ``hold`` of that
    on hold alone, in microseconds; both None where there are too few to say.
    """

    key: tuple[int, ...]
    name: str
    calls: int
    wait: int | None = None
    hold: int | None = None


class Begun(NamedTuple):
    """When a call began, Monday being day 0, and its wait and hold in microseconds."""

    day: int
    hour: int
    wait: int
    hold: int


@dataclass(frozen=True, slots=True)
class When:
    """All of it: by day, by hour, and the parts of the week of which enough is known to compare
    them, the shortest wait first; ``best`` is empty where there are not two to compare."""

    calls: int
    days: tuple[Slot, ...]
    hours: tuple[Slot, ...]
    best: tuple[Slot, ...]

    @property
    def good(self) -> Slot | None:
        """The one with the shortest wait, if it is clearly shorter than most others."""
        others = [slot.wait or 0 for slot in self.best[1:]]
        first = self.best[0] if others else None
        return first if first and _is_clear(first.wait or 0, median_low(others)) else None

    @property
    def bad(self) -> Slot | None:
        """The one with the longest wait, if it is clearly longer than most others."""
        others = [slot.wait or 0 for slot in self.best[:-1]]
        last = self.best[-1] if others else None
        return last if last and _is_clear(median_high(others), last.wait or 0) else None

    @property
    def usual(self) -> int:
        """The wait that is in the middle of those compared; 0 for none."""
        return median_low(slot.wait or 0 for slot in self.best) if self.best else 0


def _is_clear(shorter: int, longer: int) -> bool:
    """Whether a wait is so much shorter than another that it is worth to call at that time."""
    return longer - shorter >= CLEAR_US and longer - shorter >= CLEAR_SHARE * longer


def begun(calls: Iterable[CallFigures]) -> list[Begun]:
    """The calls one made and that are over; those of which only the day is known tell nothing."""
    return [
        _begun(call)
        for call in calls
        if call.direction != "in" and not call.date_only and not call.running
    ]


def when(made: Sequence[Begun]) -> When:
    """What calls begun at one time of the week waited."""
    days = _slots(made, lambda one: (one.day,), lambda key: DAYS[key[0]])
    hours = _slots(made, lambda one: (one.hour,), lambda key: f"{key[0]:02}:00")
    return When(len(made), days, hours, _best(made, days))


def _best(made: Sequence[Begun], days: Sequence[Slot]) -> tuple[Slot, ...]:
    """As fine as there is enough to compare: days and parts of it, parts of any day, days."""
    fine = _slots(
        made,
        lambda one: (one.day, _part(one.hour)),
        lambda key: f"{DAY_NAMES[key[0]]}, {PARTS[key[1]][1]}",
    )
    parts = _slots(made, lambda one: (_part(one.hour),), lambda key: f"any day, {PARTS[key[0]][1]}")
    for slots in (fine, parts, days):
        known = [slot for slot in slots if slot.wait is not None]
        if len(known) > 1:
            return tuple(sorted(known, key=lambda slot: (slot.wait, slot.hold, -slot.calls)))
    return ()


def _begun(call: CallFigures) -> Begun:
    at = datetime.fromisoformat(call.at)
    return Begun(at.weekday(), at.hour, call.waited, call.hold)


def _part(hour: int) -> int:
    return next(at for at, (end, _) in enumerate(PARTS) if hour < end)


def _slots(
    made: Iterable[Begun],
    key: Callable[[Begun], tuple[int, ...]],
    name: Callable[[tuple[int, ...]], str],
) -> tuple[Slot, ...]:
    found: dict[tuple[int, ...], list[Begun]] = {}
    for one in made:
        found.setdefault(key(one), []).append(one)
    return tuple(
        Slot(
            at,
            name(at),
            len(mine),
            _median([one.wait for one in mine]),
            _median([one.hold for one in mine]),
        )
        for at, mine in sorted(found.items())
    )


def _median(values: Sequence[int]) -> int | None:
    """The middle one; of an even count the mean of the two in the middle."""
    if len(values) < ENOUGH:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return (ordered[middle] + ordered[(len(values) - 1) // 2]) // 2
