"""The only place that reads the time; everything else is given a clock.

The boot-time clock counts through suspend (``CLOCK_MONOTONIC`` does not on Linux), so a laptop
that slept in mid-hold still shows the true length of the hold. Where the system has no such
clock (macOS: its monotonic clock counts sleep already), the monotonic clock stands in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from callmate.model.moment import Moment, microseconds

BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))


class Clock(Protocol):
    """What the program asks the time of."""

    def now(self) -> Moment:
        """This moment on both clocks."""
        ...

    def steady(self) -> float:
        """Seconds of ``time.monotonic``, the clock that stamps keys as they are read."""
        ...


@lru_cache(maxsize=1)
def boot_id() -> str:
    """The running kernel's boot id, or a name made of the boot time where there is none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return f"boot-{round(time.time() - time.clock_gettime(BOOT_CLOCK)) // 60}"


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> Moment:
        mono = time.clock_gettime_ns(BOOT_CLOCK)
        return Moment(datetime.fromtimestamp(time.time(), UTC).astimezone(), boot_id(), mono)

    def steady(self) -> float:
        return time.monotonic()


@dataclass
class ManualClock:
    """A clock that stands still until it is moved: for tests, replay and ``play``."""

    at: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    boot: str = "manual"
    mono: int = 1_000_000_000_000

    def now(self) -> Moment:
        return Moment(self.at, self.boot, self.mono)

    def steady(self) -> float:
        return self.mono / 1e9

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self.at += timedelta(seconds=seconds)
        self.mono += round(seconds * 1e9)

    def set_wall(self, at: datetime) -> None:
        """Change the wall clock alone, as a person or a time server would."""
        self.at = at

    def in_zone(self, zone: tzinfo) -> None:
        """Read the same instant in another zone."""
        self.at = self.at.astimezone(zone)


class PlayClock:
    """The clock of a playback: it stands still, and jumps from one instant of a script to the next.

    Its steady part moves by exactly as much as its wall, so that every length measured in a
    playback is the one that the script tells.
    """

    BOOT: Final = "play"

    def __init__(self, at: datetime) -> None:
        self._at, self._mono = _fixed(at), 0

    def now(self) -> Moment:
        return Moment(self._at, self.BOOT, self._mono)

    def steady(self) -> float:
        """Earlier than any key was read: a key counts from the instant the clock stands at."""
        return 0.0

    def jump(self, at: datetime) -> None:
        """Stand at a later instant, in its zone; an earlier one changes the zone alone."""
        passed = max(0, microseconds(at - self._at))
        self._mono += passed * 1000
        self._at = _fixed(at) if passed else self._at.astimezone(_fixed(at).tzinfo)

    def leap(self, us: int) -> None:
        """Stand so many microseconds later."""
        self._at += timedelta(microseconds=us)
        self._mono += us * 1000


class RunningPlayClock(PlayClock):
    """The clock of a practice: as in life between the jumps, so that the timers keep their pace."""

    def __init__(self, at: datetime, steady: Callable[[], float] = time.monotonic) -> None:
        super().__init__(at)
        self._steady = steady
        self._since = steady()

    def now(self) -> Moment:
        self._run()
        return super().now()

    def steady(self) -> float:
        return self._steady()

    def jump(self, at: datetime) -> None:
        self._run()
        super().jump(at)

    def _run(self) -> None:
        """Let what has passed in life pass here too."""
        now = self._steady()
        self.leap(max(0, round((now - self._since) * 1e6)))
        self._since = now


def _fixed(at: datetime) -> datetime:
    """An instant with its offset alone: a zone's name would bring its clock changes along."""
    return datetime.fromisoformat(at.isoformat())
