"""The one card to show: chosen by the judge's state, the time and the hand; answered by a key.

The caller writes the body that ``due`` gives as a ``card`` fact and feeds it to the judge, again
until ``due`` gives none; then ``pane`` says what stands on the screen. Answers go the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from callmate.model.choosing import Candidate, candidates, still_true
from callmate.model.judging import Judge, Showing
from callmate.model.moment import Moment, elapsed_us
from callmate.model.pacing import GRACE, HANDS_BUSY, NAME_TOPIC, UNANSWERED
from callmate.model.rules import SECOND, Saying
from callmate.model.state import Case
from callmate.model.values import visible
from callmate.model.wording import is_aloud, why_of, words_of

Body = dict[str, Any]
Answer = Literal["said", "later", "never"]

ACTS_ON_BEFORE: Final = 1 * SECOND
NOT_FOR_CARDS: Final = 700_000
QUIET_LOG: Final = 240 * SECOND
SAME_KEY: Final = 20_000
"""A fact this near to the last key is what that key wrote."""


@dataclass(frozen=True, slots=True)
class Hand:
    """What the fingers do: the kind of fact whose field is open ("" for none, "other" for a field
    of no fact), when the last key came, and when a field was last closed."""

    field: str = ""
    key: Moment | None = None
    closed: Moment | None = None

    def is_busy(self, now: Moment) -> bool:
        return bool(self.field) or _within(self.key, now, HANDS_BUSY)

    def busy_for(self, now: Moment) -> int:
        """Microseconds until a key is long enough ago; a field may stay open for any time."""
        return max(0, HANDS_BUSY - elapsed_us(self.key, now)) if self.key is not None else 0


FREE: Final = Hand()


@dataclass(frozen=True, slots=True)
class Shown:
    """The card on the screen: what to say, why, and from which article; ``since`` when.

    Words that are not ``aloud`` are for oneself, and not to be said to anybody.
    """

    id: str
    urgency: int
    words: str
    why: str
    source: tuple[str, ...]
    since: Moment
    nonce: str
    line: bool = False
    phase: str = "during"
    aloud: bool = True
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What stands in the card's place while nobody is on the line: what to say on their return."""

    outcome: str
    brief: str


def due(judge: Judge, now: Moment, hand: Hand = FREE) -> Body | None:
    """The next thing to write about the cards now, or None: a card shown, unseen or withdrawn."""
    showing = judge.showing
    if showing is not None and not _stands(judge, showing, now, hand):
        return body_of(showing, "withdrawn")
    if showing is not None and elapsed_us(showing.at, now) >= UNANSWERED and not hand.is_busy(now):
        return body_of(showing, "unseen")
    ready = [c for c in candidates(judge, now) if not c.wait and _may_come(c, now, hand)]
    if not ready:
        return None
    best = min(ready, key=lambda c: (c.card.urgency, c.card.rank))
    return _shown_body(judge, best, now)


def _stands(judge: Judge, showing: Showing, now: Moment, hand: Hand) -> bool:
    """Whether the card may stay; one about the rep's name goes when the name is being typed."""
    if hand.field == "rep" and judge.packs.topic(showing.card) == NAME_TOPIC:
        return False
    return still_true(judge, showing, now)


def _may_come(candidate: Candidate, now: Moment, hand: Hand) -> bool:
    """Hands at work hold a card back, save an urgent one that answers the very last key."""
    if not hand.is_busy(now):
        return True
    cause = candidate.raised.at
    answers_key = hand.key is not None and (
        elapsed_us(cause, hand.key) + elapsed_us(hand.key, cause) < SAME_KEY
    )
    return not hand.field and candidate.card.urgency == 1 and answers_key


def _shown_body(judge: Judge, chosen: Candidate, now: Moment) -> Body:
    card, raised = chosen.card, chosen.raised
    call = judge.case.call(raised.call)
    body: Body = {
        "card": card.id,
        "answer": "shown",
        "why": why_of(card, judge.view(call, now)) if call is not None else card.why,
        "nonce": raised.nonce,
        "cause": raised.anchor,
        "for_call": raised.call,
    }
    if raised.resumed:
        body["resumed"] = True
    saying = _new_saying(judge, raised.call) if call is not None else None
    if saying is not None and "{saying}" in "".join(say.text for say in card.say):
        body["saying"] = saying.id
    return body


def _new_saying(judge: Judge, call: str) -> Saying | None:
    """A saying this call has not heard; first those the case's other calls have not either."""
    track = judge.tracks.get(call)
    used = track.sayings if track else frozenset()
    begin = len(judge.case.calls) * 3
    sayings = judge.packs.sayings
    turned = (sayings[(begin + i) % len(sayings)] for i in range(len(sayings)))
    return next((saying for saying in turned if saying.id not in used), None)


def body_of(showing: Showing, answer: str) -> Body:
    """The body of the fact that says what became of a card that was shown."""
    return {
        "card": showing.card,
        "answer": answer,
        "why": showing.why,
        "nonce": showing.nonce,
        "cause": showing.anchor,
        "for_call": showing.call,
    }


def answered(judge: Judge, now: Moment, hand: Hand, answer: Answer) -> Body | None:
    """What the answering key means: the body to write, or None if it is not for a card.

    Within a second of a change the key was meant for the card before it; right after a field is
    closed it was meant for the field.
    """
    if hand.field or _within(hand.closed, now, NOT_FOR_CARDS):
        return None
    target = judge.showing
    if _within(judge.changed, now, ACTS_ON_BEFORE):
        target = judge.before
    return body_of(target, answer) if target is not None else None


def said(judge: Judge, now: Moment, hand: Hand = FREE) -> Body | None:
    """The card was said aloud."""
    return answered(judge, now, hand, "said")


def later(judge: Judge, now: Moment, hand: Hand = FREE) -> Body | None:
    """Not now: again in five minutes, if it is still true."""
    return answered(judge, now, hand, "later")


def never(judge: Judge, now: Moment, hand: Hand = FREE) -> Body | None:
    """Not in this case any more."""
    return answered(judge, now, hand, "never")


def pane(judge: Judge, now: Moment, hand: Hand = FREE) -> Shown | Quiet | None:
    """What stands in the card's place: a card, the quiet text of a wait, or nothing.

    The quiet text stays for the first seconds after a hold: it is what to say then.
    """
    showing = judge.showing
    card = judge.packs.card(showing.card) if showing else None
    if showing is not None and card is not None and _stands(judge, showing, now, hand):
        call = judge.case.call(showing.call)
        if call is not None:
            saying = next((s for s in judge.packs.sayings if s.id == showing.saying), None)
            view = judge.view(call, now)
            return Shown(
                card.id, card.urgency, words_of(card, view, saying), why_of(card, view),
                card.source, showing.at, showing.nonce, card.line, card.phase,
                is_aloud(card, view, saying), card.heading,
            )  # fmt: skip
    call = judge.active()
    track = judge.tracks[call.id] if call is not None else None
    if track is not None and (track.is_quiet or _within(track.returned_at, now, GRACE)):
        return quiet_text(judge.case)
    return None


def quiet_text(case: Case) -> Quiet:
    """The outcome wanted and the brief, for the moment somebody is there again."""
    brief = case.known("brief") or case.known("problem")
    return Quiet(visible(case.known("outcome"), 60), visible(brief, 200))


def last_entry(judge: Judge, now: Moment) -> str:
    """``4:10`` when talk has gone on for that long with nothing logged; else empty."""
    call = judge.active()
    if call is None or not judge.tracks[call.id].talking:
        return ""
    seconds = elapsed_us(judge.tracks[call.id].at, now) // SECOND
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds >= QUIET_LOG // SECOND else ""


def _within(since: Moment | None, now: Moment, length: int) -> bool:
    return since is not None and elapsed_us(since, now) < length
