"""When a promise is due, and how it stands at a given time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

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
    exact = _read(promise.due)
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
    day, clock = _parts(promise.by)
    if day is None:
        return promise.by or ""
    made = promise.moment.at.date()
    if day == (today or made) and clock:
        return clock
    names = {today: "today", today + timedelta(days=1): "tomorrow"} if today else {}
    return f"{names.get(day) or _dated(day, today or made, '%A', '%B')} {clock}".rstrip()


def due_short(by: str, made: date) -> str:
    """The due time where room is scarce: ``22:20`` on the day it was made, ``Fri 27 Nov 17:00``."""
    day, clock = _parts(by)
    if day is None:
        return by
    return clock if clock and day == made else f"{_dated(day, made, '%a', '%b')} {clock}".rstrip()


def due_dated(promise: Promise) -> str:
    """The due time where nobody can tell which year is meant: ``27 Nov 2026 17:00``."""
    day, clock = _parts(promise.by)
    if day is None:
        return by_text(promise)
    return f"{day.day} {day:%b} {day.year} {clock}".rstrip()


def _parts(by: str | None) -> tuple[date | None, str]:
    """The day and, unless that is all, the time of day, as on the clock there."""
    if not by:
        return None, ""
    try:
        at = datetime.fromisoformat(by)
    except ValueError:
        return None, ""
    return at.date(), "" if len(by) == len("2026-11-23") else f"{at:%H:%M}"


def _dated(day: date, today: date, weekday: str, month: str) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:{weekday}} {day.day} {day:{month}}{year}"


def says_when(what: str) -> bool:
    """Whether the words of a promise tell by when, so that it need not be said again."""
    return " by " in f" {' '.join(what.casefold().split())} "


def end_of_day(day: date) -> datetime:
    """24:00 of a date, without a zone."""
    return datetime.combine(day, time()) + timedelta(days=1)


def local_due(by: str | None) -> datetime | None:
    """The instant a text such as ``2026-11-23`` or ``2026-11-23T22:20`` names, without a zone
    unless it has one; a date alone ends at 24:00."""
    if not by:
        return None
    if len(by) == len("2026-11-23"):
        try:
            return end_of_day(date.fromisoformat(by))
        except (ValueError, OverflowError):
            return None
    return _read(by)


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
