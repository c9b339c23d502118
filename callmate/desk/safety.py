"""How safe is what a window wrote: saved, written, or in memory only; and what is to be said."""

from __future__ import annotations

from collections.abc import Callable

from callmate.clock import Clock
from callmate.desk.ports import Saved
from callmate.model.moment import Moment, elapsed_us
from callmate.store.lanes.sync import Status, Syncer
from callmate.store.library import Library

LATE_US = 1_000_000
KEYS_READ = 2
"""What was noticed goes with the second key after it could be read."""
CANNOT = "CANNOT SAVE"
FULL = "DISK FULL"


class Safety:
    """The syncer of a window, and when it came through last. ``saved`` is for its thread."""

    def __init__(self, clock: Clock, real: Clock) -> None:
        """``real`` is the clock of the disk, where ``clock`` is one that jumps."""
        self._clock, self._real = clock, real
        self._durable_at: Moment | None = None
        self._behind: Moment | None = None
        self._read = ("", 0)  # the notice that is told, and how many keys came since
        self.heard: Callable[[], None] = lambda: None
        self.syncer = Syncer(on_durable=self._is_durable)

    def _is_durable(self, number: int) -> None:
        self._durable_at = self._clock.now()
        self.heard()

    def saved(self, library: Library) -> Saved:
        """How it stands now. What is not saved is said before what is in the way of it, and that
        before what was noticed, the newest first."""
        status, site = self.syncer.status, library.site
        wrong = status.reason or library.trouble or site.reserve.told
        notice = "" if wrong else next(reversed(site.notices), "")
        if notice != self._read[0]:
            self._read = notice, 0
        return Saved(
            status.taken, status.durable, status.unsaved, wrong or notice,
            self._durable_at, self._late(status), site.reserve.spent,
            CANNOT if library.trouble else FULL if site.reserve.is_out else "",
        )  # fmt: skip

    def seen(self, library: Library) -> None:
        """A key came, and what ``saved`` told stood on the screen: what was merely noticed was
        read then, and goes with the next one. What still is so stays until it is over."""
        (notice, keys), site = self._read, library.site
        if not notice or notice in site.lasting:
            return
        self._read = notice, keys + 1
        if keys + 1 >= KEYS_READ:
            site.withdraw(notice)

    def _late(self, status: Status) -> bool:
        """Whether the disk has been behind for over a second; said only then, lest it blink."""
        now = self._real.now()
        if status.durable >= status.taken:
            self._behind = None
            return False
        self._behind = self._behind or now
        return elapsed_us(self._behind, now) > LATE_US
