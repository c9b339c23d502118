"""One call of a case at one moment, and what is plain to see of it: who, what, how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callmate.model.moment import Moment
from callmate.model.requests import Answer, Ask, Instruction, Promise
from callmate.model.state import Call, Case, Rep
from callmate.model.track import Track
from callmate.model.words import same_text


@dataclass(frozen=True, slots=True)
class View:
    """One call of a case at one moment; without a track only what a finished call can tell."""

    case: Case
    call: Call
    now: Moment | None = None
    track: Track | None = None


def count(view: View, name: str) -> int:
    """Live events of a kind, ``call.KIND`` in this call or ``case.KIND`` in all."""
    scope, _, kind = name.partition(".")
    if scope == "call":
        return view.call.count(kind)
    return sum(call.count(kind) for call in view.case.calls)


def has_number(view: View) -> bool:
    """Whether a case number was given in this call or in one before it."""
    if view.case.calls[-1] is view.call:
        return bool(view.case.numbers)
    given = {number.call for number in view.case.numbers}
    for call in view.case.calls:
        if call.id in given:
            return True
        if call.id == view.call.id:
            return False
    return False


def last_rep(view: View) -> Rep | None:
    """Who is on the line; of a call that is over, who was last."""
    if view.call.running:
        return view.case.rep_on_line(view.call)
    return next((rep for rep in reversed(view.case.reps) if rep.call == view.call.id), None)


def met_before(view: View) -> bool:
    """Whether somebody of the same company and name as who is on the line was there before."""
    rep = last_rep(view)
    name = same_text(rep.name) if rep is not None else ""
    if rep is None or not name:
        return False
    company = same_text(view.call.organisation)
    theirs = {call.id for call in view.case.calls if same_text(call.organisation) == company}
    return any(
        other.id != rep.id and other.start.at <= rep.start.at and same_text(other.name) == name
        for other in view.case.reps
        if other.call in theirs
    )


def newest_promise(view: View) -> Promise | None:
    """The promise made last in this call."""
    return next((p for p in reversed(view.case.promises) if p.call == view.call.id), None)


def newest_step(view: View) -> Instruction | None:
    """The step asked for last in this call."""
    return next((s for s in reversed(view.case.instructions) if s.call == view.call.id), None)


def owner(view: View) -> str:
    """The name of the rep who promised, or else granted, something last in this call."""
    promise = newest_promise(view)
    giver = promise.rep if promise else _granter(view)
    rep = view.case.rep(giver) if giver else None
    return rep.name if rep else ""


def _granter(view: View) -> str:
    if not view.call.count("granted"):
        return ""
    answers = [
        answer
        for ask in view.case.asks
        for answer in ask.answers
        if answer.granted and answer.call == view.call.id
    ]
    return answers[-1].rep if answers else ""


def offer_open(view: View) -> bool:
    """Whether the newest offer of this call waits for an answer."""
    offers = (offer for offer in reversed(view.case.offers) if offer.call == view.call.id)
    newest = next(offers, None)
    return newest is not None and newest.state == "open"


def step_over(view: View) -> bool:
    """Whether the newest step was ended by a later word; one told with its end was not."""
    step = newest_step(view)
    if step is None:
        return False
    spans = (span for span in reversed(view.call.closed) if span.id == step.id)
    return any(span.end is not None and span.end.at > span.start.at for span in spans)


def newest_refusal(view: View) -> tuple[Ask, Answer] | None:
    """The last no of the case, and what it was said to."""
    return max(_last_refusals(view.case), key=lambda pair: pair[1].moment.at, default=None)


def _last_refusals(case: Case) -> Iterator[tuple[Ask, Answer]]:
    for ask in case.asks:
        last = next((answer for answer in reversed(ask.answers) if not answer.granted), None)
        if last is not None:
            yield ask, last


def outcome_granted(view: View) -> bool:
    """Whether the last word on the outcome wanted is a yes of this call."""
    return _is_yes(view, _on_outcome(view))


def granted_since(view: View) -> bool:
    """Whether the last word on the outcome, and on what was refused last, is a yes of this call."""
    refusal = newest_refusal(view)
    return _is_yes(view, [*_on_outcome(view), *(refusal[0].answers if refusal else ())])


def _on_outcome(view: View) -> list[Answer]:
    """The answers to the outcome wanted: to the ask for it, or in its words."""
    key = same_text(view.case.known("outcome"))
    return [
        answer
        for ask in view.case.asks
        for answer in ask.answers
        if key and key in (ask.key, same_text(answer.what))
    ]


def _is_yes(view: View, answers: Sequence[Answer]) -> bool:
    if not view.call.count("granted"):
        return False
    last = max(reversed(answers), key=lambda answer: answer.moment.at, default=None)
    return last is not None and last.granted and last.call == view.call.id


def reason(view: View) -> str:
    """Their words for the newest refusal of this call; empty where only the ask stands there."""
    refusal = newest_refusal(view) if view.call.count("denied") else None
    if refusal is None or refusal[1].call != view.call.id:
        return ""
    ask, answer = refusal
    return "" if same_text(answer.what) == same_text(ask.what) and ask.events else answer.what


def text_of(view: View, name: str) -> str:
    """What a condition may look for words in (see ``rules.TEXTS``)."""
    case = view.case
    match name:
        case "brief":
            return case.known("brief") or case.known("problem")
        case "ask":
            refusal = newest_refusal(view)
            if refusal is not None:
                return f"{refusal[0].what}\n{refusal[1].what}"
            ask = max(case.asks, key=lambda one: one.seq, default=None)
            return ask.what if ask else ""
        case "promise":
            promise = newest_promise(view)
            return promise.what if promise else ""
        case "matter":
            parts = ("outcome", "brief", "ask", "promise")
            return "\n".join((case.known("problem"), *(text_of(view, part) for part in parts)))
    return case.known(name)
