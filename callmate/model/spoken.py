"""How times, counts and lengths are said aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NO_WORDS: Final = "no words noted"
"""In place of words that nobody typed."""
SOMETHING: Final = "something"
"""What was promised where nobody typed it: no more is said than was noted."""
THIS_DAY: Final = 27
"""So many days back a day of the month alone can be meant for one day only."""


def when(at: datetime, now: datetime) -> str:
    """``at 17:35`` today, ``on the 3rd`` within four weeks, else with month and year."""
    local = at.astimezone(now.tzinfo) if now.tzinfo else at
    days = (now.date() - local.date()).days
    if days == 0:
        return f"at {local:%H:%M}"
    if 0 < days <= THIS_DAY:
        return f"on the {ordinal(local.day)}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"on {local.day} {MONTHS[local.month - 1]}{year}"


def ordinal(day: int) -> str:
    """``1st``, ``22nd``, ``13th``."""
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def number(count: int) -> str:
    """A count in words below ten, in figures from there on."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def times(count: int) -> str:
    """``once``, ``twice``, ``three times``."""
    return {1: "once", 2: "twice"}.get(count) or f"{number(count)} times"


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def told(words: Iterable[str]) -> str:
    """Several wordings, each once; those that nobody typed only where there is no other."""
    return "; ".join(dict.fromkeys(one for one in words if one.strip())) or NO_WORDS


def quoted(what: str, otherwise: str = "") -> str:
    """A person's words in quotation marks; ``otherwise`` where there are none."""
    return f"“{what}”" if what else otherwise


def length(seconds: int) -> str:
    """``45 seconds``, ``15 minutes``, ``2 hours 5 minutes``. What has begun is not counted, so
    that nobody can call it too long."""
    if seconds < 120:
        return counted(seconds, "second")
    hours, minutes = divmod(seconds // 60, 60)
    if hours < 2:
        return counted(60 * hours + minutes, "minute")
    whole = counted(hours, "hour")
    return f"{whole} {counted(minutes, 'minute')}" if minutes else whole


def lengths(seconds: Sequence[int]) -> str:
    """Several lengths in one breath: ``15 and 32 minutes``; more than three as their sum."""
    units = {length(one).split(" ", 1)[1] for one in seconds}
    if len(seconds) > 3 or len(units) > 1:
        return f"{length(sum(seconds))} in all"
    return f"{listed([length(one).split(' ')[0] for one in seconds])} {units.pop()}"


def counted(count: int, unit: str) -> str:
    """``1 hour``, ``3,000 hours``."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def brief(text: str, most: int = 90) -> str:
    """A person's words on one line, cut between words if they are too many for one breath."""
    words = " ".join(text.split()).rstrip(".;, ")
    if len(words) <= most:
        return words
    head = words[:most].rsplit(" ", 1)[0] if " " in words[:most] else words[:most]
    return head.rstrip(".;, ") + "…"
