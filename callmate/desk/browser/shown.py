"""What the browser shows, as frozen values: the list, the case that is read, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from callmate.model.fold import Fold
from callmate.model.listing import Group, Order
from callmate.model.search.documents import Doc
from callmate.model.state import Case, Fact
from callmate.model.summary import CaseSummary

Numbered = tuple[int, Fact]
"""A fact and its place among all of the case."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as far as it is looked at, and the place in it.

    It has ``cases`` places for cases, and below them one for each of the ``hits``; ``index`` is
    the place of the cursor. ``rows`` are a window of the cases that begins at place ``first``.
    ``total`` is how many cases fit, ``of`` how many there are; ``more`` that there are more hits
    than these. ``only_cases`` leaves the hits out. ``hint`` says what could not be understood.
    """

    text: str = ""
    order: Order = field(default_factory=Order)
    rows: tuple[CaseSummary, ...] = ()
    groups: tuple[Group, ...] = ()
    first: int = 0
    index: int = 0
    cases: int = 0
    hits: tuple[Doc, ...] = ()
    more: bool = False
    away: frozenset[str] = frozenset()
    """Which of the cases with hits are put away."""
    only_cases: bool = False
    total: int = 0
    of: int = 0
    hint: str = ""
    indexing: tuple[int, int] | None = None
    """How much of how much is read, while the search is being built."""
    about: CaseSummary | None = None
    """The case the cursor is on, or that of the hit, with its names: read once it rests there."""
    preview: tuple[Doc, ...] = ()
    """What is known of it about the hit, or last; read only where there is room to show it."""
    told: str = ""
    """The event of that hit."""

    @property
    def places(self) -> int:
        """How many places the list has."""
        return self.cases + len(self.said)

    @property
    def said(self) -> tuple[Doc, ...]:
        """The hits that have a place."""
        return () if self.only_cases else self.hits

    @property
    def chosen(self) -> CaseSummary | None:
        """The case the cursor is on."""
        at = self.index - self.first
        return self.rows[at] if self.index < self.cases and 0 <= at < len(self.rows) else None

    @property
    def hit(self) -> Doc | None:
        """The hit the cursor is on."""
        at = self.index - self.cases
        return self.said[at] if 0 <= at < len(self.said) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A case open for reading: nothing of it is written.

    ``rows`` are the facts that have a line; ``index`` is the one selected. ``pins`` are those that
    stand on top. ``trouble`` says what is wrong with its files. ``facts`` are those that ``rows``
    have the places in; the fold may have gone on since, when there were ``count``.
    """

    fold: Fold
    rows: tuple[Numbered, ...] = ()
    index: int = 0
    pins: tuple[Fact, ...] = ()
    trouble: str = ""
    facts: Sequence[Fact] = ()
    count: int = 0

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
