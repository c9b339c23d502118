"""The order of the case list in plain code, by looking at every row: SQL is to give the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from callmate.model.listing import By, Group, Listed, Order
from callmate.model.summary import DONE, CaseSummary
from callmate.model.words import same_text


def listed(
    found: Iterable[CaseSummary], order: Order, first: int, most: int, now: datetime
) -> Listed:
    """A window of these cases in an order, worked out by looking at all of them."""
    ordered = sorted(found, key=lambda row: row.id, reverse=True)
    ordered.sort(key=lambda row: _key(row, order, now))
    window = tuple(ordered[first : first + most])
    return Listed(window, len(ordered), _groups(ordered, window) if order.grouped else ())


def _key(row: CaseSummary, order: Order, now: datetime) -> tuple[Any, ...]:
    company = (not row.company, same_text(row.company))
    return (*(company if order.grouped else ()), not row.pinned, *_by(row, order.by, company, now))


def _by(row: CaseSummary, by: By, company: tuple[Any, ...], now: datetime) -> tuple[Any, ...]:
    last = -_seconds(row.last_at)
    match by:
        case "latest":
            return (last,)
        case "overdue":  # what is due longest first
            due = _seconds(row.next_at)
            return (not due, due, last)
        case "next":  # what comes next first, then what is past
            due, at = _seconds(row.next_at), now.timestamp()
            return (due < at, abs(due - at), last) if due else (2, 0.0, last)
        case "money":
            return (-row.stake_n, last)
        case "hours":
            return (-row.spent_s, last)
    return (*company, last)


def _groups(rows: Sequence[CaseSummary], window: Sequence[CaseSummary]) -> tuple[Group, ...]:
    keys = dict.fromkeys(same_text(row.company) for row in window)
    of = {key: [row for row in rows if same_text(row.company) == key] for key in keys}
    return tuple(
        Group(
            key, max(row.company for row in of[key]), len(of[key]),
            sum(not row.archived and row.state not in DONE for row in of[key]),
            sum(row.spent_s for row in of[key]),
            sum(not row.archived and row.state == "refused" for row in of[key]),
        )
        for key in keys
    )  # fmt: skip


def _seconds(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return 0.0
