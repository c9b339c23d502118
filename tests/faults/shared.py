"""Two machines on one case, and a program between them that copies files from each to the other.

It copies a file whole, under its name at once, as all synchronisers do; now and then an older
copy of it, or a second one under another name, as they do after a conflict.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from callmate.store.casefile import CaseFile
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.verdict import Unsynced, check
from tests.store.support import CASE, Maker, ids, make_case

DEVICES = ("machine2", "machine3")
TURNS = 60


class Machine:
    """One of the two: its store, its case open, and what it was told is written."""

    def __init__(self, root: Path, device: str, seed: int) -> None:
        self.root, self.device, self._make = root, device, Maker(seed)
        self.wrote: list[str] = []
        self.seen: set[str] = set()
        self.folder = root / "cases" / CASE
        self.case: CaseFile
        self._open()

    def _open(self) -> None:
        self.case = make_case(self.root, self.device, Unsynced())
        self.seen |= set(ids(self.case.read()))

    def write(self, count: int) -> None:
        written = ids(self.case.append(self._make.many(count)))
        self.wrote += written
        self.seen |= set(written)

    def follow(self) -> None:
        self.seen |= set(ids(self.case.follow()))

    def start_again(self) -> None:
        self.case.close()
        self._open()

    def own(self) -> list[Path]:
        """The lanes that this machine writes."""
        return sorted(self.folder.glob(f"{self.device}-*.json"))


class Synchroniser:
    """Copies what each machine wrote to the other one."""

    def __init__(self, machines: tuple[Machine, Machine], chance: random.Random) -> None:
        self._machines, self._chance = machines, chance
        self._older: dict[Path, bytes] = {}

    def copy(self) -> None:
        for one, other in (self._machines, self._machines[::-1]):
            for path in one.own():
                raw = path.read_bytes()
                old = self._older.get(path)
                if old is not None and self._chance.random() < 0.2:
                    put(old, other.folder / path.name)
                if old is not None and self._chance.random() < 0.05:
                    put(old, other.folder / f"{path.stem} (conflicted copy).json")
                if self._chance.random() < 0.7:
                    put(raw, other.folder / path.name)
                self._older[path] = raw

    def finish(self) -> None:
        """All is copied as it stands."""
        for one, other in (self._machines, self._machines[::-1]):
            for path in one.own():
                put(path.read_bytes(), other.folder / path.name)


def put(raw: bytes, target: Path) -> None:
    """A file under its name at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.sync")
    temporary.write_bytes(raw)
    os.replace(temporary, target)


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome()
    for number in range(effort.pick(3, 60)):
        outcome.add(_once(folder / str(number), effort.seed * 1000 + number))
    return outcome


def _once(folder: Path, seed: int) -> Outcome:
    chance = random.Random(seed)
    machines = (
        Machine(folder / "two", DEVICES[0], seed), Machine(folder / "three", DEVICES[1], seed)
    )  # fmt: skip
    between = Synchroniser(machines, chance)
    for _ in range(TURNS):
        one = chance.choice(machines)
        step = chance.randrange(3)
        if step == 0:
            one.write(chance.randint(1, 3))
        elif step == 1:
            one.follow()
        else:
            between.copy()
        if chance.random() < 0.05:
            one.start_again()
    between.finish()
    outcome = Outcome(tried=1, acknowledged=sum(len(one.wrote) for one in machines))
    whole = {id_ for one in machines for id_ in one.wrote}
    for one in machines:
        one.follow()
        outcome.expect(one.seen == whole, f"{one.device} saw {len(one.seen)} of {len(whole)}")
        one.case.close()
    for one in machines:
        for sentence in check(one.root, CASE, machines[0].wrote, also=[machines[1].wrote]):
            outcome.fail(f"{one.device}, seed {seed}: {sentence}")
    return outcome
