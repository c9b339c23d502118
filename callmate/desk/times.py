"""When a promise falls due, in the words people use: ``within four hours``, ``by fri 5pm``.

What reads them is loaded with the first time that is read, or by ``warm``, which a thread calls:
a start of the program waits for neither it nor dateutil.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from callmate.desk.view import OpenField
from callmate.model.dates import due_short
from callmate.model.entry import parse
from callmate.model.moment import Moment

NOT_UNDERSTOOD: Final = "no time understood"
NO_DATE: Final = "No time understood: this promise has no date. ↑ ⏎ puts it right."

_warm = False


def read(text: str, now: datetime) -> tuple[str, str] | None:
    """What was promised, without its time, and by when; None if no time is understood.

    The second is a date, or a date and time with offset. ``now`` is aware; what is past by then,
    does not exist or may mean two things is not understood.
    """
    from callmate.desk.finding import find

    return find(text, now)


def when(text: str, now: datetime) -> str:
    """When something is to be, in words that say nothing else (``fri 5pm``, ``3 days``): a date, or
    a date and time with offset; empty if that is no time to come. ``until`` may begin them."""
    first, _, rest = text.strip().partition(" ")
    text = rest if first.casefold() in ("until", "till", "by", "from") else text
    for lead in ("by ", "within ", ""):
        found = read(f"back {lead}{text}", now)
        if found is not None and found[0] == "back":
            return found[1]
    return ""


def warm() -> None:
    """Load what reading needs, so that no key has to wait for it."""
    global _warm
    read("fri 5pm", datetime.fromisoformat("2026-11-25T12:00+00:00"))
    _warm = True


def is_warm() -> bool:
    """Whether reading a time costs no more than a key may."""
    return _warm


def understood(opened: OpenField) -> str:
    """When the promise being typed is due (``Fri 27 Nov 17:00``), or that words as of a time are
    not understood. Empty if there are none, and while reading them would make a key wait.
    """
    if opened.kind != "promise" or opened.name != "what" or not _warm:
        return ""
    by = parse("promise", opened.line.text, opened.opened, read).values.get("by")
    if by:
        return due_short(str(by), opened.opened.at.date())
    from callmate.desk.plaintimes import sounds_timely

    return NOT_UNDERSTOOD if sounds_timely(opened.line.text) else ""


def undated(text: str, now: Moment) -> str:
    """What to say of a promise whose words are as of a time and give none; empty else."""
    from callmate.desk.plaintimes import sounds_timely

    values = parse("promise", text, now, read).values
    return NO_DATE if not values.get("by") and sounds_timely(text) else ""
