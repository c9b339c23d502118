"""State + fact → state. Total: a fact that does not fit is noted in ``oddities``, never refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from callmate.model import asking, steps
from callmate.model.amounts import as_int
from callmate.model.changes import aimed, odd, with_call, with_rep, with_stints_over
from callmate.model.replacing import replace
from callmate.model.requests import CaseNumber, Promise, SupervisorRequest
from callmate.model.state import (
    ENDS,
    STARTS,
    Call,
    Case,
    Closing,
    Fact,
    Rep,
    Span,
    Transfer,
)
from callmate.model.words import same_text

LONGEST_CALL_US: Final = 20 * 366 * 86_400_000_000
"""No call is told to be longer: beyond it the calendar ends."""

FOLLOWS: Final = frozenset({"rep", "transfer", "instruction"})
"""States that a second start ends and begins anew."""

Handler = Callable[[Case, Call, Fact], Case]


def apply(case: Case, fact: Fact) -> Case:
    """The case after ``fact``; facts must come in the order of their effective times."""
    case = replace(case, seq=case.seq + 1)
    if fact.kind == "call_start":
        return _start_call(case, fact)
    call = case.call(fact.call)
    if call is None:
        return odd(case, fact, "its call is not in this case")
    counts = {**call.counts, fact.kind: call.counts.get(fact.kind, 0) + 1}
    call = replace(call, counts=counts, last=fact.moment)
    case = with_call(_turn(case, call, fact), call)
    if fact.kind in STARTS:
        case = _open(case, call, fact)
    elif fact.kind in ENDS:
        case = _close(case, call, fact)
    handler = HANDLERS.get(fact.kind)
    if handler is None:
        return case
    return handler(case, case.call(fact.call) or call, fact)


def _turn(case: Case, call: Call, fact: Fact) -> Case:
    """Whatever is logged of a running call is of the line one is on."""
    if fact.auto or not call.running or fact.kind == "call_end":
        return case
    return replace(case, focus=call.id)


def _start_call(case: Case, fact: Fact) -> Case:
    call = Call(
        id=fact.id,
        start=fact.moment,
        direction=fact.text("direction") or "out",
        line=as_int(fact.body.get("line"), 1),
        organisation=fact.text("organisation"),
        date_only=bool(fact.body.get("date_only")),
        lasts_us=min(max(0, as_int(fact.body.get("lasts_us"), 0)), LONGEST_CALL_US),
        last=fact.moment,
    )
    return replace(case, calls=(*case.calls, call), focus=call.id)


def _open(case: Case, call: Call, fact: Fact) -> Case:
    kind = STARTS[fact.kind]
    if kind == "supervisor" and fact.text("result"):
        return case  # answered in the same breath: nothing to wait for
    already = call.state(kind)
    if already is not None:
        if kind == "menu":
            return case  # the next level of the same menu
        if kind not in FOLLOWS:
            return odd(case, fact, f"{kind} was open already")
        done = replace(already, end=fact.moment)
        spans = tuple(span for span in call.open if span is not already)
        call = replace(call, open=spans, closed=(*call.closed, done))
    span = Span(kind, fact.id, fact.moment)
    return with_call(case, replace(call, open=(*call.open, span)))


def _close(case: Case, call: Call, fact: Fact) -> Case:
    kind = ENDS[fact.kind]
    span = call.state(kind)
    if span is None:
        if fact.kind == "supervisor_end" or any(done.kind == kind for done in call.closed):
            return case
        return odd(case, fact, f"no {kind} was open")
    done = replace(span, end=fact.moment)
    rest = tuple(other for other in call.open if other is not span)
    return with_call(case, replace(call, open=rest, closed=(*call.closed, done)))


def _rep(case: Case, call: Call, fact: Fact) -> Case:
    rep = Rep(
        id=fact.id,
        call=call.id,
        start=fact.moment,
        name=fact.text("name"),
        department=fact.text("department"),
        extension=fact.text("extension"),
        email=fact.text("email"),
        after_transfer=call.pending_transfer,
        aimed=aimed(case, call),
    )
    transfers = tuple(
        replace(transfer, rep=rep.id, end=transfer.end or fact.moment)
        if transfer.id == call.pending_transfer
        else transfer
        for transfer in case.transfers
    )
    case = with_stints_over(case, call, fact.moment)
    department = rep.department or ("" if call.pending_transfer else call.department)
    call = replace(call, pending_transfer="", department=department, answering="")
    return with_call(replace(case, reps=(*case.reps, rep), transfers=transfers), call)


def _rep_end(case: Case, call: Call, fact: Fact) -> Case:
    return with_stints_over(case, call, fact.moment)


def _transfer(case: Case, call: Call, fact: Fact) -> Case:
    last = next((rep for rep in reversed(case.reps) if rep.call == call.id), None)
    announced = fact.body.get("announced")
    transfer = Transfer(
        id=fact.id,
        call=call.id,
        start=fact.moment,
        to=fact.text("to"),
        from_department=(last.place if last else "") or call.department,
        from_rep=last.id if last else "",
        announced=announced if isinstance(announced, bool) else None,
    )
    call = replace(call, pending_transfer=fact.id, answering="")
    return with_call(replace(case, transfers=(*case.transfers, transfer)), call)


def _department(case: Case, call: Call, fact: Fact) -> Case:
    text = fact.text("text")
    rep = case.rep_on_line(call)
    if rep is not None:
        case = with_rep(case, replace(rep, department=text))
        return with_call(case, replace(call, department=text))
    if call.pending_transfer:
        transfers = tuple(
            replace(transfer, to=text) if transfer.id == call.pending_transfer else transfer
            for transfer in case.transfers
        )
        return replace(case, transfers=transfers)
    return with_call(case, replace(call, department=text, answering=text))


def _supervisor_asked(case: Case, call: Call, fact: Fact) -> Case:
    rep = call.state("rep")
    result = fact.text("result")
    asked = SupervisorRequest(
        fact.id, call.id, rep.id if rep else "", fact.moment, result, not result, case.seq
    )
    return replace(case, supervisors=(*case.supervisors, asked))


def _supervisor_end(case: Case, call: Call, fact: Fact) -> Case:
    target = fact.text("answers")
    changed = []
    for asked in case.supervisors:
        is_meant = asked.id == target if target else asked.call == call.id and asked.open
        changed.append(
            replace(asked, result=fact.text("result") or asked.result, open=False)
            if is_meant
            else asked
        )
    return replace(case, supervisors=tuple(changed))


def _promise(case: Case, call: Call, fact: Fact) -> Case:
    rep = call.state("rep")
    kept = fact.body.get("kept")
    promise = Promise(
        fact.id,
        call.id,
        rep.id if rep else "",
        fact.moment,
        fact.text("what"),
        fact.text("by") or None,
        kept if isinstance(kept, bool) else None,
        fact.text("due"),
        owner=fact.text("owner"),
        carrier=fact.text("carrier"),
        told=fact.text("told"),
    )
    return replace(case, promises=(*case.promises, promise))


def _promise_outcome(case: Case, call: Call, fact: Fact) -> Case:
    target = fact.text("answers")
    kept = fact.kind == "promise_kept"
    promises = tuple(
        replace(promise, kept=kept) if promise.id == target else promise
        for promise in case.promises
    )
    return replace(case, promises=promises)


def _case_number(case: Case, call: Call, fact: Fact) -> Case:
    value = fact.text("value")
    if not value:
        return case
    number = CaseNumber(fact.id, call.id, fact.moment, value, fact.text("kind"))
    return replace(case, numbers=(*case.numbers, number))


def _mark_rep(case: Case, call: Call, fact: Fact) -> Case:
    rep = case.rep_on_line(call)
    if rep is None:
        return case
    if fact.kind == "unsure":
        return with_rep(case, replace(rep, unsure=True))
    return with_rep(case, replace(rep, praised=True))


def _closing(case: Case, call: Call, fact: Fact) -> Case:
    closing = Closing(fact.id, fact.moment, fact.text("how") or "end")
    return with_call(case, replace(call, closing=closing))


def _resume(case: Case, call: Call, fact: Fact) -> Case:
    return with_call(case, replace(call, closing=None))


def _call_end(case: Case, call: Call, fact: Fact) -> Case:
    closed = tuple(replace(span, end=fact.moment) for span in call.open)
    call = replace(
        call,
        end=fact.moment,
        outcome=fact.text("outcome"),
        closing=None,
        open=(),
        closed=(*call.closed, *closed),
        pending_transfer="",
        angry=False,
        recording=False,
    )
    return with_call(case, call)


HANDLERS: Final[dict[str, Handler]] = {
    "rep": _rep,
    "rep_end": _rep_end,
    "transfer": _transfer,
    "department": _department,
    "supervisor_asked": _supervisor_asked,
    "supervisor_end": _supervisor_end,
    "promise": _promise,
    "promise_kept": _promise_outcome,
    "promise_broken": _promise_outcome,
    "case_number": _case_number,
    "unsure": _mark_rep,
    "kudos": _mark_rep,
    "closing": _closing,
    "resume": _resume,
    "anger": steps.switch,
    "recording": steps.switch,
    "instruction": steps.instruction,
    "instruction_end": steps.instruction_end,
    "objection": steps.objection,
    "call_end": _call_end,
    "ask": asking.ask,
    "denied": asking.answer,
    "granted": asking.answer,
    "offer": asking.offer,
    "accepted": asking.offer_answer,
    "declined": asking.offer_answer,
}


def landed(case: Case, transfer: Transfer) -> str:
    """The department that answered a transfer, or the intended one if none is known."""
    rep = case.rep(transfer.rep) if transfer.rep else None
    return (rep.department if rep else "") or transfer.to


def reached(case: Case, transfer: Transfer) -> bool:
    """Whether somebody answered, in the department that was intended as far as is known."""
    rep = case.rep(transfer.rep) if transfer.rep else None
    if rep is None:
        return False
    intended, answered = same_text(transfer.to), same_text(rep.department)
    return not intended or not answered or intended == answered
