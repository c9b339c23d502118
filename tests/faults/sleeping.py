"""A machine that sleeps in mid-call, tried with the kernel's own clocks.

A process in a time namespace sees a boot-time clock that is an hour ahead of the one before it, on
the same boot, while the monotonic clock stood still: as after an hour of sleep.

    unshare -T --boottime 3600 python -m tests.faults.sleeping FOLDER KEYS SECONDS_AHEAD
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callmate.clock import SystemClock
from callmate.desk.desk import Desk
from callmate.desk.play.rehearsal import NAMED, split
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.moment import Moment
from callmate.model.report import report
from tests.conftest import ROOT
from tests.faults.outcome import Effort, Outcome, Say

ASLEEP_S: Final = 3600
GAP_S: Final = 1.0
MOST_S: Final = 60
"""What the trial itself may take."""


@dataclass
class AheadClock(SystemClock):
    """The machine's clocks, with the pauses of a person added instead of waited for."""

    ahead: float = 0.0

    def now(self) -> Moment:
        return super().now().shifted(self.ahead)


def log(root: Path, keys: str, ahead: float) -> dict[str, object]:
    """Press keys at a desk on the machine's own clocks; the report of the open case."""
    clock, new_id = AheadClock(ahead), UlidSource()
    world = StoredWorld(root, clock, new_id)
    desk = Desk(world, clock, new_id)
    desk.start()
    for key in split(keys):
        clock.ahead += GAP_S
        desk.press(NAMED.get(key, key), key if len(key) == 1 else None, clock.now())
        desk.tick()
    now, fold = clock.now(), desk.context.fold
    assert fold is not None
    told = report(fold, now.at, now=now)
    world.close()
    return told


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome()
    unshare = shutil.which("unshare")
    asleep = [unshare or "", "-T", "--boottime", str(ASLEEP_S)]
    allowed = unshare and subprocess.run([*asleep, "true"], capture_output=True).returncode == 0
    if not allowed:
        say("SKIPPED: sleep, since no time namespace may be made here")
        outcome.figures["sleep in a time namespace"] = "NOT TRIED: none may be made here"
        return outcome
    root = folder / "asleep"
    before = _process(root, "{space}rTom{enter}h", 0)
    after = _process(root, "1hee", MOST_S // 2, *asleep)
    for told, least in ((before, 0), (after, ASLEEP_S)):
        held = int(str(told["hold_seconds"]))
        outcome.tried += 1
        outcome.expect(least <= held <= least + MOST_S, f"a hold over sleep took {held} s")
    return outcome


def _process(root: Path, keys: str, ahead: int, *before: str) -> dict[str, object]:
    module = (sys.executable, "-m", "tests.faults.sleeping")
    command = [*before, *module, str(root), keys, str(ahead)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, object] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    json.dump(log(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])), sys.stdout)
