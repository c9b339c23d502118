"""Whether an event can have happened at another time."""

from __future__ import annotations

from datetime import datetime

from callmate.model.state import Case


def outside(case: Case | None, kind: str, call_id: str, when: datetime, now: datetime) -> str:
    """Why an event of a call cannot have happened ``when``; empty if it can."""
    at = f"{when:%H:%M:%S}"
    if when > now:
        return f"{at} is yet to come"
    call = case.call(call_id) if case else None
    if call is None or kind == "call_start":
        return ""
    if call.end is not None and kind != "call_end" and when > call.end.at:
        return f"{at} is after this call ended ({call.end.at:%H:%M:%S})"
    if when >= call.start.at:
        return ""
    return f"{at} is before this call began ({call.start.at:%H:%M:%S})"
