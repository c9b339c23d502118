"""Windows on one case, and what is in its files: what the state machine moves and looks at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from callmate.model.events import Event
from callmate.store.casefile import CaseFile
from callmate.store.lanes.scan import Health
from tests.faults.strictdisk import MortalDisk
from tests.faults.verdict import Unsynced, against_stock, lanes_in
from tests.store.support import CASE, Maker, ids, make_case

DEVICES: Final = ("testdev1", "testdev1", "machine2")
"""Two windows of one machine, and one of another."""


class Shelf:
    """The files of the case, read by somebody who writes nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.make = Maker()
        self.forgotten: set[str] = set()
        self._copies = 0
        self.folder = root / "cases" / CASE

    def read(self) -> list[Event]:
        return make_case(self.root, fs=Unsynced()).read()

    def read_ids(self) -> list[str]:
        return ids(self.read())

    def put_out_of_the_way(self, lane: Path) -> None:
        """Give what a file was renamed to a name of its own, lest the next one takes its place."""
        for path in (lane.with_name("my copy.json"), lane.with_suffix(".bak")):
            if path.exists():
                self._copies += 1
                path.rename(path.with_name(f"copy {self._copies}{path.suffix}"))

    def mended(self) -> list[str]:
        """Open every lane for writing, as windows do that come next; which are not whole then.

        A lane whose disk failed may be damaged in earnest: it was left for another, and all that
        was in it is elsewhere.
        """
        wrong = []
        before = self.read_ids()
        for device in sorted(set(DEVICES)):
            openings = []
            for _ in range(len(lanes_in(self.folder)) + 1):
                openings.append(make_case(self.root, device, Unsynced()))
                openings[-1].append([self.make(text="the next start")])
            for each in openings:
                wrong += [f"it cannot be written: {e.id}" for e in each.unsaved]
                each.close()
                each.site.syncer.stop()
        if not is_within(before, self.read_ids()):
            wrong.append("what the next start read is not all there afterwards")
        return wrong


class Window:
    """One window: its case, its disk, and what it was told."""

    def __init__(self, shelf: Shelf, device: str) -> None:
        self.shelf, self.device = shelf, device
        self.wrote: list[str] = []
        """All events that were taken here, in order."""
        self.trying: list[str] = []
        """Those of the append that is under way."""
        self.seen: set[str] = set()
        self.fs: MortalDisk
        self.case: CaseFile
        self.open()

    def open(self) -> None:
        self.fs = MortalDisk()
        self.case = make_case(self.shelf.root, self.device, self.fs)
        self.seen = set(ids(self.case.read()))
        self.trying = []

    def append(self, sizes: Sequence[int]) -> None:
        news = [self.shelf.make(text="}" * size + "!") for size in sizes]
        self.trying = ids(news)
        events = self.case.append(news)
        assert ids(events) == self.trying
        self.wrote += self.trying
        self.seen |= set(self.trying)
        self.trying = []
        self.case.site.syncer.flush()  # so that each run of the same steps goes the same way

    def follow(self) -> None:
        self.seen |= set(ids(self.case.follow()))

    def forget(self, id_: str) -> None:
        # Nothing is done to a lane that another window has taken over in the meantime.
        self.case.forget([id_])
        self.shelf.forgotten |= empty_bodies(self.shelf.read())

    @property
    def lane_file(self) -> Path | None:
        """The file that is written now; None if there is none that is there."""
        path = self.shelf.folder / f"{self.case.lane}.json"
        return path if self.case.lane and path.is_file() else None

    @property
    def held(self) -> set[str]:
        """What is in memory only."""
        return set(ids(self.case.unsaved))

    def close(self) -> None:
        self.case.close()
        self.case.site.syncer.stop()
        self.open()

    def abandon(self) -> None:
        """Let go of the files as the system does for a process that was killed."""
        self.case.site.syncer.flush()
        self.case.site.syncer.stop()
        self.fs.close_all()
        self.shelf.forgotten |= empty_bodies(self.shelf.read())


def empty_bodies(events: Iterable[Event]) -> set[str]:
    """The events that say nothing any more."""
    return {event.id for event in events if not event.body}


def is_within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether ``part`` is in ``whole``, in the same order."""
    rest = iter(whole)
    return all(id_ in rest for id_ in part)


def stock_disagrees(shelf: Shelf) -> list[str]:
    """Whole lanes that TinyDB as it comes reads otherwise than callmate."""
    found = make_case(shelf.root, fs=Unsynced()).verify()
    whole = [p for p in lanes_in(shelf.folder) if found[p.stem].health is Health.WHOLE]
    return [sentence for path in whole for sentence in against_stock(path)]
