"""Small steps from one frozen case to the next."""

from __future__ import annotations

from callmate.model.moment import Moment
from callmate.model.replacing import replace
from callmate.model.state import Call, Case, Fact, Rep


def with_call(case: Case, call: Call) -> Case:
    """The case with one of its calls replaced."""
    if case.calls and case.calls[-1].id == call.id:
        return replace(case, calls=(*case.calls[:-1], call))
    return replace(case, calls=tuple(call if old.id == call.id else old for old in case.calls))


def with_rep(case: Case, rep: Rep) -> Case:
    """The case with one of its stints replaced."""
    return replace(case, reps=tuple(rep if old.id == rep.id else old for old in case.reps))


def odd(case: Case, fact: Fact, why: str) -> Case:
    """The case with a note that a fact did not fit."""
    return replace(case, oddities=(*case.oddities, (fact.id, why)))


def with_stints_over(case: Case, call: Call, at: Moment) -> Case:
    """Nobody is on the line of a call any more: who was has left by then."""
    reps = tuple(
        replace(rep, end=at) if rep.call == call.id and rep.end is None else rep
        for rep in case.reps
    )
    return replace(case, reps=reps)


def aimed(case: Case, call: Call) -> str:
    """Where somebody answers of whom nobody says where they are."""
    passed = next((one for one in case.transfers if one.id == call.pending_transfer), None)
    return passed.to if passed else call.answering
