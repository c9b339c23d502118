"""Searching: a query as a question to the search file. Read only; nothing typed is ever syntax.

Hits stream from the index newest first, so that a word that is everywhere costs no more than one
that is rare.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from callmate.model.search.documents import THE_CASE
from callmate.model.search.matching import (
    ANYWHERE,
    ITS_OWN,
    NAMES,
    SAID,
    Found,
    plain_terms,
    spellings,
    tokens,
)
from callmate.model.search.query import Query, Term
from callmate.model.search.rules import Rule
from callmate.store.index.casefilters import Among
from callmate.store.index.listing import MINUTE_S, written_of
from callmate.store.search.searchfile import TICKS
from callmate.store.search.searchrows import DOCS, DOCUMENT, doc_of

if TYPE_CHECKING:
    import sqlite3

    from callmate.store.index.index import Index
    from callmate.store.search.reader import SearchReader

A_DAY: Final = 86_400 * TICKS
"""Rowids tell the time to within this: zones, and many documents of one instant."""
FEW: Final = 50
"""Cases whose documents are quicker looked up by case than met on the way back in time."""
EVERY: Final = Among()
_EVERYWHERE: Final = " ".join(ANYWHERE)
_ITS_OWN: Final = " ".join(ITS_OWN)
_SAID: Final = " ".join(SAID)
_STANDING: Final = {"broken": "broken", "kept": "kept", "open": "open", "overdue": "open"}


def find(reader: SearchReader, index: Index, query: Query, now: datetime, most: int = 200) -> Found:
    """What a window finds, with the reason if that may be less than there is."""
    cases = index.searched(query, now)
    found = reader.ask(lambda db: search(db, query, now, cases, most), Found())
    return replace(found, trouble=reader.trouble)


class FoundIn:
    """Tells the cases in which the words of a query stand; what it said last is kept."""

    def __init__(self) -> None:
        self._key: tuple[Any, ...] = ()
        self._cases: frozenset[str] | None = None

    def __call__(
        self, reader: SearchReader, index: Index, query: Query, now: datetime
    ) -> frozenset[str] | None:
        """None if the query has no words, or nobody can tell."""
        if not query.asks_documents:
            return None
        written = reader.ask(written_of, None)
        key = (query, written, index.written(), now.timestamp() // MINUTE_S)
        if written is None:
            self._key, self._cases = (), None
        elif key != self._key:
            cases = index.searched(query, now)
            found = reader.ask(lambda db: cases_with(db, query, now, cases), None)
            self._key, self._cases = key, found
        return self._cases


def search(
    db: sqlite3.Connection,
    query: Query,
    now: datetime,
    cases: Among = EVERY,
    most: int = 200,
) -> Found:
    """The newest documents that a query asks for, of these ``cases``.

    ``db`` is the search file. Raises sqlite3.Error.
    """
    source, no, values = _source(query, now, cases)
    found = db.execute(
        f"select {DOCUMENT} {source} order by {no} desc limit :most", {**values, "most": most + 1}
    )
    hits = tuple(map(doc_of, found))
    return Found(hits[:most], len(hits) > most)


def cases_with(
    db: sqlite3.Connection, query: Query, now: datetime, cases: Among = EVERY
) -> frozenset[str]:
    """The cases that have a document which the query asks for."""
    source, _, values = _source(query, now, cases)
    return frozenset(row[0] for row in db.execute(f"select distinct c.id {source}", values))


def match(query: Query) -> tuple[str, str]:
    """What must be in a document, and what must not, in the language of FTS5; empty for nothing.

    Whatever was typed stands in quotes, where FTS5 knows no operators.
    """
    wanted = [_term(term) for term in query.terms if not term.left_out]
    unwanted = [_term(term) for term in query.terms if term.left_out]
    if own := " OR ".join(_phrases(term) for term in plain_terms(query)):
        itself = "" if query.said_only else f' OR ({{tags}} : "{THE_CASE}")'
        wanted.append(f"(({{{_ITS_OWN}}} : ({own})){itself})")
        if query.said_only:
            unwanted.append(f'({{tags}} : "{THE_CASE}")')
    for rule in query.rules:
        if rule.what == "promise" and not _is_judged(rule):
            standing = f'({{tags}} : "promise {_STANDING[rule.value]}")'
            (unwanted if rule.left_out else wanted).append(standing)
    return " AND ".join(wanted), " OR ".join(unwanted)


def _term(term: Term) -> str:
    phrases = _phrases(term)
    if not term.where:
        return f"({{{_EVERYWHERE}}} : ({phrases}))"
    if name := NAMES.get(term.where):
        return f"({{{name}}} : ({phrases}))"
    return f'(({{tags}} : "{term.where}") AND ({{{_SAID}}} : ({phrases})))'


def _phrases(term: Term) -> str:
    return " OR ".join(_phrase(one, term.exact) for one in spellings(term))


def _phrase(folded: str, exact: bool) -> str:
    """The words of a folded text in a row; the last may be the beginning of one."""
    return f'"{" ".join(tokens(folded))}"{"" if exact else " *"}'


def _source(query: Query, now: datetime, cases: Among) -> tuple[str, str, dict[str, Any]]:
    """Where the documents come from and what must hold for them, the column that tells their
    order, and the values by name."""
    wanted, unwanted = match(query)
    no = "f.rowid" if wanted else "d.no"
    source = DOCS
    values: dict[str, Any] = {}
    conditions = [*_days(query, no, values), *_overdue(query, now, values)]
    if wanted:
        source = "from found f join docs d on d.no=f.rowid join cases c on c.no=d.case_no"
        conditions.insert(0, "f.found match :wanted")
        values["wanted"] = f"({wanted}) NOT ({unwanted})" if unwanted else wanted
    elif unwanted:
        conditions.append("d.no not in (select rowid from found where found match :unwanted)")
        values["unwanted"] = unwanted
    if cases.ids or not cases.but:
        these = "select no from cases where id in (select value from json_each(:cases))"
        few = not cases.but and len(cases.ids) <= FEW
        column = "d.case_no" if few else "+d.case_no"  # the plus: walk back in time, sort nothing
        conditions.append(f"{column} {'not in' if cases.but else 'in'} ({these})")
        values["cases"] = json.dumps([*cases.ids])
    return f"{source} where {' and '.join(conditions) or '1'}", no, values


def _days(query: Query, no: str, values: dict[str, Any]) -> Iterator[str]:
    """Rowids say roughly when; the day is that of the place where it happened."""
    if query.after is not None:
        values |= {"after": query.after.isoformat(), "first": _rowid(query.after) - A_DAY}
        yield f"{no}>=:first"
        yield "substr(d.at,1,10)>=:after"
    if query.before is not None:
        values |= {"before": query.before.isoformat(), "last": _rowid(query.before) + A_DAY}
        yield f"{no}<=:last"
        yield "d.at<>'' and substr(d.at,1,10)<:before"


def _rowid(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * TICKS


def _is_judged(rule: Rule) -> bool:
    """Whether only the documents tell what is left out, since what is overdue depends on now."""
    return rule.left_out and rule.value == "overdue"


def _overdue(query: Query, now: datetime, values: dict[str, Any]) -> Iterator[str]:
    for rule in query.rules:
        if rule.what == "promise" and rule.value == "overdue":
            values["now"] = now.timestamp()
            late = "d.due_s>0 and d.due_s<:now"
            yield f"not ({late} and d.tags like 'promise open%')" if rule.left_out else late
