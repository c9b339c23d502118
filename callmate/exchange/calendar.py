"""Due times as a calendar file (RFC 5545), for any calendar program.

Each task that has a time is an event with an alarm; its UID stays the same from export to export,
so that importing the file again moves an event instead of doubling it. Nothing private is in it: a
title, what is to be done, and when; account and card numbers that were typed there are masked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from callmate.model.agenda import Task
from callmate.model.dates import is_day
from callmate.model.masking import masked
from callmate.model.summary import Duty
from callmate.model.taskwords import words
from callmate.text import cut, show

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT: Final = "-//callmate//callmate//EN"
LASTS: Final = timedelta(minutes=15)
MORNING: Final = timedelta(hours=9)
"""When one is told of what is due on a day without a time."""
LONGEST: Final = 400
"""Characters of a person's words in one entry."""


def calendar(duties: Iterable[Duty], now: datetime, accounts: Collection[str] = ()) -> bytes:
    """The tasks that have a time, as one calendar; ``now`` is aware: when it was made.

    ``accounts`` are the account numbers of the cases, masked wherever they stand.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    for one in duties:
        event = _event(one, now, accounts)
        if event is not None:
            made.add_component(event)
    written: bytes = made.to_ical()
    return written


def dated(duties: Iterable[Duty]) -> int:
    """How many of the tasks have a time a calendar can hold."""
    return sum(_begins(one.task) is not None for one in duties)


def uid(task: Task) -> str:
    """What tells an entry from all others, whatever becomes of its words or its time."""
    return f"{task.family}-{task.target or task.case}@callmate"


def _event(one: Duty, now: datetime, accounts: Collection[str]) -> Event | None:
    from icalendar import Event

    begins = _begins(one.task)
    if begins is None:
        return None
    event = Event()
    event.add("uid", uid(one.task))
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", _ends(begins))
    event.add("transp", "TRANSPARENT")
    said, title = (_safe(text, accounts) for text in (words(one.task), one.row.title))
    event.add("summary", f"{said} · {title}")
    event.add("description", f"{said}\n{title}\nIn callmate the key d lists it.")
    event.add_component(_alarm(begins, said))
    return event


def _alarm(begins: date, said: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", timedelta() if isinstance(begins, datetime) else MORNING)
    return alarm


def _begins(task: Task) -> date | None:
    """A day for a date alone, else the instant; None where there is none a calendar can hold."""
    if task.due is None:
        return None
    begins: date
    try:
        if is_day(task.by) and task.kind != "look_again":
            begins = date.fromisoformat(task.by)
        else:
            begins = task.due.astimezone(UTC).replace(microsecond=0)
        _ends(begins)
        return begins
    except (ValueError, OverflowError):
        return None


def _ends(begins: date) -> date:
    """Raises OverflowError after the last day there is."""
    return begins + (LASTS if isinstance(begins, datetime) else timedelta(days=1))


def _safe(text: str, accounts: Collection[str]) -> str:
    """A person's words with nothing invisible, active or secret, on one line, of a bearable
    length."""
    plain = masked(show(text), accounts).encode("utf-8", "replace").decode()
    return cut(plain, LONGEST)
