"""The small words of letters: dates written out, a person's own words made short and safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from callmate.model.dates import day_and_clock, written_out
from callmate.model.moment import Moment
from callmate.model.promises import says_when
from callmate.model.requests import Promise
from callmate.model.spoken import brief, listed
from callmate.text import show

_FIRST_LETTER: Final = re.compile(r"(?<![\w'’])[^\W\d_]")

MOST_LISTED: Final = 4
"""So many days or names are listed; more are summed up."""
CHARACTERS: Final = 6
"""Characters a word has at most on the average, for cutting what has no spaces."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, the ids of the events it rests on, and when it happened; empty: not known."""

    text: str = ""
    events: tuple[str, ...] = ()
    at: Moment | None = None

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def own(text: str, words: int = 20) -> str:
    """A person's words on one line, at most so many, nothing invisible or active in them."""
    shown = show(text, " ").split()
    cut = " ".join(shown[:words])
    short = brief(cut, words * CHARACTERS)
    return short if len(shown) <= words or short.endswith("…") else f"{short}…"


def named(text: str) -> str:
    """A name as it is written in a letter: one typed in a hurry, all small, gets its capitals."""
    name = own(text, 6)
    return _FIRST_LETTER.sub(lambda found: found[0].upper(), name) if name.islower() else name


def day_of(moment: Moment) -> str:
    """The day something happened, on the clock of the place where it did."""
    return written_out(moment.at.date())


def days_of(moments: Sequence[Moment]) -> str:
    """When things happened, each day once: ``on 3, 4 and 9 January 2006``; of many days the first
    and the last."""
    days = sorted({moment.at.date() for moment in moments})
    if not days:
        return ""
    if len(days) > MOST_LISTED:
        return f"between {written_out(days[0])} and {written_out(days[-1])}"
    same_month = {(day.year, day.month) for day in days}
    if len(same_month) == 1 and len(days) > 1:
        return f"on {listed([*(str(day.day) for day in days[:-1]), written_out(days[-1])])}"
    return f"on {listed([written_out(day) for day in days])}"


def names(given: Iterable[str]) -> str:
    """Names, each once; those who gave none are left out, and of many only some are named."""
    known = list(dict.fromkeys(name for name in given if name))
    if len(known) > MOST_LISTED:
        known = [*known[: MOST_LISTED - 1], "others"]
    return listed(known) if known else ""


def due_of(promise: Promise) -> str:
    """By when it was promised, to follow its words: ``, by 27 November 2026, 17:00``.

    Where the words say when themselves, the date they mean stands in brackets.
    """
    if not promise.by:
        return ""
    day, clock = day_and_clock(promise.by)
    if day is None:
        return f", by {own(promise.by, 6)}"
    text = written_out(day) + (f", {clock}" if clock else "")
    return f" ({text})" if says_when(promise.what) else f", by {text}"
