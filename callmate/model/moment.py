"""When something happened, and how long it is from one moment to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as a clock on the wall and, where known, as a steady clock saw it.

    ``at`` is aware. ``boot`` names the running kernel and ``mono`` its boot-time clock in
    nanoseconds; an empty ``boot`` means that only the wall clock is known. ``stated`` marks a
    time that was told afterwards (import, amendment), so that durations from it are about right
    rather than measured.
    """

    at: datetime
    boot: str = ""
    mono: int = 0
    stated: bool = False

    def shifted(self, seconds: float) -> Moment:
        """The same moment ``seconds`` later on both clocks (negative: earlier)."""
        return replace(
            self,
            at=self.at + timedelta(seconds=seconds),
            mono=self.mono + round(seconds * 1_000_000_000),
        )


def microseconds(delta: timedelta) -> int:
    """A timedelta as whole microseconds."""
    return delta // MICROSECOND


def local(at: datetime) -> datetime:
    """An instant on this computer's clock; as it is where no calendar reaches (year 1, 9999)."""
    try:
        return at.astimezone()
    except (OverflowError, ValueError):
        return at


def elapsed_us(start: Moment, end: Moment) -> int:
    """Microseconds from ``start`` to ``end``; never negative.

    Measured by the boot-time clock where both moments have it from the same boot, so that a
    changed wall clock changes no duration; else the difference of the wall times.
    """
    if start.boot and start.boot == end.boot:
        return max(0, (end.mono - start.mono) // 1000)
    return max(0, microseconds(end.at - start.at))


def is_about(start: Moment, end: Moment) -> bool:
    """Whether a duration between the two rests on a time told afterwards (shown with ≈)."""
    return start.stated or end.stated


def whole_seconds(us: int) -> int:
    """Microseconds as seconds, rounded half up; the one place where a duration is rounded."""
    return (us + 500_000) // 1_000_000
