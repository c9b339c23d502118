"""Strips: questions in one line that wait for a digit, and what each answer does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from callmate.desk import closing
from callmate.desk.calls import Calls
from callmate.desk.commands import BY_ID
from callmate.desk.context import Context, Input
from callmate.desk.loneletter import taken_back
from callmate.desk.ports import EventLog
from callmate.desk.preparation.moods import rest_text, rest_until
from callmate.desk.preparation.sheet import Sheet
from callmate.desk.view import Choice, Strip
from callmate.model.erasure.words import worded
from callmate.model.events import INPUTS, TEXT_FIELD, TEXTS, Event, NewEvent
from callmate.model.moment import Moment, elapsed_us, local

STILL_ON_US = 15 * 60 * 1_000_000
FORGET_US = 60 * 1_000_000
FORGET = (Choice("y", "forget", "forget"), Choice("n", "keep", "dismiss"))
UNTYPED = {"when", "answers"}
"""Values of a fact that are not words: times and ids."""


def _has_words(event: Event) -> bool:
    """Whether an event holds anything that was typed, or repeats it."""
    if event.kind in TEXT_FIELD and event.kind != "call_end":
        values = (value for key, value in event.body.items() if key not in UNTYPED)
        return any(isinstance(value, str) and value for value in values)
    return event.kind in INPUTS or event.kind in TEXTS or event.kind in ("detail", "case_set")


class Strips:
    """Shows a strip and carries out its answer."""

    def __init__(self, context: Context, calls: Calls, sheet: Sheet) -> None:
        self._c = context
        self._calls = calls
        self._sheet = sheet

    def ask_still_on(self, now: Moment) -> None:
        """After a long gap a call found running may long be over."""
        call = self._c.call
        if call is None or call.last is None or elapsed_us(call.last, now) < STILL_ON_US:
            return
        last = local(call.last.at).strftime("%H:%M")
        choices = (
            Choice("1", "still on", "dismiss"),
            Choice("2", f"it ended about {last}", "ended_then"),
        )
        strip = Strip("This call is still running here:", choices, call.id, at=call.last)
        self._c.view = replace(self._c.view, strip=strip)

    def ask_unfinished(self, key: Event) -> None:
        """A key was pressed and the program died before it was carried out: offer to do it."""
        if self._c.call is not None or self._c.view.typing:
            return
        at, command = key.moment, str(key.body.get("command"))
        choices = (
            Choice("1", "begin it then", "begin_then", command),
            Choice("2", "leave it", "dismiss"),
        )
        pressed = f"{local(at.at):%H:%M:%S}: {BY_ID[command].label} pressed, not carried out:"
        self._c.view = replace(self._c.view, strip=Strip(pressed, choices, key.id, at=at))

    def answer(self, source: Input, choice: Choice) -> list[NewEvent]:
        """What a choice does; the strip is gone afterwards."""
        strip = self._c.view.strip
        self._c.view = replace(self._c.view, strip=None)
        if strip is None:
            return []
        match choice.action:
            case "result":
                return [self._detail(source, strip.target, {"result": choice.payload})]
            case "step":
                return self._step(source, strip, choice)
            case "letter_live":
                return self._letter(source, strip, choice)
            case "begin_then":
                return self._dated(source, choice.payload, strip.at)
            case "ended_then":
                return self._ended_then(source, strip)
            case "announced":
                warm = choice.payload == "warm"
                self._c.say(f"A {choice.payload} transfer.")
                return [self._detail(source, strip.target, {"announced": warm})]
            case "rest":
                return self._rest(source, choice.payload)
            case "answered":
                return self._sheet.answer(source, choice.payload)
            case "forget":
                return self._forget(source)
            case "hung_up":
                return closing.hung_up(self._c, source, strip, choice.payload)
            case "close_case":
                return closing.close_case(self._c, source, choice.payload)
        return []

    def _detail(self, source: Input, target: str, values: dict[str, Any]) -> NewEvent:
        call = self._c.call
        return self._c.event(
            source, "detail", call.id if call else None, target=target, values=values
        )

    def _rest(self, source: Input, payload: str) -> list[NewEvent]:
        """Not now: nothing is asked of the person until then."""
        until = rest_until(payload, source.at.at)
        self._c.say(rest_text(until))
        return [self._c.event(source, "cool_off", self._c.about(), until=until, why="not now")]

    def _step(self, source: Input, strip: Strip, choice: Choice) -> list[NewEvent]:
        """What came of a step that was objected to."""
        steps = self._c.case.instructions if self._c.case else ()
        step = next((one for one in steps if one.id == strip.target), None)
        events = self._calls.carry_out(source, "instruction", {})
        self._c.say(f"{choice.label.capitalize()}: {(step and step.what) or 'the step'}.")
        return [
            replace(event, body={**event.body, "state": choice.payload})
            if event.body.get("answers") == strip.target
            else event
            for event in events
        ]

    def _letter(self, source: Input, strip: Strip, choice: Choice) -> list[NewEvent]:
        """The letter was the key it stands for: it counts from when it was typed."""
        taken = taken_back(self._c, source, strip.target, choice.payload)
        return [*taken, *self._dated(source, choice.payload, strip.at)]

    def _dated(self, source: Input, command: str, at: Moment | None) -> list[NewEvent]:
        """A command carried out as of an earlier moment."""
        at = at or source.at
        stamp: dict[str, Any] = {"when": at.at.isoformat()}
        if at.boot == source.at.boot:
            stamp["mono"] = at.mono
        return [
            replace(event, body={**event.body, **stamp})
            for event in self._calls.carry_out(source, command, {})
        ]

    def _ended_then(self, source: Input, strip: Strip) -> list[NewEvent]:
        at = strip.at
        events = self._calls.carry_out(source, "end", {})
        closing = [
            replace(event, body={**event.body, "when": at.at.isoformat()}) if at else event
            for event in events
        ]
        self._c.say("Press e or enter to end the call at that time, or any live key to go on.")
        return closing

    def ask_forget(self, source: Input) -> None:
        """Say what would go, before it does."""
        typed = [event for _, events in self._recent(source) for event in events if event.body]
        what = f"{len(typed)} keys and texts" if len(typed) != 1 else "1 key or text"
        first = min((event.moment for event in typed), key=lambda one: one.at, default=source.at)
        prompt = f"Forget {what} since {local(first.at):%H:%M:%S}, for good?"
        self._c.view = replace(self._c.view, strip=Strip(prompt, FORGET))

    def _recent(self, source: Input) -> Iterator[tuple[EventLog, list[Event]]]:
        """What was typed in the last minute: in the case, in the day's log."""
        for log in filter(None, (self._c.log, self._c.world.day(source.at))):
            found = [one for one in log.read() if elapsed_us(one.moment, source.at) < FORGET_US]
            yield log, [event for event in found if _has_words(event)]

    def _forget(self, source: Input) -> list[NewEvent]:
        """Empty what was typed in the last minute, in the case and in the day's log; the log
        keeps that it was done."""

        def recent(event: Event) -> bool:
            return elapsed_us(event.moment, source.at) < FORGET_US

        emptied, named = self._c.world.forget_companies(recent), set[str]()
        for log, typed in self._recent(source):
            emptied += log.forget([event.id for event in typed])
            if log is self._c.log:
                named |= worded(typed)
        if self._c.log is not None and self._c.case is not None:
            fold = self._c.open(self._c.case.id, self._c.log)
            self._c.world.changed(fold, source.at)
        self._sheet.forget_secrets()
        self._c.say(f"Forgotten for good: {emptied} keys and texts of the last minute.")
        since = source.at.shifted(-FORGET_US / 1e6).at.isoformat()
        told = {"events": sorted(named)} if named else {}
        return [self._c.event(source, "forgotten", None, count=emptied, since=since, **told)]
