"""When the calls and events of a script happened: minutes from a start, as instants in a zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from callmate.errors import UsageError
from callmate.exchange.script import Script, ScriptCall

US_A_MINUTE: Final = 60_000_000
FIRST: Final = -1
"""The row of a call's start, before its events."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A call with its start (aware), the length told for it, and its events' distances in µs."""

    index: int
    call: ScriptCall
    start: datetime
    date_only: bool
    offsets: tuple[int, ...]
    length: int

    @property
    def ends(self) -> bool:
        """Whether the script says when it ended."""
        return any(event.form.type == "call_end" for event in self.call.events)

    @property
    def told_longer(self) -> int:
        """The call's length where it goes on after what the script calls its end, else 0."""
        ends = [
            offset
            for event, offset in zip(self.call.events, self.offsets, strict=True)
            if event.form.type == "call_end"
        ]
        return self.length if ends and self.length > ends[-1] else 0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to take in: the start of a call (row -1), an event, or the end (last row + 1)."""

    at: datetime
    placed: Placed
    row: int


def microseconds(minutes: Decimal) -> int:
    """Minutes as whole microseconds, rounded half up."""
    return int((minutes * US_A_MINUTE).to_integral_value(ROUND_HALF_UP))


def local_instant(text: str, zone: tzinfo | None) -> datetime:
    """A date-time of a script as an instant; without an offset it is meant in ``zone``.

    ``zone`` None is the computer's own. Of a time that a clock change makes come twice it is the
    first; one that it leaves out is read with the offset before the change.
    """
    return _in_zone(datetime.fromisoformat(text), zone)


def end_of(day: str, zone: tzinfo | None) -> datetime:
    """24:00 of a date."""
    return _in_zone(datetime.combine(date.fromisoformat(day), time()) + timedelta(days=1), zone)


def _in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    if at.tzinfo is None:
        # Through UTC, so that a time which the zone leaves out becomes one that it has.
        at = at.replace(tzinfo=zone).astimezone(UTC) if zone else at.astimezone(UTC)
    return at.astimezone(zone)


def place(script: Script, zone: tzinfo | None) -> list[Placed]:
    """Every call with its instants.

    A call of which only the date is told has no time of day; it is put at 00:00, or after the
    call of the same date that stands before it in the file, so that their order is kept.
    """
    placed: list[Placed] = []
    taken: dict[str, datetime] = {}
    for index, call in enumerate(script.calls):
        told = call.form.start
        date_only = "T" not in told
        try:
            start = local_instant(told, zone)
            start = max(start, taken.get(told, start)) if date_only else start
            one = _place(index, call, start, date_only)
            taken[told] = start + timedelta(microseconds=one.length)
        except (OverflowError, ValueError, OSError) as error:
            raise UsageError(
                f"{script.name}: calls[{index}].start: expected a call between the years 2 and "
                f'9998, got one that starts "{told}"'
            ) from error
        placed.append(one)
    return placed


def _place(index: int, call: ScriptCall, start: datetime, date_only: bool) -> Placed:
    offsets = tuple(microseconds(event.form.t_min) for event in call.events)
    told = microseconds(call.form.duration_min) if call.form.duration_min is not None else 0
    return Placed(index, call, start, date_only, offsets, max((told, *offsets)))


def steps(placed: list[Placed], zone: tzinfo | None) -> list[Step]:
    """All that happened, by absolute time; what happened at one instant in the file's order."""
    found = [step for one in placed for step in _steps(one, zone)]
    return sorted(found, key=lambda step: (step.at, step.placed.index, step.row))


def _steps(one: Placed, zone: tzinfo | None) -> Iterator[Step]:
    yield Step(one.start, one, FIRST)
    for row, offset in enumerate(one.offsets):
        yield Step(_later(one.start, offset, zone), one, row)
    yield Step(_later(one.start, one.length, zone), one, len(one.offsets))


def _later(start: datetime, us: int, zone: tzinfo | None) -> datetime:
    return (start.astimezone(UTC) + timedelta(microseconds=us)).astimezone(zone)
