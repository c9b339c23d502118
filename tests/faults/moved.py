"""A file or folder taken away under its writer: moved, removed, replaced, cut or written over.

Nothing that was called written may be lost, and what happened is said.
Called by the trial of crowds; ``try_all`` needs no root and nothing but a folder.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from callmate.model.events import Event
from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer
from tests.faults.outcome import Effort, Outcome
from tests.faults.verdict import check
from tests.store.support import CASE, Maker, ids, make_case

BEFORE: Final = 6
AFTER: Final = 5


class Gated(Fs):
    """A disk that syncs only while its gate is open; no power is cut here, so at no cost."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def datasync(self, fd: int) -> None:
        self.gate.wait()

    def fsync(self, fd: int) -> None:
        return


def remove(lane: Path) -> None:
    lane.unlink()


def move_aside(lane: Path) -> None:
    lane.rename(lane.with_suffix(".bak"))


def rename(lane: Path) -> None:
    lane.rename(lane.with_name("my copy.json"))


def move_out(lane: Path) -> None:
    lane.rename(lane.parents[2] / "elsewhere")


def put_back_the_same(lane: Path) -> None:
    _put(lane, lane.read_bytes())


def put_back_older(lane: Path) -> None:
    """A backup, or an older state that a synchroniser takes for the newer one."""
    raw = lane.read_bytes()
    end = raw.index(b',\n"3": ')
    _put(lane, raw[:end] + b"}}")


def put_something_else(lane: Path) -> None:
    _put(lane, b'{"_default": {"1": {"mine": true}}}')


def put_a_folder(lane: Path) -> None:
    lane.unlink()
    lane.mkdir()


def put_a_link(lane: Path) -> None:
    target = lane.rename(lane.with_suffix(".target"))
    lane.symlink_to(target)


def move_the_folder(lane: Path) -> None:
    lane.parent.rename(lane.parents[2] / "folder")


def remove_the_folder(lane: Path) -> None:
    shutil.rmtree(lane.parent)


def remove_the_store(lane: Path) -> None:
    shutil.rmtree(lane.parents[2])


def empty(lane: Path) -> None:
    os.truncate(lane, 0)


def cut_in_half(lane: Path) -> None:
    os.truncate(lane, len(lane.read_bytes().rstrip()) // 2)


def cut_the_end(lane: Path) -> None:
    os.truncate(lane, len(lane.read_bytes().rstrip()) - 1)


def write_over(lane: Path) -> None:
    """By a program that opens the file and writes what is shorter."""
    with lane.open("r+b") as file:
        file.write(b"{}".ljust(lane.stat().st_size))


def save_anew(lane: Path) -> None:
    """By an editor that writes the same words in another form, in place."""
    text = lane.read_bytes().rstrip()
    lane.write_bytes(text.replace(b'{"events": {', b'{ "events": {') + b"\n")


def write_older_over(lane: Path) -> None:
    """By a program that copies a backup into the file that is there."""
    raw = lane.read_bytes()
    end = raw.index(b',\n"3": ')
    lane.write_bytes((raw[:end] + b"}}").ljust(65536))


def write_older_over_and_move(lane: Path) -> None:
    write_older_over(lane)
    move_out(lane)


def write_over_and_remove(lane: Path) -> None:
    write_over(lane)
    lane.unlink()


KEPT: Final = (
    remove, move_aside, rename, move_out, put_back_the_same, put_back_older, put_something_else,
    put_a_folder, put_a_link,
)  # fmt: skip
"""Of these the open file still holds all."""
AWAY: Final = (move_the_folder, remove_the_folder, remove_the_store)
"""Of these it does, and the folder is made again."""
DESTROYED: Final = (
    empty, cut_in_half, cut_the_end, write_over, save_anew, write_older_over,
    write_older_over_and_move, write_over_and_remove,
)  # fmt: skip
"""Of these only the writer knows what was there."""

Act = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to the file; whether its last events were synced by then; whether the sync
    thread or the next key notices it; whether it had been closed in good order before, by this
    process or by the one before."""

    act: Act
    synced: bool
    by_key: bool
    sealed: bool
    resumed: bool = False

    @property
    def told(self) -> str:
        return (
            f"{self.act.__name__}, {'synced' if self.synced else 'unsynced'}, noticed by "
            f"{'a key' if self.by_key else 'the sync'}{', sealed' if self.sealed else ''}"
            f"{', resumed' if self.resumed else ''}"
        )


def try_all(folder: Path, effort: Effort) -> Outcome:
    """Every act in every situation, each in a store of its own."""
    outcome = Outcome(unit="files taken away")
    choices = product((True, False), repeat=4)
    for number, (act, choice) in enumerate(product((*KEPT, *AWAY, *DESTROYED), choices)):
        try_one(folder / str(number), Plan(act, *choice), outcome)
    return outcome


def try_one(root: Path, plan: Plan, outcome: Outcome) -> None:
    """Log, take the file away, log on; then look at the store as its next start does."""
    fs, make = Gated(), Maker()
    earlier = ids(_logged_before(root, make, fs)) if plan.resumed else []
    case = CaseFile(root, CASE, Site("testdev1", root / "quarantine", Syncer(interval=0.0), fs))
    syncer = case.site.syncer
    if plan.resumed:
        case.read()
    before = earlier + ids(case.append(make.many(BEFORE - 1)))
    syncer.flush()
    if plan.sealed:
        case.seal()
    if not plan.synced:
        fs.gate.clear()
    before += ids(case.append(make.many(1)))
    if plan.synced:
        syncer.flush()
    lane = case.folder / f"{case.lane}.json"
    plan.act(lane)
    if not plan.by_key:
        fs.gate.set()
        syncer.flush()
        case.retry()
    after = ids(case.append(make.many(AFTER)))
    outcome.expect(not case.unsaved, f"{plan.told}: what came after was not written at once")
    fs.gate.set()
    syncer.flush()
    case.retry()
    case.close()
    for left in case.site.abandoned:
        left.let_go()
    syncer.stop()
    outcome.tried += 1
    outcome.acknowledged += len(before) + len(after)
    for wrong in _wrong(root, plan, before, after, case.site.notices):
        outcome.fail(f"{plan.told}: {wrong}")


def _logged_before(root: Path, make: Maker, fs: Fs) -> list[Event]:
    case = make_case(root, fs=fs)
    events = case.append(make.many(BEFORE))
    case.close()
    case.site.syncer.stop()
    return events


def _wrong(
    root: Path, plan: Plan, before: list[str], after: list[str], notices: list[str]
) -> list[str]:
    there = set(ids(make_case(root).read()))
    _clear_away(root / "cases" / CASE / "testdev1-1.json")
    wrong = [] if notices or plan.act is put_back_the_same else ["nothing was said"]
    wrong += [f"{id_} is lost" for id_ in before if id_ not in there]
    return wrong + check(root, CASE, before + after)


def _clear_away(lane: Path) -> None:
    """What is no file bears no verdict; that it was not touched is known by then."""
    if lane.is_symlink():
        lane.unlink()
    elif lane.is_dir():
        lane.rmdir()


def _put(lane: Path, raw: bytes) -> None:
    copy = lane.with_name("copy")
    copy.write_bytes(raw)
    os.replace(copy, lane)
