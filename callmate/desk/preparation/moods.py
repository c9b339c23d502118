"""“Not now”: a call may wait until one is calm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from callmate.desk.view import Choice, Strip
from callmate.model.moment import local

NOT_NOW: Final = Strip(
    "Angry? It can wait:",
    (
        Choice("1", "15 min", "rest", "15"),
        Choice("2", "1 hour", "rest", "60"),
        Choice("3", "tomorrow", "rest", "tomorrow"),
        Choice("4", "call anyway", "dismiss"),
    ),
)


def rest_until(payload: str, now: datetime) -> str:
    """When a break ends: a date and time with offset, or tomorrow's date. ``payload`` is the
    number of minutes, or ``tomorrow``."""
    if payload == "tomorrow":
        return (local(now).date() + timedelta(days=1)).isoformat()
    return local(now + timedelta(minutes=int(payload))).isoformat(timespec="seconds")


def rest_text(until: str) -> str:
    """What is said of a break that begins."""
    day, _, clock = until.partition("T")
    when = f"until {clock[:5]}" if clock else f"until tomorrow, {day}"
    return f"A break {when}: until then only what has a date is shown. z h changes it."
