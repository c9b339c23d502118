"""A case script as events: each goes through the same ``decide`` as a key, with its stated time.

Imported calls are always over: one without ``call_end`` ends with its last event, or after its
``duration_min``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any, Final

from callmate.errors import UsageError
from callmate.exchange.form import FIELDS
from callmate.exchange.schedule import FIRST, Placed, Step, end_of, local_instant, place, steps
from callmate.exchange.script import Script, ScriptEvent
from callmate.exchange.strictjson import write
from callmate.ids import NewId
from callmate.model.decide import Deciding, fact, start_call
from callmate.model.events import (
    CALL_FACTS,
    CASE_FACTS,
    CORRECTIONS,
    INPUTS,
    TEXTS,
    Event,
    NewEvent,
)
from callmate.model.fold import Fold
from callmate.model.moment import Moment
from callmate.model.state import END_OF, STATE_ORDER, Call

SOURCE: Final = "import"

RESERVED: Final = {*INPUTS, *TEXTS, *CORRECTIONS, *CASE_FACTS, *CALL_FACTS} - FIELDS.keys()
"""Kinds that steer callmate itself; an unknown type of a script must not pass for one."""

SHEET: Final = {
    "company": "company",
    "country": "country",
    "account_type": "account_type",
    "problem": "problem",
    "outcome_wanted": "outcome",
    "final_state": "final_state",
}
"""Top-level key of a script → what the case calls it."""

ENDS: Final = {"hold_end": "hold_start", "pitch_end": "pitch_start"}
MARKS: Final = frozenset({"type", "t_min", "when", "mono", "auto", "source", "script", "row", "of"})
"""Names in a body that are callmate's own, or told otherwise."""


def to_events(script: Script, now: Moment, zone: tzinfo | None, new_id: NewId) -> list[NewEvent]:
    """The events of a script as a new case, in the order to be stored.

    ``now`` is when they are recorded, ``zone`` where the script's clock hung (None: here).
    Raises UsageError for an end whose state was never open.
    """
    return _Importing(script, now, zone, new_id).run()


class _Importing:
    def __init__(self, script: Script, now: Moment, zone: tzinfo | None, new_id: NewId) -> None:
        self._script, self._now, self._zone, self._new_id = script, now, zone, new_id
        self._fold = Fold("")
        self._calls: dict[int, str] = {}
        self._made: list[NewEvent] = []

    def run(self) -> list[NewEvent]:
        placed = place(self._script, self._zone)
        try:
            ordered = steps(placed, self._zone)
        except (OverflowError, ValueError) as error:
            raise UsageError(
                f"{self._script.name}: calls: expected every call to end before the year 9999"
            ) from error
        self._take([self._opened(ordered[0].at if ordered else None)])
        for step in ordered:
            self._step(step)
        return self._made

    def _step(self, step: Step) -> None:
        if step.row == FIRST:
            self._start(step)
        elif step.row < len(step.placed.offsets):
            self._event(step, step.placed.call.events[step.row])
        else:
            self._finish(step)

    def _opened(self, at: datetime | None) -> NewEvent:
        raw, script = self._script.raw, self._script
        values: dict[str, Any] = {
            name: raw[key] for key, name in SHEET.items() if isinstance(raw.get(key), str)
        }
        for key in ("timeline_outside_calls", "after"):
            lines = raw.get(key)
            if isinstance(lines, list):
                values[key] = [line for line in lines if isinstance(line, str)]
        values |= {"script_id": script.id, "script_digest": script.digest}
        body: dict[str, Any] = {"values": values, "source": SOURCE, "script": _verbatim(raw)}
        if at is not None:
            body["when"] = at.isoformat()
        return NewEvent(self._new_id(), "case_opened", self._now, body)

    def _start(self, step: Step) -> None:
        one, told = step.placed, step.placed.call.form
        values: dict[str, Any] = {"direction": told.direction, "line": told.line}
        if told.organisation:
            values["organisation"] = told.organisation
        if one.date_only:
            values["date_only"] = True
        if one.told_longer:
            values["lasts_us"] = one.told_longer
        values |= {"script": _verbatim(one.call.raw), "row": one.index}
        made = start_call(self._deciding(), values)
        self._calls[one.index] = made[0].id
        self._take(made, step.at)

    def _event(self, step: Step, event: ScriptEvent) -> None:
        call = self._call(step.placed)
        kind = event.form.type
        if kind in ENDS:
            self._check_was_open(step, call, kind)
        values = {**self._values(event), "script": _verbatim(event.raw), "row": step.row}
        self._take(fact(self._deciding(), call, _kind(kind), values), step.at)

    def _values(self, event: ScriptEvent) -> dict[str, Any]:
        """What the fact's body holds: the values of a known type, else all that is plain."""
        kind = event.form.type
        if kind in FIELDS:
            values = {name: _plain(value) for name, value in event.values.items()}
        else:
            values = {
                name: value
                for name, value in event.raw.items()
                if name not in MARKS and (value is None or isinstance(value, (str, int)))
            }
        note = event.raw.get("note")
        if isinstance(note, str):
            values["note"] = note
        by = values.get("by")
        if kind == "promise" and isinstance(by, str):
            values |= self._due(by)
        return values

    def _due(self, by: str) -> dict[str, str]:
        """The instant that a promise's ``by`` means here."""
        try:
            at = local_instant(by, self._zone) if "T" in by else end_of(by, self._zone)
        except (OverflowError, ValueError, OSError):
            return {}
        return {"due": at.isoformat()}

    def _check_was_open(self, step: Step, call: Call, kind: str) -> None:
        """An end may come after its state was closed, by rule or not, but not without a start."""
        state = next(name for name in STATE_ORDER if END_OF[name] == kind)
        if call.state(state) or any(span.kind == state for span in call.closed):
            return
        where = f"calls[{step.placed.index}].events[{step.row}]"
        raise UsageError(
            f"{self._script.name}: {where}: expected a {ENDS[kind]} before this {kind}, got none"
        )

    def _finish(self, step: Step) -> None:
        """End what the script left running."""
        call = self._call(step.placed)
        if call.running:
            self._take(fact(self._deciding(), call, "call_end", {}), step.at)

    def _call(self, one: Placed) -> Call:
        call = self._fold.case.call(self._calls[one.index])
        if call is None:
            raise AssertionError("the call was started before its first event")
        return call

    def _deciding(self) -> Deciding:
        return Deciding(self._fold.case, self._now, self._new_id)

    def _take(self, made: Iterable[NewEvent], at: datetime | None = None) -> None:
        """Keep events with their stated time, and fold them so that the next sees them."""
        for event in made:
            if at is not None:
                body = {**event.body, "when": at.isoformat(), "source": SOURCE}
                event = replace(event, body=body)
            self._made.append(event)
            self._fold.add([self._written(event)])

    def _written(self, event: NewEvent) -> Event:
        now = event.moment
        return Event(
            id=event.id,
            n=len(self._made),
            lane=SOURCE,
            case="",
            kind=event.kind,
            at=now.at.isoformat(),
            boot=now.boot,
            mono=now.mono,
            clock="",
            call=event.call,
            cause=event.cause,
            body=event.body,
        )


def _kind(kind: str) -> str:
    """The kind an event of a type is stored as; that type itself wherever it can be."""
    return f"script {kind}" if kind in RESERVED else kind


def _plain(value: Any) -> Any:
    """A value as a body may hold it: a number with a point becomes its text."""
    return value if value is None or isinstance(value, (str, int)) else str(value)


def _verbatim(value: dict[str, Any]) -> str:
    return write(value, ascii_only=True)
