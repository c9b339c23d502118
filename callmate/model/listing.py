"""The order of the case list, and a window of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from callmate.model.summary import CaseSummary

By = Literal["latest", "next", "overdue", "money", "hours", "company"]
ORDERS: Final[tuple[By, ...]] = ("latest", "next", "overdue", "money", "hours", "company")
CALLED: Final = {
    "latest": "latest first", "next": "next date first", "overdue": "overdue first",
    "money": "most money first", "hours": "most hours first", "company": "by name",
}  # fmt: skip
"""How the list says its order."""


@dataclass(frozen=True, slots=True)
class Order:
    """How the list is sorted and narrowed. Pinned cases come first, of a company if ``grouped``."""

    by: By = "latest"
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one company, counted: how many, how many open, seconds on the phone."""

    company: str
    cases: int = 0
    open: int = 0
    spent_s: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A window of the list: its rows with their tasks, and how many cases there are in all.

    ``groups`` has the company of each row, counted, where the list is grouped.
    """

    rows: tuple[CaseSummary, ...] = ()
    total: int = 0
    groups: tuple[Group, ...] = ()
