"""The index and the search: what they cost the keys, how far they lag, how long a rebuild takes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter
from typing import Final

from callmate.store.search.searchfile import NAME
from tests.bench.figures import Figure, at_most, median, p99, shown, times
from tests.bench.keys import ENTER, FACTS, OPEN_NOTE, letters, type_singly
from tests.bench.library import Size
from tests.bench.lists import Running
from tests.bench.runs import Runs
from tests.bench.shim import covering
from tests.bench.stage import QUIT, USEFUL
from tests.bench.terminal import Program

PRIVATE_USER: Final = Size(200)
INDEX: Final = "index.sqlite"
LAG_S: Final = 5.0
REBUILT_S: Final = 600.0
WORDS: Final = 5
WORD: Final = 10


@dataclass
class Cost:
    """Milliseconds to the first frame, and to the disk."""

    painted: list[float] = field(default_factory=list)
    durable: list[float] = field(default_factory=list)


class Caches(Runs):
    """The program at 200 cases, with search and without; and at the library without caches."""

    def figures(self) -> list[Figure]:
        found = [*self._keys(), *self._lag()]
        assert self.stage.library is not None
        copy = self.stage.scratch / "without-caches"
        linked(self.stage.library, copy)
        return [*found, *self._rebuild(copy), *sizes(self.stage.library)]

    # keys, with the indexer and without

    def _keys(self) -> list[Figure]:
        kinds = {"with search": Cost(), "without search": Cost()}
        root = self.stage.small_library(PRIVATE_USER)
        without = self.stage.scratch / "without-search"
        linked(root, without)
        (without / NAME).mkdir()
        shutil.copy(root / INDEX, without / INDEX)
        for number in range(self.effort.rounds):
            self.say(f"indexer {number + 1} of {self.effort.rounds}")
            for (_, cost), where in zip(kinds.items(), (root, without), strict=True):
                self._type(where, cost)
        on, off = kinds.values()
        found = [
            times("key → painted with the indexer, p50 (floor: without)", median(on.painted), "ms",
                  median(off.painted), 1.15),
            shown("  p99", p99(on.painted), "ms", p99(off.painted)),
        ]  # fmt: skip
        if on.durable and off.durable:
            found += [
                times("key → durable with the indexer, p50 (floor: without)", median(on.durable),
                      "ms", median(off.durable), 1.15),
                shown("  p99", p99(on.durable), "ms", p99(off.durable)),
            ]  # fmt: skip
        return found

    def _type(self, root: Path, into: Cost) -> None:
        shim = self.stage.log()
        with Running(self, root, shim) as program:
            count = self.effort.keys
            keys = [FACTS[number % len(FACTS)] for number in range(count)]
            keys += [OPEN_NOTE, *(letter.encode() for letter in letters(count)), ENTER]
            answers = type_singly(program, keys)
        into.painted += [one.seconds * 1000 for one in answers if one.seconds is not None]
        syncs = shim.syncs() if shim else []
        for answer in answers:
            if (sync := covering(syncs, answer.pressed, root / "cases")) is not None:
                into.durable.append((sync.end - answer.pressed) * 1000)

    # how long after an event it can be found

    def _lag(self) -> list[Figure]:
        lags = []
        root = self.stage.small_library(PRIVATE_USER)
        with Running(self, root) as program:
            for number in range(WORDS):
                word = letters(WORD, 100 + number)
                program.write(OPEN_NOTE + word.encode())
                program.settle(0.3, 2.0)
                pressed = program.write(ENTER)
                lags.append((self._found(program, root, word) - pressed) * 1000)
        return [at_most("an event is found by search after, slowest", max(lags), "ms", 1000)]

    def _found(self, program: Program, root: Path, word: str) -> float:
        end = monotonic() + LAG_S
        asked = "select 1 from found where found match ?"
        with closing(sqlite3.connect(root / NAME, timeout=1.0)) as db:
            while monotonic() < end and not db.execute(asked, (word,)).fetchone():
                program.pump(0.005)
        return monotonic()

    # making all of it anew

    def _rebuild(self, root: Path) -> list[Figure]:
        """From the first useful paint on."""
        self.say("rebuilding")
        cases = len(os.listdir(root / "cases"))
        floor = parsed(root)
        painted: list[float] = []
        home = self.stage.home_at(root)
        without_caches(root)
        program = self.stage.callmate(home)
        begin = monotonic()
        try:
            program.time_of(USEFUL)
            useful = monotonic() - begin
            while monotonic() - begin < REBUILT_S and not is_whole(root, cases):
                answers = type_singly(program, FACTS[:4])
                painted += [one.seconds * 1000 for one in answers if one.seconds is not None]
            typed = monotonic() - begin - useful
            settled = type_singly(program, FACTS * 3)
        finally:
            program.close(QUIT)
            home.remove()
        after = [one.seconds * 1000 for one in settled if one.seconds is not None]
        return [
            times(f"rebuild of {cases:,} cases beside a call (floor: json.load of all files)",
                  typed, "s", floor, 3),
            shown("  start to useful paint meanwhile", useful * 1000, "ms"),
            shown("  key → painted meanwhile, p50 (floor: afterwards)", median(painted), "ms",
                  median(after)),
            shown("  p99", p99(painted), "ms", p99(after)),
        ]  # fmt: skip


def linked(root: Path, copy: Path) -> None:
    """The case files of a store under another root, with no index and no search."""

    def place(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:  # another disk
            shutil.copy2(source, target)

    names = shutil.ignore_patterns("*.sqlite*", "days")
    shutil.copytree(root, copy, copy_function=place, ignore=names)


def without_caches(root: Path) -> None:
    for path in (*root.glob(f"{INDEX}*"), *root.glob(f"{NAME}*")):
        path.unlink()


def parsed(root: Path) -> float:
    """Seconds to parse every case file."""
    begin = perf_counter()
    for lane in root.glob("cases/*/*.json"):
        with lane.open("rb") as file:
            json.load(file)
    return perf_counter() - begin


def is_whole(root: Path, cases: int) -> bool:
    """Whether the list and the search know every case."""
    asked = {INDEX: "select count(*) from cases", NAME: "select count(*) from cases"}
    try:
        for name, question in asked.items():
            with closing(sqlite3.connect(f"file:{root / name}?mode=ro", uri=True)) as db:
                if db.execute(question).fetchone()[0] < cases:
                    return False
    except sqlite3.Error:
        return False
    return True


def sizes(root: Path) -> list[Figure]:
    """What index and search take, beside the case files."""
    files = sum(path.stat().st_size for path in root.glob("cases/*/*.json"))
    found = []
    for name in (INDEX, NAME):
        path = root / name
        found.append(shown(f"  {name}", path.stat().st_size / 1e6, "MB", files / 1e6))
    both = sum(path.stat().st_size for path in (root / INDEX, root / NAME))
    return [times("index and search (floor: the case files)", both / 1e6, "MB", files / 1e6, 0.5),
            *found]  # fmt: skip
