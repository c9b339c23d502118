"""What lists, completion and the doors ask of the index: lines of cases, and names met in them."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from callmate.model.summary import CaseSummary, Known
from callmate.model.words import same_text
from callmate.store.index import listing, rows

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")


class Lines(ABC):
    """The part of an index that answers; who has the database says how it is asked."""

    @abstractmethod
    def _read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """What a question to the database brings."""

    def cases(self, limit: int = -1, offset: int = 0) -> list[CaseSummary]:
        """Lines of the case list, latest activity first; without their names."""
        return self._lines(
            "where title<>'' order by last_s desc, id desc limit ? offset ?", limit, offset
        )

    def newest(self) -> CaseSummary | None:
        """The case with the latest activity, of those that are not put away."""
        latest = f"where {listing.LISTED} order by last_s desc, id desc limit 1"
        return next(iter(self._lines(latest)), None)

    def case(self, case_id: str) -> CaseSummary | None:
        """One line with its names."""
        if not (lines := self._with_tasks("where id=?", case_id)):
            return None
        mine = "case_id=? and kind=?"
        reps, departments = (self._known(mine, case_id, kind) for kind in ("rep", "department"))
        return replace(lines[0], reps=tuple(reps), departments=tuple(departments))

    def running(self) -> list[CaseSummary]:
        """Cases with a call that has not ended."""
        return self._lines("where running order by last_s desc")

    def waiting(self) -> list[CaseSummary]:
        """Cases that ask for something, with their tasks; without their names."""
        return self._with_tasks("where tasks<>'' order by last_s desc, id desc")

    def with_company(self, company: str) -> list[CaseSummary]:
        """Cases with a company, the latest first."""
        key = same_text(company)
        found = self._lines("where company like ? order by last_s desc", company.strip())
        return [row for row in found if same_text(row.company) == key]

    def company_names(self) -> list[str]:
        """The companies of all cases, as they are spelled, the latest first."""
        latest = "select company from cases where company<>'' group by 1 order by max(last_s) desc"
        return self._read(lambda db: [row[0] for row in db.execute(latest)])

    def put_away(self, ids: Iterable[str]) -> frozenset[str]:
        """Which of these cases are in no list but that of what is put away."""
        asked = "select id from cases where archived<>'' and id in (select value from json_each(?))"
        these = json.dumps(sorted(ids))
        return self._read(lambda db: frozenset(row[0] for row in db.execute(asked, (these,))))

    def troubled(self) -> frozenset[str]:
        """The cases of which the list says that they are damaged."""
        asked = "select id from cases where trouble<>''"
        return self._read(lambda db: frozenset(row[0] for row in db.execute(asked)))

    def tags(self) -> list[str]:
        """Every tag once, in the order of the alphabet."""
        asked = "select distinct tags from cases where tags<>''"
        found = self._read(lambda db: db.execute(asked).fetchall())
        return sorted({tag for row in found for tag in row[0].split("\n")}, key=same_text)

    def of_script(self, script_id: str) -> list[CaseSummary]:
        """Cases that were imported from this script."""
        return self._lines("where script_id=? order by id", script_id)

    def beginning(self, text: str, most: int = -1) -> list[CaseSummary]:
        """Cases whose id or title begins with ``text``, whatever the case of its letters."""
        key = same_text(text)
        return self._lines(
            "where (substr(id,1,?)=? or substr(title_key,1,?)=?) and title<>'' "
            "order by last_s desc, id desc limit ?",
            len(text), text.upper(), len(key), key, most,
        )  # fmt: skip

    def names(self, company: str, kind: str) -> list[Known]:
        """Known reps (``rep``) or departments (``department``) of a company, newest first."""
        newest: dict[str, Known] = {}
        for known in self._known("company_key=? and kind=?", same_text(company), kind):
            newest.setdefault(same_text(known.value), known)
        return list(newest.values())

    def _lines(self, rest: str, *values: Any) -> list[CaseSummary]:
        lines = f"select {rows.COLUMNS} from cases {rest}"
        found = self._read(lambda db: db.execute(lines, rows.plain(values)).fetchall())
        return [rows.summary_of(row) for row in found]

    def _with_tasks(self, rest: str, *values: Any) -> list[CaseSummary]:
        lines = f"select {rows.COLUMNS}, tasks from cases {rest}"
        found = self._read(lambda db: db.execute(lines, values).fetchall())
        return [rows.summary_of(row, rows.tasks_of(row[-1])) for row in found]

    def _known(self, where: str, *values: Any) -> Iterator[Known]:
        known = (
            f"select value, last_at, last_result, department from names where {where} "
            "order by last_s desc, rowid"
        )
        found = self._read(lambda db: db.execute(known, rows.plain(values)).fetchall())
        return (Known(*row) for row in found)
