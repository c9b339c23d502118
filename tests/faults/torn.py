"""A write that never finished, at every byte of it and in any of its sectors.

The disk keeps whole sectors and promises nothing of their order; a file system may cut a file at
any byte, or show zeros, old bytes or those of another file behind it. In each such state every
event written before must be read, and nothing that was never written; the lane must be repaired
or left alone, never overwritten.
"""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Final

from callmate.store.lanes.scan import SECTOR, Health, Place, read_on
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.verdict import check
from tests.store.support import CASE, Maker, UnsyncedFs, ids, lane_path, make_case

LANE: Final = "testdev1-1"
ZEROS: Final = bytes(SECTOR + 1)
TEXTS: Final = ("", "}}", "}},\n", "ä€😀", '"7": {"n":7}', "  " * 300, "x" * 900)
SPANS: Final = (120, 700, 1500, 2600, 5200)
"""Lengths of the last write whose sectors are left out, in characters of its text."""


@dataclass(slots=True)
class Write:
    """One event's way into the file: where it began, the bytes that were written there, and how
    far the lane was whole before."""

    start: int
    block: bytes
    place: Place
    id: str


@dataclass(slots=True)
class History:
    """A lane as it was after each of its writes."""

    raw: bytes
    writes: list[Write] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.writes]


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="states")
    outcome.add(cut(folder / "cuts", effort, say))
    outcome.add(left_out(folder / "sectors", effort, say))
    return outcome


def cut(folder: Path, effort: Effort, say: Say) -> Outcome:
    """The last KiB of a lane, cut at every byte, with four kinds of ends behind the cut."""
    length = effort.pick(quick=4, full=64) * 1024
    history = written(folder, length + 8 * 1024, effort.seed)
    outcome = Outcome(unit="states", acknowledged=len(history.writes))
    chance = random.Random(effort.seed)
    stride = effort.pick(quick=53, full=97)
    with State(folder / "state.json", history) as state:
        for number, write in enumerate(history.writes):
            if write.start + len(write.block) < len(history.raw) - length:
                continue
            if not number % 20:
                say(f"write {number} of {len(history.writes)}, {outcome.tried} states")
            for at, tail in cuts(write, chance):
                outcome.tried += 1
                state.set(number, at, tail)
                wrong = list(state.wrong(number, at, tail))
                if not outcome.tried % stride:
                    wrong += opened(folder, state.whole(), history.ids[:number], [write.id])
                for what in wrong:
                    outcome.fail(f"{at} bytes of write {number}, {tail[:9]!r} behind: {what}")
    outcome.figures["states also opened for writing, mended, and read by TinyDB"] = (
        f"{outcome.tried // stride:,}"
    )
    return outcome


def written(folder: Path, length: int, seed: int) -> History:
    """A lane of at least so many bytes, written by callmate event by event."""
    make, chance = Maker(), random.Random(seed)
    case, path = make_case(folder, fs=UnsyncedFs()), lane_path(folder, LANE)
    history, place, before = History(b""), Place(), 0
    while before < length:
        text = chance.choice(TEXTS) * chance.randrange(1, 4)
        event = case.append([make(text=text)] if chance.random() < 0.5 else [make("key", key="n")])
        raw = path.read_bytes().rstrip(b" ")
        start = place.offset
        history.writes.append(Write(start, raw[start:], copy.deepcopy(place), event[0].id))
        place, before = _place_of(path), len(raw)
    case.site.syncer.stop()
    os.close(case._writer.lane._storage.fd)  # type: ignore[union-attr]
    history.raw = raw
    return history


def _place_of(path: Path) -> Place:
    place = Place()
    fd = os.open(path, os.O_RDONLY)
    try:
        read_on(fd, place, lambda doc: None)
    finally:
        os.close(fd)
    return place


def cuts(write: Write, chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """How many bytes of a write are there, and what stands behind them."""
    for at in range(len(write.block) + 1):
        garbage = chance.randbytes(64)
        yield at, b""
        yield at, ZEROS
        yield at, garbage if at % 2 else b"\n" + garbage
        yield at, b"}}"[at:] + b" " * (len(write.block) - min(at, 2))  # what stood there before


class State:
    """A file that holds the lane as a cut left it; only its end is written anew each time."""

    def __init__(self, path: Path, history: History) -> None:
        self._history = history
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT)
        os.pwrite(self._fd, history.raw, 0)
        self._written = len(history.writes)

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)

    def set(self, number: int, at: int, tail: bytes) -> None:
        """The lane after ``at`` bytes of a write, with ``tail`` behind."""
        write = self._history.writes[number]
        end = write.block[:at] + tail
        os.pwrite(self._fd, end, write.start)
        os.ftruncate(self._fd, write.start + len(end))

    def wrong(self, number: int, at: int, tail: bytes) -> Iterator[str]:
        """What is wrong with how callmate reads it, from the event before the cut on: reading all
        of it each time would take the square of its length."""
        write = self._history.writes[number]
        before = self._history.writes[max(0, number - 1)]
        place = copy.deepcopy(before.place)
        docs: list[dict[str, Any]] = []
        found = read_on(self._fd, place, docs.append)
        whole = at >= len(write.block) - 2
        want = [before.id] * (number > 0) + [write.id] * whole
        if [doc["id"] for doc in docs] != want:
            yield f"{len(docs)} events are read instead of {len(want)}"
        # Garbage that happens to close the braces makes a document of another form, which is left
        # alone for good rather than mended.
        closing = b"}" in tail and tail.strip() not in (b"}", b"}}")
        good = (Health.WHOLE, Health.TORN, *[Health.DAMAGED] * closing)
        if found.health not in good:
            yield f"it is taken for {found.health.value}: {found.why}"

    def whole(self) -> bytes:
        """All of its bytes."""
        return os.pread(self._fd, os.fstat(self._fd).st_size, 0)


def opened(folder: Path, state: bytes, acknowledged: list[str], also: list[str]) -> list[str]:
    """What is wrong once callmate opened a lane in this state and went on writing it."""
    path = lane_path(folder, LANE)
    for left in path.parent.iterdir():
        left.unlink()
    path.write_bytes(state)
    return check(folder, CASE, acknowledged, taken=[*acknowledged, *also])


def left_out(folder: Path, effort: Effort, say: Say) -> Outcome:
    """Any of the sectors of the last write on the disk, the others as they were before: every
    subset where there are at most eight sectors, else as many by chance."""
    outcome = Outcome(unit="states")
    chance = random.Random(effort.seed)
    for span in SPANS[: effort.pick(quick=3, full=len(SPANS))]:
        for events in (1, 2):
            say(f"sectors of a write of {events} times {span} bytes")
            root = folder / f"{span}-{events}"
            before, after, ids_before, ids_last = last_write(root, span, events)
            outcome.acknowledged += len(ids_before)
            for state in subsets(before, after, chance, effort.pick(quick=48, full=256)):
                outcome.tried += 1
                for wrong in opened(root, state, ids_before, ids_last):
                    outcome.fail(f"some sectors of {events} times {span} bytes: {wrong}")
    return outcome


def last_write(root: Path, span: int, events: int) -> tuple[bytes, bytes, list[str], list[str]]:
    """A lane before and after one write of so many events, and the ids of both."""
    make, path = Maker(), lane_path(root, LANE)
    case = make_case(root, fs=UnsyncedFs())
    ids_before = ids(case.append(make.many(3)))
    before = path.read_bytes()
    text = "}}" * 20 + " " * (span // 2) + "x" * (span // 2)
    ids_last = ids(case.append([make(text=text) for _ in range(events)]))
    after = path.read_bytes()
    case.site.syncer.stop()
    os.close(case._writer.lane._storage.fd)  # type: ignore[union-attr]
    return before, after, ids_before, ids_last


def subsets(before: bytes, after: bytes, chance: random.Random, most: int) -> Iterator[bytes]:
    """The file with some sectors of the last write, and the others as before."""
    first, last = before.rindex(b"}}") // SECTOR, (len(after.rstrip()) - 1) // SECTOR
    sectors = range(first, last + 1)
    all_of_them = list(product((False, True), repeat=len(sectors))) if len(sectors) <= 8 else []
    for number in range(min(most, len(all_of_them) or most)):
        there = (
            all_of_them[number * len(all_of_them) // min(most, len(all_of_them))]
            if all_of_them
            else [chance.random() < 0.5 for _ in sectors]
        )
        state = bytearray(before.ljust(len(after)))
        for sector, is_there in zip(sectors, there, strict=True):
            if is_there:
                at = slice(sector * SECTOR, (sector + 1) * SECTOR)
                state[at] = after[at]
        yield bytes(state)
