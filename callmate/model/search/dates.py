"""Days as people say them who look back: ``2026``, ``march``, ``last spring``, ``3 weeks``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from callmate.model.spoken import MONTHS

Days = tuple[date, date]
"""The first day, and the first that is no longer in."""

LONGEST_WORDS: Final = 5
"""Words that a day takes at most: ``the 14th of march 2025``."""
MONTHS_A_YEAR: Final = len(MONTHS)
_LONGEST: Final = 40
_SHORTEST: Final = 3
_WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month each begins in, north of the equator; a winter ends in the year after."""
_SMALL: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS: Final = {
    "d": "day", "day": "day", "days": "day", "w": "week", "week": "week", "weeks": "week",
    "m": "month", "month": "month", "months": "month", "y": "year", "yr": "year", "year": "year",
    "years": "year",
}  # fmt: skip
_ASIDE: Final = frozenset({"the", "of", "on", "in"})

_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_SO_MANY = re.compile(r"([0-9]{1,4})([a-z]*)")


def days(text: str, today: date) -> Days | None:
    """The days that a text means, looking back from ``today``; None if it means none.

    Without a year the last one is meant that has begun: ``march`` said in February is that of last
    year. ``last spring`` is the last that is over. ``3/4/2026`` is the third of April; only where
    that is no day, the month comes first. ``3 weeks`` are those up to today, ``3 weeks ago`` is the
    week that began then. ``2026-01..2026-03`` are all from the first to the last.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace(",", " ")
    first, dots, last = plain.partition("..")
    try:
        begin = _one(first, today)
        if not dots:
            return begin
        end = _one(last, today)
    except (ValueError, OverflowError):  # 31 February, or beyond the years there are
        return None
    return (begin[0], end[1]) if begin and end and begin[0] < end[1] else None


def remarks(text: str) -> list[str]:
    """How days were read that some people write the other way round, a sentence each."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    found = (_DAY_FIRST.fullmatch(word) for word in re.split(r"\s+|\.\.", plain))
    return [sentence for each in found if each and (sentence := _remark(each))]


def _remark(found: re.Match[str]) -> str:
    first, second, year = (int(part) for part in found.groups())
    if first == second or first > MONTHS_A_YEAR:
        return ""
    if second > MONTHS_A_YEAR:
        day, month, why = second, first, f"There is no month {second}: "
    else:
        day, month, why = first, second, ""
    return f"{why}{found[0]} is read as {day} {MONTHS[month - 1]} {_whole(year)}."


def _whole(year: int) -> int:
    """``26`` is 2026."""
    return year + 2000 if year < 100 else year


def _one(plain: str, today: date) -> Days | None:
    words = [word for word in plain.split() if word not in _ASIDE]
    for read in _READERS:
        if words and (found := read(words, today)):
            return found
    return None


def _numbers(words: list[str], today: date) -> Days | None:
    """``2026``, ``2026-03``, ``2026-03-14``, ``14/3/2026``, ``3/2026``."""
    if len(words) != 1:
        return None
    word = words[0]
    if _YEAR.fullmatch(word):
        return _year(int(word))
    if found := _ISO.fullmatch(word):
        year, month, day = found.groups()
        return _a_day(int(year), int(month), int(day)) if day else _month(int(year), int(month))
    if found := _MONTH_YEAR.fullmatch(word):
        return _month(int(found[2]), int(found[1]))
    if found := _DAY_FIRST.fullmatch(word):
        day, month, year = (int(part) for part in found.groups())
        swapped = month > MONTHS_A_YEAR
        return _a_day(_whole(year), *((day, month) if swapped else (month, day)))
    return None


def _near(words: list[str], today: date) -> Days | None:
    """``today``, ``yesterday``, ``this week``, ``last month``."""
    if words == ["today"]:
        return _from(today)
    if words == ["yesterday"]:
        return _from(today - timedelta(days=1))
    if len(words) != 2 or words[0] not in ("this", "last", "past", "previous"):
        return None
    unit = _UNITS.get(words[1], "") if len(words[1]) > 1 else ""
    this = {
        "day": lambda: _from(today),
        "week": lambda: _week(today),
        "month": lambda: _month(today.year, today.month),
        "year": lambda: _year(today.year),
    }.get(unit)
    if this is None:
        return None
    found: Days = this()
    return found if words[0] == "this" else (_back(found[0], unit, 1), found[0])


def _ago(words: list[str], today: date) -> Days | None:
    """``3 weeks`` up to today, ``a month ago``, ``10d``."""
    ago = words[-1] == "ago"
    words = words[:-1] if ago else words
    if words and words[0] in ("last", "past"):
        words = words[1:]
    if len(words) == 1 and (found := _SO_MANY.fullmatch(words[0])) and found[2]:
        words = [found[1], found[2]]
    if len(words) != 2 or (unit := _UNITS.get(words[1])) is None:
        return None
    count = _SMALL.get(words[0], 0) or (int(words[0]) if _SO_MANY.fullmatch(words[0]) else 0)
    if not count:
        return None
    first = _back(today, unit, count)
    return (first, _back(today, unit, count - 1)) if ago else (first, today + timedelta(days=1))


def _named(words: list[str], today: date) -> Days | None:
    """``friday``, ``march``, ``14 march 2026``, ``last spring``, ``winter 2025``."""
    which = words[0] if words[0] in ("this", "last") else ""
    words = words[1:] if which else words
    year = int(words[-1]) if words and _YEAR.fullmatch(words[-1]) else None
    words = words[:-1] if year else words
    if len(words) == 1:
        return _a_name(words[0], which, year, today)
    if len(words) != 2 or which:
        return None
    month, day = (words[0], words[1]) if _month_of(words[0]) else (words[1], words[0])
    number, counted = _month_of(month), _DAY.fullmatch(day)
    if not number or not counted:
        return None
    return _latest(lambda of: _a_day(of, number, int(counted[1])), "", year, today)


def _a_name(name: str, which: str, year: int | None, today: date) -> Days | None:
    if number := _month_of(name):
        return _latest(lambda of: _month(of, number), which, year, today)
    if begins := _SEASONS.get(name):
        return _latest(lambda of: _season(of, begins), which, year, today)
    weekday = _place(name, _WEEKDAYS)
    if weekday is None or year:
        return None
    back = (today.weekday() - weekday) % 7
    return _from(today - timedelta(days=7 if which == "last" and not back else back))


def _latest(of: Callable[[int], Days], which: str, year: int | None, today: date) -> Days:
    """That of a year; without one the last that has begun, or with ``last`` that is over."""
    if year is not None:
        return of(year)
    for back in range(9):  # 29 February comes every four years, but not in every hundredth
        try:
            found = of(today.year - back)
        except ValueError:
            continue
        if found[0] <= today and (which != "last" or found[1] <= today):
            return found
    raise ValueError(f"no such day before {today}")


_READERS: Final = (_numbers, _near, _ago, _named)


def _month_of(word: str) -> int:
    """The number of a month, or of what a month begins with (``mar``, ``sept``); 0 for none."""
    place = _place(word.rstrip("."), tuple(month.casefold() for month in MONTHS))
    return 0 if place is None else place + 1


def _place(word: str, names: tuple[str, ...]) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((n for n, name in enumerate(names) if name.startswith(word)), None)


def _from(day: date) -> Days:
    return day, day + timedelta(days=1)


def _a_day(year: int, month: int, day: int) -> Days:
    return _from(date(year, month, day))


def _week(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), _later(year, month + 1)


def _season(year: int, month: int) -> Days:
    return date(year, month, 1), _later(year, month + 3)


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _later(year: int, month: int) -> date:
    """The first of a month, counted on beyond December."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _back(day: date, unit: str, count: int) -> date:
    """So many days, weeks, months or years before; of a month too short, its last day."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    first = _later(months // 12, months % 12 + 1)
    last = _later(first.year, first.month + 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)
