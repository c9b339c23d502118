"""What a pack says, as frozen values: cards, checklist lines, sayings, and what they depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from callmate.model.advice.values import Advice

SECOND: Final = 1_000_000
"""Microseconds in a second: the unit of all durations here."""

Scalar = bool | int | str
ClockName = Literal[
    "call", "talk", "rep", "refusal", "quiet", "return",
    "hold", "pitch", "transfer", "supervisor", "menu", "instruction", "recording", "anger",
]  # fmt: skip

CLOCKS: Final[Mapping[str, str]] = {
    "call": "since the call began",
    "talk": "talked in this call",
    "rep": "talked with this rep",
    "refusal": "talked since the last refusal, while nothing new has come",
    "quiet": "in the present wait: on hold, in a menu, after a transfer, for a manager",
    "return": "since coming back from hold",
    "hold": "on hold",
    "pitch": "in a sales pitch",
    "transfer": "waiting after a transfer",
    "supervisor": "waiting for a manager",
    "menu": "in a menu",
    "instruction": "at a step they asked for",
    "recording": "recorded",
    "anger": "angry",
}
PHASES: Final[Mapping[str, str]] = {
    "opening": "the first words to a person",
    "during": "while you talk",
    "offer": "what they refuse, grant or sell",
    "stuck": "when nothing moves",
    "transfer": "passed on, and telling it again",
    "hold": "while you wait",
    "closing": "before the call ends",
}
STATES: Final = ("hold", "pitch", "transfer", "supervisor", "menu", "rep", "waiting")
PRESENCES: Final[Mapping[str, str]] = {
    "case_number": "a number for the case",
    "rep": "somebody on the line",
    "rep_name": "the name of whoever is on the line",
    "department": "the department one talks to",
    "company": "the company",
    "account": "the account number",
    "outcome": "the outcome wanted",
    "brief": "the brief",
    "promise": "a promise made in this call",
    "promise_by": "a time for the newest promise of this call",
    "owner": "the name of whoever made the newest promise or grant of this call",
    "reason": "their words for the newest refusal of this call",
    "promised": "the words of the promise that was the last word of earlier calls",
    "promiser": "the name of whoever gave that promise",
}
TEXTS: Final[Mapping[str, str]] = {
    "outcome": "the outcome wanted",
    "brief": "the brief, or else the problem",
    "ask": "what was refused last, with their words for it; else what was asked last",
    "promise": "the newest promise of this call",
    "matter": "all of these, and the problem",
}
HISTORIES: Final[Mapping[str, str]] = {
    "earlier_call": "there was a call before this one",
    "refused": "an earlier call ended with something refused and never granted",
    "promise_broken": "a promise of an earlier call was broken",
    "promise_overdue": "a promise of an earlier call is past its time",
    "promise_awaited": "the last word of earlier calls was a promise that may still be kept",
    "promise_missed": "the last word of earlier calls was a promise, broken or past its time",
    "angry": "the person was angry in the call before",
    "cut_off": "the call before, with the same company, was cut off less than a day ago",
}
FLAGS: Final[Mapping[str, str]] = {
    "angry": "the person's own anger is on",
    "closing": "the call is about to end",
    "incoming": "they called, not you",
    "first_rep": "this is the first person of the call",
    "under_way": "whoever is on the line was asked, or answered, offered or promised something",
    "waited": "whoever is on the line came 45 seconds or more after the call began",
    "long_away": "the last hold, with the waiting around it, took five minutes or more",
    "rep_unsure": "whoever is on the line was marked as new or unsure",
    "rep_helped": "whoever is on the line granted, offered or promised something",
    "offer_open": "the newest offer of this call waits for an answer",
    "step_over": "the newest step they asked for was ended since",
    "met_before": "somebody of the same name was on the line before, in this case",
    "outcome_granted": "the outcome wanted was granted in this call and not refused since",
    "granted_since": "the outcome, or what was refused last, was granted since, in this call",
    "granted_surely": "the same, and whoever is on the line was not marked as new or unsure",
}
VALUES: Final[Mapping[str, str]] = {
    "rep": "who is on the line",
    "department": "the department one talks to, or is passed to",
    "company": "the company",
    "outcome": "the outcome wanted",
    "brief": "the brief",
    "promise": "the newest promise",
    "by": "when that promise falls due",
    "promised": "the promise that was the last word of earlier calls",
    "promiser": "who gave it, or “your colleague”",
    "promised_by": "when it falls due, unless its words say so",
    "cut_off": "when the call before was cut off: “a moment ago”, “earlier today”, “yesterday”",
    "cut_off_from": "who was on the line then",
    "amount": "the amount of the newest offer",
    "number": "the newest case number, in groups",
    "minutes": "whole minutes since talk last stopped, or of the call while talking",
    "waited": "the same in words: “25 minutes”, “2 hours”",
    "told": "how often the story was told again in this case: “twice”, “3 times”",
    "passed_on": "how often this call was passed on, in the same way",
    "objection": "what you said against the step they asked for",
    "refused": "their words for the newest refusal of this call",
    "refused_by": "who refused something last",
    "refused_at": "the time of day of that",
    "saying": "a saying to stay calm by, with its author",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """All of it must be true; an empty one always is.

    ``least`` and ``most`` bound counters named ``call.KIND`` or ``case.KIND`` (live events of a
    kind); ``within`` names clocks that run and have not reached a length, in microseconds;
    ``state`` lists running states; ``has`` and ``lacks`` name what is known; ``about`` and
    ``not_about`` give for a text words of which one, or none, is in it; ``shown`` and ``unshown``
    name cards of this call.
    """

    state: tuple[str, ...] = ()
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    within: Mapping[ClockName, int] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    no_flags: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    no_history: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """What raises a card: an event, or a clock that reaches a time. Times in microseconds.

    ``matches`` gives for a value of the event what it must be: a truth value or number, or words
    one of which must be in it (``charge*`` is any word that begins so). ``lasts`` is for how long
    the card may still come when something else held it back; 0 means as long as the condition
    holds. ``also`` are further times of the same clock, and ``every`` repeats after the last.
    """

    event: str = ""
    matches: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)
    clock: ClockName | None = None
    after: int = 0
    also: tuple[int, ...] = ()
    every: int = 0
    lasts: int = 0
    when: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True)
class Say:
    """Words for one situation. A part in square brackets falls away if a value in it is unknown.

    ``otherwise`` words are left out when any before them fit. ``why``, where given, stands for
    that of the card. What is not ``aloud`` is for oneself.
    """

    text: str
    when: Condition = field(default_factory=Condition)
    otherwise: bool = False
    why: str = ""
    aloud: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """One card. ``urgency`` is its class, 1 to 4; ``line`` marks the lines of the quiet screen.

    ``say`` is read from the top: the first that fits the situation, or with ``compose`` all that
    do, as far as there is room. ``greeting`` cards may come in a rep's first seconds. With
    ``each_rep`` what earlier reps heard does not count: how often and how far apart it may come
    begins anew with each rep. ``heading``, where given, stands over it for “say now”.
    """

    id: str
    urgency: int
    topic: str
    say: tuple[Say, ...]
    why: str
    source: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    holds: Condition = field(default_factory=Condition)
    rank: int = 50
    compose: bool = False
    greeting: bool = False
    each_rep: bool = False
    line: bool = False
    heading: str = ""
    phase: str = "during"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist; ``of`` says whether a tick by hand holds for a call or a case."""

    id: str
    text: str
    page: Literal["now", "end"]
    of: Literal["call", "case"]
    done: tuple[Condition, ...] = ()
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    id: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Packs:
    """Everything the packs give, and one sentence for each rule that was left out."""

    cards: tuple[Card, ...] = ()
    lines: tuple[Line, ...] = ()
    sayings: tuple[Saying, ...] = ()
    problems: tuple[str, ...] = ()
    guidance: Advice | None = None

    @property
    def advice(self) -> Advice:
        """Channels, recording law and ladders; imported here, as no start needs them."""
        from callmate.model.advice.values import Advice

        return self.guidance or Advice()

    def card(self, card_id: str) -> Card | None:
        return next((card for card in self.cards if card.id == card_id), None)

    def topic(self, card_id: str) -> str:
        """What a card is about; empty for one that is not there."""
        card = self.card(card_id)
        return card.topic if card else ""
