"""How a company did over its calls: holds, repeats, cut lines, promises, call-backs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from callmate.model.amounts import as_int
from callmate.model.figures import supervisors
from callmate.model.moment import whole_seconds
from callmate.model.promises import standing
from callmate.model.scope import Scope
from callmate.model.words import same_text

_CALLS: Final = re.compile(
    r"\bcall(?:s|ing)?[ -]?backs?\b"
    r"|\b(?:call|ring|phone)s? (?:you|me|us|again|back|within|by|before|at|on|in|today|tomorrow)\b"
)
"""Words of a promise or an offer that say that they will call."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Sums over the calls with a company. Times are whole seconds."""

    cases: int
    calls: int
    call_seconds: int
    hold_seconds: int
    longest_hold_seconds: int
    retellings: int
    verifications: int
    transfers: int
    disconnects: int
    promises_made: int
    promises_kept: int
    promises_broken: int
    promises_overdue: int
    callbacks_offered: int
    callbacks_kept: int
    callbacks_broken: int
    managers_asked: int
    managers_reached: int
    marks_yes: int
    marks: int


def scorecard(scopes: Sequence[Scope]) -> Scorecard:
    """The scorecard of the chosen calls of one or more cases."""
    calls = [call for scope in scopes for call in scope.calls]
    spent = [one for scope in scopes for one in scope.spent]
    states = [standing(promise, scope.as_of)[0] for scope in scopes for promise in scope.promises]
    came = [one.kept for scope in scopes for one in scope.promises if says_call(one.what)]
    managers = [supervisors(scope) for scope in scopes]
    marks = [value for scope in scopes for value in _marks(scope)]
    return Scorecard(
        cases=len(scopes),
        calls=len(calls),
        call_seconds=whole_seconds(sum(one.total for one in spent)),
        hold_seconds=whole_seconds(sum(one.of("hold") for one in spent)),
        longest_hold_seconds=whole_seconds(
            max((hold for scope in scopes for hold in scope.holds()), default=0)
        ),
        retellings=sum(call.count("repeat_story") for call in calls),
        verifications=sum(
            as_int(one.body.get("n"), 1) for scope in scopes for one in scope.kind("verification")
        ),
        transfers=sum(len(scope.transfers) for scope in scopes),
        disconnects=sum(call.cut_off for call in calls),
        promises_made=len(states),
        promises_kept=states.count("kept"),
        promises_broken=states.count("broken"),
        promises_overdue=states.count("overdue"),
        callbacks_offered=sum(_callbacks(scope) for scope in scopes),
        callbacks_kept=came.count(True),
        callbacks_broken=came.count(False),
        managers_asked=sum(one["supervisor_asked"] for one in managers),
        managers_reached=sum(one["supervisor_reached"] for one in managers),
        marks_yes=sum(marks),
        marks=len(marks),
    )


def _marks(scope: Scope) -> Iterator[bool]:
    for rep in scope.reps:
        yield from scope.case.around.marks.get(rep.id, {}).values()


def _callbacks(scope: Scope) -> int:
    """How often they said that they, or somebody, would call back."""
    said: list[Any] = [*scope.promises, *scope.offers]
    words = sum(says_call(one.what) for one in said)
    managers = sum(same_text(one.result).startswith("callback") for one in scope.requests)
    return words + managers


def says_call(words: str) -> bool:
    """Whether the words of a promise say that they will call."""
    return bool(_CALLS.search(same_text(words)))
