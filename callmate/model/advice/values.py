"""What the packs know besides what to say: channels, recording law, ladders, and their sources.

Values only; the other modules here choose among them. All of it is general information,
never legal advice, and each value names its sources by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

NOT_ADVICE: Final = "General information, not legal advice."

ChannelName = Literal["call", "call-then-write", "write", "email", "web-form", "leave-then-call"]
RuleName = Literal["one-party", "all-party", "mixed"]

CHANNELS: Final[Mapping[str, str]] = {
    "call": "Call",
    "call-then-write": "Call, then confirm in writing",
    "write": "Write",
    "email": "Email",
    "web-form": "Use their online form",
    "leave-then-call": "Leave first, then call",
}
RULES: Final[Mapping[str, str]] = {
    "one-party": "the consent of one person on the call is enough",
    "all-party": "everyone on the call must agree",
    "mixed": "it depends: see the note",
}
CONFIDENCES: Final[Mapping[str, str]] = {
    "high": "an official page, or the text of the law",
    "medium": "official but old, or two others that agree",
    "low": "one other source",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is from; ``dated`` is what the source says of itself, ``read`` when it was
    looked up. Dates are ISO 8601, as exact as they are known; empty where they are not."""

    id: str
    title: str
    address: str = ""
    dated: str = ""
    read: str = ""
    country: str = ""
    """Where what it says holds, if it is for one country alone."""

    @property
    def words(self) -> str:
        """Title and date, on one line."""
        when = self.dated or (f"undated, read {self.read}" if self.read else "undated")
        return f"{self.title} ({when})"


@dataclass(frozen=True, slots=True)
class Channel:
    """Whether to call or to write about a kind of matter, and why.

    ``days`` (or ``business_days``) run from ``starts``; nought where there is no time limit.
    ``preserves_right`` is true where the form of the message matters in law.
    """

    id: str
    name: str
    channel: ChannelName
    why: str
    words: tuple[str, ...] = ()
    country: str = ""
    urgent: bool = False
    preserves_right: bool = False
    days: int = 0
    business_days: int = 0
    starts: str = ""
    extra: str = ""
    unverified: str = ""
    sources: tuple[str, ...] = ()

    @property
    def limit(self) -> str:
        """The time one has, as a sentence; empty if none is set."""
        if not (self.days or self.business_days):
            return ""
        length = f"{self.business_days} business" if self.business_days else str(self.days)
        return f"You have {length} days from {self.starts}."


@dataclass(frozen=True, slots=True)
class PlaceLaw:
    """What a place's law says of recording one's own call; ``treat_as`` is the rule to go by."""

    id: str
    code: str
    name: str
    country: str
    rule: RuleName
    treat_as: RuleName
    cite: str
    note: str
    names: tuple[str, ...] = ()
    turns_on: str = ""
    sharing: str = ""
    address: str = ""
    checked: str = ""
    disputed: str = ""
    unverified: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A time that the law sets: who must do what, in how many days from when."""

    id: str
    who: str
    what: str
    country: str
    cite: str
    days: int = 0
    business_days: int = 0
    starts: str = ""
    note: str = ""
    written: bool = False
    words: tuple[str, ...] = ()
    confidence: str = ""
    disputed: str = ""
    unverified: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder that one takes oneself: whom to turn to, what to do, what to ask for."""

    id: str
    name: str
    do: str
    asks: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """The matters it is for; empty: for any."""
    confidence: str = ""
    disputed: str = ""
    unverified: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody outside the company: a regulator, an ombudsman, a scheme.

    ``wait_days`` must pass with the company first (``wait_days_before`` for complaints made before
    ``wait_since``); ``your_days`` is your own limit; ``company_days`` is how long the company then
    has to answer. ``asks`` is what its form asks for, ``not_send`` what to leave out.
    """

    id: str
    name: str
    kind: str
    country: str
    do: str
    url: str = ""
    phone: str = ""
    mail: str = ""
    find: str = ""
    asks: tuple[str, ...] = ()
    not_send: tuple[str, ...] = ()
    wait_days: int = 0
    wait_days_before: int = 0
    wait_since: str = ""
    your_days: int = 0
    your_limit: str = ""
    company_days: int = 0
    company_business_days: int = 0
    company_limit: str = ""
    cost: str = ""
    limits: str = ""
    note: str = ""
    words: tuple[str, ...] = ()
    """The matters it is for; empty: for any."""
    confidence: str = ""
    disputed: str = ""
    unverified: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sector:
    """A kind of company in a country, and its ladder: ids of rungs and bodies in order.

    ``parallel`` may run at any time beside the others. A country that is empty stands for all
    that have no ladder of their own.
    """

    id: str
    name: str
    sectors: tuple[str, ...]
    country: str = ""
    steps: tuple[str, ...] = ()
    parallel: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    note: str = ""
    unverified: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """All of it, by table; rules in the order in which the packs give them."""

    channels: tuple[Channel, ...] = ()
    places: tuple[PlaceLaw, ...] = ()
    rungs: Mapping[str, Rung] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    sectors: tuple[Sector, ...] = ()
    clocks: Mapping[str, ClockRule] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def cite(self, ids: tuple[str, ...], country: str = "", most: int = 1) -> str:
        """The first sources in words, title and date; empty where none is known.

        With a country's code, none that speaks of another country alone.
        """
        known = [self.sources[one] for one in ids if one in self.sources]
        known = [one for one in known if not one.country or country in ("", one.country)]
        return "; ".join(source.words for source in known[:most])

    def dated(self, ids: tuple[str, ...]) -> str:
        """The date of the newest of some sources that has one; empty where none has."""
        return max((self.sources[one].dated for one in ids if one in self.sources), default="")
