"""The live values a card's words may speak of, each found only when a text names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from callmate.model.entry import read_back
from callmate.model.history import cut_off, promise_left, promiser
from callmate.model.moment import elapsed_us
from callmate.model.promises import due_text, says_when
from callmate.model.requests import Promise
from callmate.model.rules import SECOND
from callmate.model.situation import View, newest_promise, newest_refusal, newest_step, reason
from callmate.model.spoken import counted
from callmate.text import cut

LONGEST_VALUE: Final = {"brief": 200, "saying": 160, "outcome": 60, "promised": 60, "objection": 60}
LONGEST: Final = 40
MOMENT_AGO: Final = 15 * 60 * SECOND


def value_of(view: View, name: str) -> str:
    """A value as one line of text; empty where it is not known (see ``rules.VALUES``)."""
    found = _VALUES.get(name)
    return visible(found(view), LONGEST_VALUE.get(name, LONGEST)) if found else ""


def visible(text: str, longest: int = LONGEST) -> str:
    """A person's text on one line, control characters as signs, cut at ``longest``."""
    plain = " ".join("".join(_sign(c) for c in text).split())
    return cut(plain, longest)


def _sign(character: str) -> str:
    if character in "\t\n\r":
        return " "
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return character if character.isprintable() else "\ufffd"


def _sentence(text: str) -> str:
    """A person's words as a part of a sentence that goes on."""
    return text.strip().rstrip(". ")


def _rep(view: View) -> str:
    rep = view.case.rep_on_line(view.call)
    return rep.name if rep else ""


def _department(view: View) -> str:
    transfers = view.case.transfers
    transfer = transfers[-1] if view.call.pending_transfer and transfers else None
    return (transfer.to if transfer else "") or view.call.department


def _promise(view: View) -> str:
    promise = newest_promise(view)
    return _sentence(promise.what) if promise else ""


def _by(view: View) -> str:
    return _due(view, newest_promise(view))


def _due(view: View, promise: Promise | None) -> str:
    today = (view.now or view.call.start).at.date()
    return due_text(promise, today) if promise else ""


def _amount(view: View) -> str:
    offers = (offer for offer in reversed(view.case.offers) if offer.call == view.call.id)
    return next((offer.amount for offer in offers), "")


def _number(view: View) -> str:
    return read_back(view.case.numbers[-1].value) if view.case.numbers else ""


def _waited(view: View) -> int:
    """Whole seconds since talk last stopped, or of the call while talking."""
    track, now = view.track, view.now
    if now is None:
        return 0
    since = track.quiet_at if track and track.quiet_at else view.call.start
    return elapsed_us(since, now) // SECOND


def _minutes(view: View) -> str:
    return str(_waited(view) // 60) if view.now else ""


def spoken_length(seconds: int) -> str:
    """A length of time as one says it: ``1 minute``, ``2 hours and 5 minutes``."""
    hours, minutes = divmod(max(60, seconds) // 60, 60)
    parts = [
        counted(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number
    ]
    return " and ".join(parts)


def _times(number: int) -> str:
    """How often, as one says it; empty for never."""
    return {0: "", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _told(view: View) -> str:
    return _times(sum(call.count("repeat_story") for call in view.case.calls))


def _objection(view: View) -> str:
    step = newest_step(view)
    return _sentence(step.objection) if step else ""


def _promised(view: View) -> str:
    promise = promise_left(view)
    return _sentence(promise.what) if promise else ""


def _promiser(view: View) -> str:
    return (promiser(view) or "Your colleague") if promise_left(view) else ""


def _promised_by(view: View) -> str:
    promise = promise_left(view)
    return "" if promise is None or says_when(promise.what) else _due(view, promise)


def _cut_off(view: View) -> str:
    """When the line was cut, as one says it at the start of this call."""
    call = cut_off(view)
    if call is None or call.end is None:
        return ""
    if elapsed_us(call.end, view.call.start) < MOMENT_AGO:
        return "a moment ago"
    same_day = call.end.at.date() == view.call.start.at.date()
    return "earlier today" if same_day else "yesterday"


def _cut_off_from(view: View) -> str:
    call = cut_off(view)
    reps = [rep for rep in view.case.reps if call is not None and rep.call == call.id]
    return reps[-1].name if reps else ""


def _refused_by(view: View) -> str:
    refusal = newest_refusal(view)
    rep = view.case.rep(refusal[1].rep) if refusal and refusal[1].rep else None
    return rep.name if rep else ""


def _refused_at(view: View) -> str:
    refusal = newest_refusal(view)
    return f"{refusal[1].moment.at:%H:%M}" if refusal else ""


_VALUES: Final[Mapping[str, Callable[[View], str]]] = {
    "rep": _rep,
    "department": _department,
    "company": lambda view: view.call.organisation or view.case.known("company"),
    "outcome": lambda view: _sentence(view.case.known("outcome")),
    "brief": lambda view: view.case.known("brief") or view.case.known("problem"),
    "promise": _promise,
    "by": _by,
    "promised": _promised,
    "promiser": _promiser,
    "promised_by": _promised_by,
    "cut_off": _cut_off,
    "cut_off_from": _cut_off_from,
    "amount": _amount,
    "number": _number,
    "minutes": _minutes,
    "waited": lambda view: spoken_length(_waited(view)) if view.now else "",
    "told": _told,
    "passed_on": lambda view: _times(view.call.count("transfer")),
    "objection": _objection,
    "refused": reason,
    "refused_by": _refused_by,
    "refused_at": _refused_at,
}
