"""A hybrid logical clock: wall time where it goes forward, a counter where it does not.

Written as ``<milliseconds, 12 hex>-<counter, 4 hex>``, so that text order is time order, and so
that an event written after another was seen sorts after it, whatever the wall clocks say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from callmate.model.moment import Moment, microseconds

FORM = re.compile(r"[0-9a-f]{12}-[0-9a-f]{4}")
MAX_COUNTER = 0xFFFF
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_ms(moment: Moment) -> int:
    """Milliseconds since 1970 of a moment's wall clock, never negative."""
    return max(0, microseconds(moment.at - EPOCH) // 1000)


class HybridClock:
    """The clock of one case, shared by all that this process writes to it."""

    __slots__ = ("_counter", "_ms")

    def __init__(self) -> None:
        self._ms = 0
        self._counter = -1

    def seen(self, stamp: str) -> None:
        """Take note of a stamp read from any lane; later stamps of ours sort after it."""
        if not FORM.fullmatch(stamp):
            return
        ms, counter = int(stamp[:12], 16), int(stamp[13:], 16)
        if (ms, counter) > (self._ms, self._counter):
            self._ms, self._counter = ms, counter

    def seen_all(self, stamps: Sequence[str]) -> None:
        """The same of many; they are compared as text, so one that is none must not be the last."""
        newest = max(stamps, default="")
        for stamp in [newest] if FORM.fullmatch(newest) else stamps:
            self.seen(stamp)

    def stamp(self, ms: int) -> str:
        """The next stamp, given the wall clock in milliseconds since 1970."""
        if ms > self._ms:
            self._ms, self._counter = ms, 0
        elif self._counter < MAX_COUNTER:
            self._counter += 1
        else:
            self._ms, self._counter = self._ms + 1, 0
        return f"{self._ms:012x}-{self._counter:04x}"
