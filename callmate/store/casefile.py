"""One case on the disk: its lanes read as one list of events, followed, and appended to."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path

from callmate.model.events import Event, NewEvent
from callmate.store.clones import is_own, part_ways, told_marks
from callmate.store.hlc import HybridClock
from callmate.store.lanes.beside import Beside
from callmate.store.lanes.chain import Link
from callmate.store.lanes.displaced import lane_of
from callmate.store.lanes.lane import Site, Stat
from callmate.store.lanes.opening import LaneTaken, LaneUnfit, mend_torn, open_lane
from callmate.store.lanes.reader import LaneReader
from callmate.store.lanes.scan import LANE, Found, Health, Place, is_lane
from callmate.store.lanes.writer import Writer
from callmate.store.proof.heads import Head

order: Callable[[Event], tuple[str, str, int]] = attrgetter("clock", "lane", "n")
"""Merged order: it never puts two events of one lane in another order."""


def belonging(events: Sequence[Event], ids: Collection[str]) -> set[str]:
    """``ids`` and the events that hold the same typed text: keys and drafts name the event they
    are the text of, as ``entry``."""
    targets = set(ids)
    entries = {event.id: event.body.get("entry") for event in events}
    texts = {entry for id_, entry in entries.items() if id_ in targets and isinstance(entry, str)}
    targets |= texts
    return targets | {id_ for id_, entry in entries.items() if entry in targets}


class LaneFolder:
    """All lanes of one folder, and a writer of our own. The base of cases, days and library.

    Thread-bound: all methods are for one thread, the owner's.
    """

    def __init__(self, folder: Path, case: str, site: Site) -> None:
        self.folder, self.case, self.site = folder, case, site
        self._clock = HybridClock()
        self._readers: dict[str, LaneReader] = {}
        self._ids: set[str] = set()
        self._listed: int | None = None
        self._list_settled = False
        self._unlisted = ""
        self._twice: list[str] = []
        self._own = ""
        """Our lane, once it was read up to where we go on with it."""
        self.spared: Callable[[], Collection[str]] = frozenset
        """Lanes that are not gone on with, though they are free: who wrote them comes back."""
        self._writer = Writer(folder, case, site, self._clock, self._known)
        self._beside = Beside(folder, site.fs)

    def read(self) -> list[Event]:
        """Every event of every lane, merged; also those of damaged lanes that hold, and those of
        ours that are in memory only."""
        self._readers, self._ids, self._listed = {}, set(), None
        self._list()
        events = self._collect(self._readers)
        lanes = {name: one.place.lane for name, one in self._readers.items()}
        self._twice = part_ways(lanes, events, self.folder, self.site)
        self._own = self.lane if self.lane in self._readers else ""
        held = [event for event in self.unsaved if event.id not in self._ids]
        self._ids.update(event.id for event in held)
        return sorted([*events, *held], key=order) if held else events

    def follow(self) -> list[Event]:
        """Events that other writers added since the last ``read`` or ``follow``, in order."""
        self._list()
        # The lane that we went on with may hold what its last writer added since we read it.
        fresh = self._collect([name for name in self._readers if name != self._own])
        self._own = self.lane if self.lane in self._readers else ""
        return fresh

    def append(self, news: Sequence[NewEvent]) -> list[Event]:
        """Write events at once; see ``Writer.append``. Never raises for the disk."""
        if not self.lane:
            self._writer.spared = self.spared()
        events = self._writer.append(news)
        self._ids.update(event.id for event in events)
        return events

    def ready(self) -> str:
        """The name of the own lane, which is opened if need be; while that cannot be, the one
        that events have which are in memory only."""
        self._writer.spared = ()
        self._writer.ready()
        return self._writer.name

    def seen(self, clock: str) -> None:
        """What is written from now on comes after this stamp: it may speak of another case."""
        self._clock.seen(clock)

    def retry(self) -> list[Event]:
        """Call about once a second: writes what could not be written, mends what others of ours
        left torn; what was written now."""
        written = self._writer.retry()
        if self.lane:
            mend_torn(self.site, self._readers.values())
        if self.lane or self._beside.is_open:
            again = self._beside.look(name for name in self._readers if name != self.lane)
            if again:
                self.site.notice(f"{again} more files of {self.folder.name} were written again.")
        return written

    def heads(self) -> tuple[Head, ...]:
        """How far each lane goes, of what was read and written here: no file is looked at, and an
        event that is in memory only counts for nothing. Of copies of a lane the longest counts."""
        links: dict[str, Link] = {}
        for place in (reader.place for reader in self._readers.values()):
            if place.link.n > links.get(place.lane, Link()).n:
                links[place.lane] = place.link
        own, link = self._writer.reached
        if link.n > links.get(own, Link()).n:
            links[own] = link
        return tuple(Head(name, links[name].n, links[name].hash) for name in sorted(links))

    @property
    def damaged(self) -> dict[str, str]:
        """Lanes that were read and are not whole, and why, in words for the person."""
        return {
            name: reader.found.why
            for name, reader in self._readers.items()
            if reader.found.health is not Health.WHOLE
        }

    @property
    def is_damaged(self) -> bool:
        """Whether something of a lane was changed or lost, not only left unfinished at its end."""
        whole = (Health.WHOLE, Health.TORN)
        return any(reader.found.health not in whole for reader in self._readers.values())

    @property
    def trouble(self) -> str:
        """What is wrong with what was read, in a sentence for the person; "" if nothing is."""
        if self._unlisted:
            return f"The folder {self.folder.name} cannot be read: {self._unlisted}."
        told = [
            reader.found.told(f"{name}.json")
            for name, reader in self._readers.items()
            if name in self.damaged and name != self.lane  # the own one is mended first
        ]
        told += told_marks(self._readers)
        told += [f"{name} was written by two machines; both are kept" for name in self._twice]
        return f"{'; '.join(told)}." if told else ""

    @property
    def unsaved(self) -> list[Event]:
        """Events of ours that are in memory only."""
        return self._writer.unsaved

    @property
    def held(self) -> int:
        """How many they are."""
        return self._writer.held

    @property
    def lane(self) -> str:
        """The name of the lane written now; empty before the first append."""
        return self._writer.lane.name if self._writer.lane else ""

    def forget(self, ids: Collection[str]) -> int:
        """Take what these events said from the disk for good, with all that belongs to them.

        Their headers stay, so the chain still holds. Returns how many were emptied. Another
        window's lane is left to it, and another device's to that: a notice names them.
        Raises OSError if the disk would not; the file is then as it was.
        """
        self._beside.close()  # no word is to come back out of it
        self.site.syncer.flush()  # a sync that fails is to be known by now
        self._writer.leave_untrusted()
        # By file, since an event may stand in two: saved anew after a failing disk, or copied.
        lanes = LaneFolder(self.folder, self.case, self.site)._by_lane()
        targets = belonging([*chain.from_iterable(lanes.values()), *self.unsaved], ids)
        count = self._writer.drop_held(targets)
        for name, events in sorted(lanes.items()):
            if any(event.id in targets and event.body for event in events):
                lane = self._writer.opened(name)
                count += lane.forget(targets) if lane else self._forget_in(name, targets)
        return count

    def _by_lane(self) -> dict[str, list[Event]]:
        self._list()
        return {name: reader.read() for name, reader in self._readers.items()}

    def _forget_in(self, name: str, targets: set[str]) -> int:
        try:
            if not is_own(name, self.site):
                raise LaneUnfit("it is another device's")
            path = self.folder / f"{name}.json"
            lane = open_lane(path, self.case, self.site, None, of=lane_of(path.name))
        except (LaneTaken, LaneUnfit) as error:
            why = "another window writes it" if isinstance(error, LaneTaken) else error
            self.site.notice(f"{self.folder.name}/{name} still holds what was forgotten: {why}.")
            return 0
        try:
            return lane.forget(targets)
        finally:
            lane.close()

    def verify(self) -> dict[str, Found]:
        """Read every lane from its start; for each whether, and where, a byte was changed."""
        readers = LaneFolder(self.folder, self.case, self.site)
        readers.read()
        return {name: reader.found for name, reader in readers._readers.items()}

    def seal(self) -> None:
        """Drop the padding of the own lane, at the end of a call. Waits for the disk."""
        self._writer.seal()

    def close(self) -> None:
        """Sync, drop the padding of the own lane and let go of it."""
        self._writer.close()
        self._beside.look(())
        self._beside.close()

    def rest(self) -> None:
        """Let go of the own lane, and forget what was read but how far that was: all goes on from
        there with the next ``append`` or ``follow``. Not while something is in memory only, or the
        disk may still refuse it: what it refuses goes to another lane."""
        lane = self.lane
        if not self._ids or self.held or (lane and not self.site.syncer.status.is_settled):
            return
        if lane:
            self.close()
        if lane and lane != self._own:
            return  # what others wrote there before us was not followed yet
        if lane:
            self._readers[lane].read()
        self._own, self._ids = "", set()

    def _list(self) -> None:
        try:
            changed = os.stat(self.folder).st_mtime_ns
            if changed == self._listed and self._list_settled:
                return
            names = sorted(os.listdir(self.folder))
        except FileNotFoundError:
            return
        except OSError as error:
            self._unlisted = (error.strerror or str(error)).lower()
            return
        self._unlisted = ""
        self._list_settled = changed == self._listed
        self._listed = changed
        for name in names:
            if is_lane(name):
                lane = name.removesuffix(LANE)
                if lane not in self._readers:
                    self._readers[lane] = LaneReader(self.folder / name, self.site.fs)

    def _collect(self, names: Iterable[str]) -> list[Event]:
        fresh: dict[str, Event] = {}
        for name in names:
            events = self._readers[name].read()
            self._clock.seen_all([event.clock for event in events])
            for event in events:
                # A lane saved anew after a failing disk, or a synchroniser's copy of a lane,
                # holds events a second time. One that was forgotten anywhere is forgotten.
                if event.id not in self._ids or (event.id in fresh and not event.body):
                    self._ids.add(event.id)
                    fresh[event.id] = event
        return sorted(fresh.values(), key=order)

    def _known(self) -> dict[str, tuple[Stat, Place]]:
        return {
            name: (reader.stat, reader.place)
            for name, reader in self._readers.items()
            if reader.stat is not None and reader.found.health is Health.WHOLE
        }


class CaseFile(LaneFolder):
    """The events of one case: ``cases/<case>/<lane>.json``."""

    def __init__(self, root: Path, case_id: str, site: Site) -> None:
        super().__init__(root / "cases" / case_id, case_id, site)
