"""T5: the power goes while a store is written; what it called durable is there afterwards.

The file system is a real one that is shut down by its own ioctl: what was not synced is dropped
by the kernel, as a power cut would. Only what the writer said before that counts.
"""

from __future__ import annotations

import os
import random
import select
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Final

from tests.faults.durables import MIXED, OnceFs, Said, Writer, judge
from tests.faults.kernel import (
    EXT4,
    XFS,
    Kind,
    apart,
    child_of,
    copied,
    cut_power,
    formatted,
    in_memory,
    kill,
    on,
    settle,
)
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.screen import cuts_under_the_program

A_STORE_LASTS: Final = 8
"""Cuts; then a new store is begun, so that reading it stays quick."""

LONGEST_S: Final = 60
"""A writer that waits for the disk so long has gone astray."""

MakeFs = Callable[[], OnceFs]


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    times = effort.pick(25, 600)
    outcome = apart(lambda: cuts(folder, times, effort.seed, say))
    if outcome.skipped:
        return outcome
    shown = apart(lambda: cuts_under_the_program(folder, effort.pick(1, 20), effort.seed, say))
    outcome.add(shown)
    outcome.figures["of them under the program"] = str(shown.tried)
    if effort.name == "full":
        more = apart(lambda: cuts(folder, times // 4, effort.seed, say, kind=XFS), "mkfs.xfs")
        outcome.add(more)
        outcome.figures["of them on XFS"] = more.skipped or str(more.tried)
    return outcome


def cuts(
    folder: Path,
    times: int,
    seed: int,
    say: Say,
    make_fs: MakeFs = OnceFs,
    does: Mapping[str, int] = MIXED,
    kind: Kind = EXT4,
) -> Outcome:
    """Cut the power so many times. ``make_fs`` is what the store writes through, ``does`` what
    its writer does, and how often. ``caught`` counts the cuts that lost something."""
    outcome, said, caught = Outcome(unit="power cuts"), Said(), 0
    with in_memory(folder) as memory:
        image, place = formatted(memory / "disk", kind), memory / "mounted"
        for number in range(times):
            seed_now = seed * 100_000 + number
            before = said.count
            with on(image, place, kind, random.Random(seed_now).choice(kind.manners)):
                _cut_once(place, seed_now, said, make_fs, does)
            outcome.tried += 1
            outcome.acknowledged += said.count - before
            # Judged as a copy, for judging mends: the next writer shall find it as it was left.
            with on(copied(image, memory / "copy"), place, kind):
                wrong = judge(place / "store", said)
            for words in wrong:
                outcome.fail(f"cut {number}: {words}")
            caught += bool(wrong)
            if wrong or number % A_STORE_LASTS == A_STORE_LASTS - 1:
                formatted(image, kind)
                said = Said()
            if number % 50 == 49:
                say(f"{number + 1} of {times} power cuts, {outcome.lost} lost")
    outcome.caught = caught
    return outcome


def _cut_once(place: Path, seed: int, said: Said, make_fs: MakeFs, does: Mapping[str, int]) -> None:
    """Let a writer go on until it said enough, then cut the power under it."""
    settle(place)
    reading, writing = os.pipe()

    def write() -> None:
        os.close(reading)
        try:
            writer = Writer(place / "store", seed, lambda text: _say(writing, text), make_fs())
            writer.work(does)
        except Exception as error:  # to be expected once the power is gone
            _say(writing, f"X writer {error!r}\n".encode("ascii", "replace"))

    child = child_of(write)
    os.close(writing)
    try:
        heard = _listen(reading, random.Random(seed).randint(1, 60))
        cut_power(place)
    finally:
        kill(child)
    rest = _drained(reading)
    whole = heard.rfind(b"\n") + 1
    said.hear(heard[:whole])
    said.hear((heard[whole:] + rest).rpartition(b"\n")[0], only_taken=True)


def _say(pipe: int, text: bytes) -> None:
    while text:
        text = text[os.write(pipe, text) :]


def _listen(pipe: int, enough: int) -> bytes:
    """What the writer said until ``enough`` events were durable, and all that came with it."""
    heard, until = b"", monotonic() + LONGEST_S
    while heard.count(b"\nD ") < enough:
        ready = select.select([pipe], [], [], LONGEST_S)[0]
        chunk = os.read(pipe, 65536) if ready and monotonic() < until else b""
        if not chunk:
            raise RuntimeError(f"nothing more becomes durable: {heard[-200:].decode()}")
        heard += chunk
    return heard


def _drained(pipe: int) -> bytes:
    rest = b""
    while chunk := os.read(pipe, 65536):
        rest += chunk
    os.close(pipe)
    return rest
