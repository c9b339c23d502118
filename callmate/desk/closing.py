"""How a call or a case ended, asked in one line: hung up on purpose, settled, given up."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.view import Choice, Strip
from callmate.model.dates import due_short
from callmate.model.events import NewEvent
from callmate.model.moment import Moment, elapsed_us
from callmate.model.receipt import first_due
from callmate.model.redial import UNSURE
from callmate.model.spoken import SOMETHING, brief, counted
from callmate.model.state import Call, Case
from callmate.model.stuck import dated
from callmate.model.wrapup import hung_up_on

JUST_OVER_US: Final = 5 * 60 * 1_000_000
"""So long after its end it is asked why a call ended; later it would only be odd."""
LONGEST_PROMISE: Final = 18
"""Characters of a promise that are said again, so that the line can be read whole."""
HUNG_UP: Final = (
    Choice("1", "yes", "hung_up", UNSURE),
    Choice("2", "no", "hung_up", ""),
)
CLOSED: Final = (
    Choice("1", "settled", "close_case", "resolved"),
    Choice("2", "given up", "close_case", "dropped"),
    Choice("3", "stays open", "dismiss"),
)


def ask_hung_up(c: Context, call: Call, now: Moment) -> bool:
    """Ask whether a call was ended because of its unsure rep, if it looks like it; whether it
    was asked."""
    case, facts = c.case, c.fold.facts if c.fold else ()
    if case is None or call.end is None or elapsed_us(call.end, now) > JUST_OVER_US:
        return False
    ended = [f for f in facts if f.kind == "call_end" and f.live and f.call == call.id]
    if not ended or hung_up_on(case, call, facts) is None:
        return False
    strip = Strip("Hung up because the rep seemed unsure?", HUNG_UP, ended[-1].id)
    c.view = replace(c.view, strip=strip)
    return True


def hung_up(c: Context, source: Input, strip: Strip, outcome: str) -> list[NewEvent]:
    """The answer to it: an outcome of its own, and the way to somebody else."""
    if not outcome:
        return []
    case = c.case
    ended = next((f for f in c.fold.facts if f.id == strip.target), None) if c.fold else None
    if case is None or ended is None:
        return []
    c.say("Noted. space calls again, in this case: somebody else may know.")
    values = {"outcome": outcome}
    return [c.event(source, "detail", ended.call, target=ended.id, values=values)]


def ask_closed(c: Context, source: Input) -> list[NewEvent]:
    """Open a case that is over again, or ask how the open one ended."""
    case = c.case
    if case is None:
        c.say("No case is open here: / finds it.")
        return []
    if case.around.closed:
        return close_case(c, source, "reopened")
    c.view = replace(c.view, strip=Strip("This case:", CLOSED))
    return []


def close_case(c: Context, source: Input, how: str) -> list[NewEvent]:
    """The case is over, or open again; written in the call where undo looks for it."""
    case = c.case
    if case is None:
        return []
    c.say(said_of(case, how))
    return [c.event(source, "case_closed", c.about(), how=how)]


def said_of(case: Case, how: str) -> str:
    """What is said of a case that was closed; of a promise still open, that it is watched."""
    due, many = first_due(case), len(dated(case))
    if how == "resolved" and due is not None:
        promised = brief(due.promise.what, LONGEST_PROMISE) or SOMETHING
        by = due_short(due.promise.by or "", due.promise.moment.at.date())
        if many > 1:
            return f"Settled. {many} promises stay in due, first {promised} by {by}."
        return f"Settled, but {promised} by {by} is still open: it stays in due."
    if how == "resolved" and case.waiting:
        undated = counted(len(case.waiting), "promise")
        return f"Settled. {undated} without a date: not in due any more."
    said = {"resolved": "Settled. Well done.", "dropped": "Given up, for now."}
    return f"{said[how]} z y opens the case again." if how in said else "The case is open again."
