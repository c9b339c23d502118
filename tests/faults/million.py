"""A million events: one case that long is written on, verified, and found changed in its midst; and
a million in cases of ten thousand each are indexed and searched.

Each step is a program of its own, so that its memory can be told; the store is written in the
form that callmate writes, by its own chain, since a million appends would be another trial.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import callmate
from callmate.store.casefile import CaseFile
from callmate.store.lanes.lane import Site
from tests.bench.library import make_empty, write_case
from tests.bench.stories import DEVICE, CaseMaker
from tests.faults.outcome import Effort, Outcome, Say
from tests.store.support import Maker

EACH: Final = 10_000
"""Events of a case among many: as many as a day of calls has."""
WORD: Final = "heliotrope"
MOST_MIB: Final = {"append": 64, "verify": 96, "search": 160, "search again": 96}
"""What each step may take at its most: none grows with the number of events but the search, which
holds what one case says."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a step said: its exit status, its words, how long it took, and its memory at its most
    (0 where the system does not tell)."""

    status: int
    text: str
    seconds: float
    mib: float


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    count = effort.pick(quick=100_000, full=1_000_000)
    outcome = Outcome(unit="events", acknowledged=count)
    outcome.add(one_case(folder / "one", count, say))
    outcome.add(many_cases(folder / "many", effort.pick(quick=30_000, full=count), say))
    return outcome


def one_case(root: Path, count: int, say: Say) -> Outcome:
    """A lane of so many events."""
    say(f"writing a case of {count:,} events")
    maker = CaseMaker(1, 0, 1)
    size = build(root, [maker], count)
    outcome = Outcome(tried=count, unit="events")
    outcome.figures["size of the one file"] = f"{size / 1e6:,.0f} MB"
    say("writing on in it")
    done = step("append", root, maker.id)
    outcome.expect(done.text == str(count + 1), f"the next event is said to be {done.text}")
    note(outcome, "append", f"a case of {count:,} opened and the next event written", done)
    say("verifying it")
    done = step("door", root, "verify", maker.id)
    told = done.status == 0 and f"{count + 1:,} events" in done.text
    outcome.expect(told, f"verify: {done.status}, {done.text}")
    note(outcome, "verify", f"all {count:,} verified", done)
    n = spoil(next((root / "cases" / maker.id).glob("*.json")), size // 2)
    done = step("door", root, "verify", maker.id)
    told = done.status == 1 and re.search(rf"\b({n}|{n:,})\b", done.text) is not None
    outcome.expect(told, f"event {n} changed: {done.status}, {done.text}")
    outcome.tried += 1
    return outcome


def many_cases(root: Path, count: int, say: Say) -> Outcome:
    """Cases that have so many events together; one of them holds a word that none else has."""
    cases = count // EACH
    say(f"writing {cases} cases of {EACH:,} events")
    makers = [CaseMaker(1, number, cases) for number in range(cases)]
    build(root, makers, EACH)
    sought = makers[cases // 2].id
    tell(root, sought, WORD)
    outcome = Outcome(tried=count, unit="events")
    for name, what in (
        ("search", f"{count:,} events in {cases} cases indexed and searched"),
        ("search again", "searched again"),
    ):
        say(what)
        done = step("door", root, "list", WORD, "--json")
        told = done.status == 0 and len(done.text.splitlines()) == 1 and sought in done.text
        outcome.expect(told, f"list {WORD}: {done.status}, {done.text[:200]}")
        note(outcome, name, what, done)
    say("verifying all of them")
    done = step("door", root, "verify")
    outcome.expect(done.status == 0, f"verify: {done.status}, {done.text}")
    note(outcome, "verify", f"all {cases} cases verified", done)
    return outcome


def build(root: Path, makers: Sequence[CaseMaker], documents: int) -> int:
    """A store with these cases, each of one lane closed in good order; bytes of the last."""
    root.parent.mkdir(exist_ok=True)
    make_empty(root)
    for maker in makers:
        for _ in write_case(root, maker, documents):
            pass
    return next((root / "cases" / makers[-1].id).glob("*.json")).stat().st_size


def note(outcome: Outcome, name: str, what: str, done: Done) -> None:
    """Take a step's figures down, and hold it to its memory."""
    outcome.figures[what] = f"{done.seconds:,.2f} s, {done.mib:,.0f} MiB"
    most = MOST_MIB[name]
    outcome.expect(done.mib <= most, f"{what}: took {done.mib:.0f} MiB, may take {most}")


def spoil(path: Path, near: int) -> int:
    """Change a letter of what an event says, in the midst of a file; the number of the event."""
    with path.open("r+b") as file:
        file.seek(near)
        file.readline()
        start = file.tell()
        line = file.readline()
        at = line.index(b'"body":{"') + len(b'"body":{"')
        file.seek(start + at)
        file.write(bytes([line[at] ^ 1]))
    return int(line.split(b'"')[1])


def tell(root: Path, case_id: str, word: str) -> None:
    """Write a note into a case, as a window does."""
    case = CaseFile(root, case_id, Site(DEVICE, root / "quarantine"))
    case.append([Maker()("note", text=f"she said {word}")])
    case.close()
    case.site.syncer.stop()


def step(*argv: str | Path) -> Done:
    """Run a step of below in a program of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(callmate.__file__).parents[1])}
    command = [sys.executable, "-m", __name__, *map(str, argv)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {ran.returncode}: {ran.stderr}")
    return Done(**json.loads(ran.stdout))


# What runs in those programs.


def append(root: Path, case_id: str) -> tuple[int, str]:
    """Open a case for writing and append one event; its number."""
    case = CaseFile(root, case_id, Site(DEVICE, root / "quarantine"))
    event = case.append([Maker()("note", text="once more")])[0]
    case.close()
    case.site.syncer.stop()
    return len(case.unsaved), str(event.n)


def door(root: Path, *argv: str) -> tuple[int, str]:
    """One of callmate's doors; its exit status and what it printed."""
    from callmate.cli import main as cli

    os.environ |= {"CALLMATE_HOME": str(root), "CALLMATE_CONFIG": str(root.parent / "config")}
    out, aside = StringIO(), StringIO()  # a door that takes long says aside how far it is
    with redirect_stdout(out), redirect_stderr(aside):
        status = cli(argv)
    return status, out.getvalue().strip() or aside.getvalue().strip()


STEPS: Final[dict[str, Callable[..., tuple[int, str]]]] = {"append": append, "door": door}


def _mib() -> float:
    """Most memory this program had so far, resident."""
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def main(argv: Sequence[str]) -> None:
    name, root, *rest = argv
    begin = perf_counter()
    status, text = STEPS[name](Path(root), *rest)
    done: dict[str, Any] = {"status": status, "text": text, "seconds": perf_counter() - begin}
    print(json.dumps({**done, "mib": _mib()}))


if __name__ == "__main__":
    main(sys.argv[1:])
