"""The judge kept beside a fold: it takes in what is new, and reads again what reads differently."""

from __future__ import annotations

from typing import Final

from callmate.model.fold import Fold
from callmate.model.judging import Judge
from callmate.model.rules import Packs
from callmate.model.state import Case, Fact

STRIDE: Final = 32
"""Facts from one remembered judge to the next: after a correction at most so many, and what
follows it, are judged once more."""


class Watch:
    """Holds the judge of a case while its events arrive; ``judge`` is the frozen state."""

    def __init__(self, packs: Packs, case_id: str) -> None:
        self.judge = Judge(packs, Case(id=case_id))
        self._kept: list[tuple[int, Judge]] = [(0, self.judge)]
        self._facts: list[Fact] = []
        self._taken = 0

    def see(self, fold: Fold) -> Judge:
        """The judge after all facts of the fold. Costs only what is new, save after an undo."""
        if fold.facts is not self._facts:
            self._go_back(fold.facts)
        for fact in fold.facts[self._taken :]:
            if fact.live:
                counts = _has_cause(fold, fact)
                self.judge = self.judge.advance(fact) if counts else self.judge.heard(fact)
            self._taken += 1
            if self._taken % STRIDE == 0:
                self._kept.append((self._taken, self.judge))
        return self.judge

    def _go_back(self, facts: list[Fact]) -> None:
        """To the last remembered judge before the first fact that reads differently now."""
        same = 0
        for old, new in zip(self._facts[: self._taken], facts, strict=False):
            if old is not new and old != new:
                break
            same += 1
        while self._kept[-1][0] > same:
            self._kept.pop()
        self._taken, self.judge = self._kept[-1]
        self._facts = facts


def _has_cause(fold: Fold, fact: Fact) -> bool:
    """A card whose cause was undone does not count: its number and its rest go with it."""
    if fact.kind != "card":
        return True
    cause = fact.text("cause").partition("+")[0]
    entry = fold.ledger.entries.get(cause)
    return entry is None or entry.live
