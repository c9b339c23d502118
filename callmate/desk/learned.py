"""What all cases with a company teach, read for a page or a door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from callmate.desk.ports import World
from callmate.model.fold import Fold, fold
from callmate.model.planning.company import Company, company
from callmate.model.words import same_text

MOST_CASES: Final = 20
"""Cases that are read for it, the newest."""


class Learned:
    """Reads the other cases with a company once, and keeps them while a page is open."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._name = ""
        self._others: dict[str, Fold] = {}

    def read(self, name: str, but: str = "") -> None:
        """Read the cases with this company anew, all ``but`` the one that is at hand."""
        self._name = name
        self._others = {}
        rows = self._world.with_company(name) if name.strip() else ()
        for row in [row for row in rows if row.counts and row.id != but][:MOST_CASES]:
            self._others[row.id] = fold(row.id, self._world.case(row.id).read())

    def forget(self) -> None:
        """Let go of what was read."""
        self._name, self._others = "", {}

    @property
    def folds(self) -> list[Fold]:
        """The cases that were read, the newest first."""
        return list(self._others.values())

    def company(self, name: str, here: Fold | None, as_of: datetime) -> Company:
        """What they teach, with the open case as it stands now."""
        if same_text(name) != same_text(self._name):
            self.read(name, here.case.id if here else "")
        others = [one for case_id, one in self._others.items() if here is None
                  or case_id != here.case.id]  # fmt: skip
        folds: Sequence[Fold] = [*reversed(others), *([here] if here else [])]
        return company(name, folds, as_of)
