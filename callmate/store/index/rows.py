"""Summaries as rows of the index, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from callmate.model.agenda import Task
from callmate.model.search.matching import sought_in
from callmate.model.summary import COUNTED, CaseSummary
from callmate.model.words import same_text

COLUMNS: Final = (
    "id, title, company, phone, state, opened_at, last_at, running, calls, script_id, "
    "script_digest, wanted, spent_s, stake, stake_n, next_at, pinned, tags, archived, trouble"
)
_COUNTED: Final = ",".join(f"'{why}'" for why in COUNTED)
COUNTING: Final = f"archived in ({_COUNTED})"
"""What holds of cases that count; see ``CaseSummary.counts``."""
Step = tuple[str, Sequence[tuple[Any, ...]]]
"""A statement, and the rows of values it is for."""
TIMES: Final = ("due", "after", "until")


def line(summary: CaseSummary, stamp: str) -> Step:
    """What writes a case's line, without its names and calls."""
    row = row_of(summary, stamp)
    return f"insert or replace into cases values({','.join('?' * len(row))})", [row]


def names(summary: CaseSummary) -> tuple[Step, ...]:
    """What puts its names in the place of those it had."""
    insert: Step = ("insert into names values(?,?,?,?,?,?,?,?,?,?)", names_of(summary))
    return ("delete from names where case_id=?", [(summary.id,)]), insert


def row_of(summary: CaseSummary, stamp: str) -> tuple[Any, ...]:
    """A whole row of the table ``cases``."""
    return plain((
        summary.id, summary.title, same_text(summary.title), summary.company,
        same_text(summary.company), summary.phone, summary.state, summary.opened_at,
        summary.last_at, seconds(summary.last_at), summary.running, summary.calls,
        summary.script_id, summary.script_digest, tasks_text(summary.tasks), summary.wanted,
        summary.spent_s, summary.stake, summary.stake_n, summary.next_at,
        seconds(summary.next_at) or None, summary.pinned, "\n".join(summary.tags),
        summary.archived, summary.trouble, stamp,
        sought_in(summary.company, summary.title, " \n ".join(summary.tags), summary.wanted),
    ))  # fmt: skip


def names_of(summary: CaseSummary) -> list[tuple[Any, ...]]:
    """Rows of the table ``names``."""
    return [
        plain((summary.id, same_text(summary.company), kind, same_text(one.value), one.value,
               one.last_at, seconds(one.last_at), one.last_result, one.department,
               sought_in(one.value)))
        for kind, known in (("rep", summary.reps), ("department", summary.departments))
        for one in known
    ]  # fmt: skip


def summary_of(row: tuple[Any, ...], tasks: tuple[Task, ...] = ()) -> CaseSummary:
    """A line of the list, of the columns above; without its names."""
    return CaseSummary(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], bool(row[7]), row[8],
        script_id=row[9], script_digest=row[10], tasks=tasks, wanted=row[11], spent_s=row[12],
        stake=row[13], stake_n=row[14], next_at=row[15], pinned=bool(row[16]),
        tags=tuple(row[17].split("\n")) if row[17] else (), archived=row[18], trouble=row[19],
    )  # fmt: skip


def tasks_text(tasks: Iterable[Task]) -> str:
    """Tasks as JSON, what is empty left out; nothing at all for none."""
    written: list[dict[str, str]] = []
    for task in tasks:
        row: dict[str, Any] = {name: getattr(task, name) for name in Task.__slots__}
        written.append({
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
            if value
        })  # fmt: skip
    return json.dumps(written, separators=(",", ":")) if written else ""


def tasks_of(text: str) -> tuple[Task, ...]:
    """What ``tasks_text`` wrote."""
    return tuple(Task(**_timed(row)) for row in json.loads(text)) if text else ()


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: datetime.fromisoformat(row[name]) for name in TIMES if name in row}}


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row SQLite can hold: a lone surrogate, which no UTF-8 has, becomes a question mark."""
    return tuple(
        value
        if not isinstance(value, str) or value.isascii()
        else value.encode("utf-8", "replace").decode()
        for value in row
    )


def seconds(at: str) -> float:
    """Seconds since 1970, so that times of different zones sort; 0 for none."""
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return 0.0
