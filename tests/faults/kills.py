"""T2: kill -9 at random moments; whatever was called written is there at the next start.

    python -m tests.faults.kills FOLDER TIMES SEED [BUG]

is the process that does it: it forks one writer after the other, so that none waits for Python to
start, kills it after a random number of acknowledgements and a random time, and gives its verdict.
Every few kills the store is begun anew.
"""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from callmate.store.casefile import CaseFile
from callmate.store.dayfile import DayFile
from callmate.store.lanes.scan import Health
from tests.conftest import ROOT
from tests.faults import mistakes, verdict
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.scribe import Scribe, Told
from tests.faults.verdict import Before
from tests.store.support import CASE

QUICK_KILLS: Final = 200
FULL_KILLS: Final = 10_000
PROCESSES: Final = 2
AT_A_TIME: Final = 50
"""Kills between two lines of what was found."""
KILLS_A_STORE: Final = 6
MOST_SAID: Final = 4_000
"""Bytes a writer may say before it is killed: about forty events."""
LATER_S: Final = 0.002
FIRST_S: Final = 0.03
"""So long after its start a writer may be killed that has said nothing: it may be mending."""
LARGE: Final = 150_000


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    return killed(folder, effort.pick(QUICK_KILLS, FULL_KILLS), effort.seed, say)


def killed(folder: Path, times: int, seed: int, say: Say, bug: str = "") -> Outcome:
    """Kill so many writers, in two processes side by side."""
    outcome, torn = Outcome(unit="kills"), 0
    share = -(-times // PROCESSES)
    rigs = [_start(folder / str(n), share, seed * PROCESSES + n, bug) for n in range(PROCESSES)]
    for rig in rigs:
        assert rig.stdout is not None
        with rig.stdout:
            for line in rig.stdout:
                found = json.loads(line)
                torn += int(found["figures"].pop("torn"))
                outcome.add(Outcome(**found))
                say(f"{outcome.tried} of {times} kills, {outcome.lost} lost")
        if rig.wait():
            outcome.fail(f"the process that kills ended with {rig.returncode}")
    outcome.figures["writes that a kill had cut, mended at the next start"] = str(torn)
    return outcome


def _start(folder: Path, times: int, seed: int, bug: str) -> subprocess.Popen[str]:
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", __name__, str(folder), str(times), str(seed), bug]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)


def write(root: Path, pipe: int, seed: int) -> None:
    """The writer; it goes on until it is killed."""
    chance, scribe = random.Random(seed), Scribe(root, pipe, look=False)
    case = scribe.case()
    days = DayFile(root, case.site)
    while True:
        news = [scribe.make(text=_text(chance)) for _ in range(chance.randint(1, 3))]
        events = case.append(news)
        scribe.tell()
        if chance.random() < 0.2:
            days.append([scribe.make("key", key="j")])
            scribe.tell()
        case = _besides(chance, scribe, case, days, [event.id for event in events])
        if case.site is not days._site:
            days = DayFile(root, case.site)


def _text(chance: random.Random) -> str:
    """Mostly short; now and then over the edge of a page, or of the padding."""
    size = chance.choice((0, 40, 40, 40, 400, 400, 400, 5_000, 5_000, 20_000, LARGE))
    return "}}\n" * (size // 4)


def _besides(
    chance: random.Random, scribe: Scribe, case: CaseFile, days: DayFile, ids: list[str]
) -> CaseFile:
    """What else is done to a case from time to time; the case as it goes on."""
    what = chance.random()
    if what < 0.04:
        case.forget(ids[:1])
    elif what < 0.08:
        case.seal()
    elif what < 0.12:
        case.close()
        days.close()
        return scribe.case()
    return case


class Killer:
    """Kills writers of one store, and gives a verdict on it after each."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self._chance = root, chance
        self.acknowledged: dict[str, list[str]] = {f"cases/{CASE}": []}
        self.taken: dict[str, list[str]] = {}

    def kill(self, outcome: Outcome) -> None:
        told = Told.of(self._said())
        for folder, ids in told.taken.items():
            self.taken.setdefault(folder, []).extend(ids)
        for folder, ids in told.written.items():
            self.acknowledged.setdefault(folder, []).extend(ids)
            outcome.acknowledged += len(ids)
        outcome.tried += 1
        for sentence in [*told.wrong, *self._verdict(outcome)]:
            outcome.fail(f"kill {outcome.tried}: {sentence}")

    def _verdict(self, outcome: Outcome) -> Iterator[str]:
        for name, ids in self.acknowledged.items():
            folder = self.root / name
            lanes = [Before.of(path) for path in verdict.lanes_in(folder)]
            torn = sum(lane.health is Health.TORN for lane in lanes)
            outcome.figures["torn"] = str(int(outcome.figures["torn"]) + torn)
            case = folder.name if name.startswith("cases") else ""
            taken = self.taken.get(name, [])
            yield from verdict.check_folder(self.root, folder, case, ids, taken=taken)

    def _said(self) -> list[str]:
        """Start a writer and kill it; the whole lines it said."""
        reading, writing = os.pipe()
        seed = self._chance.randrange(1 << 30)
        child = os.fork()
        if child == 0:
            self._be_written(writing, seed)
        os.close(writing)
        said = b""
        enough = self._chance.randint(0, MOST_SAID) if self._chance.random() < 0.8 else 0
        while len(said) < enough and (chunk := os.read(reading, 1 + self._chance.randrange(300))):
            said += chunk
        _wait(self._chance.random() * (LATER_S if enough else FIRST_S))
        os.kill(child, signal.SIGKILL)
        with open(reading, "rb") as pipe:
            said += pipe.read()
        os.waitpid(child, 0)
        return said.decode().split("\n")[:-1]

    def _be_written(self, pipe: int, seed: int) -> None:
        try:
            write(self.root, pipe, seed)
        except BaseException as error:
            os.write(pipe, f"! {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(1)


def _wait(seconds: float) -> None:
    """Busily, since a sleep is longer than what is to be hit."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def main(folder: str, times: str, seed: str, bug: str = "") -> None:
    """Print a line of JSON for every so many kills: an outcome."""
    if bug:
        mistakes.make(bug)
    chance, killer, outcome = random.Random(int(seed)), None, _empty()
    gc.freeze()  # a child that is forked does not go over all that was there before
    for number in range(int(times)):
        if killer is None or number % KILLS_A_STORE == 0:
            root = Path(folder) / "store"
            shutil.rmtree(root, ignore_errors=True)
            killer = Killer(root, chance)
        killer.kill(outcome)
        if outcome.tried == AT_A_TIME or number + 1 == int(times):
            print(json.dumps(outcome.as_json()), flush=True)
            outcome = _empty()


def _empty() -> Outcome:
    return Outcome(unit="kills", figures={"torn": "0"})


if __name__ == "__main__":
    main(*sys.argv[1:])
