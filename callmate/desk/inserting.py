"""A forgotten event, entered afterwards: the next live key is the event, then comes its time.

It closes nothing that is open now, and is marked as entered late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.view import OpenField, Strip
from callmate.model.decide import Command, decide
from callmate.model.events import NewEvent
from callmate.model.state import Call, Case
from callmate.model.timeline import called

ASK: Final = Strip("Forgotten: press the key of what happened · esc", (), inserts=True)
NOT_INSERTED: Final = frozenset({"start", "end", "cut_off", "other_line", "incoming", "level"})
ENDED_BY_REP: Final = {"transfer": "transfer_end", "supervisor_asked": "supervisor_end"}
"""Waits that no key of their own ends: the next person who answered ended them."""


def _while_it_ran(case: Case, call: Call) -> Case:
    """The case as if a call that is over ran still, with what only its end has closed open."""
    if call.running:
        return case
    ran = replace(call, end=None, open=tuple(s for s in call.closed if s.end == call.end))
    return replace(case, calls=tuple(ran if one is call else one for one in case.calls))


class Inserting:
    """Writes the event at its key, as of now, and asks when it was."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c = context
        self._fields = fields

    def ask(self) -> None:
        if self._call is None:
            self._c.say("No call to enter it in: space begins one.")
            return
        self._c.view = replace(self._c.view, strip=ASK)

    def press(self, source: Input, command: str) -> list[NewEvent]:
        """The event of a live key, its field opened on the time; of a call that is over, too."""
        case, call = self._c.case, self._call
        if case is None or call is None or command in NOT_INSERTED:
            self._c.say("That key cannot be entered afterwards.")
            return []
        name = "new_person" if command == "rep" else command
        at = replace(self._c.deciding(source), case=_while_it_ran(case, call))
        decided = decide(at, Command(name, call.id))
        by_default = call.end or source.at
        stamp = {"when": by_default.at.isoformat(), "late": True}
        made = [
            replace(event, body={**event.body, **stamp})
            for event in decided
            if not event.body.get("auto")
        ]
        for fact in made[:1]:
            self._fields.open_inserted(fact, f"forgotten {called(fact.kind)}", by_default)
        return made[:1]

    @property
    def _call(self) -> Call | None:
        """The call it belongs to: the one on the line, else the one that ended last."""
        case = self._c.case
        return self._c.call or (case.calls[-1] if case and case.calls else None)

    def overtaken(
        self, source: Input, opened: OpenField, events: Sequence[NewEvent]
    ) -> list[NewEvent]:
        """The end of a wait entered afterwards, if the log has who answered after it."""
        fold = self._c.fold
        timed = next((event for event in events if event.kind == "amend"), None)
        end = ENDED_BY_REP.get(opened.kind)
        if fold is None or timed is None or end is None:
            return []
        since = datetime.fromisoformat(str(timed.body["when"]))
        entry = fold.ledger.entries.get(opened.target)
        mine = [one for one in fold.facts if one.live and one.call == opened.call]
        after = [one for one in mine if one.kind == "rep" and one.moment.at >= since]
        if not after:
            return []
        when = after[0].moment.at.isoformat()
        ended = self._c.event(source, end, opened.call, auto=True, when=when)
        return [replace(ended, cause=entry.event.cause if entry else source.id)]
