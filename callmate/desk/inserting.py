"""A forgotten event, entered afterwards: the next live key is the event, then comes its time.

It closes nothing that is open now, and is marked as entered late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.retiming import home
from callmate.desk.view import OpenField, Strip
from callmate.model.decide import TOGGLES, Command, decide
from callmate.model.events import TEXT_FIELD, NewEvent
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
        self._pressed: dict[str, str] = {}
        """The command of each event that was entered here."""

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
        by_default = call.end or source.at
        made = self._made(source, case, call, name, by_default.at)
        for fact in made:
            self._pressed[fact.id] = name
            self._fields.open_inserted(fact, f"forgotten {called(fact.kind)}", by_default)
        return made

    def _made(
        self, source: Input, case: Case, call: Call, command: str, when: datetime
    ) -> list[NewEvent]:
        """The one event of a command in a call, as entered late."""
        at = replace(self._c.deciding(source), case=_while_it_ran(case, call))
        decided = (one for one in decide(at, Command(command, call.id)) if not one.body.get("auto"))
        stamp = {"when": when.isoformat(), "late": True}
        return [replace(one, body={**one.body, **stamp}) for one in decided][:1]

    @property
    def _call(self) -> Call | None:
        """The call it belongs to: the one on the line, else the one that ended last."""
        case = self._c.case
        return self._c.call or (case.calls[-1] if case and case.calls else None)

    def kept(self, source: Input, opened: OpenField, events: Sequence[NewEvent]) -> list[NewEvent]:
        """What its field was closed with, and what follows from the time that was typed."""
        timed = next((event for event in events if event.kind == "amend"), None)
        fold = self._c.fold
        entry = fold.ledger.entries.get(opened.target) if fold else None
        if timed is None or entry is None or fold is None:
            return list(events)
        since = datetime.fromisoformat(str(timed.body["when"]))
        call = home(fold.case, entry.event.call or "", since, self._c.clock.now().at)
        moved = self._elsewhere(source, entry, since, call, events) if call else []
        told = moved[-1] if moved else _as_written(entry)
        if not moved or told.call != entry.event.call:
            self._ask_for_end(told, since)
            moved += self._overtaken(source, told, since)
        return [*events, *moved]

    def _ask_for_end(self, told: NewEvent, since: datetime) -> None:
        """Say so if a beginning was entered and nothing in the log ends it."""
        state, fold = STARTS.get(told.kind), self._c.fold
        if state not in KEPT_BY_ONE_KEY or fold is None:
            return
        ends = [fact for fact in fold.facts if ENDS.get(fact.kind) == state and fact.live]
        if not any(one.call == told.call and one.moment.at >= since for one in ends):
            self._c.say(f"{called(told.kind)} at {since:%H:%M:%S}: {AND_ITS_END}")

    def _elsewhere(
        self, source: Input, entry: Entry, since: datetime, call: Call, events: Sequence[NewEvent]
    ) -> list[NewEvent]:
        """The event as it must read instead: in the call that ran then, and an end for a
        beginning or the reverse, where the state was the other one at that time than now."""
        told = _as_written(entry)
        if call.id != told.call:
            told = self._in_call(source, told, call, since)
        state = STARTS.get(told.kind) or ENDS.get(told.kind)
        if state in KEPT_BY_ONE_KEY:
            was_open = self._was_open(state, entry.event.id, since, call.id)
            told = replace(told, kind=END_OF[state] if was_open else KEPT_BY_ONE_KEY[state])
        if (told.kind, told.call) == (entry.event.kind, entry.event.call):
            return []
        here = f" in call {self._number(call)}" if call.id != entry.event.call else ""
        self._c.say(f"{called(told.kind)} at {since:%H:%M:%S}{here}.")
        body = {**told.body, **_words(entry.event.kind, told.kind, events)}
        return [
            self._c.event(source, "undo", entry.event.call, targets=[entry.event.id]),
            self._c.event(source, told.kind, call.id, **{**body, "when": since.isoformat()}),
        ]

    def _in_call(self, source: Input, told: NewEvent, call: Call, since: datetime) -> NewEvent:
        """What the same key means in another call: what it answers is of that call, too."""
        case, command = self._c.case, self._pressed.get(told.id)
        made = self._made(source, case, call, command, since) if case and command else []
        body = {key: value for key, value in told.body.items() if key != "answers"}
        return made[0] if made else replace(told, call=call.id, body=body)

    def _number(self, call: Call) -> int:
        return [one.id for one in self._c.case.calls].index(call.id) + 1 if self._c.case else 0

    def _was_open(self, state: StateKind, but: str, since: datetime, call: str) -> bool:
        """Whether a state of a call was open at that time, by all else that is in the log."""
        was = False
        for fact in self._c.fold.facts if self._c.fold else ():
            if not fact.live or fact.call != call or fact.id == but:
                continue
            if state in (STARTS.get(fact.kind), ENDS.get(fact.kind)) and fact.moment.at <= since:
                was = fact.kind in STARTS
        return was

    def _overtaken(self, source: Input, told: NewEvent, since: datetime) -> list[NewEvent]:
        """The end of a wait entered afterwards, if the log has who answered after it."""
        end = ENDED_BY_REP.get(told.kind)
        if end is None or self._c.fold is None:
            return []
        mine = [one for one in self._c.fold.facts if one.live and one.call == told.call]
        after = [one for one in mine if one.kind == "rep" and one.moment.at >= since]
        if not after:
            return []
        when = after[0].moment.at.isoformat()
        ended = self._c.event(source, end, told.call, auto=True, when=when)
        return [replace(ended, cause=told.cause)]


def _as_written(entry: Entry) -> NewEvent:
    event = entry.event
    return NewEvent(event.id, event.kind, event.moment, event.body, event.call, event.cause)


def _words(was: str, kind: str, events: Sequence[NewEvent]) -> dict[str, Any]:
    """The words typed for an event, by the names they have in one of another kind."""
    values = [event.body["values"] for event in events if event.kind == "detail"]
    names = {TEXT_FIELD.get(was, "text"): TEXT_FIELD.get(kind, "text")}
    return {names.get(key, key): value for one in values for key, value in one.items()}
