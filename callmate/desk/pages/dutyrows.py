"""What the page due shows: all tasks, or one of them with its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from callmate.desk.pages.page import Row
from callmate.model.agenda import ORDER, Kind, Standing, Task, tally
from callmate.model.moment import local
from callmate.model.promises import due_text
from callmate.model.promisewords import carrier_of
from callmate.model.requests import Promise
from callmate.model.roles import Role
from callmate.model.state import UNNAMED, Case
from callmate.model.summary import Duty
from callmate.model.taskwords import when, words
from callmate.text import cut

TITLE: Final = 24
"""Characters of a case's title beside what it asks for."""
ROLES: Final[Mapping[Standing, Role]] = {
    "overdue": "error", "today": "warn", "tomorrow": "text", "later": "text", "undated": "text",
    "asleep": "dim",
}  # fmt: skip
CALLED: Final[Mapping[Standing, str]] = {
    "overdue": "overdue", "today": "today", "tomorrow": "tomorrow", "later": "later",
    "undated": "without a date", "asleep": "after a break",
}  # fmt: skip
PROMISE: Final = (("kept", "it was kept"), ("broken", "it was broken"))
ANSWERS: Final[Mapping[Kind, tuple[tuple[str, str], ...]]] = {
    "promise_due": (*PROMISE, ("owner", "who answers for it"), ("by", "another day")),
    "promise_overdue": (*PROMISE, ("owner", "who answers for it"), ("by", "another day")),
    "promise_undated": (*PROMISE, ("owner", "who answers for it"), ("by", "by when")),
    "handover": (
        ("confirmed", "they know"), ("not_told", "nobody told them"),
        ("carrier", "somebody else carries it out"),
    ),
    "check_details": (("right", "they are right"), ("wrong", "something is wrong")),
    "look_again": (("until", "a longer break"), ("no_rest", "no break any more")),
    "letter_reply": (("replied", "they replied"), ("reply_by", "wait until another day")),
    "rung": (("done", "it is done"), ("rung_by", "another date")),
    "wrap_up": (("no_wrapup", "leave it out"),),
}  # fmt: skip
"""By kind: what can be answered, in the order of the digits."""
HELP: Final[Mapping[Kind, str]] = {
    "handover": "What is passed on by word of mouth is often not: ask whoever is to act, not "
    "the rep.",
    "check_details": "Address, e-mail, tariff, what is booked: slips in a call come to light late.",
    "wrap_up": "Open the case, then w: under a minute.",
    "promise_undated": "No time was given: ask for a day, and who answers for it.",
}


def name_of(task: Task) -> str:
    """What tells a task from the others, however it stands."""
    about = "" if task.kind == "check_details" else task.target or task.what
    return f"{task.case} {task.family} {about}"


def heading(found: Sequence[Duty], now: datetime) -> str:
    """``DUE  2 overdue · 1 today``."""
    standing = [one.task.standing(now) for one in found]
    counts = ((standing.count(each), CALLED[each]) for each in ORDER)
    parts = " · ".join(f"{count} {name}" for count, name in counts if count)
    return f"DUE  {parts}".rstrip()


def listed(found: Sequence[Duty], now: datetime) -> tuple[Row, ...]:
    """A row a task, with its digit."""
    if not found:
        return (
            Row("Nothing is due."),
            Row("What is promised, planned or to be looked at again stands here.", role="dim"),
        )
    return tuple(_task(one, now, number) for number, one in enumerate(found, start=1))


def _task(one: Duty, now: datetime, number: int) -> Row:
    standing = one.task.standing(now)
    right = "after the break" if standing == "asleep" else when(one.task, now)
    return Row(
        f"{words(one.task)} · {cut(one.row.title, TITLE)}", right=right, role=ROLES[standing],
        action="task", payload=name_of(one.task), digit=str(number),
    )  # fmt: skip


def told(one: Duty, case: Case, now: datetime) -> tuple[Row, ...]:
    """What is known of one task: its words, when it was said and by whom, how promises go here."""
    task = one.task
    rows = [Row(words(task), right=when(task, now), role="strong")]
    promise = next((each for each in case.promises if each.id == task.target), None)
    if promise is not None and task.kind != "look_again":
        rows.append(Row(_said(case, promise, now), role="dim"))
    if task.kind in HELP:
        rows.append(Row(HELP[task.kind], role="dim"))
    counted = tally(case, now)
    if counted.made > 1 and promise is not None and (counted.kept or counted.broken):
        rows.append(Row(
            f"Of {counted.made} promises here {counted.kept} kept, {counted.broken} broken.",
            role="dim",
        ))  # fmt: skip
    return tuple(rows)


def _said(case: Case, promise: Promise, now: datetime) -> str:
    """Who promised it and when, by when, and who carries it out."""
    rep, at = case.rep(promise.rep), local(promise.moment.at)
    made = f"Said on {at:%a} {at.day} {at:%b %Y} at {at:%H:%M} by "
    made += (rep.name if rep else "") or f"an {UNNAMED}"
    due = due_text(promise, now.date())
    carrier = carrier_of(promise)
    return made + (f", due {due}" if due else "") + (f"; {carrier} to do it" if carrier else "")


def answers(task: Task) -> tuple[Row, ...]:
    """The answers to a task; the first opens its case."""
    given = _given(task)
    rows = (Row(text, action=action, digit=str(at)) for at, (action, text) in enumerate(given, 1))
    return (Row("open the case", action="open", role="accent"), *rows)


def _given(task: Task) -> Iterator[tuple[str, str]]:
    if task.kind == "look_again" and task.due is None:
        return  # of broken promises there is nothing to say but the next step
    yield from ANSWERS[task.kind]
