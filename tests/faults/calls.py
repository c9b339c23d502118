"""T1: each system call of each thing that is done to a store is killed, cut in half, or fails.

The calls of a run are counted first. Then it is run once for each of them and each way in which
that one can go wrong; ``rig`` does it, in an interpreter of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults import preload
from tests.faults.outcome import Effort, Outcome, Say

RIG = "tests.faults.rig"


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    return tried(folder, effort, say)


def tried(folder: Path, effort: Effort, say: Say, only: str = "", bug: str = "") -> Outcome:
    """Try these workloads (all if empty, else with commas between them), with a bug put in."""
    outcome = Outcome(unit="failing system calls", skipped=preload.unable())
    if outcome.skipped:
        return outcome
    stages = calls = 0
    with preload.under(RIG, str(folder), effort.name, str(effort.seed), only, bug) as rig:
        assert rig.stdout is not None
        for line in rig.stdout:
            found = json.loads(line)
            outcome.add(_outcome(found))
            stages += 1
            calls += int(found["figures"]["calls"])
            say(f"{found['stage']}: {found['tried']} faults, {found['lost']} lost")
        status = rig.wait()
    if status or not stages:
        outcome.fail(f"the rig ended with {status} after {stages} runs")
    outcome.figures = {"system calls made to fail, of how many runs": f"{calls} of {stages}"}
    return outcome


def _outcome(found: dict[str, object]) -> Outcome:
    plain = {key: value for key, value in found.items() if key not in ("stage", "figures")}
    return Outcome(**plain)  # type: ignore[arg-type]
