"""Tasks as one says them: a short phrase, and how long there is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from callmate.model.agenda import WRONG, Task
from callmate.model.dates import due_short
from callmate.model.moment import microseconds, whole_seconds
from callmate.model.promisewords import is_role
from callmate.model.receipt import left
from callmate.model.spoken import SOMETHING

ANYBODY: Final = frozenset({"someone", "somebody"})
NO_DATE: Final = "no date"


def words(task: Task) -> str:
    """What is to be done, in the person's own words where there are any."""
    match task.kind:
        case "promise_due" | "promise_overdue" | "promise_undated":
            what = task.what or SOMETHING
            return f"{what} ({task.owner})" if task.owner else what
        case "handover":
            return _handover(task)
        case "check_details":
            if task.what == WRONG:
                return "have your account details put right"
            # Others may read this list: it does not say that the call was a heated one.
            return f"after {task.what or 'the last call'}: check that your details are still right"
        case "look_again":
            return _look_again(task)
        case "letter_reply":
            return f"reply to your {task.what} letter" + (f" ({task.owner})" if task.owner else "")
        case "rung":
            return f"next step: {task.owner or task.what.replace('-', ' ')}"
        case "wrap_up":
            return f"go through {task.what}"


def _handover(task: Task) -> str:
    what = f": {task.what}" if task.what else ""
    if task.owner.casefold() in ANYBODY:
        return f"ask who comes, and whether they know{what}"
    who = f"the {task.owner}" if is_role(task.owner) else task.owner
    return f"ask {who} whether they were told{what}"


def _look_again(task: Task) -> str:
    if task.due is None:
        return f"{task.what}: the next step is yours"
    # What is promised by a later day is waited for: there is no call to make yet.
    said = "the break is over" if task.waits else "call again after the break"
    return said + (f" ({task.what})" if task.what else "")


def when(task: Task, now: datetime) -> str:
    """How long there is left, or how long it is overdue: ``3 h 54 left``, ``overdue 2 days``."""
    if task.due is None:
        return NO_DATE
    seconds = whole_seconds(microseconds(task.due - now))
    if task.kind == "look_again":
        return f"in {left(seconds).removesuffix(' left')}" if seconds > 0 else "now"
    return left(seconds)


def due(task: Task, now: datetime) -> str:
    """When it is due, as on the clock there: ``22:20`` today, ``Fri 27 Nov 17:00``; empty where
    it has no time."""
    return due_short(task.by, now.date()) if task.by else ""


def sentence(task: Task, now: datetime) -> str:
    """All of it in one line: what, by when, and how long there is."""
    at = due(task, now)
    late = task.standing(now) == "overdue"
    due_words = f"{'was due' if late else 'due'} {at}" if at else ""
    said = ", ".join(part for part in (words(task), due_words) if part)
    return f"{said} · {when(task, now)}" if task.due else said
