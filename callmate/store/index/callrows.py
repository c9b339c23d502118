"""Calls as rows of the index, and back: one row a call, its numbers and the stints in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Final

from callmate.model.insight.callfigures import CallFigures, StintFigures
from callmate.model.words import same_text
from callmate.store.index.rows import COUNTING, Step, plain, seconds

if TYPE_CHECKING:
    import sqlite3

READ: Final = ", ".join(
    {"case": "case_id", "id": "call_id"}.get(name, name) for name in CallFigures.__slots__
)
"""In the order of the fields of ``CallFigures``."""
COLUMNS: Final = f"{READ}, start_s, company_key"
COUNTED: Final = (
    f"from calls where case_id not in (select id from cases where title='' or not {COUNTING})"
)
"""The calls that count: not of cases that were taken back, practised, or merged into another."""
SWITCHES: Final = [
    CallFigures.__slots__.index(name) for name in ("date_only", "running", "cut_off")
]  # fmt: skip


def written(case_id: str, calls: Iterable[CallFigures]) -> tuple[Step, ...]:
    """The statements that put these calls in the place of those the case had."""
    rows = [_row(one) for one in calls]
    marks = ",".join("?" * (COLUMNS.count(",") + 1))
    insert: Step = (f"insert or replace into calls({COLUMNS}) values({marks})", rows)
    return (("delete from calls where case_id=?", [(case_id,)]), insert)


def read(db: sqlite3.Connection, company_key: str, case_id: str) -> list[CallFigures]:
    """The calls that count, the earliest first; of all companies and cases where those are
    empty."""
    which = COUNTED
    values: list[str] = []
    if company_key:
        which, values = f"{which} and company_key=?", [*values, company_key]
    if case_id:
        which, values = f"{which} and case_id=?", [*values, case_id]
    found = db.execute(
        f"select {READ} {which} order by start_s, case_id, number", plain(tuple(values))
    )
    return [_figures(row) for row in found]


def read_of(db: sqlite3.Connection, case_id: str) -> list[CallFigures]:
    """All calls of one case, the earliest first, whether or not they count."""
    found = db.execute(f"select {READ} from calls where case_id=? order by number", (case_id,))
    return [_figures(row) for row in found]


def _row(call: CallFigures) -> tuple[Any, ...]:
    *values, stints = (getattr(call, name) for name in CallFigures.__slots__)
    text = json.dumps([_short(one) for one in stints], separators=(",", ":")) if stints else ""
    return plain((*values, text, seconds(call.at), same_text(call.company)))


def _short(stint: StintFigures) -> list[Any]:
    """A stint as a list, without the zeros at its end."""
    values = list(astuple(stint))
    while values and not values[-1]:
        values.pop()
    return values


def _figures(row: tuple[Any, ...]) -> CallFigures:
    values = list(row)
    for at in SWITCHES:
        values[at] = bool(values[at])
    values[-1] = tuple(StintFigures(*one) for one in json.loads(row[-1])) if row[-1] else ()
    return CallFigures(*values)
