"""Calls of many years added up where they lie: what is asked of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from callmate.model.insight.callfigures import CallFigures
from callmate.model.insight.slots import Begun
from callmate.model.insight.sums import ADDED, SECOND_US, Sums, Totals, by_time, once_us
from callmate.model.words import same_text
from callmate.store.index.callrows import COUNTED, read, read_of

if TYPE_CHECKING:
    import sqlite3

SUMMED: Final = (
    "count(distinct case_id), count(*), max(longest_hold), "
    "sum(answered is null and direction<>'in' and not running), sum(cut_off), "
    + ", ".join(f"sum({name})" for name in ADDED)
)
"""In the order of the fields of ``Sums``, without ``own``."""
Stretch = tuple[int, int, bool]


T = TypeVar("T")


class Ask(Protocol):
    """Puts a question to the database of the index."""

    def __call__(self, ask: Callable[[sqlite3.Connection], T]) -> T: ...


class CallsMade:
    """The calls in an index as numbers. Those of practice, and of cases that were taken back or
    merged away, count nowhere."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def rows(self, company: str = "", case: str = "") -> list[CallFigures]:
        """Each call, the earliest first: all, or those with a company, or of a case."""
        return self._ask(lambda db: read(db, same_text(company), case))

    def of(self, case_id: str) -> list[CallFigures]:
        """All calls of one case, also where they do not count."""
        return self._ask(lambda db: read_of(db, case_id))

    def totals(self) -> Totals:
        """All of them added up, and those of each company."""
        return self._ask(totals)

    def waits(self) -> list[Begun]:
        """When each of those that one made was begun, and how long it waited."""
        return self._ask(waits)


def totals(db: sqlite3.Connection) -> Totals:
    """All calls that count together, and those of each company, as the latest of them spells it."""
    stretches: dict[str, list[Stretch]] = {}
    names: dict[str, str] = {}
    for key, name, start, length, date_only in db.execute(
        f"select company_key, company, start_s, total, date_only {COUNTED} order by start_s"
    ):
        stretches.setdefault(key, []).append((round(start * SECOND_US), length, bool(date_only)))
        names[key] = name
    everything = [one for mine in stretches.values() for one in mine]
    if not everything:
        return Totals(Sums(), ())
    whole = db.execute(f"select {SUMMED} {COUNTED}").fetchone()
    rows = db.execute(f"select company_key, {SUMMED} {COUNTED} group by company_key").fetchall()
    found = [(names[key], _sums(row, stretches[key])) for key, *row in rows if key]
    return Totals(_sums(whole, everything), tuple(by_time(found)))


def _sums(row: Sequence[Any], stretches: Sequence[Stretch]) -> Sums:
    cases, calls, *rest = row
    return Sums(cases, calls, once_us(stretches), *rest)


def waits(db: sqlite3.Connection) -> list[Begun]:
    """When each call was begun, of those one made and that are over, and how long it waited."""
    found = db.execute(
        "select (cast(strftime('%w', substr(at, 1, 10)) as int) + 6) % 7, "
        f"cast(substr(at, 12, 2) as int), total - talk - pitch, hold {COUNTED} "
        "and direction<>'in' and not date_only and not running"
    )
    return [Begun(*row) for row in found]
