"""Runs workloads with one system call after the other going wrong; started under ``preload``.

    python -m tests.faults.rig FOLDER EFFORT SEED [WORKLOADS [BUG]]

prints a line of JSON for each workload and state: how many faults, what was acknowledged, lost.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults import mistakes, verdict
from tests.faults.outcome import Effort, Outcome
from tests.faults.preload import (
    CUT,
    CUT_AND_FAIL,
    CUT_AND_KILL,
    FAIL,
    FAIL_ON,
    KILL,
    TO_PAGE,
    Call,
    Ended,
    Fault,
    Shim,
    forked,
)
from tests.faults.scribe import Scribe, Told
from tests.faults.workloads import WORKLOADS, State, Workload

LAZY: Final = ("callmate.exchange.importing", "callmate.exchange.script", "pendulum", "sqlite3")
"""What callmate imports when it is needed; here before the forks, lest each child does."""

NAMES: Final = {
    KILL: "killed there", CUT_AND_KILL: "killed when {} bytes of it were written",
    FAIL: "fails with {}", FAIL_ON: "and all after it fail with {}",
    CUT_AND_FAIL: "fails half-way with {}", CUT: "writes {} bytes only",
}  # fmt: skip

ERRORS: Final = {
    "write": (errno.EIO, errno.ENOSPC, errno.EINTR),
    "open": (errno.EIO, errno.ENOSPC, errno.EACCES),
    "mkdir": (errno.ENOSPC, errno.EACCES),
    "link": (errno.EPERM, errno.ENOSPC),
    "fsync": (errno.EIO, errno.EINTR),
    "fdatasync": (errno.EIO, errno.ENOSPC),
}
ANY_ERROR: Final = (errno.EIO,)
MAKES: Final = frozenset({"write", "open", "mkdir", "link", "fallocate"})
"""Calls that want room, so that a full disk refuses them."""


FEW: Final = 20
MANY: Final = 800
"""Of each sort in one run: enough for all of them but where a data base is written as well."""


def plan(calls: Sequence[Call], effort: Effort) -> Iterator[Fault]:
    """What can go wrong in a run that made these calls, as far as there is time for it: it is
    killed at one, or one fails."""
    chance = random.Random(effort.seed)
    kills, others = [], []
    for which, call in enumerate(calls, 1):
        kills.append(Fault(which, KILL))
        others += [*_failures(which, call), *_parts(which, call, chance)]
    for some in (kills, others):
        yield from chance.sample(some, min(len(some), effort.pick(FEW, MANY)))


def _failures(which: int, call: Call) -> Iterator[Fault]:
    for error in ERRORS.get(call.name, ANY_ERROR):
        yield Fault(which, FAIL, error)
    for error in (errno.EIO, errno.EROFS, *([errno.ENOSPC] if call.name in MAKES else [])):
        yield Fault(which, FAIL_ON, error)


def _parts(which: int, call: Call, chance: random.Random) -> Iterator[Fault]:
    if call.name != "write" or call.length < 2:
        return
    length = call.length
    for cut in {1, length // 2, length - 1, chance.randrange(1, length), TO_PAGE}:
        yield Fault(which, CUT_AND_KILL, cut=cut)
        yield Fault(which, CUT, cut=cut)
        yield Fault(which, CUT_AND_FAIL, errno.EIO, cut)


@dataclass(frozen=True, slots=True)
class Stage:
    """One workload on a store in one state, put back before each fault."""

    folder: Path
    workload: Workload
    state: State
    shim: Shim

    @property
    def root(self) -> Path:
        return self.folder / "store"

    @property
    def name(self) -> str:
        return f"{self.workload.name} on a store {self.state.__name__}"

    def run(self, effort: Effort) -> Outcome:
        """Every fault of the plan."""
        outcome = Outcome()
        template = self.folder / "template"
        shutil.rmtree(template, ignore_errors=True)
        there = self.state(template)
        ended, calls = self.with_fault(template, None)
        self._judge(outcome, "nothing went wrong", None, ended, there)
        for fault in plan(calls, effort):
            ended, _ = self.with_fault(template, fault)
            call = calls[fault.which - 1]
            words = f"{self.name}: call {fault.which} of {len(calls)}, {call.name} {told(fault)}"
            self._judge(outcome, words, fault, ended, there)
            outcome.tried += 1
        outcome.figures["calls"] = str(len(calls))
        return outcome

    def with_fault(self, template: Path, fault: Fault | None) -> tuple[Ended, list[Call]]:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(template, self.root)
        ended = forked(lambda pipe: self._child(pipe, fault))
        calls = [line[2:].split() for line in ended.lines if line.startswith("C ")]
        return ended, [Call(name, int(length)) for name, length in calls]

    def _child(self, pipe: int, fault: Fault | None) -> None:
        scribe = Scribe(self.root, pipe, look=fault is None or fault.mode != FAIL_ON)
        self.shim.arm(self.root, fault)
        self.workload.run(scribe)
        self.shim.disarm()
        scribe.say(*(f"X {words}" for words in left_open(self.root)), "E")
        if fault is None:
            scribe.say(*(f"C {call.name} {call.length}" for call in self.shim.calls()))

    def _judge(
        self,
        outcome: Outcome,
        words: str,
        fault: Fault | None,
        ended: Ended,
        there: dict[str, list[str]],
    ) -> None:
        found = Told.of(ended.lines)
        if self.workload.again:
            lines = forked(lambda pipe: self._child(pipe, None)).lines
            again, found = Told.of(lines), Told.of([*ended.lines, *lines])
            if not again.forgotten:
                found.wrong.append("it does not do it either when it is done once more")
        for sentence in [*self._files(found, there), *said(found, fault, ended)]:
            outcome.fail(f"{words}: {sentence}")
        outcome.acknowledged += sum(map(len, found.written.values()))

    def _files(self, found: Told, there: dict[str, list[str]]) -> Iterator[str]:
        folders = dict(verdict.folders_of(self.root))
        for name in {*there, *found.written}:
            folders.setdefault(self.root / name, Path(name).name)
        for folder, case in folders.items():
            name = str(folder.relative_to(self.root))
            before = there.get(name, [])
            acknowledged = [*before, *found.written.get(name, [])]
            taken = [*before, *found.taken.get(name, [])]
            yield from verdict.check_folder(self.root, folder, case, acknowledged, taken=taken)
        yield from _still_there(self.root, found.forgotten)


def _still_there(root: Path, words: Sequence[str]) -> Iterator[str]:
    """Files that hold what was forgotten for good."""
    for word in set(words):
        for path in root.rglob("*"):
            if path.is_file() and word.encode() in path.read_bytes():
                yield f"{path.relative_to(root)} holds what was forgotten"


def said(found: Told, fault: Fault | None, ended: Ended) -> Iterator[str]:
    """What a workload may not end with."""
    yield from found.wrong
    kills = fault is not None and fault.mode in (KILL, CUT_AND_KILL)
    if ended.signal and not kills:
        yield f"it was ended by signal {ended.signal}"
    if not ended.signal and not found.wrong and not found.ended:
        yield "it ended in mid-work"
    if not ended.signal and found.held and (fault is None or fault.mode != FAIL_ON):
        yield f"a fault that is over leaves events in memory: {found.held[-1]}"
    for words in found.held:
        if not words.partition(" ")[2].strip():
            yield "events are in memory only, and no reason is said"


def left_open(root: Path) -> Iterator[str]:
    """Descriptors that this process still has and should not: of files that are gone or were to
    go, or more than one of the same. Of a lane that it does not trust it keeps one."""
    held: Counter[str] = Counter()
    for fd in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            held[os.readlink(f"/proc/self/fd/{fd}")] += 1
    for name, count in held.items():
        gone = name.endswith(("(deleted)", ".tmp", ".new"))
        if name.startswith(f"{root}/") and (gone or count > 1):
            yield f"{count} descriptors of {Path(name).name} are left open"


def told(fault: Fault) -> str:
    """A fault in words."""
    what = errno.errorcode.get(fault.error, "") or (fault.cut if fault.cut > 0 else "a page's")
    return NAMES[fault.mode].format(what)


def main(folder: str, name: str, seed: str, only: str = "", bug: str = "") -> None:
    """``only`` names workloads, with commas between them; all if it is empty."""
    if bug:
        mistakes.make(bug)
    effort, shim = Effort(name, int(seed)), Shim()
    for module in LAZY:
        importlib.import_module(module)
    gc.freeze()  # a child that is forked does not go over all that was there before
    for workload in WORKLOADS:
        if not only or workload.name in only.split(","):
            for state in effort.pick(workload.quick, workload.states):
                stage = Stage(Path(folder), workload, state, shim)
                outcome = stage.run(effort)
                print(json.dumps({"stage": stage.name, **outcome.as_json()}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
