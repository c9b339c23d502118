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
from callmate.model.decide import TOGGLES, Command, decide
from callmate.model.events import NewEvent
from callmate.model.ledger import Entry
from callmate.model.state import END_OF, ENDS, STARTS, Call, Case, StateKind
from callmate.model.timeline import called

ASK: Final = Strip("Forgotten: press the key of what happened · esc", (), inserts=True)
NOT_INSERTED: Final = frozenset({"start", "end", "cut_off", "other_line", "incoming", "level"})
ENDED_BY_REP: Final = {"transfer": "transfer_end", "supervisor_asked": "supervisor_end"}
"""Waits that no key of their own ends: the next person who answered ended them."""
AND_ITS_END: Final = "is it over? enter its end, too, by the same keys."
KEPT_BY_ONE_KEY: Final = dict(TOGGLES.values())
"""States that the same key begins and ends, each with its beginning."""


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

    def kept(self, source: Input, opened: OpenField, events: Sequence[NewEvent]) -> list[NewEvent]:
        """What its field was closed with, and what follows from the time that was typed."""
        timed = next((event for event in events if event.kind == "amend"), None)
        entry = self._c.fold.ledger.entries.get(opened.target) if self._c.fold else None
        if timed is None or entry is None:
            return list(events)
        since = datetime.fromisoformat(str(timed.body["when"]))
        followed = self._other_way(source, entry, since, events)
        if not followed and self._stays_open(entry, since):
            self._c.say(f"{called(entry.event.kind)} at {since:%H:%M:%S}: {AND_ITS_END}")
        return [*events, *(followed or self._overtaken(source, entry, since))]

    def _stays_open(self, entry: Entry, since: datetime) -> bool:
        """Whether a beginning was entered and nothing in the log ends it."""
        state, fold = STARTS.get(entry.event.kind), self._c.fold
        if state not in KEPT_BY_ONE_KEY or fold is None:
            return False
        ends = [fact for fact in fold.facts if ENDS.get(fact.kind) == state and fact.live]
        return not any(one.call == entry.event.call and one.moment.at >= since for one in ends)

    def _other_way(
        self, source: Input, entry: Entry, since: datetime, events: Sequence[NewEvent]
    ) -> list[NewEvent]:
        """An end for a beginning, or the reverse, where the state was the other one at that time
        than it is now."""
        kind, call = entry.event.kind, entry.event.call
        state = STARTS.get(kind) or ENDS.get(kind)
        if state not in KEPT_BY_ONE_KEY:
            return []
        wanted = END_OF[state] if self._was_open(state, entry, since) else KEPT_BY_ONE_KEY[state]
        if wanted == kind:
            return []
        self._c.say(f"{called(wanted)} at {since:%H:%M:%S}.")
        words = [event.body["values"] for event in events if event.kind == "detail"]
        values = {key: value for one in words for key, value in one.items()}
        body = {**entry.event.body, **values, "when": since.isoformat()}
        return [
            self._c.event(source, "undo", call, targets=[entry.event.id]),
            self._c.event(source, wanted, call, **body),
        ]

    def _was_open(self, state: StateKind, entry: Entry, since: datetime) -> bool:
        """Whether a state of the call was open at that time, by all else that is in the log."""
        was = False
        for fact in self._c.fold.facts if self._c.fold else ():
            if not fact.live or fact.call != entry.event.call or fact.id == entry.event.id:
                continue
            if state in (STARTS.get(fact.kind), ENDS.get(fact.kind)) and fact.moment.at <= since:
                was = fact.kind in STARTS
        return was

    def _overtaken(self, source: Input, entry: Entry, since: datetime) -> list[NewEvent]:
        """The end of a wait entered afterwards, if the log has who answered after it."""
        end = ENDED_BY_REP.get(entry.event.kind)
        if end is None or self._c.fold is None:
            return []
        call = entry.event.call
        mine = [one for one in self._c.fold.facts if one.live and one.call == call]
        after = [one for one in mine if one.kind == "rep" and one.moment.at >= since]
        if not after:
            return []
        when = after[0].moment.at.isoformat()
        ended = self._c.event(source, end, call, auto=True, when=when)
        return [replace(ended, cause=entry.event.cause)]
