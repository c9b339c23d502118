"""Writes the events of one case: to a lane of its own, to the next one if that fails, and to
memory for as long as there is none."""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from callmate.model.events import Event, NewEvent
from callmate.paths import make_private_folder
from callmate.store.hlc import HybridClock, wall_ms
from callmate.store.lanes import departed
from callmate.store.lanes.chain import Link
from callmate.store.lanes.diskwords import sentence_of
from callmate.store.lanes.displaced import Displaced, begun_elsewhere
from callmate.store.lanes.lane import Lane, Site, Stamped, Stat
from callmate.store.lanes.opening import lane_names, take_lane
from callmate.store.lanes.scan import Place

BITE: Final = 64
"""So many events that were held are tried at first: a disk that still refuses them must not cost
more the longer it does."""

MOST_REST: Final = 64
MOST_TRIES: Final = 4
"""How often one append, or the end, tries: each time in another lane, or with more room."""
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
        self._reason = self._said = ""
        self._moved = False
        self._rest = 0  # how many more retries to let pass before the next lane
        self._unkept: list[Lane] = []
        self._closed = ("", Link())
        self.spared: Collection[str] = ()

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
        if self.lane is not None and not self.lane.name.startswith(f"{self._site.device}-"):
            self.close()  # another machine writes under the old id
        first = self._site.syncer.take(len(news))
        if self.lane is not None and self.lane.distrusted and self._may_move:
            self._move(self.lane)
        if self.lane is None and not self._held:
            self._take()
        stamped = [
            Stamped(first + position, new, self._clock.stamp(wall_ms(new.moment)), first)
            for position, new in enumerate(news)
        ]
        # Once something is held, a write is only tried by ``retry``: a disk that fails may be
        # slow to say so, and a key must not wait for it.
        try_now = not self._held or self._moved
        self._held.extend(stamped)
        written = self._write() if try_now else []
        if written and not self._held:
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
        if self.lane is not None and not self.lane.distrusted:
            with suppress(OSError):
                self.lane.look()
        if self.lane is not None and self.lane.distrusted:
            if self._may_move:
                self._move(self.lane)
            else:
                self._rest -= 1
        self._keep(self._unkept)
        if not self._held:
            return []
        if self.lane is None:
            self._take()
        written = self._write()
        self._tell()
        return written

    @property
    def _may_move(self) -> bool:
        """A disk that keeps failing has to be waited for, not what happened to one file."""
        return not self._rest or (self.lane is not None and self.lane.displaced)

    def leave_untrusted(self) -> None:
        """Go on in another lane if the file of this one lost its name, or would not be saved."""
        if self.lane is not None and not self.lane.distrusted:
            with suppress(OSError):
                self.lane.look()
        if self.lane is not None and self.lane.distrusted:
            self._move(self.lane)
            self.retry()

    def _take(self) -> Lane | None:
        if self._site.refusal:
            self._reason = self._site.refusal
            return None
        for _ in range(MOST_TRIES):
            try:
                lane = self._opened()
            except OSError as error:
                self._reason = sentence_of(error)
                if not self._site.reserve.give_up(error, self._site.fs):
                    break
            else:
                self._clock.seen(lane.link.clock)
                self.lane = lane
                return lane
        return None

    def _opened(self) -> Lane:
        make_private_folder(self.folder)
        known = self._known()
        others = begun_elsewhere(self.folder, {name: place for name, (_, place) in known.items()})
        left = departed.names_left(self._site, self.folder)
        names = lane_names(self._site.device, {*left, *others, *self.spared})
        return take_lane(self.folder, self.case, self._site, known, names)

    def opened(self, name: str) -> Lane | None:
        """A lane of this folder whose lock this process holds, also one it does not trust."""
        lanes = [*self._site.abandoned, *([self.lane] if self.lane else [])]
        path = self.folder / f"{name}.json"
        here = [lane for lane in lanes if lane.path == path and not lane.lost_name]
        return here[-1] if here else None

    def _write(self) -> list[Event]:
        """Write what is held, as much as can be, but of one key all or nothing; the rest stays
        held. Returns what was written."""
        events, tries = list[Event](), 0
        while self._held and tries < MOST_TRIES and self.lane and not self.lane.distrusted:
            count = self._bite()
            try:
                events += self.lane.append(self._held[:count])
            except Displaced as error:
                tries += 1
                self.lane.sync_failed(error)
                self._move(self.lane)
            except OSError as error:
                tries += 1
                self._reason = sentence_of(error)
                if error.errno == errno.EIO:
                    self.lane.sync_failed(error)
                if not self._site.reserve.give_up(error, self._site.fs):
                    break
            else:
                del self._held[:count]
                self._moved = False
                self._well()
        if not self._held:
            self._site.syncer.release(self)
        return events

    def _bite(self) -> int:
        """How many of those held are written next: whole keys."""
        count = min(BITE, len(self._held))
        while count < len(self._held) and self._held[count].first == self._held[count - 1].first:
            count += 1
        return count

    def _move(self, lane: Lane) -> None:
        """Leave a lane that cannot be trusted; what it did not make durable goes to another.

        Of a file whose sync failed the system may say that all is well while the disk holds old
        bytes; one that lost its name holds what nobody will find.
        """
        self._held[:0] = lane.unsynced
        self._tell()  # before the lane lets go of them, or they would count as safe in between
        lane.abandon()
        self.lane = None
        self._keep([lane])
        failed = sum(not one.displaced for one in departed.lanes_left(self._site, self.folder))
        # A disk that keeps failing must not fill with lanes: each one waits twice as long.
        self._rest = min(2**failed, MOST_REST) - 1 if failed else 0
        if lane.displaced and not lane.link.n and not self._held:
            return  # it held nothing: the next key is early enough, lest empty lanes heap up
        moved = self._take()
        if moved is not None:
            moved.proving = self._moved = True

    def _keep(self, lanes: Sequence[Lane]) -> None:
        self._unkept, again = departed.keep(self._site, lanes)
        self._held[:0] = again
        departed.let_go_of_kept(self._site, self.folder)

    def _tell(self) -> None:
        if self._held:
            reason = self.lane.distrusted if self.lane and self.lane.distrusted else self._reason
            self._site.syncer.hold(self, self._held[0].number, len(self._held), reason)

    def _provisional(self, stamped: Stamped) -> Event:
        number, new, clock, _, _ = stamped
        at = new.moment.at.isoformat(timespec="microseconds")
        return Event(
            new.id, number, self.name, self.case, new.kind, at,
            new.moment.boot, new.moment.mono, clock, new.call, new.cause, new.body,
        )  # fmt: skip

    @property
    def unsaved(self) -> list[Event]:
        """Events that are in memory only."""
        return [self._provisional(stamped) for stamped in self._held]

    @property
    def held(self) -> int:
        """How many they are, told at once."""
        return len(self._held)

    def drop_held(self, ids: Collection[str]) -> int:
        """Forget events that were never written; how many."""
        before = len(self._held)
        self._held = [one for one in self._held if one.new.id not in ids or one.digest]
        if not self._held:
            self._site.syncer.release(self)
        self._tell()
        return before - len(self._held)

    def seal(self) -> None:
        """Drop the padding of the lane. Never raises for the disk."""
        if self.lane is not None:
            self._try(self.lane.seal)

    @property
    def reached(self) -> tuple[str, Link]:
        """The lane that is written, or was closed last, and how far it goes; no lane's name where
        that is not to be trusted."""
        if self.lane is None:
            return self._closed
        return ("", Link()) if self.lane.distrusted else (self.lane.name, self.lane.link)

    def close(self) -> None:
        """Write what can be written, sync and let go of the lane. Never raises for the disk.

        What no disk would save counts as held from then on.
        """
        for _ in range(MOST_TRIES):
            self._rest = 0
            self.retry()
            if self.lane is None:
                return
            self._try(self.lane.finish)
            if not self.lane.distrusted:
                break
        self._closed = self.reached
        lane, self.lane = self.lane, None
        assert lane is not None
        if lane.distrusted:
            self._reason = lane.distrusted
            self._held[:0] = lane.unsynced
            self._tell()
            lane.abandon()
        else:
            lane.let_go()

    def _try(self, step: Callable[[], None]) -> None:
        """Say what the disk refuses, until it takes something."""
        try:
            step()
        except OSError as error:
            self._well()
            self._said = sentence_of(error)
            self._site.notice(self._said, lasting=True)

    def _well(self) -> None:
        self._site.withdraw(self._said)
        self._said = ""
