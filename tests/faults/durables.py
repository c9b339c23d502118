"""A writer that says what is durable, and the verdict on what it said.

It does all that touches the disk, in an order by chance: it appends to a case, to the day and to
the library, forgets, seals, opens anew, and leaves a lane whose sync failed. What it says is a
line each, with a folder of lanes and an id: ``T library 01J…`` before an event is written, ``D``
once the store called it durable, ``F`` once it was forgotten for good.
"""

from __future__ import annotations

import errno
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callmate.clock import SystemClock
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.store.casefile import LaneFolder
from callmate.store.fs import Fs
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer
from callmate.store.library import Library
from tests.faults.verdict import check_folder

CASE: Final = "01JNB0000000000000000000CA"
CASE_FOLDER: Final = f"cases/{CASE}"
MOST_MOVES: Final = 2
MOST_AHEAD: Final = 200
"""Events written before the writer waits for the disk, lest a slow one fills."""

MIXED: Final = {
    "append": 24, "wait": 8, "day": 3, "company": 3, "long": 1, "forget": 2, "seal": 2,
    "reopen": 1, "move": 1,
}  # fmt: skip
"""What the writer does, and how often."""


class OnceFs(Fs):
    """The disk as it is, but for a sync that fails when it is told to."""

    fail_next = False

    def datasync(self, fd: int) -> None:
        if self.fail_next:
            self.fail_next = False
            raise OSError(errno.EIO, "Input/output error")
        super().datasync(fd)


class UnsyncedFs(OnceFs):
    """A store that only says it synced."""

    def datasync(self, fd: int) -> None:
        return

    def fsync(self, fd: int) -> None:
        return


class Writer:
    """The process that is cut off. ``say`` gets whole lines, also from the thread that syncs."""

    def __init__(self, root: Path, seed: int, say: Callable[[bytes], None], fs: OnceFs) -> None:
        self.chance, self.fs, self._say = random.Random(seed), fs, say
        self._source, self._clock = UlidSource(), SystemClock()
        self._taken: list[str] = []
        self._said = self._moves = 0
        interval = self.chance.choice((0.0, 0.005))
        self.syncer = Syncer(on_durable=self._durable, interval=interval)
        self.library = Library(root, self._clock, self._library_id, self.syncer, fs)
        self.case, self.days = self.library.case(CASE), self.library.days()
        self._kept: list[str] = []
        self.refused = False
        """Whether the disk would not forget, and that was said."""

    def _durable(self, number: int) -> None:
        lines = self._taken[self._said : number]
        self._said = number
        self._say("".join(f"D {line}\n" for line in lines).encode())

    def _id(self, folder: str) -> str:
        line = f"{folder} {self._source()}"
        self._taken.append(line)  # before it is written: the thread may be fast
        self._say(f"T {line}\n".encode())
        return line.rpartition(" ")[2]

    def _library_id(self) -> str:
        return self._id("library")

    def new(self, text: str) -> NewEvent:
        return NewEvent(self._id(CASE_FOLDER), "note", self._clock.now(), {"text": text})

    def work(self, does: Mapping[str, int] = MIXED, steps: int | None = None) -> None:
        """Do so many of these things; without end if not said."""
        self.case.read()
        while steps is None or steps > 0:
            name = self.chance.choices(list(does), list(does.values()))[0]
            getattr(self, name)()
            if len(self._taken) - self._said > MOST_AHEAD:
                self.wait()
            steps = None if steps is None else steps - 1

    def append(self) -> None:
        count = self.chance.randint(1, 3)
        news = [self.new("}}\n" * self.chance.randrange(60)) for _ in range(count)]
        self._kept += [event.id for event in self.case.append(news)]

    def long(self) -> None:
        """Long enough to need room behind the padding, now and then."""
        self.case.append([self.new("long " * self.chance.randrange(6000))])

    def day(self) -> None:
        now = self._clock.now()
        id_ = self._id(f"days/{now.at.date().isoformat()}")
        self.days.append([NewEvent(id_, "note", now, {"text": "pressed in the list"})])

    def company(self) -> None:
        self.library.remember_company("Acme", {"phone": str(self.chance.randrange(10_000))})

    def wait(self) -> None:
        """What the program does about once a second."""
        self.syncer.flush()
        self.case.retry()
        self.days.retry()
        self.library.retry()

    def forget(self) -> None:
        if self._kept:
            id_ = self.chance.choice(self._kept)
            emptied = self.case.forget([id_])
            self._kept.remove(id_)
            if emptied:
                self._say(f"F {CASE_FOLDER} {id_}\n".encode())

    def seal(self) -> None:
        self.case.seal()

    def reopen(self) -> None:
        self.case.close()
        self.case = self.library.case(CASE)
        self.case.read()

    def close(self) -> None:
        self.case.close()
        self.days.close()
        self.library.close()

    def move(self) -> None:
        """A sync fails, and the events go on in another lane."""
        if self._moves < MOST_MOVES:
            self._moves += 1
            self.fs.fail_next = True
            self.append()
            self.syncer.flush()
            for _ in range(1 << self._moves):
                self.case.retry()


@dataclass(slots=True)
class Said:
    """What a writer said, by folder of lanes, in its order."""

    taken: dict[str, list[str]] = field(default_factory=dict)
    durable: dict[str, list[str]] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many events were called durable."""
        return sum(map(len, self.durable.values()))

    def hear(self, text: bytes, only_taken: bool = False) -> None:
        """Take whole lines in; ``only_taken`` for what was said when the power was gone."""
        for line in text.decode("ascii").splitlines():
            what, folder, id_ = line.split(" ", 2)
            if what == "T":
                self.taken.setdefault(folder, []).append(id_)
            elif what == "D" and not only_taken:
                self.durable.setdefault(folder, []).append(id_)
            elif what == "F" and not only_taken:
                self.forgotten.add(id_)
            elif what == "A" and not only_taken:
                self.done.add(folder)


def judge(root: Path, said: Said) -> list[str]:
    """What is not as it was said to be, a sentence each."""
    site, wrong = Site("judge111", root / "quarantine"), []
    case = LaneFolder(root / CASE_FOLDER, CASE, site).read()
    talking = [event.id for event in case if event.id in said.forgotten and event.body]
    wrong += [f"{id_} was forgotten, and speaks again" for id_ in talking]
    for name, taken in said.taken.items():
        wrong += check_folder(
            root,
            root / name,
            CASE if name == CASE_FOLDER else "",
            said.durable.get(name, []),
            taken=taken,
        )
    return wrong
