"""What the cards must remember of a running call, kept up fact by fact so nothing is rescanned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from callmate.model.moment import Moment, elapsed_us
from callmate.model.rules import ClockName
from callmate.model.state import STATE_ORDER, Call, Fact

TALK: Final = "rep"
WAITING: Final = "waiting"
NEWS: Final = frozenset(
    {"rep", "transfer", "offer", "accepted", "granted", "promise", "instruction",
     "supervisor_asked", "supervisor_reached"}
)  # fmt: skip
"""After one of these a refusal is no longer the last word."""
TAKEN_UP: Final = frozenset({"ask", "denied", "granted", "offer", "promise"})
"""After one of these the matter has been taken up with whoever is on the line."""
HELP: Final = frozenset({"granted", "offer", "promise"})


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a card or topic was shown in the call, and when last."""

    count: int
    last: Moment


@dataclass(frozen=True, slots=True)
class Track:
    """The clocks of one call. ``talk`` is the microseconds talked up to ``at``.

    ``since`` is the fact that began the present state, ``quiet_at`` when talk last stopped;
    ``held`` says whether they were on hold since then. ``away`` is how long the last such time
    was that ended in talk, at ``returned_at``. ``taken_up`` and ``helped`` tell what happened
    since whoever is on the line came.
    """

    call: str
    at: Moment
    start: Moment
    talk: int = 0
    state: str = WAITING
    rep: str = ""
    rep_at: Moment | None = None
    rep_talk: int = 0
    taken_up: bool = False
    helped: bool = False
    refusal: str = ""
    refusal_talk: int = 0
    since: str = ""
    since_at: Moment | None = None
    quiet_at: Moment | None = None
    held: bool = False
    returned: str = ""
    returned_at: Moment | None = None
    away: int = 0
    calm_at: Moment | None = None
    done: frozenset[str] = frozenset()
    sayings: frozenset[str] = frozenset()
    cards: Mapping[str, Seen] = field(default_factory=dict)
    topics: Mapping[str, Seen] = field(default_factory=dict)

    @property
    def talking(self) -> bool:
        return self.state == TALK

    @property
    def is_quiet(self) -> bool:
        """On hold, in a menu, or waiting for somebody: nobody is there to talk to."""
        return self.quiet_at is not None

    def talk_at(self, now: Moment) -> int:
        return self.talk + (elapsed_us(self.at, now) if self.talking else 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock: what began it, what it shows in microseconds, and whether it runs."""

    anchor: str
    elapsed: int
    runs: bool


def running_kind(call: Call) -> str:
    """The first open state of a call, or waiting."""
    return next((kind for kind in STATE_ORDER if call.state(kind)), WAITING)


def begin(call: Call, fact: Fact) -> Track:
    """The clocks of a call that has just begun: quiet until somebody answers."""
    now = fact.moment
    return Track(call.id, now, call.start, since=fact.id, since_at=now, quiet_at=now)


def follow(track: Track, call: Call, fact: Fact) -> Track:
    """The clocks after a fact of the call; ``call`` is as it stands after the fact."""
    now = fact.moment
    state = running_kind(call)
    track = replace(track, at=now, talk=track.talk_at(now))
    track = _news(track, fact)
    if fact.kind == "anger" and fact.body.get("on") is False:
        track = replace(track, calm_at=now)
    if state != track.state:
        track = replace(track, since=fact.id, since_at=now)
    is_quiet = state not in (TALK, "pitch")
    held = track.held or state == "hold"
    if is_quiet and not track.is_quiet:
        track = replace(track, quiet_at=now, held=state == "hold")
    elif is_quiet:
        track = replace(track, held=held)
    elif track.quiet_at is not None:
        track = _back(track, fact)
    return replace(track, state=state)


def _news(track: Track, fact: Fact) -> Track:
    if fact.kind == "denied":
        track = replace(track, refusal=fact.id, refusal_talk=track.talk)
    elif fact.kind in NEWS:
        track = replace(track, refusal="")
    if fact.kind == "rep":
        return replace(
            track, rep=fact.id, rep_at=fact.moment, rep_talk=track.talk, taken_up=False,
            helped=False,
        )  # fmt: skip
    if fact.kind == "rep_end":
        return replace(track, rep="", rep_at=None, taken_up=False, helped=False)
    if fact.kind in TAKEN_UP and track.rep:
        return replace(track, taken_up=True, helped=track.helped or fact.kind in HELP)
    return track


def _back(track: Track, fact: Fact) -> Track:
    """Somebody is there again; coming back from a hold is remembered with its length."""
    start = track.quiet_at
    if track.held and start is not None:
        away = elapsed_us(start, fact.moment)
        track = replace(track, returned=fact.id, returned_at=fact.moment, away=away)
    return replace(track, quiet_at=None, held=False)


def read_clock(track: Track, call: Call, name: ClockName, now: Moment) -> Reading | None:
    """A clock of the call, or None while it has nothing to measure."""
    match name:
        case "call":
            return Reading(call.id, elapsed_us(track.start, now), True)
        case "talk":
            return Reading(call.id, track.talk_at(now), track.talking)
        case "rep":
            spoken = track.talk_at(now) - track.rep_talk
            return Reading(track.rep, spoken, track.talking) if track.rep else None
        case "refusal":
            spoken = track.talk_at(now) - track.refusal_talk
            return Reading(track.refusal, spoken, track.talking) if track.refusal else None
        case "quiet":
            return _since(track.since, track.since_at, now) if track.is_quiet else None
        case "return":
            return None if track.is_quiet else _since(track.returned, track.returned_at, now)
    span = call.state(name)
    return _since(span.id, span.start, now) if span else None


def _since(anchor: str, start: Moment | None, now: Moment) -> Reading | None:
    return Reading(anchor, elapsed_us(start, now), True) if start is not None else None
