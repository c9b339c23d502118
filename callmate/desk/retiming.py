"""Whether an event can have happened at another time."""

from __future__ import annotations

from datetime import datetime

from callmate.model.fold import Fold


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
