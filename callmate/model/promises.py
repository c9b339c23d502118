"""When a promise is due, and how it stands at a given time."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from callmate.model.dates import day_and_clock, local_due, long_day, named_day, read_time
from callmate.model.moment import microseconds, whole_seconds
from callmate.model.requests import Promise

_OFFSET = re.compile(r"(?<=:\d\d)(Z|[+-]\d\d:\d\d)$")

Standing = Literal["open", "kept", "broken", "overdue"]


def due_at(promise: Promise) -> datetime | None:
    """The instant by which it was promised; a date alone ends at 24:00. None if there is none.

    A time without an offset is meant where the promise was made; ``due`` of the promise holds
    the exact instant where a door that knows the zone wrote it down.
    """
    local = local_due(promise.by)
    if local is None or local.tzinfo is not None:
        return local
    exact = read_time(promise.due)
    if exact is not None and exact.tzinfo and exact.replace(tzinfo=None) == local:
        return exact
    return local.replace(tzinfo=promise.moment.at.tzinfo)


def standing(promise: Promise, as_of: datetime) -> tuple[Standing, int]:
    """How it stands at ``as_of``, and the seconds it is overdue (0 unless it is)."""
    if promise.kept is not None:
        return ("kept" if promise.kept else "broken"), 0
    due = due_at(promise)
    if due is None or as_of <= due:
        return "open", 0
    return "overdue", whole_seconds(microseconds(as_of - due))


def by_text(promise: Promise) -> str:
    """What was said: a date, or the date and time on the clock there, without an offset."""
    return _OFFSET.sub("", promise.by or "")


def due_text(promise: Promise, today: date | None = None) -> str:
    """The due time as it is said: ``22:20``, ``tomorrow 15:00``, ``Friday 27 November``.

    It is said on ``today``. Without one it is said as on the day the promise was made, which may
    be long ago: then the next day has its date rather than being ``tomorrow``.
    """
    day, clock = day_and_clock(promise.by)
    if day is None:
        return promise.by or ""
    made = promise.moment.at.date()
    if day == (today or made) and clock:
        return clock
    said = named_day(day, today) if today else long_day(day, made)
    return f"{said} {clock}".rstrip()


def due_dated(promise: Promise) -> str:
    """The due time where nobody can tell which year is meant: ``27 Nov 2026 17:00``."""
    day, clock = day_and_clock(promise.by)
    if day is None:
        return by_text(promise)
    return f"{day.day} {day:%b} {day.year} {clock}".rstrip()


def says_when(what: str) -> bool:
    """Whether the words of a promise tell by when, so that it need not be said again."""
    return " by " in f" {' '.join(what.casefold().split())} "
