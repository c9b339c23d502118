"""Syncs that fail, once or often, of files and of folders, in any order of what a writer does."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from callmate.store.casefile import CaseFile
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.platter import Platter
from tests.store.support import CASE, Maker, ids, make_case

STEPS: Final = 24


class Walk:
    """A writer on such a disk. ``taken`` are its events in the order of their numbers."""

    def __init__(self, folder: Path, seed: int, outcome: Outcome) -> None:
        self.folder, self.root, self.outcome = folder, folder / "store", outcome
        self.chance, self.make, self.disk = random.Random(seed), Maker(), Platter()
        self.taken: list[str] = []
        self.forgotten: set[str] = set()
        self.told = f"seed {seed}:"
        self.case = self._opened()

    def _opened(self) -> CaseFile:
        self.before = len(self.taken)
        site = Site("testdev1", self.root / "quarantine", Syncer(interval=0.0), self.disk)
        case = CaseFile(self.root, CASE, site)
        case.read()
        return case

    def go(self) -> None:
        steps: tuple[Callable[[], None], ...] = (
            self.append, self.append, self.append, self.flush, self.flush, self.retry, self.seal,
            self.forget, self.reopen, self.fail_a_file, self.fail_a_file, self.fail_a_folder,
        )  # fmt: skip
        for _ in range(STEPS):
            step = self.chance.choice(steps)
            self.told += f" {step.__name__}"
            step()
            self.look()
        self._release()

    def append(self) -> None:
        count = self.chance.randrange(1, 4)
        self.taken += ids(self.case.append(self.make.many(count)))

    def flush(self) -> None:
        self.case.site.syncer.flush()

    def retry(self) -> None:
        self.case.retry()

    def seal(self) -> None:
        self.case.seal()

    def forget(self) -> None:
        if not self.taken:
            return
        wanted = self.chance.choice(self.taken)
        try:
            if self.case.forget([wanted]):
                self.forgotten.add(wanted)
        except OSError:
            self.told += " (refused)"

    def fail_a_file(self) -> None:
        self.disk.fail_files = self.chance.choice((1, 1, 1, 2, 5))

    def fail_a_folder(self) -> None:
        self.disk.fail_folders = self.chance.choice((1, 1, 3))

    def reopen(self) -> None:
        """Close it in good order, whatever the disk says, and start anew."""
        self.case.close()
        unsaved = {event.id for event in self.case.unsaved}
        self.look(closing=True)
        self._release()
        # What was said to be lost with the window may be, and may have come to the disk.
        there = set(ids(make_case(self.root).read()))
        for id_ in self.taken:
            if id_ not in there and id_ not in unsaved:
                self.outcome.fail(f"{self.told}: {id_} was closed away")
        self.taken = [id_ for id_ in self.taken if id_ in there and id_ not in unsaved]
        self.case = self._opened()

    def _release(self) -> None:
        """As the system does at the end of a process."""
        lane = self.case._writer.lane
        for one in [*self.case.site.abandoned, *([lane] if lane else [])]:
            one.let_go()
        self.case.site.syncer.stop()

    def look(self, closing: bool = False) -> None:
        """Cut the power here: what was called durable has to be there."""
        self.outcome.tried += 1
        status = self.case.site.syncer.status
        durable = self.taken[: self.before + status.durable]
        if closing:
            unsaved = {event.id for event in self.case.unsaved}
            durable = [id_ for id_ in self.taken if id_ not in unsaved]
        image = self.folder / "image"
        if self.root.is_dir():
            self.disk.after_a_power_cut(self.root, image)
        there = set(ids(make_case(image).read()))
        lost = [id_ for id_ in durable if id_ not in there]
        if lost:
            self.outcome.fail(f"{self.told}: {len(lost)} of {len(durable)} are lost", len(lost))
        self.outcome.acknowledged += len(durable)
        shutil.rmtree(image, ignore_errors=True)


def walks(folder: Path, seeds: range) -> Outcome:
    """As many writers as there are seeds, each on a disk of its own."""
    outcome = Outcome(unit="power cuts on a disk that lies")
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir(parents=True)
        walk = Walk(place, seed, outcome)
        walk.go()
        walk.disk.close()
        shutil.rmtree(place)
    return outcome


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    first = effort.seed * 10_000
    return walks(folder, range(first, first + effort.pick(24, 400)))
