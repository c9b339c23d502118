"""What a person does to a store, in small: each is run with one fault after the other.

A ``Scribe`` tells what was taken, written and made durable, in lines on a pipe, so that whoever
reads them after a crash knows what must be there.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from callmate.errors import CallmateError
from callmate.model.events import Event, NewEvent
from callmate.store.casefile import CaseFile, DayFile
from callmate.store.fs import Fs
from callmate.store.lane import Site
from callmate.store.library import Library
from callmate.store.sync import Syncer
from callmate.store.writer import Writer
from tests.faults.verdict import against_stock, folders_of, lanes_in
from tests.store.support import CASE, DEVICE, Maker, lane_path

SECRET: Final = "forget-me-7781"
EDGE: Final = 65_000
"""Bytes of text after which the padding of a new lane is nearly used up."""
SCRIPT: Final = Path(__file__).parents[1] / "cases" / "21-qantas-hold-15h-2012.json"
LATE: Final = datetime(2026, 3, 2, 23, 59, 57, tzinfo=UTC)


class Scribe:
    """Tells on a pipe, a line each: ``T folder id`` taken, ``W folder id`` written, ``D folder id``
    durable, ``F word`` forgotten for good, ``U count reason`` still in memory only, ``X sentence``
    something is wrong while the program runs, ``E`` the end."""

    def __init__(self, root: Path, pipe: int, look: bool = True) -> None:
        """``look`` says that the disk may have failed, but does so no more."""
        self.root, self._pipe, self._look = root, pipe, look
        self.make = Maker(10_000)
        self.syncer = Syncer(interval=0.0)
        self._taken: list[tuple[str, str]] = []
        self._written = self._durable = 0
        self._dropped: set[str] = set()
        self._torn = {path for path in self._lanes() if against_stock(path)}
        self._listen()

    def _listen(self) -> None:
        """Hear of every event that any writer of this process is given, in the order of their
        numbers."""
        append = Writer.append

        def heard(writer: Writer, news: Sequence[NewEvent]) -> list[Event]:
            folder = str(writer.folder.relative_to(self.root))
            self._taken += [(folder, new.id) for new in news]
            self.say(*(f"T {folder} {new.id}" for new in news))
            return append(writer, news)

        Writer.append = heard  # type: ignore[method-assign,assignment]

    def say(self, *lines: str) -> None:
        if lines:
            os.write(self._pipe, "".join(f"{line}\n" for line in lines).encode())

    def site(self, fs: Fs | None = None) -> Site:
        """A site as a new start of the program has it."""
        self.syncer = Syncer(interval=0.0)
        self._taken, self._written, self._durable = [], 0, 0
        return Site(DEVICE, self.root / "quarantine", self.syncer, fs or Fs())

    def case(self, fs: Fs | None = None) -> CaseFile:
        case = CaseFile(self.root, CASE, self.site(fs))
        case.read()
        return case

    def append(self, case: CaseFile, *news: NewEvent) -> list[Event]:
        events = case.append(news)
        self.settle()
        return events

    def settle(self) -> None:
        """Tell what is safe by now, then wait for the disk, and tell it again."""
        self.tell()
        self.syncer.flush()
        self.tell()
        if self._look and not self.syncer.status.unsaved:
            for path in self._lanes():
                if path not in self._torn:
                    self.say(*(f"X while it runs, {told}" for told in against_stock(path)))

    def _lanes(self) -> Iterator[Path]:
        return (path for folder, _ in folders_of(self.root) for path in lanes_in(folder))

    def tell(self) -> None:
        """Tell what is safe by now."""
        status = self.syncer.status
        self.say(*self._lines("W", self._written, status.written))
        self.say(*self._lines("D", self._durable, status.durable))
        self._written = max(self._written, status.written)
        self._durable = max(self._durable, status.durable)

    def _lines(self, letter: str, first: int, last: int) -> Iterator[str]:
        told = (one for one in self._taken[first:last] if one[1] not in self._dropped)
        return (f"{letter} {folder} {id_}" for folder, id_ in told)

    def forget(self, work: Callable[[], object]) -> None:
        """What forgetting promises holds once it returns; it says so if the disk would not.

        An event that was never written is dropped from memory, in any case, and is not missed.
        """
        self._dropped |= {id_ for _, id_ in self._taken[self._written :]}
        try:
            work()
        except OSError:
            return
        self.say(f"F {SECRET}")

    def all_written(self) -> None:
        """What was taken is safe: somebody said so."""
        self.say(*self._lines("W", self._written, len(self._taken)))

    def wait(self, retry: Callable[[], object]) -> None:
        """Some seconds pass, in each of which the program tries again; then tell what is held."""
        for _ in range(8):
            retry()
            self.settle()
        status = self.syncer.status
        if status.unsaved:
            self.say(f"U {status.unsaved} {status.reason}")


@dataclass
class Told:
    """What a scribe said, by folder."""

    taken: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ended: bool = False

    @classmethod
    def of(cls, lines: Sequence[str]) -> Told:
        told = cls()
        for letter, _, rest in (line.partition(" ") for line in lines):
            if letter in ("T", "W"):
                folder, _, id_ = rest.partition(" ")
                (told.taken if letter == "T" else told.written).setdefault(folder, []).append(id_)
            elif letter in ("F", "U"):
                (told.forgotten if letter == "F" else told.held).append(rest)
            elif letter in ("!", "X"):
                told.wrong.append(f"it raised {rest}" if letter == "!" else rest)
            elif letter == "E":
                told.ended = True
        return told


# The states a store is found in.


def nothing(root: Path) -> dict[str, list[str]]:
    root.mkdir()
    return {}


def closed(root: Path) -> dict[str, list[str]]:
    return _before(root, ["one", "two", "three"], close=True)


def padded(root: Path) -> dict[str, list[str]]:
    """As a killed program leaves it."""
    return _before(root, ["one", "two", "three"], close=False)


def edge(root: Path) -> dict[str, list[str]]:
    return _before(root, ["one", "x" * EDGE], close=False)


def torn(root: Path) -> dict[str, list[str]]:
    """The last insert was cut in the middle."""
    there = _before(root, ["one", "two", "three", "and a fourth"], close=False)
    path = lane_path(root, f"{DEVICE}-1")
    path.write_bytes(path.read_bytes().rstrip()[:-200])
    return {folder: ids[:-1] for folder, ids in there.items()}


def _before(root: Path, texts: Sequence[str], close: bool) -> dict[str, list[str]]:
    make = Maker()
    case = CaseFile(root, CASE, Site(DEVICE, root / "quarantine"))
    ids = [case.append([make(text=text)])[0].id for text in texts]
    raw = lane_path(root, f"{DEVICE}-1").read_bytes()
    case.close()
    case.site.syncer.stop()
    if not close:
        lane_path(root, f"{DEVICE}-1").write_bytes(raw)
    return {f"cases/{CASE}": ids}


# What is done to it.


def append(scribe: Scribe) -> None:
    case = scribe.case()
    for size in (1, 3, 2):
        scribe.append(case, *(scribe.make(text="}}" * size) for _ in range(size)))
    scribe.wait(case.retry)
    case.close()


def extend(scribe: Scribe) -> None:
    """Past the padding, by a little and by much."""
    case = scribe.case()
    for size in (30, 6_000, 90_000, 10):
        scribe.append(case, scribe.make(text="y" * size))
    scribe.wait(case.retry)
    case.close()


def seal(scribe: Scribe) -> None:
    case = scribe.case()
    for _ in range(2):
        scribe.append(case, scribe.make(), scribe.make())
        case.seal()
    scribe.append(case, scribe.make())
    scribe.wait(case.retry)
    case.close()


def reopen(scribe: Scribe) -> None:
    for _ in range(2):
        case = scribe.case()
        scribe.append(case, scribe.make(), scribe.make())
        scribe.wait(case.retry)
        case.close()
        scribe.syncer.stop()


def forget(scribe: Scribe) -> None:
    case = scribe.case()
    note = scribe.make(text=SECRET)
    scribe.append(case, scribe.make("key", key="7", entry=note.id), scribe.make())
    scribe.append(case, note, scribe.make(text="stays"))
    scribe.forget(lambda: case.forget([note.id]))
    scribe.append(case, scribe.make(text="goes on"))
    scribe.wait(case.retry)
    if not case.unsaved:
        scribe.forget(lambda: case.forget([note.id]))
    case.close()


class FailsOnce(Fs):
    """A disk whose second sync fails."""

    def __init__(self) -> None:
        self.syncs = 0

    def datasync(self, fd: int) -> None:
        super().datasync(fd)
        self.syncs += 1
        if self.syncs == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def move(scribe: Scribe) -> None:
    """A sync fails, and the events go on in another lane."""
    case = scribe.case(FailsOnce())
    for _ in range(3):
        scribe.append(case, scribe.make(), scribe.make())
    scribe.wait(case.retry)
    scribe.append(case, scribe.make(text="and after that"))
    case.close()


def day(scribe: Scribe) -> None:
    """Keys before and after midnight."""
    scribe.make.clock.set_wall(LATE)
    days = DayFile(scribe.root, scribe.site())
    for _ in range(4):
        days.append([scribe.make("key", key="j")])
        scribe.settle()
    scribe.wait(days.retry)
    days.close()


def library(scribe: Scribe) -> None:
    """The first start of all, and what is known of companies."""
    scribe.site()
    known = Library(scribe.root, scribe.make.clock, scribe.make.ids, scribe.syncer)
    for number in range(3):
        known.remember_company("Acme", {"phone": f"+1 555 010{number}"})
        scribe.settle()
    known.remember_company("Bank", {"menu": SECRET})
    scribe.forget(lambda: known.forget_companies(lambda event: SECRET in str(event.body)))
    scribe.wait(known.retry)
    known.close()


def take_in(scribe: Scribe) -> None:
    """A script, by ``callmate import``."""
    from callmate.desk.doors.doors import import_files

    scribe.site()
    file = scribe.root.with_name("script.json")
    shutil.copyfile(SCRIPT, file)
    os.environ["CALLMATE_HOME"] = str(scribe.root)
    try:
        import_files([file], "UTC")
    except CallmateError:
        return
    scribe.all_written()


State = Callable[[Path], dict[str, list[str]]]
"""Makes a store in a folder that is not there yet; what is acknowledged in it, by folder."""


@dataclass(frozen=True, slots=True)
class Workload:
    """``run`` on a store in each of ``states``; of those, the first if there is little time."""

    name: str
    run: Callable[[Scribe], None]
    states: tuple[State, ...]

    @property
    def quick(self) -> tuple[State, ...]:
        return self.states[:1]


WORKLOADS: Final = (
    Workload("append", append, (closed, nothing, padded, torn)),
    Workload("extend", extend, (edge, torn)),
    Workload("seal", seal, (padded, nothing, torn)),
    Workload("reopen", reopen, (torn, nothing, padded)),
    Workload("forget", forget, (closed, torn)),
    Workload("move", move, (padded, nothing, torn)),
    Workload("day", day, (nothing,)),
    Workload("library", library, (nothing,)),
    Workload("import", take_in, (nothing, closed)),
)
