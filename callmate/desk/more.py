"""The ``z`` menu: its strip, and those of its commands that are more than one fact."""

from __future__ import annotations

from dataclasses import replace

from callmate.desk import commands, saying
from callmate.desk.calls import Calls
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.view import Choice, Strip
from callmate.model.decide import finish
from callmate.model.events import TEXT_FIELD, NewEvent
from callmate.model.state import Call, Fact
from callmate.model.timeline import called

REVEAL_S = 10
ANNOUNCED = (
    Choice("1", "warm: they announced you", "announced", "warm"),
    Choice("2", "cold", "announced", "cold"),
)


def menu(place: commands.Place) -> Strip:
    """The second keys that count in a place."""
    choices = tuple(
        Choice(key, spec.label, "command", spec.id) for key, spec in commands.more(place)
    )
    return Strip("more: one key · esc", choices, wide=True)


class More:
    """Carries out what a second key after ``z`` means, where ``Calls`` does not."""

    def __init__(self, context: Context, calls: Calls, fields: Fields) -> None:
        self._c = context
        self._calls = calls
        self._fields = fields

    def show(self) -> None:
        self._ask(menu(self._c.place))

    def _ask(self, strip: Strip) -> None:
        self._c.view = replace(self._c.view, strip=strip)

    def reveal(self, source: Input) -> None:
        self._c.view = replace(self._c.view, shown_until=source.at.shifted(REVEAL_S))

    def to_copy(self) -> str:
        """What to put on the clipboard, verbatim: a selected event's words, else the number."""
        chosen = next((f for f in self._facts() if f.id == self._c.view.selected), None)
        numbers = self._c.case.numbers if self._c.case else ()
        if chosen is not None:
            text = chosen.text(TEXT_FIELD.get(chosen.kind, "text"))
        else:
            text = numbers[-1].value if numbers else ""
        self._c.say(f"Copied: {text}" if text else "Nothing to copy: no case number yet (c).")
        return text

    def ask_announced(self) -> None:
        """Warm or cold: the selected transfer, else the newest of the call."""
        case, call, selected = self._c.case, self._c.call, self._c.view.selected
        mine = [one for one in case.transfers if call and one.call == call.id] if case else []
        chosen = next((one for one in mine if one.id == selected), None)
        transfer = chosen or (mine[-1] if mine else None)
        if transfer is None:
            self._c.say("No transfer in this call: t logs one.")
            return
        to = f" to {transfer.to}" if transfer.to else ""
        self._ask(Strip(f"The transfer{to} was:", ANNOUNCED, transfer.id))

    def outcome(self, source: Input) -> list[NewEvent]:
        """What came of a call: the closing one ends first; else the one that ended last."""
        call = self._c.call
        if call is None:
            return self._outcome_of_last(source)
        if call.closing is None:
            self._c.say("Is it over? z o again types what came of it; a live key goes on.")
            return self._calls.carry_out(source, "end")
        events = list(finish(self._c.deciding(source), call))
        self._fields.open_words(
            events[-1], commands.BY_ID["outcome"].field, events[-1].body.get("outcome", "")
        )
        return events

    def _outcome_of_last(self, source: Input) -> list[NewEvent]:
        facts = self._c.fold.facts if self._c.fold else []
        ended = [fact for fact in facts if fact.live and fact.kind == "call_end"]
        if ended:
            last = ended[-1]
            event = NewEvent(last.id, last.kind, source.at, {}, last.call)
            prompt = commands.BY_ID["outcome"].field
            self._fields.open_words(event, prompt, last.text("outcome"))
        else:
            self._c.say("No call has ended yet.")
        return []

    def level(self, source: Input, digit: str) -> list[NewEvent]:
        """A digit in a phone menu: the next level, or what the newest one is called."""
        call = self._c.call
        if call is None or not digit:
            self._c.say("In a menu, press the digit itself.")
            return []
        levels = [fact for fact in self._facts() if fact.kind == "ivr" and fact.call == call.id]
        if levels and not levels[-1].text("text"):
            values = {"text": digit}
            detail = self._c.event(source, "detail", call.id, target=levels[-1].id, values=values)
            events = [detail]
        else:
            events = self._calls.carry_out(source, "menu", {"text": digit})
        self._c.say(saying.path(levels, call, digit))
        return events

    def _facts(self) -> list[Fact]:
        return [fact for fact in self._c.fold.facts if fact.live] if self._c.fold else []

    def contradicts(self, source: Input) -> list[NewEvent]:
        """Link two things they said, selected one after the other."""
        view = self._c.view
        first = next((fact for fact in self._facts() if fact.id == view.linking), None)
        second = next((fact for fact in self._facts() if fact.id == view.selected), None)
        if second is None:
            self._c.say("Select what they said with the arrow keys, then z x.")
            return []
        if first is None or first is second:
            self._c.view = replace(view, linking=second.id)
            self._c.say("Now select what contradicts it, in any call, and press z x again.")
            return []
        self._c.view = replace(view, linking="", selected="")
        self._c.say(f"Linked: {_words(first)} ↔ {_words(second)}. Both cannot be.")
        call = self._undoable_in()
        ids = {"first": first.id, "second": second.id}
        return [self._c.event(source, "contradiction", call.id if call else None, **ids)]

    def _undoable_in(self) -> Call | None:
        """The call in which undo looks for it: the one on the line, else the last one."""
        case = self._c.case
        return self._c.call or (case.calls[-1] if case and case.calls else None)


def _words(fact: Fact) -> str:
    """A fact in a few words, to name it in a sentence."""
    words = next((fact.text(name) for name in ("what", "text", "name") if fact.text(name)), "")
    return f"{called(fact.kind)} {words}".strip()
