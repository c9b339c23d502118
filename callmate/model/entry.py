"""What a person types into a field, as values: names, amounts, due times, the time of an event.

Only forms that cannot be mistaken are read; anything else stays the words it was typed as.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from callmate.model.events import TEXT_FIELD
from callmate.model.moment import Moment

LEEWAY: Final = timedelta(minutes=5)
"""A clock time this far ahead may be meant as now; one later still was yesterday."""

# A field that asks for a time begins with the @, which is easily typed once more.
_AT_CLOCK = re.compile(r"@@?(\d{1,2}:\d\d(?::\d\d)?)(?=\s|$)")
_AT_AGO = re.compile(r"@@?-(\d{1,6})([smh])(?=\s|$)")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600}

_EMAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+\.[^\s,;<>]+")
_EXTENSION = re.compile(
    r"(?:(?<=[\s,])|^)(?:x|ext\.?|extension)\s?(\d{1,8})(?=[\s,]|$)", re.IGNORECASE
)

_CURRENCY = r"(?:[$€£¥]|USD|EUR|GBP|AUD|CAD)"
_AMOUNT = re.compile(rf"{_CURRENCY}\s?\d[\d.,]*|\d[\d.,]*\s?(?:{_CURRENCY}|%)", re.IGNORECASE)

_BY = re.compile(
    r"\bby\s+(?:(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<hour>\d{1,2}:\d\d))?|(?P<today>\d{1,2}:\d\d))"
    r"[.!]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The values of a typed line, and the time it says its event happened, if it says one."""

    values: Mapping[str, Any] = field(default_factory=dict)
    when: datetime | None = None


ReadDue = Callable[[str, datetime], tuple[str, str] | None]
"""Takes the due time out of a promise: what is left of it, and the date or date and time."""


def parse(kind: str, text: str, now: Moment, read_due: ReadDue | None = None) -> Parsed:
    """The values that ``text`` gives a fact of ``kind``; ``time`` asks for the time alone.

    ``now`` is the moment against which clock times and minutes ago are read. ``read_due`` knows
    more ways to say when a promise is due than the exact ones here.
    """
    when, rest = leading_time(text.strip(), now.at)
    if kind == "time" or not rest:
        return Parsed({}, when)
    match kind:
        case "rep":
            values = rep(rest)
        case "offer":
            values = {"what": rest, **_amount(rest)}
        case "promise":
            values = _promise(rest, now.at, read_due)
            if values.get("what") != rest:
                values["said"] = rest  # the promise in their own words is the evidence
        case _:
            values = {TEXT_FIELD.get(kind, "text"): rest}
    return Parsed(values, when)


def leading_time(text: str, now: datetime) -> tuple[datetime | None, str]:
    """A time typed first (``@14:05``, ``@14:05:30``, ``@-2m``), and the text without it."""
    ago = _AT_AGO.match(text)
    if ago:
        seconds = int(ago[1]) * _UNITS[ago[2]]
        return now - timedelta(seconds=seconds), text[ago.end() :].strip()
    clock = _AT_CLOCK.match(text)
    at = _clock_time(clock[1]) if clock else None
    if clock is None or at is None:
        return None, text
    when = datetime.combine(now.date(), at, now.tzinfo)
    if when > now + LEEWAY:
        when -= timedelta(days=1)
    return when, text[clock.end() :].strip()


def rep(text: str) -> dict[str, str]:
    """``sarah, options x4412`` as name, department, extension and e-mail; only what is given."""
    values: dict[str, str] = {}
    for name, pattern in (("email", _EMAIL), ("extension", _EXTENSION)):
        found = pattern.search(text)
        if found:
            values[name] = found[1] if found.lastindex else found[0]
            text = text[: found.start()] + text[found.end() :]
    name, _, department = text.partition(",")
    department = " ".join(department.strip(" ,").split())
    named = {"name": " ".join(name.split()), "department": department}
    return {**{key: value for key, value in named.items() if value}, **values}


def _amount(text: str) -> dict[str, str]:
    found = _AMOUNT.search(text)
    return {"amount": found[0].rstrip(".,")} if found else {}


def _promise(text: str, now: datetime, read_due: ReadDue | None) -> dict[str, str]:
    """``refund by 2026-11-27`` as ``what`` and ``by``; what is in ``by`` is not in ``what``."""
    found = (read_due(text, now) if read_due else None) or _due(text, now, dated=bool(read_due))
    what, by = found or (text, "")
    return {name: value for name, value in (("what", what), ("by", by)) if value}


def _due(text: str, now: datetime, *, dated: bool) -> tuple[str, str] | None:
    """A promise that ends in a date, a date and time, or a time of day, none of them past.

    With ``dated`` not in a time of day: whoever knows more ways may have seen another day in it.
    """
    found = _BY.search(text)
    if not found or (dated and not found["day"]):
        return None
    what = text[: found.start()].rstrip(" ,;:-–—")
    if found["today"]:
        at = _clock_time(found["today"])
        if at is None:
            return None
        due = datetime.combine(now.date(), at, now.tzinfo)
        return what, _minutes(due if due >= now else due + timedelta(days=1))
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return None
    if not found["hour"]:
        return (what, day.isoformat()) if day >= now.date() else None
    at = _clock_time(found["hour"])
    due_then = datetime.combine(day, at, now.tzinfo) if at else now
    return (what, _minutes(due_then)) if due_then > now else None


def _minutes(due: datetime) -> str:
    return due.isoformat(timespec="minutes")


def _clock_time(text: str) -> time | None:
    hour, minute, second = (*(int(part) for part in text.split(":")), 0)[:3]
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_back(number: str) -> str:
    """A case number in groups to be read aloud: ``12345678`` is ``1234 5678``.

    Groups that its own spaces and dashes make are kept apart.
    """
    runs = re.split(r"[\s\-–—]+", number.strip())
    return " ".join(group for run in runs for group in _groups(run))


def _groups(run: str) -> list[str]:
    if not run:
        return []
    size = 3 if len(run) % 4 and len(run) % 3 == 0 else 4
    cuts = list(range(0, len(run), size))
    if len(run) > 4 and len(run) - cuts[-1] == 1:
        cuts[-1] -= 1  # a lone last character is easily lost
    return [run[a:b] for a, b in zip(cuts, [*cuts[1:], len(run)], strict=True)]
