"""How long one waited before: for the person who is on hold now."""

from __future__ import annotations

from dataclasses import dataclass

from callmate.model.moment import elapsed_us, whole_seconds
from callmate.model.spoken import times
from callmate.model.state import Call, Case
from callmate.model.timeline import hms
from callmate.model.words import same_text


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of the last hold that is over (None: there was none), and of all of them."""

    last: int | None = None
    holds: int = 0
    held: int = 0

    def words(self) -> str:
        """``last time 32:10 · on hold twice before this, 47:05``; empty if there was none."""
        if self.last is None:
            return ""
        said = f"last hold {hms(self.last)}"
        if self.holds > 1:
            said += f" · on hold {times(self.holds)} before this, {hms(self.held)} in all"
        return said


def waits(case: Case, call: Call) -> Waits:
    """The holds with the organisation of ``call`` that are over, in all calls of the case."""
    with_them = same_text(call.organisation)
    done = sorted(
        (span.end.at, whole_seconds(elapsed_us(span.start, span.end)))
        for one in case.calls
        if same_text(one.organisation) == with_them
        for span in one.closed
        if span.kind == "hold" and span.end is not None
    )
    return Waits(done[-1][1] if done else None, len(done), sum(length for _, length in done))
