"""The list of past cases: what is searched for, in which order, and the place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from callmate.desk.browser.shown import Listing
from callmate.desk.context import Context
from callmate.model.summary import CaseSummary
from callmate.text import fold as fold_text


class Lister:
    """Keeps the list and its cursor; asks the world for what is looked at only."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.state = Listing()

    def show(self, text: str) -> None:
        """Show what fits the words; the same words keep the place."""
        found = self._found(text)
        index = self.state.index if text == self.state.text else 0
        self.state = replace(
            self.state, text=text, rows=tuple(found), total=len(found),
            of=len(self._c.world.cases()), index=min(index, max(0, len(found) - 1)),
        )  # fmt: skip

    def _found(self, text: str) -> Sequence[CaseSummary]:
        words = fold_text(text).split()
        rows = self._c.world.cases()
        told = [fold_text(f"{row.company} {row.title} {row.state}") for row in rows]
        return [row for row, one in zip(rows, told, strict=True) if all(w in one for w in words)]

    def move(self, step: int) -> None:
        last = max(0, self.state.total - 1)
        self.state = replace(self.state, index=min(max(0, self.state.index + step), last))
