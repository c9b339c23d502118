"""T6: the disk as it may be after a crash between any two of its writes.

A store is written on a disk that keeps a log of its blocks. What was flushed before the crash is
there; of what came after it, all up to the crash, some of the writes, or some of their sectors.
Each such disk is mounted as after a crash, and must hold what the store had called durable.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from tests.faults.durables import MIXED, OnceFs, Said, Writer, judge
from tests.faults.kernel import MANNERS, NotHere, apart, child_of, ended, ext4, in_memory
from tests.faults.logdisk import FLUSHED, SAID, WROTE, Entry, LogDisk, logdisk
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.power import MakeFs

SECTOR: Final = 512
KINDS: Final = ("prefix", "subset", "torn")
STEPS: Final = 100
"""What one recorded writer does: some hundred blocks, a few times as long as the padding."""

MOST_SAID: Final = 64 * 1024
A_RECORDING: Final = 100
"""Crash states taken out of one recording."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A disk before its writer began, and all that was then done to it."""

    base: bytes
    entries: Sequence[Entry]


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    times = effort.pick(40, 2400)
    return apart(lambda: crashes(folder, times, effort.seed, say))


def crashes(
    folder: Path,
    times: int,
    seed: int,
    say: Say,
    make_fs: MakeFs = OnceFs,
    does: Mapping[str, int] = MIXED,
) -> Outcome:
    """So many crash states. ``make_fs`` is what the store writes through, ``does`` what its
    writer does, and how often. ``caught`` counts the states that lack something."""
    outcome, chance, caught = Outcome(unit="crash images"), random.Random(seed), 0
    kinds: Counter[str] = Counter()
    blocks = 0
    with in_memory(folder) as memory:
        while outcome.tried < times:
            recording = record(memory, seed * 1000 + outcome.tried, make_fs, does)
            blocks += sum(one.what in (WROTE, FLUSHED) for one in recording.entries)
            for _ in range(min(A_RECORDING, times - outcome.tried)):
                kind = chance.choice(KINDS)
                at = crash_point(recording, chance)
                (memory / "crashed").write_bytes(crashed(recording, at, kind, chance))
                wrong, said = judged(memory, recording.entries[:at])
                for words in wrong:
                    outcome.fail(f"{kind} at {at} of {len(recording.entries)}: {words}")
                kinds[kind] += 1
                caught += bool(wrong)
                outcome.tried += 1
                outcome.acknowledged += said.count
            say(f"{outcome.tried} of {times} crash images, {outcome.lost} lost")
    outcome.caught = caught
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    outcome.figures["crash images"] = f"{told}, out of {blocks} writes and flushes"
    return outcome


def record(memory: Path, seed: int, make_fs: MakeFs, does: Mapping[str, int]) -> Recording:
    """Let a writer do its work on a disk of its own, then stop with no word of goodbye."""
    manner = random.Random(seed).choice(MANNERS)
    with logdisk(memory) as disk, ext4(disk.device, memory / "mounted", manner) as place:
        base, begun = disk.image.read_bytes(), len(disk.entries())
        writer = child_of(lambda: _write(place / "store", seed, disk, make_fs(), does))
        ended(writer)
        return Recording(base, disk.entries()[begun:])


def _write(root: Path, seed: int, disk: LogDisk, fs: OnceFs, does: Mapping[str, int]) -> None:
    with disk.said.open("wb", buffering=0) as file:
        writer = Writer(root, seed, lambda text: said(file, text), fs)
        writer.work(does, STEPS)
        writer.syncer.flush()


def said(file: FileIO, text: bytes) -> None:
    """Tell the disk; in pieces that arrive as one request each, and so whole."""
    for at in range(0, len(text), MOST_SAID):
        file.write(text[at : at + MOST_SAID])


def crash_point(recording: Recording, chance: random.Random) -> int:
    """How many entries of the log there were before the crash; something was durable by then."""
    entries = recording.entries
    first = next(at for at, one in enumerate(entries) if _tells_durable(one))
    return chance.randint(first + 1, len(entries))


def _tells_durable(entry: Entry) -> bool:
    return entry.what == SAID and (entry.data.startswith(b"D ") or b"\nD " in entry.data)


def crashed(recording: Recording, at: int, kind: str, chance: random.Random) -> bytes:
    """The disk as it may be after a crash before entry ``at``."""
    disk, before = bytearray(recording.base), recording.entries[:at]
    flushed = max((n for n, one in enumerate(before) if one.what == FLUSHED), default=-1)
    likely = chance.choice((0.1, 0.5, 0.9))
    for number, one in enumerate(before):
        if one.what != WROTE:
            continue
        sure = number < flushed or kind == "prefix"
        for start, end in _parts(len(one.data), kind == "torn" and not sure):
            if sure or chance.random() < likely:
                disk[one.offset + start : one.offset + end] = one.data[start:end]
    return bytes(disk)


def _parts(length: int, torn: bool) -> Iterator[tuple[int, int]]:
    step = SECTOR if torn else length
    for start in range(0, length, step):
        yield start, start + step


def judged(memory: Path, before: Sequence[Entry]) -> tuple[list[str], Said]:
    """What is wrong with the disk ``crashed``, and what was said before that."""
    heard = Said()
    heard.hear(b"".join(one.data for one in before if one.what == SAID))
    try:
        with ext4(memory / "crashed", memory / "after") as place:
            return judge(place / "store", heard), heard
    except NotHere as error:
        return [f"the disk cannot be mounted: {error}"], heard
