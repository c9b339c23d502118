"""A person on the phone, in a few words: commands through ``decide`` on a clock set by hand."""

from __future__ import annotations

from typing import Any

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.model.decide import Command, Deciding, decide
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from tests.model.support import CASE, LANE, written


class Phone:
    """Presses commands, folds what they cause, and keeps the log."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.fold = Fold(CASE)
        self.log: list[Event] = []
        self.new_id = UlidSource(milliseconds=lambda: 1_700_000_000_000, entropy=bytes)
        self.call: str | None = None

    def wait(self, seconds: float) -> Phone:
        self.clock.advance(seconds)
        return self

    def do(self, command: str, /, **values: Any) -> Phone:
        """Carry a command out for the call that is selected: the one started last."""
        cause = self.new_id()
        at = Deciding(self.fold.case, self.clock.now(), self.new_id, cause)
        made = decide(at, Command(command, self.call, values))
        if command == "start":
            self.call = made[0].id
        return self.store(made)

    def store(self, made: tuple[NewEvent, ...]) -> Phone:
        events = written(made, first=len(self.log) + 1)
        self.log.extend(events)
        self.fold.add(events)
        return self

    def correct(self, kind: str, **body: Any) -> Phone:
        """Store a correction of this call."""
        event = NewEvent(self.new_id(), kind, self.clock.now(), body, self.call)
        return self.store((event,))

    def undo(self) -> bool:
        """Withdraw the newest group; false if there is none."""
        return self._turn("undo", self.fold.undoing.next_undo(LANE, self.call or ""))

    def redo(self) -> bool:
        return self._turn("redo", self.fold.undoing.next_redo(LANE, self.call or ""))

    def _turn(self, kind: str, targets: tuple[str, ...]) -> bool:
        if targets:
            self.correct(kind, targets=list(targets))
        return bool(targets)
