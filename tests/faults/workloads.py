"""What a person does to a store, in small: each is run with one fault after the other."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from callmate.desk.doors import purging
from callmate.desk.doors.doors import import_files
from callmate.desk.play.rehearsal import split
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.store.casefile import CaseFile
from callmate.store.dayfile import DayFile
from callmate.store.fs import Fs
from callmate.store.lanes.lane import Site
from callmate.store.library import Library
from tests.desk.support import Person
from tests.faults.scribe import SECRET, Scribe
from tests.store.support import CASE, DEVICE, Maker, lane_path

EDGE: Final = 65_000
"""Bytes of text after which the padding of a new lane is nearly used up."""
SCRIPT: Final = Path(__file__).parents[1] / "cases" / "21-qantas-hold-15h-2012.json"
LIVE: Final = "{space}rsarah{enter}hhnthe line is bad{enter}"
"""What is typed in a call."""
LATE: Final = datetime(2026, 3, 2, 23, 59, 57, tzinfo=UTC)


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


def secret(root: Path) -> dict[str, list[str]]:
    return _before(root, ["one", SECRET, f"{SECRET} three"], close=True)


def torn(root: Path) -> dict[str, list[str]]:
    """The last insert was cut in the middle."""
    there = _before(root, ["one", "two", "three", "and a fourth"], close=False)
    path = lane_path(root, f"{DEVICE}-1")
    path.write_bytes(path.read_bytes().rstrip()[:-200])
    return {folder: ids[:-1] for folder, ids in there.items()}


def torn_beside(root: Path) -> dict[str, list[str]]:
    """The lane that is taken up is whole; that of a second window has a torn tail."""
    there = _before(root, ["one", "two"], close=True)
    make = Maker(5_000)
    one, two = (CaseFile(root, CASE, Site(DEVICE, root / "quarantine")) for _ in range(2))
    two.read()
    one.ready()
    events = [two.append([make(text=text)])[0] for text in ("beside", "and torn")]
    for case in (one, two):
        case.close()
        case.site.syncer.stop()
    path = lane_path(root, events[0].lane)
    path.write_bytes(path.read_bytes().rstrip()[:-200])
    return {folder: [*ids, events[0].id] for folder, ids in there.items()}


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
    scribe.site()
    os.environ["CALLMATE_HOME"] = str(scribe.root)
    try:
        import_files([SCRIPT], "UTC")
    except CallmateError:
        return
    scribe.all_written()


def purge(scribe: Scribe) -> None:
    """All words of a case, by ``callmate purge``."""
    scribe.site()
    os.environ["CALLMATE_HOME"] = str(scribe.root)
    try:
        outcome = purging.purge(
            CASE, purging.Wish(company=True, any_device=True), lambda question: True
        )
    except (CallmateError, OSError):
        return
    scribe.all_written()
    if not outcome.left:
        scribe.say(f"F {SECRET}")


def live(scribe: Scribe) -> None:
    """A call, key by key, with the index and the search beside it."""
    world = StoredWorld(scribe.root, scribe.make.clock, scribe.make.ids)
    scribe.begin(world.syncer)
    person = Person(world, scribe.make.clock, scribe.make.ids)
    for key in split(LIVE):
        person.clock.advance(0.8)
        person.press(key)
        scribe.settle()
    scribe.wait(world.retry)
    world.close()


State = Callable[[Path], dict[str, list[str]]]
"""Makes a store in a folder that is not there yet; what is acknowledged in it, by folder."""


@dataclass(frozen=True, slots=True)
class Workload:
    """``run`` on a store in each of ``states``; of those, the first if there is little time."""

    name: str
    run: Callable[[Scribe], None]
    states: tuple[State, ...]
    again: bool = False
    """Whether it is to be done once more after the fault, and holds what it promises then."""

    heavy: bool = False
    """Whether data bases are written as well."""

    @property
    def quick(self) -> tuple[State, ...]:
        return self.states[:1]


WORKLOADS: Final = (
    Workload("append", append, (closed, nothing, padded, torn, torn_beside)),
    Workload("extend", extend, (edge, torn)),
    Workload("seal", seal, (padded, nothing, torn)),
    Workload("reopen", reopen, (torn, nothing, padded)),
    Workload("forget", forget, (closed, torn)),
    Workload("move", move, (padded, nothing, torn)),
    Workload("day", day, (nothing,)),
    Workload("library", library, (nothing,)),
    Workload("import", take_in, (nothing, closed), heavy=True),
    Workload("purge", purge, (secret,), again=True),
    Workload("live", live, (nothing, closed), heavy=True),
)
