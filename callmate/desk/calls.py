"""The live commands: a key becomes facts at once, at the time of the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from callmate.desk import lines, saying
from callmate.desk.commands import BY_ID
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.hand import CLOSING_US, Hand, Press
from callmate.desk.preparation.memory import Memory
from callmate.desk.view import Choice, Strip
from callmate.model.apply import apply
from callmate.model.decide import (
    AFTER_IT,
    AT_ANY_TIME,
    BEGINNINGS,
    POINTS,
    Command,
    Deciding,
    decide,
    default_ask,
    finish,
    keeps_rep,
)
from callmate.model.events import NewEvent
from callmate.model.moment import Moment, elapsed_us
from callmate.model.readiness import before_dialling
from callmate.model.state import Call, Case, Fact
from callmate.model.steps import newest_open

RESULT_US = 5_000_000
AT_IDLE = ("rep", "hold")
"""Keys that begin a call and log in it at once."""
MANAGER_SAID = (
    Choice("1", "refused", "result", "refused"),
    Choice("2", "none on duty", "result", "none"),
    Choice("3", "calls back", "result", "callback"),
)
STEP_IS = (Choice("1", "done", "step", "done"), Choice("2", "not done", "step", "not_done"))


class Calls:
    """Turns live commands into events and opens the field that asks for their words."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c = context
        self._fields = fields
        self._memory = Memory(context)
        self.hand = Hand()

    def press(self, source: Input, command: str, letter: str = "") -> list[NewEvent]:
        """A live command from a key, a click or a strip."""
        if letter == "tab" and lines.other(self._c.case) is None:
            self._c.say("Only one call is running: z z begins a second.")
            return []
        if letter and self.hand.is_stutter(command, source.at):
            return self._ignore(source, command, letter)
        events = [] if self._asks_of_step(command) else self.carry_out(source, command)
        if letter:
            self._remember(source, command, letter)
            if self.hand.is_typing:
                return events + self._take_for_typing(source, events)
        return events

    def _asks_of_step(self, command: str) -> bool:
        """Whether the key would end a step that was objected to: then it is asked what came of
        it, since it may well not have been done."""
        case, call = self._c.case, self._c.call
        if command != "instruction" or case is None or call is None:
            return False
        step = newest_open(case, call)
        if step is None or not step.objected or call.state("instruction") is None:
            return False
        strip = Strip("You objected to that step. It is:", STEP_IS, step.id)
        self._c.view = replace(self._c.view, strip=strip)
        return True

    def beside(self, source: Input, command: str, key: str) -> list[NewEvent]:
        """A live command from a function key while something else is being typed."""
        if self.hand.is_stutter(command, source.at):
            return self._ignore(source, command, key)
        events = self.carry_out(source, command, {})
        self._remember(source, command, key)
        return events

    def between(self, key: str, is_text: bool) -> None:
        """A key that is not live was pressed."""
        self.hand = self.hand.between(key, is_text, self._c.view.typing)

    def _ignore(self, source: Input, command: str, key: str) -> list[NewEvent]:
        self._c.say(f"Second {key} at once: ignored.", "warn")
        self._remember(source, command, key)
        return []

    def _remember(self, source: Input, command: str, key: str) -> None:
        self.hand = self.hand.after(Press(key, command, source.at, source.id))

    def carry_out(
        self, source: Input, command: str, values: dict[str, Any] | None = None
    ) -> list[NewEvent]:
        """The events of a command; with values given, no field is opened for them."""
        at = self._c.deciding(source)
        started = self._begin(source, command, values or {})
        if started:
            self._c.say_if(lines.turned(at.case, started) or self._before(command, at.case))
            if command not in AT_IDLE:
                return started
            at = Deciding(self._ahead(started), source.at, self._c.new_id, source.id)
        call = self._meant(at, command)
        if call is None:
            if command in AT_ANY_TIME:
                self._c.say("No case is open here: / finds it, enter takes it up again.")
            elif command in AFTER_IT:
                self._c.say("A note needs a call: space begins one, ctrl+o takes what is known.")
            return []
        held = call.state("hold") is not None
        keeps = command == "rep" and keeps_rep(at.case, call)
        given = {**self._selected(command), **(values or {})}
        events = list(decide(at, Command(command, call.id, given)))
        if values is None:
            self._open_field(source, command, events, at, call, keeps and held)
        if command == "refused":
            self._ask_result(source, events)
        self._c.say_if(saying.after(command, at.case, call, self._facts(), events))
        return [*started, *events]

    def _before(self, command: str, case: Case) -> str:
        """What is missing as one dials; it never keeps anybody from calling."""
        return before_dialling(case, self._memory.asked()) if command == "start" else ""

    def _facts(self) -> Sequence[Fact]:
        return self._c.fold.facts if self._c.fold else ()

    def _meant(self, at: Deciding, command: str) -> Call | None:
        """The call a command is for: the one on the line, or the other, or one that is over."""
        if command == "other_line":
            return lines.other(at.case)
        if at.case.on_line is None and (command in AT_ANY_TIME or command in AFTER_IT):
            return at.case.calls[-1] if at.case.calls else None
        return at.case.on_line

    def _selected(self, command: str) -> dict[str, str]:
        """The promise that is selected, for a command that judges one."""
        if command not in AT_ANY_TIME or self._c.case is None:
            return {}
        selected = self._c.view.selected
        is_promise = any(promise.id == selected for promise in self._c.case.promises)
        return {"answers": selected} if is_promise else {}

    def _begin(self, source: Input, command: str, values: Mapping[str, Any]) -> list[NewEvent]:
        """Rule 7: at idle a call begins with the key, and its fact is part of the same group.

        A second one begins beside the first if the person turns to the other line and there is
        none, or is called.
        """
        idle, case = self._c.call is None, self._c.case
        second = command == "other_line" and not idle and lines.other(case) is None
        if not (second or command == "incoming" or (idle and command in ("start", *AT_IDLE))):
            return []
        if self._c.fold is None:
            self._c.open_new()
        name = command if command in BEGINNINGS else "start"
        given = {} if command in AT_IDLE else values
        started = list(decide(self._c.deciding(source), Command(name, values=given)))
        pane = "timeline" if self._c.view.field is None else self._c.view.pane
        self._c.view = replace(self._c.view, pane=pane, selected="")
        return started

    def _ahead(self, events: Sequence[NewEvent]) -> Case:
        """The case as it will be once these events are written."""
        case = self._c.case or Case(id="")
        for event in events:
            case = apply(
                case,
                Fact(event.id, event.kind, event.call or "", event.body, event.moment,
                     event.moment, ""),
            )  # fmt: skip
        return case

    def _open_field(
        self, source: Input, command: str, events: list[NewEvent], at: Deciding, call: Call,
        after_hold: bool,
    ) -> None:  # fmt: skip
        prompt = BY_ID[command].field
        if not prompt:
            return
        kind = POINTS.get(command, command)
        fact = next((event for event in events if event.kind == kind), None)
        if fact is not None:
            offered = default_ask(at.case, call) if command == "ask" else ""
            self._fields.open_words(fact, prompt, offered)
        elif command == "rep":
            rep = at.case.rep_on_line(call)
            if rep is not None:
                self._fields.open_rep(source, rep.id, rep.name if after_hold else "", call.id)

    def _ask_result(self, source: Input, events: list[NewEvent]) -> None:
        """Rule 3: after m, x asks which kind of no it was; saying nothing is refused."""
        ended = next((event for event in events if event.kind == "supervisor_end"), None)
        if ended is None:
            return
        strip = Strip("No manager:", MANAGER_SAID, ended.id, source.at.shifted(RESULT_US / 1e6))
        self._c.view = replace(self._c.view, strip=strip)

    def _take_for_typing(self, source: Input, events: list[NewEvent]) -> list[NewEvent]:
        """Rule 6: these letters were a text. All they did is undone and becomes a note."""
        call, fold = self._c.call, self._c.fold
        if call is None or fold is None:
            return []
        text, inputs = self.hand.text, {press.input_id for press in self.hand.presses}
        targets = [fact.id for fact in fold.facts if fact.cause in inputs and fact.live]
        targets += [event.id for event in events]
        self.hand = Hand()
        started = {fact.id for fact in fold.facts if fact.kind == "call_start"}
        undone = [target for target in targets if target not in started]
        note = self._c.event(source, "note", call.id, text=text)
        self._fields.open_words(note, "note")
        field = self._c.view.field
        if field is not None:
            self._c.view = replace(self._c.view, field=replace(field, line=field.line.of(text)))
        self._c.say("Those letters looked like typing: kept as a note.", "warn")
        undo = self._c.event(source, "undo", call.id, targets=undone)
        return [undo, note] if undone else [note]

    def due(self, source: Input, now: Moment) -> list[NewEvent]:
        """What time alone brings about: a closing call ends after a minute without a live key."""
        case, fold = self._c.case, self._c.fold
        if case is None or fold is None:
            return []
        ends: list[NewEvent] = []
        for call in case.running:
            if call.closing is None:
                continue
            # From when it was pressed: the end may have been given another time.
            entry = fold.ledger.entries.get(call.closing.id)
            pressed = entry.event.moment if entry else call.closing.moment
            if elapsed_us(pressed, now) >= CLOSING_US:
                ends += finish(self._c.deciding(source), call)
        return ends

    def note(self, source: Input, text: str) -> list[NewEvent]:
        """A paste outside a field: kept as a note."""
        call = self._c.call
        if call is None:
            self._c.say("Pasted with no call running: kept in the log of today.", "info")
            return []
        return list(decide(self._c.deciding(source), Command("note", call.id, {"text": text})))
