"""Past cases beside a running call: the list, its cursor, a big case, a search as it is typed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Final

from callmate.model.fold import fold
from callmate.store.lanes.chain import to_event
from callmate.store.search.searchfile import NAME
from tests.bench.figures import Figure, at_most, median, p99, plus, shown, times
from tests.bench.keys import ENTER, F5, OPEN_NOTE, Answer, letters, type_singly
from tests.bench.library import Size, big_case
from tests.bench.runs import LIBRARY, Runs, sit
from tests.bench.shim import Shim
from tests.bench.stage import QUIT
from tests.bench.terminal import Program

SLASH, ESCAPE, BACKSPACE = b"/", b"\x1b", b"\x7f"
DOWN, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[6~", b"\x1b[5~"
RUNNING: Final = r"KEYS ON.*\d\d:\d\d:\d\d [^ ]"
"""The running call is shown with its log: after many keys its beginning is out of sight."""
AT_TEN: Final = "at ten"
TEN: Final = Size(10)
BIG: Final = Size(9, million=5_000)
MOVES: Final = (DOWN, DOWN, PAGE_DOWN, DOWN, PAGE_DOWN, PAGE_UP)
READING: Final = r"READ ONLY"
LETTERS: Final = 8


@dataclass
class Listed:
    """Milliseconds to the first frame that differs: of keys of the list the one with its rows and
    its cursor. ``followed`` is to the last one, in which what stands beside the list has followed.
    ``missed`` painted nothing; RSS is in MiB."""

    live: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)
    paged: list[float] = field(default_factory=list)
    followed: list[float] = field(default_factory=list)
    typed: dict[str, list[float]] = field(default_factory=dict)
    rss: list[float] = field(default_factory=list)
    rss_live: list[float] = field(default_factory=list)
    missed: int = 0

    def take_live(self, answers: list[Answer]) -> None:
        self.live += [one.seconds * 1000 for one in answers if one.seconds is not None]

    def take(self, into: list[float], answers: list[Answer]) -> None:
        into += [one.seconds * 1000 for one in answers if one.seconds is not None]
        self.followed += [one.whole * 1000 for one in answers if one.whole is not None]
        self.missed += sum(one.seconds is None for one in answers)


class Lists(Runs):
    """The list at ten cases and at the library, a search there, and one big case."""

    def figures(self) -> list[Figure]:
        """Opening and moving."""
        found = {AT_TEN: Listed(), LIBRARY: Listed()}
        for number in range(self.effort.rounds):
            self.say(f"list {number + 1} of {self.effort.rounds}")
            for kind, into in found.items():
                with Running(self, kind) as program:
                    self._list(program, into)
        ten, many = found[AT_TEN], found[LIBRARY]
        live = median(many.live)
        return [
            times("list opens → painted, at the library, p50 (floor: at ten)",
                  median(many.opened), "ms", median(ten.opened), 1.3),
            shown("  the first time, at the library", median(many.first), "ms", median(ten.first)),
            shown("  against a live key, at the library", median(many.opened), "ms", live),
            times("list moves → painted, at the library, p50 (floor: a live key)",
                  median(many.moved), "ms", live, 1.3),
            shown("  of those, pages, p50", median(many.paged), "ms", live),
            shown("  p99", p99(many.moved), "ms", p99(many.live)),
            shown("  what stands beside it follows, p50", median(many.followed), "ms", live),
            plus("RSS after paging the list, at the library (floor: before)", median(many.rss),
                 "MiB", median(many.rss_live), 40),
            at_most("  keys that painted nothing", ten.missed + many.missed, "", 0),
            *self._big(),
        ]  # fmt: skip

    def _list(self, program: Program, into: Listed) -> None:
        into.rss_live.append(program.usage().rss_mib)
        for turn in range(max(2, self.effort.keys // 4)):
            note = [letter.encode() for letter in letters(4, turn)]
            answers = type_singly(program, [F5, OPEN_NOTE, *note, ENTER, SLASH, *MOVES])
            slash = len(answers) - len(MOVES) - 1
            into.take_live([answers[0], *answers[2 : 2 + len(note)]])
            into.take(into.opened if turn else into.first, answers[slash : slash + 1])
            moves = answers[slash + 1 :]
            into.take(into.moved, moves)
            pages = (one for one, key in zip(moves, MOVES, strict=True) if key != DOWN)
            into.paged += [one.seconds * 1000 for one in pages if one.seconds is not None]
            program.write(ESCAPE)
            program.settle(0.2, 1.0)
        into.rss.append(program.usage().rss_mib)

    # one big case

    def _big(self) -> list[Figure]:
        root = self.stage.small_library(BIG)
        opened: list[float] = []
        for _ in range(max(1, self.effort.rounds // 2)):
            with Running(self, root) as program:
                for _ in range(max(2, self.effort.keys // 8)):
                    type_singly(program, [SLASH, DOWN])
                    pressed = program.write(ENTER)
                    opened.append((program.time_of(READING) - pressed) * 1000)
                    program.write(ESCAPE)
                    program.settle(0.3, 1.0)
                    program.write(ESCAPE)
                    program.settle(0.3, 1.0)
        floor = median([_parse_and_fold(root) for _ in range(5)])
        name = "a case of 5,000 events opens → painted (floor: json.load + fold)"
        return [times(name, median(opened), "ms", floor, 3)]

    # searching

    def searching(self) -> list[Figure]:
        """Each letter of a search, beside marks and the letters of a note."""
        into = Listed(typed={name: [] for name in words_of(self.stage.library)})
        for number in range(self.effort.rounds):
            self.say(f"search {number + 1} of {self.effort.rounds}")
            with Running(self, LIBRARY) as program:
                self._search(program, into)
        every = [one for typed in into.typed.values() for one in typed]
        floor, slowest = median(into.live), p99(into.live)
        return [
            times("search as typed → painted, p50 (floor: a live key)", median(every), "ms",
                  floor, 3),
            times("search as typed → painted, p99", p99(every), "ms", slowest, 6),
            *(shown(f"  {name}, p50", median(typed), "ms", floor)
              for name, typed in into.typed.items()),
            *(shown(f"  {name}, slowest", max(typed, default=0.0), "ms", slowest)
              for name, typed in into.typed.items()),
            plus("RSS after searching (floor: before)", median(into.rss), "MiB",
                 median(into.rss_live), 40),
            at_most("  letters that painted nothing", into.missed, "", 0),
        ]  # fmt: skip

    def _search(self, program: Program, into: Listed) -> None:
        into.rss_live.append(program.usage().rss_mib)
        for turn, (name, words) in enumerate(words_of(self.stage.library).items()):
            note = [letter.encode() for letter in letters(LETTERS, turn)]
            typed = [letter.encode() for letter in words]
            keys = [*[F5] * len(note), OPEN_NOTE, *note, ENTER, SLASH, *typed]
            answers = type_singly(program, keys)
            into.take_live([*answers[: len(note)], *answers[len(note) + 1 : 2 * len(note) + 1]])
            into.take(into.typed[name], answers[-len(typed) :])
            for _ in range(3):
                program.write(ESCAPE)
                program.settle(0.2, 1.0)
        into.rss.append(program.usage().rss_mib)


class Running:
    """The program with a running call, at ten cases, at the library, or at another store."""

    def __init__(self, runs: Runs, kind: str | Path, shim: Shim | None = None) -> None:
        self._stage, self._kind, self._shim = runs.stage, kind, shim

    def __enter__(self) -> Program:
        stage, kind = self._stage, self._kind
        if kind == LIBRARY:
            self.home = stage.library_home()
        else:
            self.home = stage.home_at(Path(kind) if kind != AT_TEN else stage.small_library(TEN))
        self._program = stage.callmate(self.home, self._shim.environment(0) if self._shim else None)
        self._program.time_of(RUNNING)
        sit(self._program, 2.0)
        return self._program

    def __exit__(self, *_: object) -> None:
        self._program.close(QUIT)
        self.home.remove()


def words_of(root: Path | None) -> dict[str, str]:
    """What is searched: a name for it, and what is typed."""
    rare = "1234567890"
    if root is not None:
        with closing(sqlite3.connect(root / NAME)) as db:
            asked = "select unseen from docs where unseen<>'' order by no limit 1"
            rare = next((row[0] for row in db.execute(asked)), rare)
    return {
        "a common word": "the", "a rare number": rare[:LETTERS], "one letter": "a",
        "two words": "ref cre", "a phrase": '"left off"', "no such word": "qqqq",
    }  # fmt: skip


def _parse_and_fold(root: Path) -> float:
    """Milliseconds to parse and fold the big case."""
    case_id = big_case(BIG)
    begin = perf_counter()
    events = []
    for lane in (root / "cases" / case_id).glob("*.json"):
        with lane.open("rb") as file:
            events += [to_event(doc) for doc in json.load(file)["events"].values()]
    fold(case_id, events)
    return (perf_counter() - begin) * 1000
