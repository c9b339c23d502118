"""The order of the case list, and a window of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from callmate.model.search.query import Query
from callmate.model.summary import CaseSummary

By = Literal["latest", "next", "overdue", "money", "hours", "company"]
ORDERS: Final[tuple[By, ...]] = ("latest", "next", "overdue", "money", "hours", "company")
CALLED: Final[dict[By, str]] = {
    "latest": "latest first", "next": "next date first", "overdue": "overdue first",
    "money": "most money first", "hours": "most hours first", "company": "by company",
}  # fmt: skip
"""How the list says its order."""


@dataclass(frozen=True, slots=True)
class Order:
    """How the list is sorted; pinned cases come first, of each company if it is ``grouped``."""

    by: By = "latest"
    grouped: bool = False
    filters: Query = Query()
    """What the cases must be like."""
    by_name: bool = False
    """Whether words are looked for in the names of a case only, not in all that was said."""

    def next(self, step: int = 1) -> Order:
        """The order that follows this one, or the one before it."""
        at = (ORDERS.index(self.by) + step) % len(ORDERS)
        return replace(self, by=ORDERS[at])


def called(order: Order) -> str:
    """An order in words: ``by company, latest first``."""
    by = CALLED[order.by]
    return f"{CALLED['company']}, {by}" if order.grouped and order.by != "company" else by


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one company, counted: how many, how many open, seconds on the phone.

    ``key`` is its name folded for comparing.
    """

    key: str
    company: str
    cases: int = 0
    open: int = 0
    spent_s: int = 0
    refused: int = 0
    """How many of the open ones they refused."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A window of the list: its rows with their tasks, and how many cases there are in all.

    ``groups`` has the companies of the rows, where the list is grouped.
    """

    rows: tuple[CaseSummary, ...] = ()
    total: int = 0
    groups: tuple[Group, ...] = ()
