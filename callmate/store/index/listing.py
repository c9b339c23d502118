"""The case list a window at a time: rows are made only of the cases that are looked at.

SQLite counts and sorts. The beginning of the list is asked for alone; whoever goes on down it has
the ids of all of it kept, until the index changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from callmate.model.listing import By, Group, Listed, Order
from callmate.model.search.query import Query
from callmate.model.summary import DONE, CaseSummary
from callmate.model.words import same_text
from callmate.store.index import rows
from callmate.store.index.called import Called, tells

if TYPE_CHECKING:
    import sqlite3

    from callmate.store.index.casefilters import Among

PRESSING: Final = "case when next_s is null then 2 when next_s<:now then 1 else 0 end"
SORTED: Final[dict[By, str]] = {
    "latest": "last_s desc",
    "next": f"{PRESSING}, abs(next_s-:now), last_s desc",
    "overdue": "next_s is null, next_s, last_s desc",
    "money": "stake_n desc, last_s desc",
    "hours": "spent_s desc, last_s desc",
    "company": "company_key='', company_key, last_s desc",
}  # fmt: skip
LISTED: Final = "title<>'' and archived=''"
NOT_LISTED: Final = "(title='' or archived<>'')"
"""These have an index: there are few of them."""
"""Cases that are in the list unless something else is asked for; what their index is kept for."""
FEW: Final = 500
"""Cases that are sorted at once when a query finds no more than these."""
AT_ONCE: Final = 200
"""Rows from the top that are asked for without sorting the rest."""
MINUTE_S: Final = 60
"""How long what is overdue is taken to stay so, for the order of the list."""


Where = tuple[str, dict[str, Any]]
"""A condition on a row of ``cases``, and its values by name."""


@dataclass(slots=True)
class Kept:
    """What is known of the list that was asked for last."""

    key: tuple[Any, ...] = ()
    total: int = 0
    ids: Sequence[str] | None = None
    where: Where = "", {}
    among: tuple[tuple[Any, ...], Among] | None = None
    called: Called = field(default_factory=Called)


def window(
    db: sqlite3.Connection, kept: Kept, order: Order, first: int, most: int, now: datetime,
    ids: frozenset[str] | None = None,
) -> Listed:  # fmt: skip
    """Rows ``first`` to ``first + most`` of those that fit, and how many fit; what is due before
    ``now`` is overdue. ``ids`` are the cases in which the words stand that are looked for."""
    first = max(0, first)
    order = replace(order, by_name=False)  # ``ids`` tell
    key = (written_of(db), order, now.timestamp() // MINUTE_S, ids)
    if kept.key != key:
        kept.key, kept.ids = key, None
        kept.where = _where(db, order.filters, now, ids)
        few: list[str] | None
        if ids is None and tells(order.filters):
            few = kept.called.ids(db, key[0], order.filters)
            kept.total = len(few)
        else:
            few = None if order.filters.is_empty else _few(db, kept.where)
            kept.total = _count(db, kept.where) if few is None else len(few)
        if few is not None and len(few) <= FEW:
            kept.ids = _ids(db, _these(few), order, now, -1) if few else []
    if kept.ids is None and first + most > AT_ONCE and first < kept.total:
        kept.ids = _ids(db, kept.where, order, now, -1)
    found = kept.ids if kept.ids is not None else _ids(db, kept.where, order, now, first + most)
    shown = _rows(db, found[first : first + most])
    return Listed(shown, kept.total, _groups(db, kept.where, shown) if order.grouped else ())


def written_of(db: sqlite3.Connection) -> tuple[int, int, int]:
    """Differs once anything was written, by us or by another window."""
    return id(db), db.total_changes, db.execute("pragma data_version").fetchone()[0]


def _where(
    db: sqlite3.Connection, query: Query, now: datetime, ids: frozenset[str] | None
) -> Where:
    if query.is_empty:
        return LISTED, {}
    from callmate.store.index import casefilters  # only once somebody looks for something

    return casefilters.where(db, query, now, ids)


def among(db: sqlite3.Connection, kept: Kept, query: Query, now: datetime) -> Among:
    """The cases whose documents may be found; the same for each letter that is typed."""
    from callmate.store.index import casefilters

    key = (written_of(db), query.rules, now.timestamp() // MINUTE_S)
    if kept.among is None or kept.among[0] != key:
        kept.among = key, casefilters.among(db, query, now)
    return kept.among[1]


def _few(db: sqlite3.Connection, fitting: Where) -> list[str] | None:
    """All cases that fit, in no order; None if they are many."""
    condition, given = fitting
    asked = f"select id from cases where {condition} limit {FEW + 1}"
    found = [row[0] for row in db.execute(asked, given)]
    return found if len(found) <= FEW else None


def _count(db: sqlite3.Connection, fitting: Where) -> int:
    condition, given = fitting
    if condition == LISTED:  # all are quickly counted, and so are the others
        others = f"select count(*) from cases where {NOT_LISTED}"
        (listed,) = db.execute(f"select (select count(*) from cases)-({others})").fetchone()
        return int(listed)
    count: int = db.execute(f"select count(*) from cases where {condition}", given).fetchone()[0]
    return count


def _these(ids: Sequence[str]) -> Where:
    return "id in (select value from json_each(:these))", {"these": json.dumps(ids)}


def _ids(
    db: sqlite3.Connection, fitting: Where, order: Order, now: datetime, most: int
) -> list[str]:
    """The ids of the first so many cases in an order; of all with -1."""
    condition, given = fitting
    table = "cases"
    is_listed = condition.startswith(LISTED)
    if is_listed and order.by == "latest" and not order.grouped and most >= 0:
        # The order that the list opens with has an index, which the first rows are read along.
        table = "cases indexed by cases_by_time"
    by = f"pinned desc, {SORTED[order.by]}"
    by = f"company_key='', company_key, {by}" if order.grouped else by
    found = db.execute(
        f"select id from {table} where {condition} order by {by}, id desc limit :most",
        {**given, "now": now.timestamp(), "most": most},
    )
    return [row[0] for row in found]


def _rows(db: sqlite3.Connection, ids: Sequence[str]) -> tuple[CaseSummary, ...]:
    """The rows of these cases with their tasks, in this order."""
    marks = ",".join("?" * len(ids))
    found = db.execute(f"select {rows.COLUMNS}, tasks from cases where id in ({marks})", ids)
    by_id = {row[0]: rows.summary_of(row, rows.tasks_of(row[-1])) for row in found}
    return tuple(by_id[one] for one in ids if one in by_id)


def _groups(
    db: sqlite3.Connection, fitting: Where, shown: Sequence[CaseSummary]
) -> tuple[Group, ...]:
    """The companies of these rows, each with what of the list is theirs."""
    condition, given = fitting
    keys = dict.fromkeys(same_text(row.company) for row in shown)
    named = {f"key{n}": key for n, key in enumerate(keys)}
    done = ",".join(f"'{state}'" for state in sorted(DONE))
    found = db.execute(
        "select company_key, max(company), count(*), "
        f"sum(archived='' and state not in ({done})), sum(spent_s), "
        "sum(archived='' and state='refused') from cases "
        f"where {condition} and company_key in ({','.join(f':{name}' for name in named)}) "
        "group by company_key",
        {**given, **named},
    )
    by_key = {row[0]: Group(*row) for row in found}
    return tuple(by_key[key] for key in keys if key in by_key)
