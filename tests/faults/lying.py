"""T8: a disk that fails to take a block once, and then says that all is well.

The kernel tells of such a block once; a second sync of the same file says that all is well, while
the disk holds what it held before. Here the disk may lie too: what is later written to the same
place is taken, and dropped. The events must go on in another file, with nothing durable lost,
and nothing called durable that is not: the disk is looked at as it would be after a power cut.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults.durables import CASE_FOLDER, OnceFs, Said, Writer, judge
from tests.faults.kernel import apart, copied, formatted, in_memory, on
from tests.faults.logdisk import DROPPED, FAILED, LogDisk, logdisk
from tests.faults.outcome import Effort, Outcome, Say

MARK: Final = "fails-here"
MOST_RETRIES: Final = 100
"""About as many seconds at the program's pace: by then all is to be safe again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A block that fails: ``before`` is done first, ``then`` writes the block. ``mark`` is in its
    bytes; it fails ``times`` times. ``heals`` says that the disk can be written afterwards."""

    before: Callable[[Writer], None]
    then: Callable[[Writer], None]
    mark: str = MARK
    times: int = 1
    lies: bool = False
    heals: bool = True


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    times = effort.pick(1, 20)
    return apart(lambda: failures(folder, times, effort.seed, say))


def failures(folder: Path, times: int, seed: int, say: Say) -> Outcome:
    """Let each kind of block fail so many times."""
    outcome, counts = Outcome(unit="blocks that failed"), Counter[str]()
    for name, kind in KINDS.items():
        for number in range(times):
            with in_memory(folder) as memory:
                formatted(memory / "disk")
                with logdisk(memory) as disk:
                    wrong, acknowledged = _fail_once(memory, disk, kind, seed * 1000 + number)
                    counts += Counter(entry.what.decode() for entry in disk.entries())
            outcome.tried += 1
            outcome.acknowledged += acknowledged
            for words in wrong:
                outcome.fail(f"{name}: {words}")
        say(f"{outcome.tried} of {len(KINDS) * times} failing blocks, {outcome.lost} lost")
    failed, dropped = counts[FAILED.decode()], counts[DROPPED.decode()]
    outcome.figures["writes"] = f"{failed} refused by the disk, {dropped} taken and dropped"
    return outcome


def _fail_once(memory: Path, disk: LogDisk, kind: Kind, seed: int) -> tuple[list[str], int]:
    said = Said()
    with on(disk.device, memory / "mounted") as place:
        writer = Writer(place / "store", seed, said.hear, OnceFs())
        writer.case.read()
        kind.before(writer)
        writer.syncer.flush()
        disk.fail(
            kind.mark.format(device=writer.library.device).encode(), kind.times, lies=kind.lies
        )
        kind.then(writer)
        writer.syncer.flush()
        wrong = _seen(writer, disk, kind) + _after_power_cut(memory, disk, said)
        if kind.heals:
            wrong += _goes_on(writer) + _after_power_cut(memory, disk, said)
        disk.trust_again()
        writer.close()
    return wrong, said.count


def _seen(writer: Writer, disk: LogDisk, kind: Kind) -> list[str]:
    """What the store said right after the failure."""
    failed = sum(entry.what == FAILED for entry in disk.entries())
    if not failed:
        raise RuntimeError(f"no block with {kind.mark} came to the disk")
    if writer.refused:  # a rewrite, which is done whole or not at all, and was said to fail
        return []
    told = [writer.syncer.status.reason, *writer.library.site.notices]
    if not any("failed to save" in words for words in told):
        return ["a sync failed, and nothing said so"]
    return [] if kind.heals or not _all_safe(writer) else ["nothing is saved, and all is well"]


def _goes_on(writer: Writer) -> list[str]:
    """Whether all becomes durable, what was written before the failure and what comes after."""
    wrong = []
    for _ in range(MOST_RETRIES):
        writer.case.retry()
        writer.syncer.flush()
        if _all_safe(writer):
            break
    else:
        wrong.append("what the failing block held is never saved")
    for _ in range(10):
        writer.append()
    writer.syncer.flush()
    if not _all_safe(writer):
        wrong.append("what comes after the failure is not saved")
    told = writer.refused or any("another file" in words for words in writer.library.site.notices)
    return wrong if told else [*wrong, "nothing says that the events go on in another file"]


def _all_safe(writer: Writer) -> bool:
    status = writer.syncer.status
    return status.durable == status.taken and not status.reason


def _after_power_cut(memory: Path, disk: LogDisk, said: Said) -> list[str]:
    """Look at the bytes that are really on the disk now."""
    with on(copied(disk.image, memory / "copy"), memory / "after") as place:
        return judge(place / "store", said)


# What is done before, and what makes the block.


def nothing(writer: Writer) -> None:
    """A lane that is not there yet."""


def some(writer: Writer) -> None:
    for _ in range(5):
        writer.append()


def sealed(writer: Writer) -> None:
    some(writer)
    writer.reopen()


def marked(writer: Writer, length: int = 0) -> None:
    """An event with the mark, that many bytes into it, and others behind it."""
    writer.case.append([writer.new("x" * length + MARK)])
    some(writer)


def with_mark(writer: Writer) -> None:
    some(writer)
    marked(writer)


def in_padding(writer: Writer) -> None:
    marked(writer, 9000)


def behind_padding(writer: Writer) -> None:
    marked(writer, 100_000)


def forget(writer: Writer) -> None:
    """Write the lane anew without one of its events; tried again after the failure."""
    try:
        writer.forget()
    except OSError:
        writer.refused = True
        writer.forget()


def marked_then_forget(writer: Writer) -> None:
    """After the failure, forget an event of the lane that failed, whose old bytes are back."""
    marked(writer)
    writer.syncer.flush()
    lane = writer.library.root / CASE_FOLDER / f"{writer.case.lane}.json"
    fd = os.open(lane, os.O_RDONLY)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)
    forget(writer)


KINDS: Final = {
    "new": Kind(nothing, marked),
    "with durable events": Kind(some, marked),
    "in the padding": Kind(some, in_padding),
    "behind the padding": Kind(some, behind_padding),
    "of a sealed file": Kind(sealed, marked),
    "written anew": Kind(with_mark, forget),
    "before something is forgotten": Kind(some, marked_then_forget),
    "twice": Kind(some, marked, times=2),
    "and the disk lies": Kind(some, marked, lies=True),
    "behind the padding, and the disk lies": Kind(some, behind_padding, lies=True),
    "of names": Kind(nothing, some, mark="{device}-1.json", heals=False),
}
