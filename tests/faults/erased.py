"""Forgetting and purging, killed at any moment: once done again, no byte of the store has a word
of it, and nothing else is lost.

Each kill is of a process that was forked from a warm one, at a random moment of the time that the
whole takes; then the same is done once more, and the store is looked through byte by byte.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from time import monotonic
from typing import Final

from callmate.cli import main
from callmate.clock import SystemClock
from callmate.desk.doors import forgetting, purging
from callmate.ids import UlidSource
from callmate.store.lanes.scan import Health
from callmate.store.library import Library
from tests.desk.erasing import KEPT, WORDS, holding, rich_case
from tests.faults.outcome import Effort, Outcome, Say

HOME: Final = "CALLMATE_HOME"
FORGOTTEN: Final = ("frobnitz",)
"""The words of the note alone."""
WARM: Final = (forgetting, purging)
"""Loaded here, so that the time until a kill is not spent on that."""
SAID: Final = Path(gettempdir(), f"callmate-erased-{os.getpid()}.txt")
"""What the last process said."""
MEND: Final = {Health.WHOLE, Health.TORN}
"""What a lane may be after a kill; a torn one is mended when it is next written."""

Bug = Callable[[], object]
"""Puts a bug into a process that is about to be killed, and into the one that does it again."""


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    return tried(folder, effort.pick(24, 600), effort.seed, say)


def tried(folder: Path, kills: int, seed: int, say: Say, bug: Bug | None = None) -> Outcome:
    """So many kills, half of them of each of the two."""
    outcome = Outcome(unit="kills while words were erased")
    template, chance = folder / "template", random.Random(seed)
    with _home(template):
        ids = _made(template)
    commands = (
        (["purge", ids["case"], "--yes", "--company"], WORDS),
        (["forget", ids["case"], ids["note"], "--yes"], FORGOTTEN),
    )
    for command, words in commands:
        root = folder / "store"
        whole = max(_killed(template, root, command, 600.0, bug) for _ in range(2))
        for number in range(kills // len(commands)):
            _killed(template, root, command, chance.uniform(0, whole), bug)
            _judge(outcome, root, f"{command[0]} {number} killed")
            with _home(root):
                if status := _done(command, bug):
                    why = f"{status}: {SAID.read_text(encoding='utf-8').strip()}"
                    outcome.fail(f"{command[0]} {number}: done again it ended with {why}")
            _judge(outcome, root, f"{command[0]} {number} done again", words)
            outcome.tried += 1
        say(f"{command[0]}: {outcome.tried} kills, {outcome.lost} lost")
    SAID.unlink(missing_ok=True)
    return outcome


def _made(root: Path) -> dict[str, str]:
    """The store that is copied for each kill: made in another process, which leaves nothing open
    in this one."""
    reading, writing = os.pipe()

    def make() -> int:
        ids = rich_case()
        os.environ["EDITOR"] = "true"
        main(["letter", ids["case"], "complaint", "--edit"])
        main(["search", "frobnitz"])
        library = Library(root, SystemClock(), UlidSource())
        library.remember_company("Quuxcorp", {"facts": "grault opens at plover"})
        library.close()
        library.site.quarantine.mkdir()
        (library.site.quarantine / f"{ids['case']}-lane-0.bin").write_text('{"garply xyzzy"')
        os.write(writing, " ".join(f"{key}={one}" for key, one in ids.items()).encode("ascii"))
        return 0

    status = _forked(make)
    os.close(writing)
    with open(reading, "rb") as pipe:
        told = pipe.read().decode("ascii")
    assert status == 0 and all(holding(root, word) for word in WORDS), "the store is not as meant"
    return dict(pair.split("=") for pair in told.split())


def _killed(
    template: Path, root: Path, command: list[str], after_s: float, bug: Bug | None
) -> float:
    """Do it to a fresh copy and kill it; how long it took in seconds."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root)
    with _home(root):
        started = monotonic()
        _done(command, bug, after_s)
        return monotonic() - started


def _done(command: list[str], bug: Bug | None, after_s: float = 600.0) -> int:
    def do() -> int:
        if bug is not None:
            bug()
        return main(command)

    return _forked(do, after_s)


def _forked(work: Callable[[], int], after_s: float = 600.0) -> int:
    """Do something in a process of its own; its exit status, or minus the signal that ended it.

    After so many seconds the system ends it wherever it is, as it does with a kill.
    """
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = 70
        signal.setitimer(signal.ITIMER_REAL, max(after_s, 1e-6))
        try:
            with open(SAID, "w", encoding="utf-8") as said:
                sys.stdout = sys.stderr = said
                status = work()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _judge(outcome: Outcome, root: Path, when: str, words: tuple[str, ...] = ()) -> None:
    """What must be so: no lane is damaged, the other case is whole, none of ``words`` is left."""
    for word in words:
        if where := holding(root, word):
            outcome.fail(f"{when}: “{word}” is in {', '.join(where)}")
    if not [name for name in holding(root, KEPT) if name.startswith("cases")]:
        outcome.fail(f"{when}: another case has lost its words")
    library = Library(root, SystemClock(), UlidSource())
    for case_id in library.case_ids():
        for name, found in library.case(case_id).verify().items():
            if found.health not in (MEND if not words else {Health.WHOLE}):
                outcome.fail(f"{when}: {case_id}/{name} is {found.health.value}: {found.why}")
    library.close()


@contextmanager
def _home(root: Path) -> Iterator[None]:
    before = os.environ.get(HOME)
    os.environ[HOME] = str(root)
    try:
        yield
    finally:
        if before is None:
            del os.environ[HOME]
        else:
            os.environ[HOME] = before
