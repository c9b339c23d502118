"""``callmate list`` and ``callmate search``: cases, and what was said in them, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from callmate.clock import SystemClock
from callmate.desk.doors.doors import store
from callmate.desk.doors.records import Cell, Look, flat, json_lines, lines
from callmate.errors import UsageError
from callmate.model.listing import By, Order
from callmate.model.masking import masked
from callmate.model.moment import local
from callmate.model.search.documents import Doc
from callmate.model.search.matching import spans
from callmate.model.search.query import Query, parse
from callmate.model.search.rules import Rule
from callmate.model.summary import DONE, CaseSummary
from callmate.model.timeline import hms
from callmate.text import cut

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld

PATIENCE_S: Final = 1.0
"""How long is waited before something is said."""
STILL: Final = 20
"""So many such times without a step on are taken for a standstill."""
AT_A_TIME: Final = 500
"""Rows of the list that are read at once."""
LONGEST_TITLE: Final = 32
LONGEST_STATE: Final = 30
LONGEST_STAKE: Final = 12
WIDE: Final = 120
"""Columns of a terminal from which on the ids have room."""
SHORT_ID: Final = 8
"""Letters of an event's id that are shown in a terminal; ``callmate show`` takes them."""
NO_CASES: Final = "No cases yet. Start one with: callmate"
NOTHING_ASKED: Final = "That leaves nothing to look for."
ALL_AWAY: Final = "Every case is put away; callmate list --archived lists them."


Tell = Callable[[str], None]
"""Says how far something long has come."""


def nobody(sentence: str) -> None:
    """Whom to tell where nobody looks."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a door prints: data lines, what it says beside them, and its exit status."""

    lines: Sequence[str] = ()
    said: Sequence[str] = ()
    status: int = 0


def as_query(words: Sequence[str]) -> str:
    """What a shell gave as one query: a word with spaces among others was quoted, so it is a
    phrase; one alone is a whole query."""
    words = [word.strip() for word in words]
    if len(words) == 1:
        return words[0]
    apart = (" " in word and not any(sign in word for sign in ':"') for word in words)
    return " ".join(
        f'"{word}"' if phrase else word for word, phrase in zip(words, apart, strict=True)
    )


def list_cases(
    words: Sequence[str], by: By, away: bool, as_json: bool, look: Look, tell: Tell = nobody
) -> Printed:
    """The cases that a query asks for, all without one; with ``away`` also those put away."""
    now = SystemClock().now().at
    query = parse(as_query(words), now.date())
    if query.is_empty and query.hints:
        return Printed((), [*query.hints, NOTHING_ASKED], 1)
    if away:
        query = replace(query, rules=(*query.rules, Rule("state", "any")))
    said = list(query.hints)
    with store(reading=True) as world:
        said += filter(None, [world.library.trouble])
        if query.asks_documents:
            _settle(world, tell)
            said += filter(None, [world.search(query, 1).trouble])
        rows = list(_rows(world, Order(by, filters=query)))
        none = NO_CASES if rows or not world.cases() else ALL_AWAY
    if not rows:
        return Printed((), [*said, "No case is like that." if words else none], 1)
    if as_json:
        return Printed(json_lines([case_record(row, now) for row in rows]), said)
    return Printed(lines([_case_cells(row, now, look) for row in rows], look), said)


def search(
    words: Sequence[str], most: int, as_json: bool, look: Look, tell: Tell = nobody
) -> Printed:
    """What was said that a query asks for, the newest first. Raises UsageError for an empty
    query."""
    now = SystemClock().now().at
    query = parse(as_query(words), now.date())
    if query.is_empty and query.hints:
        return Printed((), [*query.hints, NOTHING_ASKED], 1)
    if query.is_empty:
        raise UsageError("search: type what to look for, such as: callmate search credit")
    with store(reading=True) as world:
        _settle(world, tell)
        found = world.search(query, most)
        said = [*query.hints, *filter(None, [world.library.trouble, found.trouble])]
    if not found.hits:
        return Printed((), [*said, "Nothing was found."], 1)
    if found.more:
        said.append(f"There are more than {most}: --most N prints more of them.")
    if as_json:
        return Printed(json_lines([hit_record(hit) for hit in found.hits]), said)
    return Printed(lines([_hit_cells(hit, query, look) for hit in found.hits], look), said)


def _settle(world: StoredWorld, tell: Tell) -> None:
    """Wait until everything is in the search; what is not is read from the files. Where that does
    not come on, what there is will do."""
    world.finder.renew()
    before, still = None, 0
    while still < STILL and not world.finder.settle(PATIENCE_S):
        progress = world.indexing()
        still = still + 1 if progress == before else 0
        before = progress
        if progress:
            tell(f"Search is being built: {progress[0]:,} of {progress[1]:,} cases.")


def _rows(world: StoredWorld, order: Order) -> Iterator[CaseSummary]:
    first, total = 0, 1
    while first < total:
        listed = world.listing(order, first, AT_A_TIME)
        yield from listed.rows
        first, total = first + AT_A_TIME, listed.total


def marks_of(row: CaseSummary, now: datetime) -> tuple[str, ...]:
    """What else is to be said of a case, in words that a query knows."""
    away = "archived" if row.archived == "done" else row.archived
    named = {
        "running": row.running, "overdue": row.is_overdue(now), "pinned": row.pinned,
        "damaged": bool(row.trouble), away: bool(away),
    }  # fmt: skip
    return tuple(name for name, holds in named.items() if holds)


def _case_cells(row: CaseSummary, now: datetime, look: Look) -> list[Cell]:
    """In a pipe all columns (see ``callmate list --help``); on a terminal those that have room."""
    marks = marks_of(row, now)
    urgent = "bad" if {"overdue", "damaged"} & {*marks} else ""
    day, spent = row.last_at[:10], hms(row.spent_at(now))
    state, stake, company, title = map(flat, (row.state, row.stake, row.company, row.title))
    if not look.terminal:
        told = (row.id, day, state, row.next_at, ",".join(marks), spent, stake, str(row.calls),
                company, title)  # fmt: skip
        return [*map(Cell, told)]
    return [
        *([Cell(row.id, "quiet")] if look.width >= WIDE else []),
        Cell(day, "quiet"),
        Cell(cut(state, LONGEST_STATE), "good" if row.state in DONE else ""),
        Cell(", ".join(marks), urgent),
        Cell(spent),
        Cell(cut(stake, LONGEST_STAKE)),
        Cell(named(company, title), "strong"),
    ]


def named(company: str, title: str) -> str:
    """A case by its title, with the company where that does not name it."""
    return title if not company or company in title else f"{company} · {title}"


def case_record(row: CaseSummary, now: datetime) -> dict[str, Any]:
    """A case as JSON has it."""
    return {
        "id": row.id, "title": row.title, "company": row.company, "state": row.state,
        "open": row.state not in DONE, "opened_at": row.opened_at, "last_at": row.last_at,
        "next_at": row.next_at, "overdue": row.is_overdue(now), "running": row.running,
        "calls": row.calls, "spent_s": row.spent_at(now), "stake": row.stake,
        "stake_number": row.stake_n, "wanted": masked(row.wanted), "pinned": row.pinned,
        "tags": list(row.tags), "archived": row.archived, "trouble": row.trouble,
    }  # fmt: skip


def _hit_cells(hit: Doc, query: Query, look: Look) -> list[Cell]:
    """Case, event, time, company, title, number of the call, rep, and what was said. On a terminal
    the case's id gives way to its title, and the event's is short."""
    words = masked(flat(hit.words))
    said = Cell(words, "", spans(query, words))
    at = f"{local(datetime.fromisoformat(hit.at)):%Y-%m-%d %H:%M}" if hit.at else ""
    title, company, rep = flat(hit.title), flat(hit.company), flat(hit.rep)
    if not look.terminal:
        told = (hit.case, hit.event, at, company, title, str(hit.number or ""), rep)
        return [*map(Cell, told), said]
    return [
        Cell(at, "quiet"),
        Cell(cut(named(company, title), LONGEST_TITLE), "strong"),
        Cell(hit.event[-SHORT_ID:], "quiet"),
        Cell(cut(rep, LONGEST_TITLE)),
        said,
    ]


def hit_record(hit: Doc) -> dict[str, Any]:
    """Something that was found as JSON has it."""
    return {
        "case": hit.case, "event": hit.event, "at": hit.at, "kind": hit.kind,
        "call": hit.number or None, "company": hit.company, "title": hit.title, "rep": hit.rep,
        "department": hit.department, "tags": hit.tags.split(), "words": masked(hit.words),
    }  # fmt: skip
