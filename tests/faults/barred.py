"""Files and disks that may no longer be written while a case is open: what is added is held in
memory and said, and written as soon as it can be.

On an ext4 of its own: a lane or its folder made unchangeable, a lane that may only be appended to,
and a disk that the system makes read-only because it met an error, then replaced by a good one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from callmate.store.casefile import CaseFile
from tests.faults.kernel import NotHere, apart, formatted, in_memory, mounted, system
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.verdict import check
from tests.store.support import CASE, Maker, ids, lane_path, make_case

FEW: Final = 20
LANE: Final = "testdev1-1"
RETRIES: Final = 70
"""As many seconds as a failing disk is left alone at the most."""


class Typing:
    """A case open on a disk, and all that was typed into it."""

    def __init__(self, root: Path, outcome: Outcome, bar: str) -> None:
        self.root, self.outcome, self.bar = root, outcome, bar
        self.make = Maker()
        self.case: CaseFile = make_case(root)
        self.case.read()
        self.taken: list[str] = []
        self.add()
        self.case.site.syncer.flush()

    def add(self) -> None:
        self.taken += ids(self.case.append(self.make.many(FEW)))
        self.outcome.acknowledged += FEW

    def expect(self, holds: bool, what: str) -> None:
        self.outcome.expect(holds, f"{self.bar}: {what}")

    def expect_held(self, count: int) -> None:
        """So many are in memory only, and the person is told why."""
        status = self.case.site.syncer.status
        self.expect(len(self.case.unsaved) == count, f"{len(self.case.unsaved)} held, not {count}")
        self.expect(status.unsaved == count and bool(status.reason), "nothing says so")

    def expect_written(self) -> None:
        """Within the time that a person waits for it."""
        for _ in range(RETRIES):
            self.case.retry()
        self.expect_held_none()

    def expect_held_none(self) -> None:
        self.case.site.syncer.flush()
        status = self.case.site.syncer.status
        self.expect(not self.case.unsaved, f"{len(self.case.unsaved)} are still held")
        self.expect(status.durable == status.taken, f"not durable: {status.reason}")

    def leave(self) -> None:
        """Close the case, and let go of all files as the end of the program does."""
        self.case.close()
        for left in self.case.site.abandoned:
            left.let_go()

    def end(self) -> None:
        """Close as the program does, and look at what is there."""
        self.leave()
        self.outcome.tried += 1
        for sentence in check(self.root, CASE, self.taken, taken=self.taken):
            self.expect(False, sentence)


@contextmanager
def flagged(path: Path, flag: str) -> Iterator[None]:
    """A file or folder with a flag that binds even root."""
    system("chattr", f"+{flag}", str(path))
    try:
        yield
    finally:
        system("chattr", f"-{flag}", str(path))


def unchangeable_lane(root: Path, outcome: Outcome) -> None:
    typing = Typing(root, outcome, "an unchangeable lane")
    with flagged(lane_path(root, LANE), "i"):
        typing.add()
        typing.expect_held(FEW)
        typing.case.retry()
        typing.expect_held(FEW)
    typing.expect_written()
    typing.end()


def unchangeable_folder(root: Path, outcome: Outcome) -> None:
    """Its lanes go on, no lane can be made; a window that comes to it holds what it hears."""
    first = Typing(root, outcome, "an unchangeable folder")
    with flagged(lane_path(root, LANE).parent, "i"):
        first.add()
        first.expect_held_none()
        second = make_case(root)
        late = ids(second.append(first.make.many(FEW)))
        first.expect(len(second.unsaved) == FEW, "a second window wrote where nobody may")
        first.expect(bool(second.site.syncer.status.reason), "nothing says so")
    second.retry()
    first.expect(not second.unsaved, "the second window did not write what it held")
    second.close()
    first.taken += late
    first.outcome.acknowledged += FEW
    first.end()


def lane_for_appends_only(root: Path, outcome: Outcome) -> None:
    """Who has it open goes on; the next one takes another lane."""
    typing = Typing(root, outcome, "a lane for appends only")
    with flagged(lane_path(root, LANE), "a"):
        typing.add()
        typing.leave()
        typing.case = make_case(root)
        typing.add()
        typing.expect(typing.case.lane != LANE, "a lane that may not be written was taken up")
        typing.expect_held_none()
    typing.end()


def read_only_disk(root: Path, outcome: Outcome) -> None:
    """A disk that fails is made read-only by the system, with all files open. Then a copy of it
    that was checked is put in its place."""
    place, image = root.parent, root.parent.with_suffix(".ext4")
    place.mkdir(exist_ok=True)
    system("mount", "-o", "loop,errors=remount-ro", str(image), str(place))
    typing = Typing(root, outcome, "a disk made read-only")
    _fail_disk(place)
    typing.add()
    typing.expect_held(FEW)
    typing.case.retry()
    typing.add()
    typing.expect_held(2 * FEW)
    system("umount", "-l", str(place))
    copy = image.with_suffix(".copy")
    shutil.copyfile(image, copy)
    subprocess.run(["e2fsck", "-fy", str(copy)], capture_output=True, check=False)
    with mounted("-o", "loop", copy, place):
        typing.expect_written()
        typing.end()


def _fail_disk(place: Path) -> None:
    device = os.path.realpath(f"/sys/dev/block/{_major_minor(place)}")
    trigger = Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error"
    if not trigger.exists():
        raise NotHere("this kernel's ext4 cannot be told to meet an error")
    trigger.write_text("tried\n", encoding="ascii")


def _major_minor(place: Path) -> str:
    device = place.stat().st_dev
    return f"{os.major(device)}:{os.minor(device)}"


BARS: Final[tuple[Callable[[Path, Outcome], None], ...]] = (
    unchangeable_lane, unchangeable_folder, lane_for_appends_only,
)  # fmt: skip


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    def work() -> Outcome:
        outcome = Outcome()
        with in_memory(folder) as memory:
            for bar in BARS:
                place = memory / bar.__name__
                with mounted("-o", "loop", formatted(place.with_suffix(".ext4")), place):
                    bar(place / "store", outcome)
            place = memory / read_only_disk.__name__
            formatted(place.with_suffix(".ext4"))
            read_only_disk(place / "store", outcome)
        return outcome

    outcome = apart(work, "chattr", "e2fsck")
    if outcome.skipped:
        say(f"SKIPPED: {outcome.skipped}")
        outcome = Outcome(figures={"barred files and disks": f"NOT TRIED: {outcome.skipped}"})
    return outcome
