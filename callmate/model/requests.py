"""What was asked, offered, promised and given in a case, as folded from its events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from callmate.model.moment import Moment
from callmate.model.words import same_text

_NO_MANAGER: Final = re.compile(r"refused|none|nobody|no\b")
"""How the results begin of asking for a manager who then did not come."""


@dataclass(frozen=True, slots=True)
class SupervisorRequest:
    """Asking for a manager, and what came of it."""

    id: str
    call: str
    rep: str
    moment: Moment
    result: str = ""
    open: bool = True
    seq: int = 0

    @property
    def is_granted(self) -> bool:
        return same_text(self.result) == "granted"

    @property
    def is_refused(self) -> bool:
        """Whether no manager came: it was refused, or none was there."""
        return _NO_MANAGER.match(same_text(self.result)) is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or no to an ask."""

    id: str
    call: str
    rep: str
    moment: Moment
    granted: bool
    what: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request however often it was put; ``open_call`` is set while it waits for an answer."""

    key: str
    what: str
    seq: int
    events: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    calls: tuple[str, ...] = ()
    highest_n: int = 0
    answers: tuple[Answer, ...] = ()
    open_call: str = ""

    @property
    def asked(self) -> int:
        """How often it was asked: its events, or the ordinal a script states, if larger."""
        return max(len(self.events), self.highest_n)

    @property
    def denied(self) -> int:
        return sum(not answer.granted for answer in self.answers)

    @property
    def granted(self) -> int:
        return sum(answer.granted for answer in self.answers)

    @property
    def is_granted(self) -> bool:
        """Whether the last word on it was yes."""
        return bool(self.answers) and self.answers[-1].granted


@dataclass(frozen=True, slots=True)
class Offer:
    id: str
    call: str
    rep: str
    moment: Moment
    what: str
    amount: str
    seq: int
    state: Literal["open", "accepted", "declined"] = "open"


@dataclass(frozen=True, slots=True)
class Promise:
    """What they said they would do; ``kept`` is None while that is unknown."""

    id: str
    call: str
    rep: str
    moment: Moment
    what: str
    by: str | None = None
    kept: bool | None = None
    due: str = ""
    """The instant ``by`` means (RFC 3339 with offset), where a script's zone fixed it."""
    owner: str = ""
    """Who answers for it, if it is not the rep who made it."""
    carrier: str = ""
    """The third party who is to carry it out (a technician, another department)."""
    told: str = ""
    """How it was told: by phone, by e-mail …; empty means on the phone."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """A step they told you to do; ``state`` is empty while nothing is known to have come of it."""

    id: str
    call: str
    rep: str
    moment: Moment
    what: str
    state: str = ""
    objection: str = ""
    """Why it would make things worse, if you said so."""
    objected: bool = False
    seq: int = 0


@dataclass(frozen=True, slots=True)
class CaseNumber:
    id: str
    call: str
    moment: Moment
    value: str
    kind: str = ""
