"""T6: the disk as it may be after a crash between any two of its writes.

A store is written on a disk that keeps a log of its blocks. What was flushed before the crash is
there; of what came after it, all up to the crash, some of the writes, or some of their sectors.
Each such disk is mounted as after a crash, and must hold what the store had called durable.
"""

from __future__ import annotations

import errno
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from io import FileIO
from itertools import count
from pathlib import Path
from typing import Final

from tests.faults import archived
from tests.faults.durables import MIXED, OnceFs, Said, Writer, judge
from tests.faults.kernel import (
    BTRFS,
    EXT4,
    XFS,
    Kind,
    NotHere,
    apart,
    child_of,
    ended,
    formatted,
    in_memory,
    on,
    settle,
)
from tests.faults.logdisk import FLUSHED, SAID, WROTE, Entry, LogDisk, logdisk
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.power import MakeFs

SECTOR: Final = 512
WAYS: Final = ("prefix", "subset", "torn")
STEPS: Final = 100
"""What one recorded writer does: some hundred blocks, a few times as long as the padding."""

MOST_SAID: Final = 64 * 1024
A_RECORDING: Final = 50
"""Crash states taken out of one recording."""

LIVES: Final = 3
"""Recordings in a row: each goes on after a crash of the one before, and so also mends it."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done on a disk that may crash, and how it is judged. Crashes before ``begins`` was
    said are not tried."""

    write: Callable[[Path, int, Callable[[bytes], None], OnceFs, Mapping[str, int]], None]
    judge: Callable[[Path, Said], list[str]]
    begins: bytes


def _store(
    place: Path, seed: int, say: Callable[[bytes], None], fs: OnceFs, does: Mapping[str, int]
) -> None:
    writer = Writer(place / "store", seed, say, fs)
    writer.work(does, STEPS)
    writer.syncer.flush()


STORE: Final = Job(_store, lambda place, heard: judge(place / "store", heard), b"D ")
ARCHIVES: Final = Job(archived.write, archived.verdict, archived.BEGINS)


@dataclass(frozen=True, slots=True)
class Recording:
    """A disk before its writer began, by offset, what had been said by then, and all that was
    done to it from then on."""

    base: Mapping[int, bytes]
    entries: Sequence[Entry]
    heard: Said

    def heard_by(self, at: int) -> Said:
        """What was said before entry ``at``."""
        heard = deepcopy(self.heard)
        heard.hear(b"".join(one.data for one in self.entries[:at] if one.what == SAID))
        return heard


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    times = effort.pick(60, 3000)
    outcome = apart(lambda: crashes(folder, times, effort.seed, say))
    archives = effort.pick(15, 600)
    if not outcome.skipped:
        more = apart(partial(crashes, folder, archives, effort.seed, say, job=ARCHIVES))
        outcome.add(more)
        outcome.figures["of them while backing up, restoring and importing"] = str(more.tried)
    for kind in effort.pick((), (XFS, BTRFS)):
        if not outcome.skipped:
            some = partial(crashes, folder, times // 8, effort.seed, say, kind=kind)
            more = apart(some, f"mkfs.{kind.name}")
            outcome.add(more)
            outcome.figures[f"of them on {kind.name}"] = more.skipped or str(more.tried)
    return outcome


def crashes(
    folder: Path,
    times: int,
    seed: int,
    say: Say,
    make_fs: MakeFs = OnceFs,
    does: Mapping[str, int] = MIXED,
    kind: Kind = EXT4,
    job: Job = STORE,
) -> Outcome:
    """So many crash states. ``make_fs`` is what the store writes through, ``does`` what its
    writer does, and how often. ``caught`` counts the states that lack something."""
    outcome, chance, caught = Outcome(unit="crash images"), random.Random(seed), 0
    ways: Counter[str] = Counter()
    blocks = 0
    with in_memory(folder) as memory:
        disk, heard = memory / "disk", Said()
        for life in count(1):
            if heard.count == 0:
                formatted(disk, kind)
            recording = record(memory, seed * 1000 + life, make_fs, does, kind, job, heard)
            blocks += sum(one.what in (WROTE, FLUSHED) for one in recording.entries)
            for _ in range(min(A_RECORDING, times - outcome.tried)):
                way, at = chance.choice(WAYS), crash_point(recording, job.begins, chance)
                crash(memory / "crashed", kind, recording, at, way, chance)
                heard = recording.heard_by(at)
                wrong = judged(memory, kind, heard, job)
                for words in wrong:
                    outcome.fail(f"{way} at {at} of {len(recording.entries)}: {words}")
                ways[way] += 1
                caught += bool(wrong)
                outcome.tried += 1
                outcome.acknowledged += heard.count
            say(f"{outcome.tried} of {times} crash images, {outcome.lost} lost")
            if outcome.tried == times:
                break
            crash(disk, kind, recording, at, way, chance)
            heard = heard if job is STORE and life % LIVES and not caught else Said()
    outcome.caught = caught
    told = ", ".join(f"{number} {way}" for way, number in sorted(ways.items()))
    outcome.figures[f"crash images of {kind.name}"] = f"{told}, of {blocks} writes and flushes"
    return outcome


def record(
    memory: Path, seed: int, make_fs: MakeFs, does: Mapping[str, int], kind: Kind, job: Job,
    heard: Said,
) -> Recording:  # fmt: skip
    """Let a writer do its work on the disk there is, then stop with no word of goodbye."""
    manner = random.Random(seed).choice(kind.manners)
    with logdisk(memory) as disk, on(disk.device, memory / "mounted", kind, manner) as place:
        settle(place)
        base, begun = _content(disk.image), len(disk.entries())
        writer = child_of(lambda: _write(place, seed, disk, make_fs(), does, job))
        ended(writer)
        return Recording(base, disk.entries()[begun:], heard)


def _content(image: Path) -> dict[int, bytes]:
    """The bytes of a file by offset, without its holes."""
    found, end = {}, 0
    fd = os.open(image, os.O_RDONLY)
    try:
        while True:
            start = os.lseek(fd, end, os.SEEK_DATA)
            end = os.lseek(fd, start, os.SEEK_HOLE)
            found[start] = os.pread(fd, end - start, start)
    except OSError as error:
        if error.errno != errno.ENXIO:  # no more data
            raise
        return found
    finally:
        os.close(fd)


def _write(
    place: Path, seed: int, disk: LogDisk, fs: OnceFs, does: Mapping[str, int], job: Job
) -> None:
    with disk.said.open("wb", buffering=0) as file:
        job.write(place, seed, lambda text: said(file, text), fs, does)


def said(file: FileIO, text: bytes) -> None:
    """Tell the disk; in pieces that arrive as one request each, and so whole."""
    for at in range(0, len(text), MOST_SAID):
        file.write(text[at : at + MOST_SAID])


def crash_point(recording: Recording, begins: bytes, chance: random.Random) -> int:
    """How many entries of the log there were before the crash; ``begins`` was said by then."""
    entries = recording.entries
    first = next(at for at, one in enumerate(entries) if _says(one, begins))
    return chance.randint(first + 1, len(entries))


def _says(entry: Entry, line: bytes) -> bool:
    return entry.what == SAID and (entry.data.startswith(line) or b"\n" + line in entry.data)


def crash(
    image: Path, kind: Kind, recording: Recording, at: int, way: str, chance: random.Random
) -> None:
    """Make the disk as it may be after a crash before entry ``at``."""
    before = recording.entries[:at]
    flushed = max((n for n, one in enumerate(before) if one.what == FLUSHED), default=-1)
    likely = chance.choice((0.1, 0.5, 0.9))
    with image.open("wb", buffering=0) as disk:
        disk.truncate(kind.megabytes << 20)
        for offset, data in recording.base.items():
            os.pwrite(disk.fileno(), data, offset)
        for number, one in enumerate(before):
            if one.what != WROTE:
                continue
            sure = number < flushed or way == "prefix"
            for start, end in _parts(len(one.data), way == "torn" and not sure):
                if sure or chance.random() < likely:
                    os.pwrite(disk.fileno(), one.data[start:end], one.offset + start)


def _parts(length: int, torn: bool) -> Iterator[tuple[int, int]]:
    step = SECTOR if torn else length
    for start in range(0, length, step):
        yield start, start + step


def judged(memory: Path, kind: Kind, heard: Said, job: Job) -> list[str]:
    """What is wrong with the disk ``crashed``, after all that was said before the crash."""
    try:
        with on(memory / "crashed", memory / "after", kind) as place:
            return job.judge(place, heard)
    except NotHere as error:
        return [f"the disk cannot be mounted: {error}"]
