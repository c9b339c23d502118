"""Writes the events of one case: to a lane of its own, to the next one if that fails, and to
memory for as long as there is none."""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

from callmate.model.events import Event, NewEvent
from callmate.paths import make_private_folder
from callmate.store.hlc import HybridClock, wall_ms
from callmate.store.lane import Lane, Site, Stamped, Stat
from callmate.store.opening import lane_names, take_lane
from callmate.store.scan import Place

MOST_REST: Final = 64
Known = Callable[[], dict[str, tuple[Stat, Place]]]


class Writer:
    """Never raises for a disk that fails, and never waits for one.

    The lane is opened at the first append.
    """

    def __init__(
        self, folder: Path, case: str, site: Site, clock: HybridClock, known: Known
    ) -> None:
        self.folder, self.case, self._site = folder, case, site
        self._clock, self._known = clock, known
        self.lane: Lane | None = None
        self._held: list[Stamped] = []
        self._reason = ""
        self._moved = False
        self._rest = 0  # how many more retries to let pass before the next lane

    @property
    def name(self) -> str:
        """The lane that is written, also while its disk is full; ``<device>-0``, which no file
        has, while there is none."""
        return self.lane.name if self.lane is not None else f"{self._site.device}-0"

    def append(self, news: Sequence[NewEvent]) -> list[Event]:
        """Write the events, all or none. What cannot be written is held, and tried by ``retry``.

        An event that is held has the lane ``name``; its id, its clock and its order stay.
        """
        if not news:
            return []
        first = self._site.syncer.take(len(news))
        if self.lane is not None and self.lane.distrusted and not self._rest:
            self._move(self.lane)
        elif self.lane is None and not self._held:
            self._take()
        stamped = [
            Stamped(first + position, new, self._clock.stamp(wall_ms(new.moment)))
            for position, new in enumerate(news)
        ]
        # Once something is held, a write is only tried by ``retry``: a disk that fails may be
        # slow to say so, and a key must not wait for it.
        try_now = not self._held or self._moved
        self._held.extend(stamped)
        written = self._write() if try_now else []
        if written:
            return written[-len(stamped) :]
        self._tell()
        return [self._provisional(stamp) for stamp in stamped]

    def ready(self) -> None:
        """Open the lane now, for what must know its name before it writes."""
        if self.lane is None and not self._held:
            self._take()

    def retry(self) -> list[Event]:
        """Try again to write what is held, and to move from a lane whose sync failed.

        Returns the events that were written now, in their final form.
        """
        if self.lane is not None and self.lane.distrusted:
            if self._rest:
                self._rest -= 1
            else:
                self._move(self.lane)
        if not self._held:
            return []
        if self.lane is None:
            self._take()
        written = self._write()
        if not written:
            self._tell()
        return written

    def _take(self) -> Lane | None:
        if self._site.refusal:
            self._reason = self._site.refusal
            return None
        try:
            make_private_folder(self.folder)
            names = lane_names(self._site.device, self._distrusted())
            lane = take_lane(self.folder, self.case, self._site, self._known(), names)
        except OSError as error:
            self._reason = _sentence(self.folder, error)
            return None
        self._clock.seen(lane.link.clock)
        self.lane = lane
        return lane

    def _distrusted(self) -> Collection[str]:
        return {lane.name for lane in self._site.abandoned if lane.path.parent == self.folder}

    def opened(self, name: str) -> Lane | None:
        """A lane of this folder whose lock this process holds, also one it does not trust."""
        lanes = [*self._site.abandoned, *([self.lane] if self.lane else [])]
        here = [lane for lane in lanes if lane.path == self.folder / f"{name}.json"]
        return here[-1] if here else None

    def _write(self) -> list[Event]:
        """Write all that is held; nothing, and it stays held, if that fails."""
        if self.lane is None or self.lane.distrusted:
            return []
        try:
            events = self.lane.append(self._held)
        except OSError as error:
            self._reason = _sentence(self.folder, error)
            if error.errno == errno.EIO:
                self.lane.sync_failed(error)
            return []
        self._held.clear()
        self._moved = False
        self._site.syncer.release(self)
        return events

    def _move(self, lane: Lane) -> None:
        """Leave a lane whose sync failed; what it did not make durable goes to another.

        The system may say of such a file that all is well while the disk holds old bytes.
        """
        self._site.notice(f"{lane.distrusted} The events go on in another file.")
        self._held[:0] = lane.unsynced
        lane.abandon()
        self.lane = None
        self._tell()
        # A disk that keeps failing must not fill with lanes: each one waits twice as long.
        self._rest = min(2 ** len(self._distrusted()), MOST_REST) - 1
        moved = self._take()
        if moved is not None:
            moved.proving = self._moved = True

    def _tell(self) -> None:
        if self._held:
            reason = self.lane.distrusted if self.lane and self.lane.distrusted else self._reason
            self._site.syncer.hold(self, self._held[0].number, len(self._held), reason)

    def _provisional(self, stamped: Stamped) -> Event:
        number, new, clock = stamped
        at = new.moment.at.isoformat(timespec="microseconds")
        return Event(
            new.id, number, self.name, self.case, new.kind, at,
            new.moment.boot, new.moment.mono, clock, new.call, new.cause, new.body,
        )  # fmt: skip

    @property
    def unsaved(self) -> list[Event]:
        """Events that are in memory only."""
        return [self._provisional(stamped) for stamped in self._held]

    def drop_held(self, ids: Collection[str]) -> int:
        """Forget events that were never written; how many."""
        before = len(self._held)
        self._held = [stamped for stamped in self._held if stamped.new.id not in ids]
        if not self._held:
            self._site.syncer.release(self)
        self._tell()
        return before - len(self._held)

    def seal(self) -> None:
        """Drop the padding of the lane. Never raises for the disk."""
        try:
            if self.lane is not None:
                self.lane.seal()
        except OSError as error:
            self._site.notice(_sentence(self.folder, error))

    def close(self) -> None:
        """Write what can be written, sync and let go of the lane. Never raises for the disk."""
        self.retry()
        lane, self.lane = self.lane, None
        if lane is None:
            return
        try:
            lane.close()
        except OSError as error:
            self._site.notice(_sentence(lane.path, error))


def _sentence(path: Path, error: OSError) -> str:
    what = {
        errno.ENOSPC: "The disk is full",
        errno.EDQUOT: "Your quota on the disk is used up",
        errno.EROFS: "The disk is read-only",
        errno.EACCES: "The store may not be written",
        errno.EPERM: "The store may not be written",
    }.get(error.errno or 0, f"The store cannot be written ({error.strerror or error})")
    return f"{what}: {path}."
