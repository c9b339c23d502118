"""What all runs share: which programs there are, how to start and end them, how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.bench.stage import QUIT, Home, Stage
from tests.bench.terminal import Program

BARE, EMPTY, LIBRARY = "bare", "at 0", "at the library"


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each thing is done; ``quick`` to see that all works, ``full`` for figures."""

    starts: int
    rounds: int
    keys: int
    idle_s: float
    bursts: int
    inserts: int


QUICK: Final = Effort(starts=2, rounds=1, keys=8, idle_s=4.0, bursts=1, inserts=300)
FULL: Final = Effort(starts=10, rounds=4, keys=28, idle_s=20.0, bursts=3, inserts=3000)


class Runs:
    """Runs the programs. The bare app, the program at 0, and at the library, take turns."""

    def __init__(self, stage: Stage, effort: Effort, say: Callable[[str], None]) -> None:
        self.stage, self.effort, self.say = stage, effort, say
        self.kinds = [BARE, EMPTY] + ([LIBRARY] if stage.library else [])

    @contextmanager
    def bare(self) -> Iterator[Program]:
        program = self.stage.bare()
        try:
            yield program
        finally:
            program.close(QUIT)

    @contextmanager
    def callmate(
        self, kind: str, extra: Mapping[str, str] | None = None
    ) -> Iterator[tuple[Program, Home]]:
        home = self.stage.library_home() if kind == LIBRARY else self.stage.empty_home()
        program = self.stage.callmate(home, extra)
        try:
            yield program, home
        finally:
            program.close(QUIT)
            home.remove()


def sit(program: Program, seconds: float) -> None:
    """Read what comes for so long."""
    program.settle(seconds, seconds)
