"""One phrase that says when something is due, read as a day or a time.

A phrase is understood only as a whole and only if it can mean one thing: the forms below are all
there are. dateutil reads the dates and clock times in them; what it makes of them is checked, and
a time that is past is none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from callmate.desk.plaintimes import CLOCK, MONTH, WEEKDAY, plain

SOON: Final = timedelta(days=180)
"""A day and month without a year is of the coming one only if it is this near."""
MOST_YEARS: Final = 5

ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_DAY = rf"""
    (?:(?P<weekday>{WEEKDAY}),?\s)?
    (?:(?:the\s)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<m1>{MONTH})(?:,?\s(?P<y1>\d{{4}}))?
      |(?P<m2>{MONTH})\s(?:the\s)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y2>\d{{4}}))?
      |(?P<iso>\d{{4}}-\d\d-\d\d)
      |(?:the\s)?(?P<n1>\d{{1,2}})(?P<mark>[/.])(?P<n2>\d{{1,2}})
       (?:(?P=mark)(?P<n3>\d{{4}}|\d\d)|(?P<dot>\.))?)
    |(?P<named>today|tonight|tomorrow)
    |(?:(?P<alone>{WEEKDAY})\s)?the\s(?P<nth>{ORDINAL})|(?P<bare_nth>{ORDINAL})
    |(?P<next>next\s)?(?:(?:this|coming)\s)?(?P<only>{WEEKDAY})
"""
POINT: Final = re.compile(
    rf"(?:(?P<clock1>{CLOCK})(?:,?\s(?:on\s)?(?={WEEKDAY}|{MONTH}|t|next|this|coming|\d)|$))?"
    rf"(?P<day>(?:{_DAY})(?P<far>\s(?:week|fortnight))?)?(?:(?:^|(?:,|\sat|\sby)?[\st])(?P<clock2>{CLOCK}))?",
    re.VERBOSE,
)
_UNIT = r"min(?:ute)?s?|h(?:(?:ou)?rs?)?|(?:business|working|work)\sdays?|days?|w(?:ee)?ks?|months?"
_SPAN: Final = re.compile(
    rf"(?:(?P<from>\d{{1,4}})\s?(?:-|to\s|or\s)\s?)?(?P<count>\d{{1,4}}(?:\.\d)?)\s?(?P<unit>{_UNIT})"
    r"(?:\s?(?:and\s)?(?P<minutes>\d{1,2})\s?(?:min(?:ute)?s?|m)?)?"
)
_END: Final = re.compile(
    r"(?:the\s)?end\sof\s(?:(?P<next>next\s)|the\s|this\s)?(?:business\s|working\s)?"
    r"(?P<unit>day|week|month|year)|(?P<today>eod|cob|(?:the\s)?close\sof\sbusiness|midnight)"
)
_END_OF: Final = re.compile(
    r"(?:the\s)?(?:end\sof|close\sof\sbusiness(?:\son)?)\s(?=t|next|\d|\w{3,9}day)"
)
CUE: Final = re.compile(
    r"(?P<span>(?:in|within)\s(?:the\snext\s)?)"
    r"|(?P<point>(?:by|due|(?:no|not)\slater\sthan|(?P<weak>on|at))\s(?:on\s)?)"
)
OPENS: Final = re.compile(
    rf"\d|{WEEKDAY}\b|{MONTH}\b|(?:an?|the|end|close|noon|midday|midnight|today|tonight|tomorrow"
    r"|next|this|coming|eod|cob|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fourteen|fifteen|twenty|thirty|forty-five|sixty|ninety)\b"
)
"""How a time begins: most of what is typed does not, and is soon done with."""
_DOTTED: Final = re.compile(r"(?:^|\s)\d{1,2}\.\d{1,2}$")
_LATEST: Final = re.compile(r"\s(?:at\sthe\s)?latest$")
_NUMBERS: Final = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11",
    "twelve": "12", "fourteen": "14", "fifteen": "15", "twenty": "20", "thirty": "30",
    "forty-five": "45", "sixty": "60", "ninety": "90",
}  # fmt: skip
_NUMBER: Final = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b(?!-)")


def understood(phrase: str, now: datetime, whole: bool) -> str:
    """The due time a phrase says, as stored; empty if it is none. ``whole``: it is all there is."""
    said = _LATEST.sub("", _unstopped(plain(phrase)))
    cue = CUE.match(said)
    rest = said[cue.end() :] if cue else said
    if not OPENS.match(rest):
        return ""
    try:
        due: Iterator[date | None] = iter(())
        if cue is None or cue["span"]:
            due = _span(rest, now, cued=bool(cue) or whole)
        if cue is None or cue["point"]:
            due = iter([*due, *_end(rest, now.date()), _point(rest, now, bool(cue), whole)])
        found = next((one for one in due if one), None)
        return _stored(found, now) if found else ""
    except (ValueError, OverflowError):  # a date or time that does not exist
        return ""


def says_day(phrase: str) -> bool:
    """Whether a phrase that is understood says a day, not only a time of day or a few hours."""
    said = plain(phrase)
    cue = CUE.match(said)
    rest = _unstopped(said[cue.end() :] if cue else said)
    point, span = POINT.fullmatch(rest), _SPAN.fullmatch(_in_figures(rest))
    if span is not None:
        return not span["unit"].startswith(("h", "min"))
    return point is None or bool(point["day"])


def _unstopped(said: str) -> str:
    """Without the marks that end a sentence; the last dot of ``1.12.`` is part of the day."""
    bare = said.rstrip(".!,")
    dotted = _DOTTED.search(bare) and said[len(bare) :].startswith(".")
    return f"{bare}." if dotted else bare


def _in_figures(said: str) -> str:
    return _NUMBER.sub(lambda word: _NUMBERS[word[0]], said)


def _stored(due: date, now: datetime) -> str:
    """A date as it is; a time of day with its offset, on the clock of here; empty if past."""
    if due.year - now.year > MOST_YEARS:
        return ""
    if not isinstance(due, datetime):
        return due.isoformat() if due >= now.date() else ""
    at = _zoned(due, now)
    return at.isoformat(timespec="minutes") if at.replace(second=0, microsecond=0) > now else ""


def _zoned(due: datetime, now: datetime) -> datetime:
    """A time on the clock here. Summer time may begin until then, if ``now`` is of this place."""
    if now.astimezone().utcoffset() == now.utcoffset():
        return due.astimezone()
    return due if due.tzinfo else due.replace(tzinfo=now.tzinfo)


def _span(text: str, now: datetime, *, cued: bool) -> Iterator[date]:
    """So long from now: hours and minutes to the minute, days by the end of the last one."""
    found = _SPAN.fullmatch(_in_figures(text))
    if found is None:
        return
    count, unit = float(found["count"]), found["unit"]
    if found["from"] and int(found["from"]) >= count:
        return
    if unit[0] == "h" or unit.startswith("min"):
        if found["minutes"] and (unit[0] != "h" or count % 1):
            return
        minutes = count * 60 + int(found["minutes"] or 0) if unit[0] == "h" else count
        yield now + timedelta(minutes=minutes)
    elif not found["minutes"] and not count % 1 and count:
        if unit.endswith(("days", "day")) and unit[:3] != "day":
            yield _working_day(now.date(), int(count))
        elif cued:
            yield _days_on(now.date(), int(count), unit)


def _days_on(today: date, count: int, unit: str) -> date:
    from dateutil.relativedelta import relativedelta

    if unit.startswith("month"):
        later: date = today + relativedelta(months=count)
        return later
    return today + timedelta(days=count * (7 if unit[0] == "w" else 1))


def _working_day(today: date, count: int) -> date:
    """The day ``count`` days from Monday to Friday later; holidays are not known."""
    weeks, days = divmod(count - 1, 5)
    day = today + timedelta(days=1)
    day += timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
    over = 2 if day.weekday() + days > 4 else 0
    return day + timedelta(weeks=weeks, days=days + over)


def _end(text: str, today: date) -> Iterator[date]:
    """The last day of a day, week, month or year; a week ends on Sunday."""
    from dateutil.relativedelta import relativedelta

    found = _END.fullmatch(text)
    if found is None:
        return
    ahead = 1 if found["next"] else 0
    match found["unit"] or "day":
        case "day":
            if not ahead:
                yield today
        case "week":
            yield today + timedelta(days=6 - today.weekday(), weeks=ahead)
        case "month":
            yield today + relativedelta(months=ahead, day=31)
        case _:
            yield today + relativedelta(years=ahead, month=12, day=31)


def _point(text: str, now: datetime, cued: bool, whole: bool) -> date | None:
    """A day, a time of day, or both."""
    from dateutil.parser import parse

    end = _END_OF.match(text)
    found = POINT.fullmatch(text[end.end() :] if end else text)
    if found is None or not text or (found["clock1"] and found["clock2"]):
        return None
    said = (found["clock1"] or found["clock2"] or "").replace(".", ":")
    said = "12:00" if said in ("noon", "midday") else said
    if said.endswith("m") and not 1 <= int(re.split(r"\D", said)[0]) <= 12:
        return None
    if said and end:
        return None
    if not found["day"]:
        at: datetime = parse(said, default=_midnight(now.date()))
        return at if _zoned(at, now) > now else at + timedelta(days=1)
    if not cued and not whole and not said and _is_slight(found):
        return None
    day = _day(found, now.date(), cued or whole)
    if found["far"]:
        day = _further(day, found)
    if day is None or not said:
        return day
    then: datetime = parse(said, default=_midnight(day))
    return then


def _further(day: date | None, found: re.Match[str]) -> date | None:
    """``tuesday week`` is a week after the coming Tuesday."""
    if day is None or found["next"] or found["named"] not in (None, "today", "tomorrow"):
        return None
    weeks = 2 if found["far"].endswith("fortnight") else 1
    return day + timedelta(weeks=weeks) if found["named"] or found["only"] else None


def _is_slight(found: re.Match[str]) -> bool:
    """A day that needs a word before it: ``sat``, ``3rd`` and ``1.12.`` may be something else."""
    figures = found["n1"] and not found["n3"] and not found["weekday"]
    short = found["only"] in ("mon", "wed", "sat", "sun")
    return bool(found["nth"] or found["bare_nth"] or figures or short)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _day(found: re.Match[str], today: date, cued: bool) -> date | None:
    from dateutil.parser import parse

    if found["named"]:
        return today + timedelta(days=found["named"] == "tomorrow")
    nth = found["nth"] or found["bare_nth"]
    if found["only"]:
        return _weekday(parse(found["only"][:3], default=_midnight(today)).date(), found, today)
    if nth:
        day = today.replace(day=int(nth[:-2]))
        day = day if day >= today else _days_on(day, 1, "month")
        named = found["alone"] if day.day == int(nth[:-2]) else None
        return None if day.day != int(nth[:-2]) else _checked(day, named)
    if found["iso"]:
        return _checked(date.fromisoformat(found["iso"]), found["weekday"])
    if found["n1"]:
        return _checked(_in_digits(found, today, cued), found["weekday"])
    stated = found["y1"] or found["y2"]
    said = f"{found['d1'] or found['d2']} {(found['m1'] or found['m2'])[:3]}"
    day = parse(f"{said} {stated or today.year}").date()
    if day < today and not stated:
        day = day.replace(year=day.year + 1)
    return None if not stated and day - today > SOON else _checked(day, found["weekday"])


def _weekday(day: date, found: re.Match[str], today: date) -> date | None:
    """The next such day. On the day itself, and with ``next`` in the same week, it may be two."""
    if found["next"]:
        day = day if day > today else day + timedelta(weeks=1)
        return day if day.isocalendar()[:2] != today.isocalendar()[:2] else None
    return day if day > today else None


def _in_digits(found: re.Match[str], today: date, cued: bool) -> date | None:
    """``1.12.``: with dots the day comes first, with strokes it must be plain which it is.

    Without its last dot it may be an amount or a time of day.
    """
    one, two, year = int(found["n1"]), int(found["n2"]), found["n3"]
    sure = found["weekday"] or year or found["dot"]
    sure = sure or (cued and (found["clock1"] or found["clock2"] or one > 23))
    if found["mark"] == "/":
        if (one <= 12 and two <= 12 and one != two) or (not year and (one, two) == (24, 7)):
            return None
        one, two = max(one, two), min(one, two)
    elif not sure:
        return None
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), two, one)
    return _coming(one, two, today)


def _coming(day: int, month: int, today: date) -> date | None:
    """The next such day that is near enough to be meant."""
    for year in (today.year, today.year + 1):
        if day <= monthrange(year, month)[1] and (found := date(year, month, day)) >= today:
            return found if found - today <= SOON else None
    return None


def _checked(day: date | None, weekday: str | None) -> date | None:
    """The day, unless it is another day of the week than was said."""
    if day is None:
        return None
    return day if not weekday or f"{day:%a}".casefold() == weekday[:3] else None
