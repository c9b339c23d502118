"""Whether a rule's condition holds for a call now: state, counters, history, what is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from callmate.model.history import happened, promise_left, promiser
from callmate.model.moment import elapsed_us
from callmate.model.rules import SECOND, ClockName, Condition, Scalar, Trigger
from callmate.model.situation import (
    View,
    count,
    granted_since,
    has_number,
    last_rep,
    met_before,
    newest_promise,
    offer_open,
    outcome_granted,
    owner,
    reason,
    step_over,
    text_of,
)
from callmate.model.state import Fact
from callmate.model.track import read_clock, running_kind
from callmate.model.words import speaks_of

LONG_AWAY: Final = 300 * SECOND
WAITED: Final = 45 * SECOND
"""The opening card has been up for its time and is gone."""


def holds(condition: Condition, view: View) -> bool:
    """Whether everything a condition asks for is so; what is cheap to see is asked first."""
    return not (
        _counts_fail(condition, view)
        or _signs_fail(condition, view)
        or _words_fail(condition, view)
    )


def _counts_fail(one: Condition, view: View) -> bool:
    """Whether the running state, a number of events or a clock is not as wanted. The empty parts
    of a condition are passed over without a loop: this is asked for every rule every second."""
    return bool(
        (one.state and running_kind(view.call) not in one.state)
        or (one.least and any(count(view, name) < least for name, least in one.least.items()))
        or (one.most and any(count(view, name) > most for name, most in one.most.items()))
        or (one.within and not all(_is_within(view, *limit) for limit in one.within.items()))
    )


def _signs_fail(one: Condition, view: View) -> bool:
    """Whether a card shown, a flag, something known or the history is not as wanted."""
    return bool(
        (one.shown and not all(_shown(view, card) for card in one.shown))
        or (one.unshown and any(_shown(view, card) for card in one.unshown))
        or (one.flags and not all(is_set(view, name) for name in one.flags))
        or (one.no_flags and any(is_set(view, name) for name in one.no_flags))
        or (one.has and not all(is_known(view, name) for name in one.has))
        or (one.lacks and any(is_known(view, name) for name in one.lacks))
        or (one.history and not all(happened(view, name) for name in one.history))
        or (one.no_history and any(happened(view, name) for name in one.no_history))
    )


def _words_fail(one: Condition, view: View) -> bool:
    """Whether a text lacks the words it should have, or has those it should not."""
    return bool(
        (one.about and not all(_is_about(view, *wanted) for wanted in one.about.items()))
        or (one.not_about and any(_is_about(view, *words) for words in one.not_about.items()))
    )


def _is_about(view: View, text: str, words: tuple[str, ...]) -> bool:
    return speaks_of(text_of(view, text), words)


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
        case "reason":
            return bool(reason(view))
        case "promised":
            promise = promise_left(view)
            return promise is not None and bool(promise.what.strip(". "))
        case "promiser":
            return bool(promiser(view))
    return bool(case.known(name))


def is_set(view: View, name: str) -> bool:
    """Whether a flag of the call is up (see ``rules.FLAGS``)."""
    match name:
        case "angry":
            return view.call.angry
        case "closing":
            return view.call.closing is not None
        case "incoming":
            return view.call.direction == "in"
        case "first_rep":
            return view.call.count("rep") == 1
        case "rep_unsure":
            rep = last_rep(view)
            return rep is not None and rep.unsure
        case "met_before":
            return met_before(view)
        case "outcome_granted":
            return outcome_granted(view)
        case "granted_since":
            return granted_since(view)
        case "granted_surely":
            return granted_since(view) and not is_set(view, "rep_unsure")
        case "offer_open":
            return offer_open(view)
        case "step_over":
            return step_over(view)
    track = view.track
    if track is None:
        return False
    match name:
        case "under_way":
            return track.taken_up
        case "rep_helped":
            return track.helped
        case "waited":
            return track.rep_at is not None and elapsed_us(track.start, track.rep_at) >= WAITED
    return track.away >= LONG_AWAY


def _is_within(view: View, name: ClockName, length: int) -> bool:
    """Whether a clock measures something and has not reached a length."""
    if view.track is None or view.now is None:
        return False
    reading = read_clock(view.track, view.call, name, view.now)
    return reading is not None and reading.elapsed < length


def _shown(view: View, card: str) -> bool:
    return view.track is not None and card in view.track.cards


def raises(trigger: Trigger, fact: Fact) -> bool:
    """Whether a fact is of the kind and has the values that a trigger asks for."""
    wanted = trigger.matches.items()
    return trigger.event == fact.kind and all(matches(fact, *one) for one in wanted)


def matches(fact: Fact, name: str, wanted: Scalar | tuple[str, ...]) -> bool:
    """Whether a value of a fact is as a trigger wants it."""
    values = fact.body.get("values") if fact.kind == "case_set" else fact.body
    value = values.get(name) if isinstance(values, Mapping) else None
    if isinstance(wanted, tuple):
        return speaks_of("" if value is None else str(value), wanted)
    return bool(value == wanted)
