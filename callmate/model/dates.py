"""Days and times as facts hold them (``2026-11-23``, ``2026-11-23T22:20``): read, and said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from callmate.model.moment import Moment
from callmate.model.spoken import MONTHS

_A_DAY: Final = len("2026-11-23")


def is_day(text: str) -> bool:
    """Whether the text of a day or a time is a day alone."""
    return len(text) == _A_DAY


def read_time(text: str) -> datetime | None:
    """The text as it stands; None if it is neither a day nor a time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """The day of a day or a time; None if it is neither."""
    try:
        return date.fromisoformat(text[:_A_DAY])
    except ValueError:
        return None


def local_due(text: str | None) -> datetime | None:
    """The instant by which something is due, without a zone unless the text has one; a day alone
    ends at 24:00. None if there is none."""
    if not text:
        return None
    if is_day(text):
        day = day_in(text)
        return end_of_day(day) if day and day < date.max else None
    return read_time(text)


def instant(text: str, said: Moment) -> datetime | None:
    """The same on the clock of the place where it was said."""
    due = local_due(text)
    return due.replace(tzinfo=said.at.tzinfo) if due and due.tzinfo is None else due


def end_of_day(day: date) -> datetime:
    """24:00 of a day, without a zone. Raises OverflowError on the last day there is."""
    return datetime.combine(day, time()) + timedelta(days=1)


def day_and_clock(text: str | None) -> tuple[date | None, str]:
    """The day and, unless that is all, the time of day, as on the clock there."""
    at = read_time(text) if text else None
    if at is None or not text:
        return None, ""
    return at.date(), "" if is_day(text) else f"{at:%H:%M}"


def written_out(day: date) -> str:
    """``4 January 2006``: where it may be read in any year."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def whole_day(day: date) -> str:
    """``Wednesday 4 January 2006``: the heading of a day."""
    return f"{day:%A} {written_out(day)}"


def offset(at: datetime) -> str:
    """``+01:00``: how far the clock of an aware time is from UTC."""
    return at.isoformat(timespec="minutes")[16:]


def named_day(day: date, today: date) -> str:
    """``today``, ``tomorrow``, ``Friday 27 November``; with the year if it is another."""
    near = (day - today).days
    return ("today", "tomorrow")[near] if near in (0, 1) else long_day(day, today)


def long_day(day: date, today: date) -> str:
    """``Friday 27 November``; with the year if it is another than that of ``today``."""
    return _with_year(f"{day:%A} {day.day} {day:%B}", day, today)


def short_day(day: date, today: date) -> str:
    """``Fri 27 Nov``; with the year if it is another than that of ``today``."""
    return _with_year(f"{day:%a} {day.day} {day:%b}", day, today)


def _with_year(said: str, day: date, today: date) -> str:
    return said if day.year == today.year else f"{said} {day.year}"


def due_short(by: str, made: date) -> str:
    """A due time where room is scarce: ``22:20`` on the day it was made, ``Fri 27 Nov 17:00``."""
    day, clock = day_and_clock(by)
    if day is None:
        return by
    return clock if clock and day == made else f"{short_day(day, made)} {clock}".rstrip()


def as_written(by: str) -> str:
    """A day or a time in figures, without its offset: ``2026-11-23 17:00``."""
    return by.replace("T", " ")[: len("2026-11-23 17:00")]
