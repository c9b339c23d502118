"""When a card may speak: how long it must still wait, in microseconds, by the rules of tact.

Each rule gives the wait it asks for, so that one function both holds a card back and tells when
to look again. ``NEVER`` means: not before something happens. The rules' numbers are those of
the list "cards never nag" in the project's description of the live screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from callmate.model.moment import Moment, elapsed_us
from callmate.model.rules import SECOND, Card
from callmate.model.track import Seen, Track

NEVER: Final = 1 << 62
MINUTE: Final = 60 * SECOND

MOST_IN_A_CALL: Final = 2
SAME_CARD: Final = 10 * MINUTE
SAME_TOPIC: Final = 5 * MINUTE
LATER: Final = 5 * MINUTE
UNANSWERED: Final = 45 * SECOND
REFUSALS: Final = 3
"""So many refusals silence a card for the case; being left unseen twice counts as one."""

YOUNG: Final = 4 * SECOND
HANDS_BUSY: Final = 2 * SECOND
GREETING: Final = 20 * SECOND
NAME: Final = 45 * SECOND
GRACE: Final = 20 * SECOND
ONLY_BRIEF: Final = 90 * SECOND
CALMED: Final = 60 * SECOND
GAP: Final = 20 * SECOND

NAME_TOPIC: Final = "name"


@dataclass(frozen=True, slots=True)
class Show:
    """A card that was shown: its class, when, and what the talk clock of the case then read."""

    urgency: int
    at: Moment
    talk: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was shown in a case: the newest shows, and how often each card was turned away.

    ``last`` is when any card came, ``last_quiet`` when one of evidence, advice or a wait did.
    ``halves`` counts half refusals: two for "later", one for a card left unseen.
    """

    shows: tuple[Show, ...] = ()
    last: Moment | None = None
    last_quiet: Moment | None = None
    halves: Mapping[str, int] = field(default_factory=dict)
    silenced: frozenset[str] = frozenset()

    def is_silenced(self, card: str) -> bool:
        return card in self.silenced or self.halves.get(card, 0) >= 2 * REFUSALS


KEPT: Final = 24
"""Shows remembered; a fifteen minutes' talk holds at most eight."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The circumstances a card asks to come in; ``talk`` is the talk clock of the case.

    ``again`` is for a card the person wanted later: it is not held to the spacing of the same
    card. ``resumed`` is for one that gave way to a more urgent card and was not counted twice.
    """

    track: Track
    ledger: Ledger
    now: Moment
    talk: int
    talking: bool
    angry: bool = False
    again: bool = False
    resumed: bool = False


def wait(card: Card, asking: Asking) -> int:
    """Microseconds until a card may come."""
    track, ledger, now = asking.track, asking.ledger, asking.now
    if ledger.is_silenced(card.id):
        return NEVER
    if card.line:
        return _left(ledger.last, now, GAP) if track.is_quiet else NEVER
    waits = list(_place(card, track, now))
    if card.urgency == 2:
        waits.append(_left(ledger.last_quiet, now, GAP))
    if card.urgency >= 3:
        waits += _tact(track, ledger, now, asking.angry)
    if not asking.resumed:
        waits += _same(card, track, now, asking.again)
        waits += [_talked(left, asking.talking) for left in _rates(card, ledger, asking.talk)]
    return max(waits, default=0)


def _talked(left: int, talking: bool) -> int:
    """A wait on the talk clock, which stands while nobody talks."""
    return left if talking or not left else NEVER


def _left(since: Moment | None, now: Moment, length: int) -> int:
    return max(0, length - elapsed_us(since, now)) if since is not None else 0


def _same(card: Card, track: Track, now: Moment, again: bool) -> Iterator[int]:
    """The same card twice a call and ten minutes apart; its topic five minutes apart."""
    seen = _heard(card, track.cards.get(card.id), track)
    if seen is not None:
        yield NEVER if seen.count >= MOST_IN_A_CALL else 0
        yield 0 if again else _left(seen.last, now, SAME_CARD)
    topic = _heard(card, track.topics.get(card.topic), track)
    if topic is not None:
        yield 0 if again else _left(topic.last, now, SAME_TOPIC)


def _heard(card: Card, seen: Seen | None, track: Track) -> Seen | None:
    """What was shown before, unless it was for an earlier rep and each is to hear the card."""
    if seen is None or not card.each_rep or track.rep_at is None:
        return seen
    return None if elapsed_us(seen.last, track.rep_at) > 0 else seen


def _place(card: Card, track: Track, now: Moment) -> Iterator[int]:
    """A rep's first seconds, a wait, and the coming back from one."""
    if not card.greeting:
        yield _left(track.rep_at, now, GREETING)
    if card.topic == NAME_TOPIC:
        yield _left(track.rep_at, now, NAME)
    if track.is_quiet:
        yield NEVER if card.urgency >= 3 else 0
    elif card.urgency >= 3:
        yield _left(track.returned_at, now, ONLY_BRIEF)
    elif track.rep_at is None or elapsed_us(track.rep_at, track.returned_at or now) > 0:
        # The same rep is back; a new one has heard nothing yet and needs no grace.
        yield _left(track.returned_at, now, GRACE)


def _tact(track: Track, ledger: Ledger, now: Moment, angry: bool) -> Iterator[int]:
    """Evidence and advice: not in anger, nor right after it, nor on the heels of another card."""
    yield NEVER if angry else _left(track.calm_at, now, CALMED)
    yield _left(ledger.last, now, GAP)


def _rates(card: Card, ledger: Ledger, talk: int) -> Iterator[int]:
    """How many cards a stretch of talk may bring."""
    shows = ledger.shows
    quiet = [show for show in shows if show.urgency >= 3]
    yield _spaced(shows, 8, 15 * MINUTE, talk)
    if card.urgency >= 3:
        yield _spaced(quiet, 1, 90 * SECOND, talk)
        yield _spaced(quiet, 3, 10 * MINUTE, talk)
    if card.urgency == 4:
        yield _spaced([show for show in shows if show.urgency == 4], 1, 10 * MINUTE, talk)


def _spaced(shows: Sequence[Show], most: int, stretch: int, talk: int) -> int:
    """The wait until fewer than ``most`` of the shows lie in the last ``stretch`` of talk."""
    return max(0, shows[-most].talk + stretch - talk) if len(shows) >= most else 0
