"""A case as folded from its events: frozen values, nothing that is not in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from callmate.model.around import Around
from callmate.model.facts import Fact as Fact
from callmate.model.moment import Moment
from callmate.model.requests import (
    Answer,
    Ask,
    CaseNumber,
    Instruction,
    Offer,
    Promise,
    SupervisorRequest,
)
from callmate.model.shelf.shelf import Shelf
from callmate.model.words import same_text

UNNAMED: Final = "unnamed rep"
"""What a rep is called who gave no name."""
CUT_OFF: Final = "disconnected"
"""The outcome of a call whose line went dead."""

StateKind = Literal[
    "hold", "pitch", "transfer", "supervisor", "menu", "rep",
    "instruction", "recording", "anger",
]  # fmt: skip

STATE_ORDER: Final[tuple[StateKind, ...]] = (
    "hold", "pitch", "transfer", "supervisor", "menu", "rep",
)  # fmt: skip
"""Each second of a call counts for the first of these that is open, else as waiting."""

BESIDE: Final[tuple[StateKind, ...]] = ("instruction", "recording", "anger")
"""States that run beside those: they have a clock, and no second counts for them."""

STARTS: Final[Mapping[str, StateKind]] = {
    "hold_start": "hold",
    "pitch_start": "pitch",
    "transfer": "transfer",
    "supervisor_asked": "supervisor",
    "ivr": "menu",
    "rep": "rep",
    "instruction": "instruction",
}
ENDS: Final[Mapping[str, StateKind]] = {
    "hold_end": "hold",
    "pitch_end": "pitch",
    "transfer_end": "transfer",
    "supervisor_end": "supervisor",
    "ivr_end": "menu",
    "rep_end": "rep",
    "instruction_end": "instruction",
}
END_OF: Final[Mapping[StateKind, str]] = {state: kind for kind, state in ENDS.items()}


@dataclass(frozen=True, slots=True)
class Span:
    """A state that lasts: from its start event's moment to its end, or still open."""

    kind: StateKind
    id: str
    start: Moment
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class Rep:
    """A stint: one person on the line, from answering to leaving."""

    id: str
    call: str
    start: Moment
    name: str = ""
    department: str = ""
    extension: str = ""
    email: str = ""
    end: Moment | None = None
    after_transfer: str = ""
    aimed: str = ""
    """Where one was being put through to, or where the call stood, as they answered."""
    unsure: bool = False
    praised: bool = False

    @property
    def place(self) -> str:
        """The department they count for: as told, else where one was put through to."""
        return self.department or self.aimed


@dataclass(frozen=True, slots=True)
class Transfer:
    """Being passed on: from a department, towards another, and where it ended."""

    id: str
    call: str
    start: Moment
    to: str = ""
    from_department: str = ""
    from_rep: str = ""
    end: Moment | None = None
    rep: str = ""
    """The stint that answered; empty while nobody has."""
    announced: bool | None = None
    """Whether it was a warm transfer, with you announced; None if that is not known."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The call is about to end at this moment, unless a live key says otherwise."""

    id: str
    moment: Moment
    how: str


@dataclass(frozen=True, slots=True)
class Call:
    """One phone call. ``open`` holds at most one span of a kind; ``closed`` the finished ones."""

    id: str
    start: Moment
    direction: str = "out"
    line: int = 1
    organisation: str = ""
    date_only: bool = False
    lasts_us: int = 0
    """A length told by a script, in microseconds; the call lasts at least that long."""
    end: Moment | None = None
    outcome: str = ""
    closing: Closing | None = None
    last: Moment | None = None
    open: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    department: str = ""
    answering: str = ""
    """The department that was told while nobody was on the line: whose the next rep is."""
    pending_transfer: str = ""
    recording: bool = False
    angry: bool = False

    def state(self, kind: StateKind) -> Span | None:
        """The open span of a kind, if any."""
        for span in self.open:
            if span.kind == kind:
                return span
        return None

    @property
    def running(self) -> bool:
        return self.end is None

    @property
    def cut_off(self) -> bool:
        """Whether the line went dead."""
        return same_text(self.outcome) == CUT_OFF

    @property
    def spans(self) -> Iterator[Span]:
        """Finished spans in the order they ended, then the open ones."""
        yield from self.closed
        yield from self.open

    def count(self, kind: str) -> int:
        """How many live facts of a kind the call has."""
        return self.counts.get(kind, 0)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of one matter with one company."""

    id: str
    info: Mapping[str, Any] = field(default_factory=dict)
    opened: Moment | None = None
    calls: tuple[Call, ...] = ()
    reps: tuple[Rep, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    supervisors: tuple[SupervisorRequest, ...] = ()
    asks: tuple[Ask, ...] = ()
    offers: tuple[Offer, ...] = ()
    promises: tuple[Promise, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    around: Around = field(default_factory=Around)
    shelf: Shelf = field(default_factory=Shelf)
    contradictions: tuple[tuple[str, str], ...] = ()
    """Pairs of facts that the person linked: both cannot be true."""
    notes: tuple[Fact, ...] = ()
    """What was written down as it was said; it may be linked."""
    numbers: tuple[CaseNumber, ...] = ()
    ticks: Mapping[str, bool] = field(default_factory=dict)
    cards: tuple[Fact, ...] = ()
    forgotten: frozenset[str] = frozenset()
    """Facts of which the person had the words emptied for good."""
    oddities: tuple[tuple[str, str], ...] = ()
    """Facts that did not fit (id, why): an end without a start, a call that is not there."""
    seq: int = 0
    focus: str = ""
    """The call that was begun, turned to, or logged in last."""

    def call(self, call_id: str) -> Call | None:
        """A call by the id of its start event."""
        for call in reversed(self.calls):
            if call.id == call_id:
                return call
        return None

    def rep(self, rep_id: str) -> Rep | None:
        """A stint by its id."""
        for rep in reversed(self.reps):
            if rep.id == rep_id:
                return rep
        return None

    def rep_on_line(self, call: Call) -> Rep | None:
        """Who is on the line of a call now, on hold or not."""
        span = call.state("rep")
        return self.rep(span.id) if span else None

    def known(self, key: str) -> str:
        """A fact of the case (company, phone, account, problem, outcome, brief …) as text."""
        value = self.info.get(key)
        return value if isinstance(value, str) else ""

    @property
    def running(self) -> tuple[Call, ...]:
        """The calls that have not ended, oldest first."""
        return tuple(call for call in self.calls if call.running)

    @property
    def on_line(self) -> Call | None:
        """The running call one is on: the one in focus, else the one begun last."""
        running = self.running
        chosen = next((call for call in running if call.id == self.focus), None)
        return chosen or (running[-1] if running else None)

    @property
    def waiting(self) -> tuple[Promise, ...]:
        """The promises of which nobody has said yet whether they were kept."""
        return tuple(one for one in self.promises if one.kept is None)

    @property
    def answers(self) -> Iterator[tuple[Answer, Ask]]:
        """Every yes and no with what it answers, ask by ask."""
        return ((answer, ask) for ask in self.asks for answer in ask.answers)

    @property
    def last_answer(self) -> Answer | None:
        """The newest yes or no to anything."""
        answers = (answer for answer, _ in self.answers)
        return max(answers, key=lambda one: one.moment.at, default=None)

    @property
    def title(self) -> str:
        """What the case is called in a list."""
        given = [part for part in (self.known("company"), self.known("problem")) if part]
        return self.known("title") or ": ".join(given) or "case without a name"
