"""Whether a rule's condition holds for a call now: state, counters, history, what is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from callmate.model.moment import Moment, elapsed_us
from callmate.model.promises import standing
from callmate.model.requests import Promise
from callmate.model.rules import SECOND, Condition, Scalar
from callmate.model.state import Call, Case, Fact, Rep
from callmate.model.track import Track, running_kind

LONG_AWAY: Final = 300 * SECOND
WAITED: Final = 45 * SECOND
"""The opening card has been up for its time and is gone."""


@dataclass(frozen=True, slots=True)
class View:
    """One call of a case at one moment; without a track only what a finished call can tell."""

    case: Case
    call: Call
    now: Moment | None = None
    track: Track | None = None


def holds(condition: Condition, view: View) -> bool:
    """Whether everything a condition asks for is so."""
    return (
        (not condition.state or running_kind(view.call) in condition.state)
        and all(count(view, name) >= least for name, least in condition.least.items())
        and all(count(view, name) <= most for name, most in condition.most.items())
        and all(is_known(view, name) for name in condition.has)
        and not any(is_known(view, name) for name in condition.lacks)
        and all(is_set(view, name) for name in condition.flags)
        and not any(is_set(view, name) for name in condition.no_flags)
        and all(happened(view, name) for name in condition.history)
        and not any(happened(view, name) for name in condition.no_history)
        and all(_shown(view, card) for card in condition.shown)
        and not any(_shown(view, card) for card in condition.unshown)
    )


def count(view: View, name: str) -> int:
    """Live events of a kind, ``call.KIND`` in this call or ``case.KIND`` in all."""
    scope, _, kind = name.partition(".")
    if scope == "call":
        return view.call.count(kind)
    return sum(call.count(kind) for call in view.case.calls)


def is_known(view: View, name: str) -> bool:
    """Whether something has been learned (see ``rules.PRESENCES``)."""
    case, call = view.case, view.call
    match name:
        case "case_number":
            return has_number(view)
        case "rep":
            return call.state("rep") is not None
        case "rep_name":
            rep = last_rep(view)
            return rep is not None and bool(rep.name)
        case "department":
            return bool(call.department)
        case "promise":
            return newest_promise(view) is not None
        case "promise_by":
            promise = newest_promise(view)
            return promise is not None and bool(promise.by)
        case "owner":
            return bool(owner(view))
    return bool(case.known(name))


def has_number(view: View) -> bool:
    """Whether a case number was given in this call or in one before it."""
    for call in view.case.calls:
        if any(number.call == call.id for number in view.case.numbers):
            return True
        if call.id == view.call.id:
            return False
    return False


def last_rep(view: View) -> Rep | None:
    """Who is on the line; of a call that is over, who was last."""
    if view.call.running:
        return view.case.rep_on_line(view.call)
    return next((rep for rep in reversed(view.case.reps) if rep.call == view.call.id), None)


def newest_promise(view: View) -> Promise | None:
    """The promise made last in this call."""
    return next((p for p in reversed(view.case.promises) if p.call == view.call.id), None)


def owner(view: View) -> str:
    """The name of the rep who promised, or else granted, something last in this call."""
    promise = newest_promise(view)
    givers = (
        [promise.rep]
        if promise
        else [
            answer.rep
            for ask in view.case.asks
            for answer in ask.answers
            if answer.granted and answer.call == view.call.id
        ]
    )
    rep = view.case.rep(givers[-1]) if givers and givers[-1] else None
    return rep.name if rep else ""


def is_set(view: View, name: str) -> bool:
    """Whether a flag of the call is up (see ``rules.FLAGS``)."""
    match name:
        case "angry":
            return view.call.angry
        case "closing":
            return view.call.closing is not None
        case "first_rep":
            return view.call.count("rep") == 1
        case "under_way":
            return under_way(view)
    track = view.track
    if track is None:
        return False
    if name == "waited":
        return track.rep_at is not None and elapsed_us(track.start, track.rep_at) >= WAITED
    return track.away >= LONG_AWAY


def under_way(view: View) -> bool:
    """Whether the matter has been taken up with the person on the line: no time for a greeting."""
    rep, case = last_rep(view), view.case
    if rep is None:
        return False
    asked = any(
        call == rep.call and moment.at >= rep.start.at
        for ask in case.asks
        for call, moment in zip(ask.calls, ask.moments, strict=True)
    )
    answered = any(answer.rep == rep.id for ask in case.asks for answer in ask.answers)
    made = [promise.rep for promise in case.promises] + [offer.rep for offer in case.offers]
    return asked or answered or rep.id in made


def happened(view: View, name: str) -> bool:
    """Whether the calls before this one bear something out (see ``rules.HISTORIES``)."""
    case, call = view.case, view.call
    match name:
        case "earlier_call":
            return case.calls[0].id != call.id
        case "refused":
            return refused_earlier(view)
        case "promise_broken":
            return any(p.kept is False and p.call != call.id for p in case.promises)
        case "promise_overdue":
            return any(p.call != call.id and is_overdue(p, view.now) for p in case.promises)
        case "promise_awaited" | "promise_missed":
            promise = promise_left(view)
            missed = promise is not None and _is_missed(promise, view.now)
            return promise is not None and missed == (name == "promise_missed")
    before = [other for other in case.calls if other.id != call.id]
    return bool(before) and before[-1].count("anger") > 0


def refused_earlier(view: View) -> bool:
    """Whether an earlier call was told no, to an ask or to a manager, and nothing undid it."""
    return any(True for _ in _refusals(view))


def promise_left(view: View) -> Promise | None:
    """The promise that was the last word of the calls before: not kept, nothing refused since."""
    call = view.call.id
    promises = [p for p in view.case.promises if p.call != call and p.kept is not True]
    newest = max(promises, key=lambda promise: promise.moment.at, default=None)
    if newest is None or any(at > newest.moment.at for at in _refusals(view)):
        return None
    return newest


def _refusals(view: View) -> Iterator[datetime]:
    """When earlier calls refused what was never granted after."""
    call = view.call.id
    for ask in view.case.asks:
        if not ask.is_granted:
            yield from (a.moment.at for a in ask.answers if a.call != call and not a.granted)
    for request in view.case.supervisors:
        if request.call != call and request.result.startswith("refused"):
            yield request.moment.at


def _is_missed(promise: Promise, now: Moment | None) -> bool:
    return promise.kept is False or is_overdue(promise, now)


def is_overdue(promise: Promise, now: Moment | None) -> bool:
    """Whether a promise nobody has judged yet is past its time."""
    return now is not None and standing(promise, now.at)[0] == "overdue"


def _shown(view: View, card: str) -> bool:
    return view.track is not None and card in view.track.cards


def matches(fact: Fact, name: str, wanted: Scalar | tuple[str, ...]) -> bool:
    """Whether a value of a fact is as a trigger wants it."""
    if isinstance(wanted, tuple):
        return bool(_any_of(wanted).search(fact.text(name).casefold()))
    return fact.body.get(name) == wanted


@lru_cache(maxsize=128)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; with a star also longer words that begin so; a sign such as $ anywhere."""
    return re.compile("|".join(_one(word.casefold()) for word in words) or r"(?!)")


def _one(word: str) -> str:
    stem = word.removesuffix("*")
    begin = r"(?<!\w)" if stem[:1].isalnum() else ""
    end = r"(?!\w)" if stem == word and stem[-1:].isalnum() else ""
    return f"{begin}{re.escape(stem)}{end}"
