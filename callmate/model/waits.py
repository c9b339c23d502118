"""How long one waited before: for the person who is on hold now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from callmate.model.moment import elapsed_us, whole_seconds
from callmate.model.spoken import times
from callmate.model.state import Call, Case, Rep
from callmate.model.timeline import hms
from callmate.model.words import same_text

AT_ONCE_S: Final = 5
"""A call that was answered so soon had no queue."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of the last hold that is over (None: there was none), and of all of them;
    ``answered`` is how long it took last time until somebody answered, while nobody has yet."""

    last: int | None = None
    holds: int = 0
    held: int = 0
    answered: int | None = None

    def words(self) -> str:
        """``last hold 32:10 · on hold twice before this, 47:05 in all``; empty if there was
        nothing to wait for before."""
        if self.answered is not None:
            return f"last time somebody answered after {hms(self.answered)}"
        if self.last is None:
            return ""
        said = f"last hold {hms(self.last)}"
        if self.holds > 1:
            said += f" · on hold {times(self.holds)} before this, {hms(self.held)} in all"
        return said


def waits(case: Case, call: Call) -> Waits:
    """What it took before with the organisation of ``call``, in all calls of the case."""
    theirs = [one for one in case.calls if same_text(one.organisation) == _name(call)]
    done = sorted(
        (span.end.at, whole_seconds(elapsed_us(span.start, span.end)))
        for one in theirs
        for span in one.closed
        if span.kind == "hold" and span.end is not None
    )
    held = sum(length for _, length in done)
    return Waits(done[-1][1] if done else None, len(done), held, _answered(case, call, theirs))


def _name(call: Call) -> str:
    return same_text(call.organisation)


def _answered(case: Case, call: Call, theirs: Sequence[Call]) -> int | None:
    """How long the last call before rang and queued; None once somebody answered this one."""
    first: dict[str, Rep] = {}
    for rep in case.reps:
        first.setdefault(rep.call, rep)
    if call.id in first:
        return None
    for one in reversed(theirs):
        if one.id in first and one.direction != "in":
            seconds = whole_seconds(elapsed_us(one.start, first[one.id].start))
            return seconds if seconds > AT_ONCE_S else None
    return None
