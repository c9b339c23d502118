"""Disks that are full: at every size, with the reserve and without one, and in the program.

An event that was called written is in its file, one that was not is in memory and said to be, and
all are written once there is room. Where the disk is large enough for a reserve, some hundreds of
events are saved after it is full.
"""

from __future__ import annotations

import errno
import random
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

from callmate.ids import UlidSource
from callmate.store.casefile import CaseFile
from callmate.store.fs import REAL, Fs
from callmate.store.library import Library
from tests.faults import kernel
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.smalldisk import BLOCK, SmallDisk, fill
from tests.faults.verdict import check
from tests.store.support import CASE, Maker, ids, make_case

MORE: Final = 200
"""Events that have to be saved after a disk with a reserve is full."""
MOST: Final = 5000
HELD: Final = 20
LOOKS: Final = 30
LOOK_S: Final = 0.1
"""The program looks once a second."""
LARGE: Final = 12 << 20
SMALL: Final = (64 << 10, 1 << 20)
"""Sizes of disks: one with room for a reserve, and those without."""


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="full disks")
    for part in (counted, real_disks, the_program):
        done = part(folder / part.__name__, effort)
        if done.skipped:
            outcome.figures[part.__name__] = f"not tried: {done.skipped}"
            say(f"{part.__name__}: NOT TRIED: {done.skipped}")
        outcome.add(done)
    return outcome


@dataclass(slots=True)
class Disk:
    """A disk that can be made full, leaving some bytes, and be given room again."""

    folder: Path
    fs: Fs
    fill: Callable[[int], None]
    free: Callable[[], None]
    has_reserve: bool


def counted(folder: Path, effort: Effort, sizes: Sequence[int] = (*SMALL, LARGE)) -> Outcome:
    """Disks that only count: on any machine, and with either error."""
    outcome, chance = Outcome(), random.Random(effort.seed)
    errors = (errno.ENOSPC, errno.EDQUOT)
    for number, left in enumerate(_lefts(effort.pick(2, 12))):
        for size, error in product(sizes, errors):
            place = folder / f"{number}-{size}-{error}"
            place.mkdir(parents=True)
            fs = SmallDisk(place, size, error)

            def use_up(left: int, fs: SmallDisk = fs) -> None:
                fs.capacity = fs.used + left // BLOCK * BLOCK

            def give(fs: SmallDisk = fs, size: int = size) -> None:
                fs.capacity = max(size, fs.used) + (4 << 20)

            try_one(Disk(place, fs, use_up, give, size == LARGE), left, chance, outcome)
            shutil.rmtree(place)
    return outcome


def real_disks(folder: Path, effort: Effort) -> Outcome:
    """File systems of the kernel: tmpfs of three sizes, and a small ext4."""

    def work() -> Outcome:
        outcome, chance = Outcome(), random.Random(effort.seed)
        folder.mkdir()
        for size in (*SMALL, LARGE):
            arguments = ("-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", folder / "disk")
            with kernel.mounted(*arguments) as place:
                _at_all_sizes(place, size, _lefts(effort.pick(3, 40)), chance, outcome)
        for kind in effort.pick((kernel.EXT4,), (kernel.EXT4, kernel.XFS)):
            if effort.name == "full" and kernel.missing(kind.make.split()[0]):
                outcome.figures[kind.name] = "not tried: it cannot be made here"
                continue
            with kernel.in_memory(folder) as memory:
                image = kernel.formatted(memory / "image", kind)
                with kernel.on(image, memory / "disk", kind) as place:
                    _at_all_sizes(place, 0, _lefts(effort.pick(2, 20)), chance, outcome)
        return outcome

    return kernel.apart(work, "mkfs.ext4")


def _lefts(count: int) -> Iterable[int]:
    """How much room is left as the last event goes in: from none to more than one step of
    padding."""
    return range(0, 140 << 10, (140 << 10) // count)


def _fill(place: Path, left: int) -> None:
    fill(place, left)


def _at_all_sizes(
    place: Path, size: int, lefts: Iterable[int], chance: random.Random, outcome: Outcome
) -> None:
    """``size`` is that of a disk in memory, which can be made larger; 0 for any other."""

    def give() -> None:
        (place / "filler").unlink()
        if size:
            _resize(place, size + (4 << 20))

    for left in lefts:
        disk = Disk(place, REAL, partial(_fill, place), give, size in (0, LARGE))
        try_one(disk, left, chance, outcome)
        shutil.rmtree(place / "store")
        if size:
            _resize(place, size)


def _resize(place: Path, size: int) -> None:
    kernel.system("mount", "-o", f"remount,size={size}", str(place))


def try_one(disk: Disk, left: int, chance: random.Random, outcome: Outcome) -> None:
    """Fill the disk but for ``left`` bytes, log on, make room, and look at it all."""
    outcome.tried += 1
    at = f"{disk.folder.name} with {left} bytes left"
    root, make = disk.folder / "store", Maker()
    with _opened(root, disk.fs, make) as (library, case):
        wanted = ids(case.append(make.many(3)))
        library.retry()
        disk.fill(left)
        written, more = list(wanted), 0
        while not case.unsaved and len(wanted) < MOST:
            event = case.append([make(text="x" * chance.randrange(400))])[0]
            wanted.append(event.id)
            if not case.unsaved:
                written.append(event.id)
                more += library.site.reserve.spent
        said = library.site.syncer.status.reason
        outcome.expect(bool(case.unsaved and said), f"{at}: it was never said to be full")
        if disk.has_reserve:
            outcome.expect(more >= MORE, f"{at}: only {more} events more were saved")
            _least(outcome, "events saved after the disk was full, the least", more)
        wanted += ids([case.append([make(text="held")])[0] for _ in range(HELD)])
        outcome.acknowledged += len(written)
        there = set(ids(make_case(root).read()))
        outcome.expect(set(written) <= there, f"{at}: written events are not in the file")
        disk.free()
        library.retry()
        case.retry()
        outcome.expect(not case.unsaved, f"{at}: there is room, and nothing is written")
        if disk.has_reserve:
            outcome.expect(_is_made_again(library), f"{at}: the reserve was not made again")
    for wrong in check(root, CASE, wanted, taken=wanted):
        outcome.fail(f"{at}: {wrong}")


@contextmanager
def _opened(root: Path, fs: Fs, make: Maker) -> Iterator[tuple[Library, CaseFile]]:
    """A library and one of its cases, as a window has them."""
    library = Library(root, make.clock, UlidSource(), fs=fs)
    case = CaseFile(root, CASE, library.site)
    try:
        yield library, case
    finally:
        case.close()
        library.close()


def _is_made_again(library: Library) -> bool:
    """Whether one of the next looks finds the room; a file system may free it some time later."""
    reserve = library.site.reserve
    for _ in range(LOOKS):
        library.retry()
        if reserve.path.exists() and not reserve.told:
            return True
        threading.Event().wait(LOOK_S)
    return False


def _least(outcome: Outcome, name: str, count: int) -> None:
    known = int(outcome.figures.get(name, count))
    outcome.figures[name] = str(min(known, count))


def the_program(folder: Path, effort: Effort) -> Outcome:
    """The program itself in a terminal, on a disk of its own."""
    from tests.faults import fullscreen

    return kernel.apart(lambda: fullscreen.typed(folder))
