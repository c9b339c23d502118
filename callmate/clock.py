"""The only place that reads the time; everything else is given a clock.

The boot-time clock counts through suspend (``CLOCK_MONOTONIC`` does not on Linux), so a laptop
that slept in mid-hold still shows the true length of the hold. Where the system has no such
clock (macOS: its monotonic clock counts sleep already), the monotonic clock stands in.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from callmate.model.moment import Moment

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
        return f"boot-{round(time.time() - time.monotonic()) // 60}"


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
