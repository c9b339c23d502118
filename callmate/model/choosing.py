"""Which cards want to be shown now, how long each must still wait, and when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from callmate.model.conditions import holds
from callmate.model.judging import Judge, Raised, Showing
from callmate.model.moment import Moment, elapsed_us
from callmate.model.pacing import NEVER, UNANSWERED, YOUNG, Asking, wait
from callmate.model.rules import SECOND, Card, Trigger
from callmate.model.situation import View
from callmate.model.state import Call
from callmate.model.track import read_clock


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that wants to be shown, and the microseconds it must still wait."""

    card: Card
    raised: Raised
    wait: int


def still_true(judge: Judge, showing: Showing, now: Moment) -> bool:
    """Whether a card on the screen still has its reason, its call and the person it is for."""
    card = judge.packs.card(showing.card)
    call = judge.case.call(showing.call)
    if card is None or call is None or judge.active() is not call:
        return False
    return applies(judge, card, call, showing.rep, now)


def applies(judge: Judge, card: Card, call: Call, rep: str, now: Moment) -> bool:
    """Nobody else is on the line, the rule's condition holds, and there is something to say."""
    on_line = call.state("rep")
    if rep and (on_line is None or on_line.id != rep):
        return False
    waits = judge.tracks[call.id].is_quiet or call.closing is not None
    if waits and card.urgency >= 3 and not card.line:
        return False  # nobody to say it to, or no time left to
    return holds(card.holds, judge.view(call, now))


def candidates(judge: Judge, now: Moment) -> Iterator[Candidate]:
    """The cards whose time has come on the line one talks on, each with its wait."""
    call = judge.active()
    if call is None:
        return
    view = judge.view(call, now)
    for raised in judge.raised:
        card = judge.packs.card(raised.card)
        if card is None or raised.call != call.id:
            continue
        if elapsed_us(raised.at, now) < raised.lasts and applies(
            judge, card, call, raised.rep, now
        ):
            yield Candidate(card, raised, _wait(judge, card, raised, now))
    for card in judge.packs.cards:
        for trigger in card.triggers:
            if trigger.clock is not None:
                yield from _by_clock(judge, card, trigger, view, now)


def _by_clock(
    judge: Judge, card: Card, trigger: Trigger, view: View, now: Moment
) -> Iterator[Candidate]:
    """The card of a clock that has reached a time of its trigger, once for each."""
    call, track = view.call, judge.tracks[view.call.id]
    reading = read_clock(track, call, trigger.clock, now) if trigger.clock else None
    if reading is None or reading.elapsed < trigger.after:
        return
    reached = _step(trigger, reading.elapsed)
    passed = reading.elapsed - reached
    if trigger.lasts and passed >= trigger.lasts:
        return
    anchor = reading.anchor if reached == trigger.after else f"{reading.anchor}+{reached // SECOND}"
    rep = call.state("rep")
    raised = Raised(card.id, anchor, call.id, now.shifted(-passed / SECOND), rep.id if rep else "")
    if raised.nonce in track.done:
        return
    if holds(trigger.when, view) and applies(judge, card, call, "", now):
        yield Candidate(card, raised, _wait(judge, card, raised, now))


def _step(trigger: Trigger, elapsed: int) -> int:
    """The last of a trigger's times that the clock has reached."""
    times = (trigger.after, *trigger.also)
    reached = max(time for time in times if time <= elapsed)
    if trigger.every and elapsed >= times[-1]:
        reached = times[-1] + (elapsed - times[-1]) // trigger.every * trigger.every
    return reached


def _wait(judge: Judge, card: Card, raised: Raised, now: Moment) -> int:
    """How long the rules of tact, and the card on the screen, hold a card back."""
    call = judge.case.call(raised.call)
    asking = Asking(
        judge.tracks[raised.call], judge.ledger, now, judge.talk_at(now), judge.counting,
        angry=call is not None and call.angry,
        again=raised.not_before is not None, resumed=raised.resumed,
    )  # fmt: skip
    waits = [wait(card, asking), _behind(judge, card, raised, now)]
    if raised.not_before is not None:
        waits.append(elapsed_us(now, raised.not_before))
    return max(waits)


def _behind(judge: Judge, card: Card, raised: Raised, now: Moment) -> int:
    """The wait for the card on the screen: evidence and advice let it have its time, an answer to
    a key leaves it four seconds, only a closing window displaces it at once, and does not
    give way in turn to what it has displaced."""
    showing = judge.showing
    if showing is None or (card.urgency == 1 and not raised.resumed):
        return 0
    age = elapsed_us(showing.at, now)
    return max(0, (YOUNG if card.urgency <= 2 else UNANSWERED) - age)


def next_wait(judge: Judge, now: Moment, busy: int = 0) -> int | None:
    """Microseconds until something about the cards may change without an event; None: never.

    ``busy`` is for how long hands at work still hold back what is due already.
    """
    waits = [c.wait or busy for c in candidates(judge, now)]
    waits += _clock_waits(judge, now)
    if judge.showing is not None:
        waits.append(max(busy, UNANSWERED - elapsed_us(judge.showing.at, now)))
    soonest = min((left for left in waits if left < NEVER), default=None)
    return None if soonest is None else max(1, soonest)


def _clock_waits(judge: Judge, now: Moment) -> Iterator[int]:
    """How long until the clocks reach the next time of each trigger."""
    call = judge.active()
    if call is None:
        return
    for card in judge.packs.cards:
        for trigger in card.triggers:
            if trigger.clock is None:
                continue
            reading = read_clock(judge.tracks[call.id], call, trigger.clock, now)
            if reading is not None and reading.runs:
                yield _until(trigger, reading.elapsed)


def _until(trigger: Trigger, elapsed: int) -> int:
    ahead = [time - elapsed for time in (trigger.after, *trigger.also) if time > elapsed]
    if ahead:
        return min(ahead)
    if not trigger.every:
        return NEVER
    last = max(trigger.after, *trigger.also, 0)
    return trigger.every - (elapsed - last) % trigger.every
