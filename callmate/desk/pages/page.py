"""A page: what takes the timeline's place to be read and answered line by line. Values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from callmate.model.roles import Role

PageName = Literal["wrapup", "plan", "due", "company", "letters", "figures"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page, its words as typed; long ones are wrapped where they are drawn.

    ``label`` stands at the left, ``right`` at the other edge and is never cut. With ``action``
    the row can be answered: by enter while it is chosen, or by its ``digit`` at any time. A
    ``bar`` stands before the words, in so many cells as there are for it.
    """

    words: str = ""
    label: str = ""
    right: str = ""
    role: Role = "text"
    action: str = ""
    payload: str = ""
    digit: str = ""
    bar: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page; ``hint`` says its keys in a few words, ``index`` is the row that is chosen."""

    name: PageName
    title: str
    rows: tuple[Row, ...] = ()
    hint: str = ""
    index: int = 0

    @property
    def chosen(self) -> Row | None:
        return self.rows[self.index] if 0 <= self.index < len(self.rows) else None

    def at(self, index: int) -> Page:
        """The same with another row chosen; the nearest one there is."""
        return replace(self, index=min(max(0, index), max(0, len(self.rows) - 1)))

    def of_digit(self, digit: str) -> Row | None:
        """The row that a digit answers."""
        return next((row for row in self.rows if row.action and row.digit == digit), None)
