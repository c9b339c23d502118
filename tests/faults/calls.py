"""T1: each system call of each thing that is done to a store is killed, cut in half, or fails.

The calls of a run are counted first. Then it is run once for each of them and each way in which
that one can go wrong; ``rig`` does it, in an interpreter of its own.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

from tests.faults import preload
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.workloads import WORKLOADS

RIG = "tests.faults.rig"


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    heavy = ",".join(one.name for one in WORKLOADS if one.heavy)
    light = ",".join(one.name for one in WORKLOADS if not one.heavy)
    return tried(folder, effort, say, light, heavy)


def tried(folder: Path, effort: Effort, say: Say, *shares: str, bug: str = "") -> Outcome:
    """Try the workloads of each share (names, with commas between them) in a process of its own,
    with a bug put in."""
    outcome = Outcome(unit="failing system calls", skipped=preload.unable())
    if outcome.skipped:
        return outcome
    stages = calls = 0
    with ExitStack() as stack:
        rigs = []
        for only in shares:
            own = folder / only.partition(",")[0]
            own.mkdir()
            given = (str(own), effort.name, str(effort.seed), only, bug)
            rigs.append(stack.enter_context(preload.under(RIG, *given)))
        for rig in rigs:
            assert rig.stdout is not None
            for found in map(json.loads, rig.stdout):
                outcome.add(_outcome(found))
                stages += 1
                calls += int(found["figures"]["calls"])
                say(f"{found['stage']}: {found['tried']} faults, {found['lost']} lost")
            if status := rig.wait():
                outcome.fail(f"the rig ended with {status} after {stages} runs")
    outcome.expect(stages > 0, "nothing was run")
    outcome.figures = {"system calls made to fail, of how many runs": f"{calls} of {stages}"}
    return outcome


def _outcome(found: dict[str, object]) -> Outcome:
    plain = {key: value for key, value in found.items() if key not in ("stage", "figures")}
    return Outcome(**plain)  # type: ignore[arg-type]
