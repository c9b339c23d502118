"""What the rows of a timeline say beside their own words: what came of a transfer, which line,
what contradicts it; and the line that sums a stint up below its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from callmate.model.clashes import clashes
from callmate.model.moment import elapsed_us
from callmate.model.passing import outcome, warmth
from callmate.model.state import Call, Case, Fact, Transfer
from callmate.model.stints import did
from callmate.model.timeline import Row
from callmate.ui.kept import Kept

MOST_KEPT: Final = 400
"""Lines of stints that are remembered: more than any screen shows."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What holds for all rows of a case; ``clashes`` gives a fact the times of what contradicts
    it, ``lines`` a call that overlapped another the number of its line."""

    clashes: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)


_REMARKS: Kept[Remarks] = Kept()
_STINTS: dict[int, tuple[Fact, str]] = {}


def remarks(case: Case, facts: Sequence[Fact]) -> Remarks:
    """For the rows of a case whose facts are these; worked out once for each change."""
    return _REMARKS.of(case, None, lambda: Remarks(clashes(case, facts), _lines(case.calls)))


def _lines(calls: Sequence[Call]) -> dict[str, str]:
    """The calls that ran at a time with the one begun before or after them."""
    found: dict[str, str] = {}
    longest: Call | None = None
    for call in calls:
        if longest is not None and _reaches(longest, call):
            found |= {longest.id: str(longest.line), call.id: str(call.line)}
        if longest is None or not _reaches(longest, call) or _outlasts(call, longest):
            longest = call
    return found


def _reaches(earlier: Call, call: Call) -> bool:
    """Whether a call that began earlier still ran when the other began."""
    if earlier.date_only or call.date_only:
        return False
    return earlier.end is None or elapsed_us(call.start, earlier.end) > 0


def _outlasts(call: Call, other: Call) -> bool:
    return other.end is not None and (call.end is None or elapsed_us(other.end, call.end) > 0)


def stint_line(case: Case, facts: Sequence[Fact], at: int) -> str:
    """What the rep did whose stint the fact at this place ends; empty if nothing is to be told.

    It is worked out once: a correction of anything before it, or of the transfer of the same
    moment, makes a new fact of the end.
    """
    end = facts[at]
    known = _STINTS.get(id(end))
    if known is not None and known[0] is end:
        return known[1]
    rep = next(
        (one for one in reversed(case.reps) if one.call == end.call and one.end == end.moment), None
    )
    begin = at
    while rep is not None and begin > 0 and facts[begin].id != rep.id:
        begin -= 1
    said = did(case, facts[begin : at + 1], rep) if rep is not None else ""
    if len(_STINTS) >= MOST_KEPT:
        _STINTS.clear()
    _STINTS[id(end)] = (end, said)
    return said


def transfer_row(case: Case, fact: Fact, row: Row) -> tuple[Row, str]:
    """A transfer's row with warm or cold before it, and what came of it."""
    transfer = _transfer(case, fact)
    if transfer is None:
        return row, ""
    kind = warmth(transfer)
    label = f"{kind} {row.label}" if kind else row.label
    return replace(row, label=label), outcome(case, transfer)


def _transfer(case: Case, fact: Fact) -> Transfer | None:
    if fact.kind != "transfer":
        return None
    return next((one for one in reversed(case.transfers) if one.id == fact.id), None)
