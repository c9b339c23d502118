"""The door ``callmate due``: what is due, for reading, for a shell prompt, or as a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.clock import SystemClock
from callmate.model.agenda import ORDER, PRESSING, Standing
from callmate.model.spoken import counted
from callmate.model.summary import CaseSummary, Duty, duties
from callmate.model.taskwords import sentence, words
from callmate.paths import store_home
from callmate.store.index import indexfile
from callmate.store.index.index import Index
from callmate.text import cut, show

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld

SOMETHING: Final = 3
"""The exit status where something is due today or overdue."""
HEADS: Final[dict[Standing, str]] = {
    "overdue": "OVERDUE", "today": "TODAY", "tomorrow": "TOMORROW", "later": "LATER",
    "undated": "WITHOUT A DATE", "asleep": "AFTER A BREAK",
}  # fmt: skip
SHOWN: Final = frozenset({"overdue", "today", "tomorrow", "undated"})
"""What is listed unless all is asked for."""
LONGEST_PROMPT: Final = 60
LONGEST_TITLE: Final = 48


def due(all_: bool, prompt: bool, ics: Path | None) -> tuple[str, int]:
    """What is due and the exit status: 0 for nothing, 3 for something due today or overdue.

    ``prompt`` gives one short line, or nothing; ``ics`` writes all that has a time to a new file.
    Raises CallmateError if the store or the file cannot be used.
    """
    now = _now()
    found = _quick(now) if prompt else None
    if found is None:
        found = _all(now)
    status = SOMETHING if any(one.task.standing(now) in PRESSING for one in found) else 0
    if ics is not None:
        return _calendar(found, now, ics), status
    return (prompt_line(found, now) if prompt else listing(found, now, all_)), status


def _now() -> datetime:
    return SystemClock().now().at


def _quick(now: datetime) -> tuple[Duty, ...] | None:
    """From the index alone, for a prompt that is printed often; None where it cannot tell."""
    path = store_home() / indexfile.NAME
    if not path.is_file():
        return None if path.parent.is_dir() else ()
    index = Index(path)
    try:
        if index.fresh or index.trouble or index.dirty():
            return None
        return duties(index.waiting(), now)
    finally:
        index.close()


def _all(now: datetime) -> tuple[Duty, ...]:
    from callmate.desk.doors.doors import store

    with store(reading=True) as world:
        return duties(world.waiting(), now)


def prompt_line(found: Sequence[Duty], now: datetime) -> str:
    """``2 overdue: refund (Tom)``, for a shell prompt; empty if nothing is due."""
    standing = [one.task.standing(now) for one in found]
    counts = {each: standing.count(each) for each in ("overdue", "today")}
    parts = [f"{count} {'due today' if each == 'today' else each}" for each, count in counts.items()
             if count]  # fmt: skip
    if not parts:
        return ""
    line = f"{', '.join(parts)}: {show(words(found[0].task))}"
    return f"{cut(line, LONGEST_PROMPT)}\n"


def listing(found: Sequence[Duty], now: datetime, all_: bool) -> str:
    """A line a task under its heading, with the case; what is later only where ``all_`` is."""
    lines: list[str] = []
    for each in ORDER:
        mine = [one for one in found if one.task.standing(now) == each]
        if mine and (all_ or each in SHOWN):
            lines += [HEADS[each], *(_line(one, now) for one in mine)]
    left_out = 0 if all_ else sum(one.task.standing(now) not in SHOWN for one in found)
    if left_out:
        lines.append(f"{left_out} later: callmate due --all")
    return "".join(f"{line}\n" for line in lines) or "Nothing is due.\n"


def _line(one: Duty, now: datetime) -> str:
    title = cut(show(one.row.title), LONGEST_TITLE)
    return f"  {show(sentence(one.task, now))}  [{title}]  {one.row.id}"


def calendar_of(case: str) -> str:
    """The due times of one case as a calendar file."""
    from callmate.desk.doors.doors import store
    from callmate.exchange.calendar import calendar

    now = _now()
    with store(reading=True) as world:
        case_id = world.library.resolve(case)
        mine = [one for one in world.waiting() if one.id == case_id]
        return calendar(duties(mine, now), now, _accounts(world, mine)).decode()


def _accounts(world: StoredWorld, rows: Iterable[CaseSummary]) -> list[str]:
    """The account numbers of cases, which no file for another program is to hold."""
    from callmate.model.fold import fold

    known = {row.id: fold(row.id, world.case(row.id).read()).case.known("account") for row in rows}
    return [account for account in known.values() if account]


def _calendar(found: Sequence[Duty], now: datetime, path: Path) -> str:
    """Write the calendar; a file that is there already is never written over."""
    from callmate.desk.doors.doors import store
    from callmate.exchange.calendar import calendar, dated
    from callmate.exchange.filing import save

    accounts: list[str] = []
    if found:
        with store(reading=True) as world:
            accounts = _accounts(world, (one.row for one in found))
    save(path, calendar(found, now, accounts).decode(), store_home())
    return f"{counted(dated(found), 'due time')} written to {show(str(path))}\n"
