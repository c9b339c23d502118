"""Whether an event can have happened at another time, and in which call it then was."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from callmate.desk.context import Context
from callmate.desk.view import OpenField
from callmate.model.entry import leading_time
from callmate.model.fold import Fold
from callmate.model.state import Call, Case

NO_SUCH_TIME: Final = "That is no time: type @14:05, @14:05:30 or @-2m"


def outside(fold: Fold | None, kind: str, call_id: str, when: datetime, now: datetime) -> str:
    """Why an event of a call cannot have happened ``when``; empty if it can."""
    at = f"{when:%H:%M:%S}"
    if when > now:
        return f"{at} is yet to come"
    call = fold.case.call(call_id) if fold else None
    if fold is None or call is None:
        return ""
    if kind == "call_start":
        mine = (one for one in fold.facts if one.live and one.call == call_id != one.id)
        first = min((one.moment.at for one in mine), default=when)
        return f"{at} is after something in this call ({first:%H:%M:%S})" if first < when else ""
    if call.end is not None and kind != "call_end" and when > call.end.at:
        return f"{at} is after this call ended ({call.end.at:%H:%M:%S})"
    if when >= call.start.at:
        return ""
    return f"{at} is before this call began ({call.start.at:%H:%M:%S})"


def home(case: Case, call_id: str, when: datetime, now: datetime) -> Call | None:
    """The call of an event entered afterwards: its own if that ran ``when``, else the newest that
    did; None if no call of the case did."""
    ran = [one for one in case.calls if one.start.at <= when <= (one.end.at if one.end else now)]
    own = next((one for one in ran if one.id == call_id), None)
    return own or max(ran, key=lambda one: one.start.at, default=None)


def why_not(c: Context, opened: OpenField, when: datetime) -> str:
    """Why the event of a field cannot have happened ``when``; empty if it can."""
    fold, now = c.fold, c.clock.now().at
    entry = fold.ledger.entries.get(opened.target) if fold else None
    if opened.inserted and fold is not None and when <= now:
        if home(fold.case, opened.call or "", when, now) is not None:
            return ""
        if len(fold.case.calls) > 1:
            return f"No call of this case ran at {when:%H:%M:%S}"
    return outside(fold, entry.event.kind if entry else "", opened.call or "", when, now)


def refused(c: Context, opened: OpenField, text: str) -> str:
    """Why a field that asks for a time cannot be kept with this one; empty if it can, or if no
    time was typed."""
    is_time = opened.purpose == "time"
    if not (is_time or (opened.inserted and text.startswith("@"))):
        return ""
    typed = text.lstrip("@")
    if not typed or typed[0].isspace():
        return ""
    now = c.clock.now() if is_time and not opened.inserted else opened.opened
    when, _ = leading_time("@" + typed, now.at)
    why = why_not(c, opened, when) if when is not None else NO_SUCH_TIME
    return f"{why}; or esc." if why else ""
