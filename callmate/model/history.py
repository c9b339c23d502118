"""What the calls before this one bear out: refusals, promises, tempers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from callmate.model.moment import Moment
from callmate.model.promises import standing
from callmate.model.requests import Promise
from callmate.model.situation import View
from callmate.model.state import Call
from callmate.model.stuck import is_heated
from callmate.model.words import same_text

CUT_OFF_LATELY: Final = timedelta(days=1)
"""For how long it is still the first thing to say that the line was cut."""


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
        case "cut_off":
            return cut_off(view) is not None
    before = [other for other in case.calls if other.id != call.id]
    return bool(before) and is_heated(case, before[-1])


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


def promiser(view: View) -> str:
    """The name of whoever gave that promise; empty if it is not known."""
    promise = promise_left(view)
    rep = view.case.rep(promise.rep) if promise and promise.rep else None
    return rep.name if rep else ""


def cut_off(view: View) -> Call | None:
    """The call before, if it was with the same company and was cut off less than a day ago."""
    call = view.call
    company = same_text(call.organisation)
    before = [
        (other.end.at, other)
        for other in view.case.calls
        if other.end is not None
        and other.id != call.id
        and other.end.at <= call.start.at
        and same_text(other.organisation) == company
    ]
    end, last = max(before, key=lambda one: one[0], default=(None, None))
    if end is None or last is None or not last.cut_off:
        return None
    return last if call.start.at - end < CUT_OFF_LATELY else None


def _refusals(view: View) -> Iterator[datetime]:
    """When earlier calls refused what was never granted after."""
    call = view.call.id
    for ask in view.case.asks:
        if not ask.is_granted:
            yield from (a.moment.at for a in ask.answers if a.call != call and not a.granted)
    for request in view.case.supervisors:
        if request.call != call and request.is_refused:
            yield request.moment.at


def _is_missed(promise: Promise, now: Moment | None) -> bool:
    return promise.kept is False or is_overdue(promise, now)


def is_overdue(promise: Promise, now: Moment | None) -> bool:
    """Whether a promise nobody has judged yet is past its time."""
    return now is not None and standing(promise, now.at)[0] == "overdue"
