"""What every trial is given, and what it says at its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

Some = TypeVar("Some")
MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried: ``quick`` with every change, ``full`` for the scoreboard."""

    name: str = "quick"
    seed: int = 1

    def pick(self, quick: Some, full: Some) -> Some:
        return full if self.name == "full" else quick


QUICK: Final = Effort("quick")
FULL: Final = Effort("full")


@dataclass(slots=True)
class Outcome:
    """A trial at its end.

    ``tried`` counts faults, in words of ``unit``; ``lost`` counts promises that were broken: an
    acknowledged event that is gone, damage that went unseen, a file no one can read. ``wrong``
    says of each what happened. ``skipped`` is why it could not be tried here at all. For a control,
    which leaves out what keeps the promise, ``caught`` counts the faults that were seen.
    """

    tried: int = 0
    unit: str = "faults"
    lost: int = 0
    acknowledged: int = 0
    caught: int | None = None
    skipped: str = ""
    wrong: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    """Other figures, by what they are of."""

    def fail(self, what: str, events: int = 1) -> None:
        """A promise was broken: ``events`` of them, and what was seen."""
        self.lost += events
        if len(self.wrong) < MOST_TOLD:
            self.wrong.append(what)

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.fail(what)

    def add(self, other: Outcome) -> None:
        """Take another part of the same trial in."""
        self.tried += other.tried
        self.lost += other.lost
        self.acknowledged += other.acknowledged
        self.wrong = [*self.wrong, *other.wrong][:MOST_TOLD]
        self.figures |= other.figures
        if other.caught is not None:
            self.caught = (self.caught or 0) + other.caught

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Say = Callable[[str], None]
Run = Callable[[Path, Effort, Say], Outcome]
"""A trial: an empty folder of its own, how much to try, and whom to tell how far it is."""


def silent(words: str) -> None:
    """For trials that run as tests."""


def load(path: Path) -> dict[str, dict[str, Any]]:
    """Outcomes that were written down, by the id of the trial."""
    if not path.exists():
        return {}
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
