"""What a query asks of whole cases, as a condition on rows of the index."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from callmate.model.agenda import Task
from callmate.model.search.matching import has_tag, needles
from callmate.model.search.query import Query, Term
from callmate.model.search.rules import Rule
from callmate.model.summary import CLOSED, DONE
from callmate.store.index import rows
from callmate.store.index.listing import LISTED, NOT_LISTED, Where

if TYPE_CHECKING:
    import sqlite3

_DONE: Final = ",".join(f"'{state}'" for state in sorted(DONE))
STATE: Final = {
    "open": f"state not in ({_DONE})",
    "closed": f"state in ({_DONE})",
    **{name: f"state='{called}'" for name, called in CLOSED.items()},
    "refused": "state='refused'",
    "granted": "state='granted'",
    "running": "running",
    "archived": "archived='done'",
    "practice": "archived='practice'",
    "merged": "archived='merged'",
    "damaged": "trouble<>''",
    "any": "archived<>'merged'",
}
FIRST_LINE: Final = "substr(sought, 1, instr(sought, char(10)))"
"""The company, of all the names that a case is found by."""
OF_NAMES: Final = "id in (select case_id from names where kind='{kind}' and ({found}))"


def where(
    db: sqlite3.Connection,
    query: Query,
    now: datetime,
    ids: Collection[str] | None = None,
) -> Where:
    """The cases that a list shows for a query; ``db`` is the index.

    ``ids`` are those with documents that hold its words; without them the words are looked for in
    the names that the index has. What is put away is left out, unless the query asks for it. A
    case is of the days from its beginning to its last activity.
    """
    values: dict[str, Any] = {}
    conditions = ["title<>''" if query.put_away else LISTED]
    conditions += _rules(db, query.rules, now, values)
    conditions += _days(query, values)
    if ids is not None:
        conditions.append("id in (select value from json_each(:found))")
        values["found"] = json.dumps(sorted(ids))
    else:
        conditions += _named(query.terms, values)
    return " and ".join(conditions), values


@dataclass(frozen=True, slots=True)
class Among:
    """Some cases: those with these ids, or all ``but`` these."""

    ids: frozenset[str] = frozenset()
    but: bool = True


def among(db: sqlite3.Connection, query: Query, now: datetime) -> Among:
    """The cases whose documents may be found; told by the fewer ids.

    The days of a query are not looked at: they are those of the documents.
    """
    values: dict[str, Any] = {}
    conditions = list(_rules(db, query.rules, now, values))
    if not query.put_away:
        conditions.append(rows.COUNTING)  # years of cases that are over, but nobody's practice
    if not conditions:
        return Among()
    condition = " and ".join(conditions)
    (all_,) = db.execute("select count(*) from cases").fetchone()
    unfit = f"not ({condition})"
    if condition == rows.COUNTING:
        unfit = f"{NOT_LISTED} and {unfit}"
    others = _ids(db, unfit, values, most=all_ // 2)
    if others is not None:
        return Among(others)
    return Among(_ids(db, condition, values) or frozenset(), but=False)


def _ids(
    db: sqlite3.Connection, condition: str, values: dict[str, Any], most: int = -1
) -> frozenset[str] | None:
    """The ids of the cases that fit; None if they are more than ``most``."""
    limit = most + 1 if most >= 0 else -1
    found = db.execute(f"select id from cases where {condition} limit {limit}", values).fetchall()
    return None if 0 <= most < len(found) else frozenset(row[0] for row in found)


def _rules(
    db: sqlite3.Connection, asked: tuple[Rule, ...], now: datetime, values: dict[str, Any]
) -> Iterator[str]:
    for n, rule in enumerate(asked):
        condition = _rule(db, rule, now, values, f"rule{n}")
        if condition:
            yield f"not ({condition})" if rule.left_out else f"({condition})"


def _rule(
    db: sqlite3.Connection, rule: Rule, now: datetime, values: dict[str, Any], name: str
) -> str:
    """The condition of one rule; empty for one that asks about documents."""
    match rule.what:
        case "state":
            return STATE[rule.value]
        case "pinned":
            return "pinned"
        case "money":
            values |= {f"{name}low": rule.low, f"{name}high": rule.high}
            return f"stake_n>0 and stake_n between :{name}low and :{name}high"
        case "tag":
            known = db.execute("select distinct tags from cases where tags<>''")
            values[name] = json.dumps(
                [tags for (tags,) in known if has_tag(tags.split("\n"), rule.value)]
            )
            return f"tags in (select value from json_each(:{name}))"
        case "overdue":
            values[name] = json.dumps(sorted({case for case, _ in _overdue(db, now)}))
            return f"id in (select value from json_each(:{name}))"
    return ""


def _named(terms: tuple[Term, ...], values: dict[str, Any]) -> Iterator[str]:
    """Cases by the names the index has of them: company, title, tags, outcome wanted; reps and
    departments where a field asks for them. What was said is in no name."""
    for n, term in enumerate(terms):
        found = needles(term) if term.where in ("", "company", "rep", "dept") else ()
        values |= {f"term{n}of{k}": needle for k, needle in enumerate(found)}
        text = FIRST_LINE if term.where == "company" else "sought"
        condition = " or ".join(f"instr({text}, :term{n}of{k})" for k in range(len(found))) or "0"
        if term.where in ("rep", "dept"):
            kind = "rep" if term.where == "rep" else "department"
            condition = OF_NAMES.format(kind=kind, found=condition)
        yield f"not ({condition})" if term.left_out else f"({condition})"


def _days(query: Query, values: dict[str, Any]) -> Iterator[str]:
    """Days are those of the place where it happened, as written."""
    if query.after is not None:
        values["after"] = query.after.isoformat()
        yield "substr(last_at,1,10)>=:after"
    if query.before is not None:
        values["before"] = query.before.isoformat()
        yield "opened_at<>'' and substr(opened_at,1,10)<:before"


def _overdue(db: sqlite3.Connection, now: datetime) -> Iterator[tuple[str, Task]]:
    """What is overdue now, each with its case."""
    found = db.execute(
        "select id, tasks from cases where tasks<>'' and next_s<?", (now.timestamp(),)
    )
    for case_id, text in found:
        for task in rows.tasks_of(text):
            if task.is_late(now):
                yield case_id, task
