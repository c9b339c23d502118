"""Two calls at once: which is meant, and what to say on turning from one to the other."""

from __future__ import annotations

from collections.abc import Sequence

from callmate.model.events import NewEvent
from callmate.model.state import Call, Case


def other(case: Case | None) -> Call | None:
    """The running call one would turn to; None if no other runs."""
    here = case.on_line if case else None
    if case is None or here is None:
        return None
    ids = [call.id for call in case.running]
    after = ids[(ids.index(here.id) + 1) % len(ids)]
    return case.call(after) if after != here.id else None


def turned(case: Case, events: list[NewEvent]) -> str:
    """What to say of the events that began a call or turned to one; empty if none did."""
    for event in events:
        if event.kind == "call_start":
            way = "They call: line" if event.body.get("direction") == "in" else "Line"
            line = f"{way} {event.body.get('line')} · ↑ ⏎ says with whom"
            if case.running:
                return f"{line} · tab turns back"
            return line if event.body.get("direction") == "in" else ""
        if event.kind == "line":
            call = case.call(event.call or "")
            return f"Line {call.line}." if call else ""
    return ""


def left_with(case: Case | None, events: Sequence[NewEvent]) -> str:
    """What to say when a call has ended and another goes on; empty if none does."""
    here = case.on_line if case else None
    ended = [case.call(e.call or "") for e in events if e.kind == "call_end"] if case else []
    lines = [str(call.line) for call in ended if call is not None]
    return f"Line {', '.join(lines)} has ended; line {here.line} goes on." if here else ""
