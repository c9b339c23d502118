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
from callmate.model.events import TEXT_FIELD, NewEvent
from callmate.model.timeline import called

ASK: Final = Strip("Forgotten: press the key of what happened · esc", (), inserts=True)
NOT_INSERTED: Final = frozenset({"start", "end", "cut_off", "other_line", "incoming", "level"})
ENDED_BY_REP: Final = {"transfer": "transfer_end", "supervisor_asked": "supervisor_end"}
"""Waits that no key of their own ends: the next person who answered ended them."""


class Inserting:
    """Writes the event at its key, as of now, and asks when it was."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c = context
        self._fields = fields

    def ask(self) -> None:
        self._c.view = replace(self._c.view, strip=ASK)

    def press(self, source: Input, command: str) -> list[NewEvent]:
        """The event of a live key, its field opened on the time."""
        call = self._c.call
        if call is None or command in NOT_INSERTED:
            self._c.say("That key cannot be entered afterwards.")
            return []
        name = "new_person" if command == "rep" else command
        decided = decide(self._c.deciding(source), Command(name, call.id))
        stamp = {"when": source.at.at.isoformat(), "late": True}
        made = [
            replace(event, body={**event.body, **stamp})
            for event in decided
            if not event.body.get("auto")
        ]
        for fact in made[:1]:
            if fact.kind in TEXT_FIELD:
                self._fields.open_words(fact, f"forgotten {called(fact.kind)}", text="@")
            else:
                self._fields.open_time(source, fact.id, call.id, inserted=True)
        return made[:1]

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
