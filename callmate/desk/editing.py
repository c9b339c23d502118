"""Selecting events on the timeline, and correcting them: undo, time, words, strike."""

from __future__ import annotations

from dataclasses import replace

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.retiming import outside
from callmate.model.events import NewEvent
from callmate.model.state import Fact
from callmate.model.timeline import called, is_visible

SHIFT_MS = 15_000


class Editing:
    """Corrections: each is an event of its own, and the original stays."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c = context
        self._fields = fields

    def _rows(self) -> list[Fact]:
        return [fact for fact in self._c.fold.facts if is_visible(fact)] if self._c.fold else []

    def select(self, step: int) -> None:
        """Move the selection; from none, the newest event that still counts is selected first."""
        rows = self._rows()
        if not rows:
            return
        ids = [fact.id for fact in rows]
        if self._c.view.selected in ids:
            index = ids.index(self._c.view.selected) + step
        else:
            counts = (number for number, fact in enumerate(rows) if fact.live)
            index = max(counts, default=len(ids) - 1)
        chosen = ids[index] if 0 <= index < len(ids) else "" if index >= len(ids) else ids[0]
        self._c.view = replace(self._c.view, selected=chosen)

    def _target(self) -> Fact | None:
        """The selected event, else the one of the running call that was logged last, else the one
        that was logged last of all; moving its time does not make another the last."""
        if self._c.fold is None:
            return None
        facts = self._c.fold.facts
        if self._c.view.selected:
            return next((fact for fact in facts if fact.id == self._c.view.selected), None)
        call = self._c.call
        mine = [
            fact
            for fact in facts
            if fact.live and not fact.auto and is_visible(fact)
            if fact.call and (call is None or fact.call == call.id)
        ]
        order = {entry_id: number for number, entry_id in enumerate(self._c.fold.ledger.entries)}
        return max(mine, key=lambda fact: order[fact.id], default=None)

    def shift(self, source: Input, direction: int) -> list[NewEvent]:
        """Move the time of an event by 15 seconds."""
        fact = self._target()
        if fact is None:
            return []
        moved = fact.moment.shifted(15 * direction)
        why = outside(self._c.fold, fact.kind, fact.call, moved.at, self._c.clock.now().at)
        if why:
            self._c.say(f"{why}: the time stays.", "warn")
            return []
        self._c.say(f"{called(fact.kind)}: {15 * direction:+d} s{self._c.whose()}")
        shift = SHIFT_MS * direction
        return [self._c.event(source, "amend", fact.call, target=fact.id, shift_ms=shift)]

    def set_time(self, source: Input) -> None:
        fact = self._target()
        if fact is not None:
            whose = self._c.whose()
            prompt = f"time of {called(fact.kind)}{whose}" if whose else ""
            self._fields.open_time(source, fact.id, fact.call, prompt)

    def edit(self, source: Input) -> None:
        """Open the field on the selected event's words."""
        fact = self._target() if self._c.view.selected else None
        if fact is not None:
            self._fields.open_fact(source, fact)

    def strike(self, source: Input) -> list[NewEvent]:
        """Strike the selected event out, or take the strike back."""
        fact = self._target() if self._c.view.selected else None
        if fact is None:
            whose = self._c.whose()
            stays = f"Past cases stay as they are; u undoes{whose}."
            self._c.say(stays if whose else "Select an event with the arrow keys first.")
            return []
        kind = "strike" if fact.live else "unstrike"
        return [self._c.event(source, kind, fact.call, target=fact.id)]

    def undo(self, source: Input) -> list[NewEvent]:
        return self._turn(source, "undo", "Nothing left to undo in this call.")

    def redo(self, source: Input) -> list[NewEvent]:
        return self._turn(source, "redo", "Nothing to bring back.")

    def _turn(self, source: Input, kind: str, nothing: str) -> list[NewEvent]:
        fold, log = self._c.fold, self._c.log
        call = self._c.call or (fold.case.calls[-1] if fold and fold.case.calls else None)
        call_id = call.id if call else self._undone_call()
        if fold is None or log is None:
            self._c.say(nothing)
            return []
        find = fold.undoing.next_undo if kind == "undo" else fold.undoing.next_redo
        targets = find(log.lane or "", call_id)
        if not targets and kind == "redo":
            call_id = self._undone_call() or call_id
            targets = find(log.lane or "", call_id)
        if not targets and call is None:  # what was done about a case before its first call
            call_id = ""
            targets = find(log.lane or "", call_id)
        if not targets:
            self._c.say(nothing)
            return []
        if kind == "undo":
            targets += self._closing_of(targets)
        names = [called(f.kind) for f in fold.facts if f.id in targets and not f.auto]
        done = "Undone" if kind == "undo" else "Back again"
        self._c.say(f"{done}{self._c.whose()}: {', '.join(names) or 'the correction'}.")
        return [self._c.event(source, kind, call_id or None, targets=list(targets))]

    def _closing_of(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """An end goes with the key that announced it, or the call would end again at once."""
        facts = self._c.fold.facts if self._c.fold else []
        ends = [fact for fact in facts if fact.id in targets and fact.kind == "call_end"]
        return tuple(fact.text("of") for fact in ends if fact.text("of"))

    def _undone_call(self) -> str:
        """The call that an undo made vanish, so that redo finds it."""
        facts = self._c.fold.facts if self._c.fold else []
        gone = (f.id for f in reversed(facts) if f.kind == "call_start" and not f.live)
        return next(gone, "")
