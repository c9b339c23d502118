"""What the browser shows, as frozen values: the list, the case that is read, or both."""

from __future__ import annotations

from dataclasses import dataclass, field

from callmate.model.fold import Fold
from callmate.model.listing import Group, Order
from callmate.model.state import Case, Fact
from callmate.model.summary import CaseSummary

Numbered = tuple[int, Fact]
"""A fact and its place among all of the case."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as far as it is looked at, and the place in it.

    ``rows`` are a window that begins at place ``first`` of ``total``; ``index`` is the place of
    the cursor in the whole list. ``of`` is how many cases there are without any search.
    """

    text: str = ""
    order: Order = field(default_factory=Order)
    rows: tuple[CaseSummary, ...] = ()
    groups: tuple[Group, ...] = ()
    first: int = 0
    index: int = 0
    total: int = 0
    of: int = 0

    @property
    def chosen(self) -> CaseSummary | None:
        """The case the cursor is on."""
        at = self.index - self.first
        return self.rows[at] if 0 <= at < len(self.rows) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A case open for reading: nothing of it is written.

    ``rows`` are the facts that have a line; ``index`` is the one selected. ``trouble`` says what
    is wrong with its files.
    """

    fold: Fold
    rows: tuple[Numbered, ...] = ()
    index: int = 0
    trouble: str = ""

    @property
    def case(self) -> Case:
        return self.fold.case

    @property
    def chosen(self) -> Fact | None:
        """The event that is selected."""
        return self.rows[self.index][1] if 0 <= self.index < len(self.rows) else None


@dataclass(frozen=True, slots=True)
class Browse:
    """The browser: its list, which keeps its place, and over it the case that is read."""

    listing: Listing = field(default_factory=Listing)
    reading: Reading | None = None
