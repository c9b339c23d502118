"""What the parts of the desk share: the open case, the view, and the way to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from callmate.clock import Clock
from callmate.desk.commands import Place
from callmate.desk.keymap import DEFAULT, Keymap
from callmate.desk.ports import TAKE_UP, EventLog, World
from callmate.desk.view import Level, Message, View
from callmate.ids import NewId
from callmate.model.decide import Deciding
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from callmate.model.insight.money import Money
from callmate.model.moment import Moment
from callmate.model.rules import Packs
from callmate.model.state import Call, Case

DAMAGED = "This case is damaged; what still holds is shown. See: callmate verify"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing the person did: its id is the cause of every event it leads to."""

    id: str
    kind: str
    at: Moment
    body: dict[str, Any]
    to_day: bool = False

    def event(self) -> NewEvent:
        return NewEvent(self.id, self.kind, self.at, self.body)


def place_of(call: Call | None) -> Place:
    """Which keys count in a state of a call, or with none."""
    if call is None:
        return "idle"
    if call.closing:
        return "closing"
    if call.state("hold"):
        return "hold"
    return "menu" if call.state("menu") else "call"


@dataclass
class Context:
    """Mutable, owned by one desk. Nothing here touches a screen."""

    world: World
    clock: Clock
    new_id: NewId
    keymap: Keymap = DEFAULT
    view: View = field(default_factory=View)
    log: EventLog | None = None
    fold: Fold | None = None
    field_closed: Moment | None = None
    packs: Packs = field(default_factory=Packs)
    """Content; empty until it is loaded, which is after the first paint."""
    home: Path | None = None
    """The folder of the store, where letters are saved; None while a call is only played."""
    own_letters: Path | None = None
    """The folder of the person's own forms of letters."""
    money: Money | None = None
    """What an hour of the person's own is worth; None shows no money anywhere."""
    to_copy: str = ""
    """What the screen is to put on the clipboard."""
    _coded: tuple[str, str] = ("", "")
    """A call that is over, and the head code of its case's log then."""
    _met_over: frozenset[str] = frozenset()
    """Calls that were over when the case was opened: the record at their end is not known here."""

    @property
    def case(self) -> Case | None:
        return self.fold.case if self.fold else None

    @property
    def call(self) -> Call | None:
        """The call on the line: of two that run, the one begun or turned to last."""
        return self.case.on_line if self.case else None

    @property
    def place(self) -> Place:
        """Which keys count: those of idle, of a call, its menu, its hold, or its closing."""
        return place_of(self.call)

    def head_code(self, ended: str) -> str:
        """The head code of the log as it was when a call was seen to end; "" while one runs, and
        until all of it is written. It stays, so that it can be noted. Of a call that was over
        before, ``verify`` tells it: another one beside that would only leave doubt."""
        if self.log is None or self.call is not None:
            self._coded = "", ""
        elif ended in self._met_over:
            return ""
        elif self._coded[0] != ended or not self._coded[1]:
            self._coded = ended, self.log.head_code()
        return self._coded[1]

    def open(self, case_id: str, log: EventLog) -> Fold:
        """Make a case the one on the desk."""
        self.log = log
        self.world.opened(case_id)
        self.fold = Fold(case_id)
        self.fold.add(log.read())
        log.spare(self._half_typed_in)
        self._met_over = frozenset(call.id for call in self.fold.case.calls if not call.running)
        self.view = replace(self.view, selected="", scroll=0)
        if log.is_damaged():
            self.say(DAMAGED, "warn")
        return self.fold

    def _half_typed_in(self) -> set[str]:
        """The lanes in which half a text stands."""
        drafts = self.fold.drafts if self.fold else ()
        return {half.lane for half in drafts if half.line.text}

    def turn_to(self, source: Input, case_id: str) -> Fold:
        """Make an old case the one on the desk, for the next start as well: its files tell nothing
        of it, since nothing was done about it yet, but the day's does."""
        taken = {"command": TAKE_UP, "values": {"case": case_id}, "source": "desk"}
        event = NewEvent(self.new_id(), "command", source.at, taken, None, source.id)
        self.world.day(source.at).append([event])
        return self.open(case_id, self.world.case(case_id))

    def about(self) -> str | None:
        """The call that what is done between the calls belongs to, for undo: the one on the line,
        else the last one."""
        call = self.call or (self.case.calls[-1] if self.case and self.case.calls else None)
        return call.id if call else None

    def whose(self) -> str:
        """In which call a key was heard that went past the case that is read to the one that runs:
        ``" in the call with Sony"``; nothing where only the call is looked at."""
        case, call = self.case, self.call
        if self.view.pane != "browser" or case is None or call is None:
            return ""
        company = call.organisation or case.known("company")
        return f" in the call{f' with {company}' if company else ''}"

    def open_new(self) -> Fold:
        case_id, log = self.world.new_case()
        return self.open(case_id, log)

    def deciding(self, source: Input, at: Moment | None = None) -> Deciding:
        """The circumstances of a decision, caused by an input, at its key's time."""
        case = self.case or Case(id="")
        return Deciding(case, at or source.at, self.new_id, source.id)

    def event(self, source: Input, kind: str, call: str | None, **body: Any) -> NewEvent:
        return NewEvent(self.new_id(), kind, source.at, body, call, source.id)

    def take(self, facts: Sequence[NewEvent]) -> list[Event]:
        """Write facts into the open case and fold them in; what was written."""
        if not facts or self.log is None or self.fold is None:
            return []
        events = self.log.append([*self._opening(facts), *facts])
        self.fold.add(events)
        return events

    def _opening(self, facts: Sequence[NewEvent]) -> list[NewEvent]:
        """A case begins with its first fact: one that was only looked at leaves no trace."""
        if self.fold is None or self.fold.ledger.entries:
            return []
        first = facts[0]
        return [NewEvent(self.new_id(), "case_opened", first.moment, {}, None, first.cause)]

    def write(self, source: Input, facts: Sequence[NewEvent], had: EventLog | None) -> None:
        """The input and all it caused, in one write where both belong to the same file.

        ``had`` is the log that was open when the input came: a key belongs there, or to the day.
        """
        if had is None or source.to_day or had is not self.log:
            self.world.day(source.at).append([source.event()])
            self.take(facts)
        elif self.fold is not None:
            call = self.call
            event = replace(source.event(), call=call.id if call else None)
            opening = self._opening(facts) if facts else []
            self.fold.add(had.append([event, *opening, *facts]))

    def say_if(self, text: str) -> None:
        """Say it, if there is anything to say."""
        if text:
            self.say(text)

    def say(self, text: str, level: Level = "info", told: str = "") -> None:
        """``told`` is what of it is of a case: hidden on the privacy screen."""
        self.view = replace(self.view, message=Message(text, level, told))
