"""Steps a rep asks for, objections to them, and the states that run beside a call's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from callmate.model.changes import with_call
from callmate.model.replacing import replace
from callmate.model.requests import Instruction
from callmate.model.state import Call, Case, Fact, Span, StateKind
from callmate.model.words import same_text

UNDONE: Final = frozenset({"", "given", "open", "tried", "trying", "objected"})
"""States of an instruction that leave it open (``i`` again says that it is done)."""


def is_open(instruction: Instruction) -> bool:
    """Whether the step is still to be done."""
    return same_text(instruction.state) in UNDONE


def newest_open(case: Case, call: Call) -> Instruction | None:
    """The step asked for last in a call that is still to be done."""
    mine = [one for one in case.instructions if one.call == call.id and is_open(one)]
    return mine[-1] if mine else None


def instruction(case: Case, call: Call, fact: Fact) -> Case:
    """A step they ask for; a new one leaves the one before as it was."""
    rep = call.state("rep")
    step = Instruction(
        fact.id, call.id, rep.id if rep else "", fact.moment, fact.text("what"),
        fact.text("state"), seq=case.seq,
    )  # fmt: skip
    if not is_open(step):  # told with what came of it: nothing is open
        span = call.state("instruction")
        rest = tuple(other for other in call.open if other is not span)
        case = with_call(case, replace(call, open=rest))
    return replace(case, instructions=(*case.instructions, step))


def instruction_end(case: Case, call: Call, fact: Fact) -> Case:
    """The step is done, or nothing more will come of it."""
    meant = fact.text("answers")
    state = fact.text("state")
    if not state:
        return case
    open_one = newest_open(case, call)
    target = meant or (open_one.id if open_one else "")
    return _with(case, target, lambda one: replace(one, state=state))


def objection(case: Case, call: Call, fact: Fact) -> Case:
    """You object to a step: the one of these words, the one named, else the newest that is open."""
    open_one = newest_open(case, call)
    target = (
        _worded(case, call, fact.text("what"))
        or fact.text("answers")
        or (open_one.id if open_one else "")
    )
    words = fact.text("text")
    return _with(case, target, lambda one: replace(one, objected=True, objection=words))


def _worded(case: Case, call: Call, what: str) -> str:
    """The newest step of a call with just these words; empty if there is none."""
    key = same_text(what)
    mine = [one for one in reversed(case.instructions) if key and one.call == call.id]
    return next((one.id for one in mine if same_text(one.what) == key), "")


def _with(case: Case, target: str, change: Callable[[Instruction], Instruction]) -> Case:
    steps = tuple(change(one) if one.id == target else one for one in case.instructions)
    return replace(case, instructions=steps)


def switch(case: Case, call: Call, fact: Fact) -> Case:
    """Anger and recordings: on, off, with a clock while they are on."""
    on = fact.body.get("on") is not False
    kind: StateKind = "anger" if fact.kind == "anger" else "recording"
    open_one = call.state(kind)
    if on and open_one is None:
        call = replace(call, open=(*call.open, Span(kind, fact.id, fact.moment)))
    elif not on and open_one is not None:
        done = replace(open_one, end=fact.moment)
        rest = tuple(other for other in call.open if other is not open_one)
        call = replace(call, open=rest, closed=(*call.closed, done))
    if kind == "anger":
        return with_call(case, replace(call, angry=on))
    return with_call(case, replace(call, recording=on))
