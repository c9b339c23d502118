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
    local = _local_due(promise.by)
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
    """The due time for people: ``22:20`` if that is ``today``, else with its date.

    ``today`` is the day the promise was made unless another is given.
    """
    local = _local_due(promise.by)
    if local is None or len(promise.by or "") == len("2026-11-23"):
        return promise.by or ""
    day = today or promise.moment.at.date()
    return f"{local:%H:%M}" if local.date() == day else f"{local:%Y-%m-%d %H:%M}"


def end_of_day(day: date) -> datetime:
    """24:00 of a date, without a zone."""
    return datetime.combine(day, time()) + timedelta(days=1)


def _local_due(by: str | None) -> datetime | None:
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
