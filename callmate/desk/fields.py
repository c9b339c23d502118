"""The field line: opening it, typing into it, and what its words become."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from callmate.desk import times, values
from callmate.desk.answering import is_unchanged, other_person
from callmate.desk.commands import BY_ID
from callmate.desk.context import Context, Input
from callmate.desk.leaving import taken_back
from callmate.desk.loneletter import question
from callmate.desk.names import Names
from callmate.desk.retiming import NO_SUCH_TIME, refused, why_not
from callmate.desk.typed import is_text, purpose_of, time_field
from callmate.desk.view import OpenField
from callmate.model.asking import ANSWERS
from callmate.model.entry import parse, read_back
from callmate.model.events import TEXT_FIELD, NewEvent
from callmate.model.line import Change, HalfTyped, Line
from callmate.model.moment import Moment
from callmate.model.state import Fact
from callmate.model.summary import Known
from callmate.model.timeline import called

MAX_PASTE: Final = 64 * 1024
PROMPTS: Final = {
    "call_start": "with whom", "call_end": "outcome of the call", "rep_line": "did and did not",
    "cool_off": "break until", "question_end": "the answer",
}  # fmt: skip
NO_TIME: Final = "No time was typed: it stays where it is; select it, then @ sets the time."
ONE_LINE: Final = str.maketrans({"\r": " ", "\n": " ", "\u2028": " ", "\u2029": " "})


class Fields:
    """Owns the open field; what is typed is a draft event at once."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self._names = Names(context)

    # opening

    def open_words(self, fact: NewEvent, prompt: str, offered: str = "", text: str = "") -> None:
        """Ask for the words of a fact that is already stored; ``text`` stands there already."""
        name = TEXT_FIELD.get(fact.kind, "text")
        self._open(
            OpenField(
                purpose_of(fact.kind, name), prompt, fact.moment, fact.id, fact.kind, name,
                Line.of(text), offered=offered, call=fact.call,
            )
        )  # fmt: skip

    def open_inserted(self, fact: NewEvent, prompt: str, opened: Moment) -> None:
        """Ask when a forgotten event was, seen from ``opened``, and for its words if it has any."""
        if fact.kind in TEXT_FIELD:
            self.open_words(fact, prompt, text="@")
        else:
            self._open(time_field(opened, fact.id, Line.of("@"), fact.call))
        field = self._c.view.field
        if field is not None:
            self._open(replace(field, opened=opened, inserted=True))

    def open_value(
        self, source: Input, target: str, kind: str, name: str, prompt: str, text: str = "",
        call: str | None = None, offered: str = "",
    ) -> None:  # fmt: skip
        """Ask for one value of a stored fact; what was put by, or ``text``, stands there."""
        line = Line.of(values.left(self._c, target, name) or text)
        purpose = purpose_of(kind, name)
        self._open(OpenField(purpose, prompt, source.at, target, kind, name, line, offered, call))

    def open_rep(self, source: Input, rep_id: str, offered: str, call: str) -> None:
        """Ask for the name of the person on the line; an empty line keeps who it was."""
        prompt = BY_ID["rep"].field
        self._open(
            OpenField("rep", prompt, source.at, rep_id, "rep", "name", offered=offered, call=call)
        )

    def open_fact(self, source: Input, fact: Fact) -> None:
        """Edit the words of an event on the timeline."""
        name = TEXT_FIELD.get(fact.kind)
        if name is None:
            self._c.say("This line has no words to edit.")
            return
        text = fact.text("draft") or (
            "" if fact.kind in ANSWERS and self._is_default(fact, name) else fact.text(name)
        )
        self._open(
            OpenField(
                purpose_of(fact.kind, name),
                PROMPTS.get(fact.kind, f"words of {called(fact.kind)}"), source.at,
                fact.id, fact.kind, name, Line.of(text), call=fact.call,
            )
        )  # fmt: skip

    def _is_default(self, fact: Fact, name: str) -> bool:
        """Whether an answer only repeats what it answers: nobody typed their words yet."""
        entry = self._c.fold.ledger.entries.get(fact.id) if self._c.fold else None
        return entry is not None and name not in entry.details

    def open_time(self, source: Input, target: str, call: str, prompt: str = "") -> None:
        """Ask for another time of an event."""
        self._open(time_field(source.at, target, Line.of("@"), call, prompt))

    def restore(self, half: HalfTyped, kind: str) -> None:
        """Put what was half typed when the program ended before the person again."""
        opened = half.opened or self._c.clock.now()
        entry = self._c.fold.ledger.entries.get(half.entry) if self._c.fold else None
        late = bool(entry and entry.event.body.get("late"))
        if half.field == "when":
            field = time_field(opened, half.entry, half.line, half.call)
            self._open(replace(field, inserted=late))
            return
        spec = next((s for s in BY_ID.values() if s.field and s.id == kind), None)
        self._open(
            OpenField(
                purpose_of(kind, half.field),
                spec.field if spec else PROMPTS.get(kind, called(kind)), opened,
                half.entry, kind, half.field, half.line, half.offered, call=half.call,
                inserted=late,
            )
        )  # fmt: skip

    def _open(self, opened: OpenField) -> None:
        self._c.view = replace(self._c.view, field=opened, strip=None, message=None)

    # typing

    def edit(self, source: Input, key: str, character: str | None) -> list[NewEvent]:
        """A key in the open field: the draft it makes, if it changes the text."""
        opened = self._c.view.field
        if opened is None:
            return []
        if key in ("right", "tab") and opened.line.cursor == len(opened.line.text):
            completed = self.completion()
            if completed:
                return self._change(source, opened, Change(0, opened.line.text, completed))
        cursor = opened.line.cursor_for(key)
        if cursor is not None:
            self._set(replace(opened, line=opened.line.at(cursor)))
            return []
        change = opened.line.change_for(key)
        if change is None and character is not None and is_text(character):
            change = opened.line.insert(character)
        return self._change(source, opened, change) if change else []

    def paste(self, source: Input, text: str) -> list[NewEvent]:
        """Text pasted into the field; line ends become spaces, the rest is kept as it is."""
        opened = self._c.view.field
        if opened is None:
            return []
        return self._change(source, opened, opened.line.insert(text.translate(ONE_LINE)))

    def change(self, source: Input, change: Change) -> list[NewEvent]:
        """A change of the open field that no single key made."""
        opened = self._c.view.field
        return self._change(source, opened, change) if opened else []

    def _change(self, source: Input, opened: OpenField, change: Change) -> list[NewEvent]:
        if change.empty:
            return []
        first = opened.first or source.at
        self._set(replace(opened, line=opened.line.apply(change), first=first))
        if opened.secret or opened.purpose in ("search", "filing"):
            return []
        return [*self._given(source, opened), self._draft(source, opened, change)]

    def _given(self, source: Input, opened: OpenField) -> list[NewEvent]:
        """The text the field was opened with, as a draft of its own, if the log has another.

        Without it a change of words that stand already could not be rebuilt after a crash.
        """
        held = self._c.fold.drafts.text(opened.target, opened.name) if self._c.fold else ""
        text = opened.line.text
        return [self._draft(source, opened, Change(0, held, text))] if held != text else []

    def _draft(self, source: Input, opened: OpenField, change: Change) -> NewEvent:
        first = {} if opened.first else {"opened": opened.opening}
        return self._c.event(
            source, "draft", opened.call, entry=opened.target, field=opened.name,
            position=change.position, removed=change.removed, inserted=change.inserted, **first,
        )  # fmt: skip

    def _set(self, opened: OpenField) -> None:
        self._c.view = replace(self._c.view, field=opened)

    def _shut(self, source: Input) -> None:
        """The field is gone, and with it the selection of the event it was opened from."""
        view = self._c.view
        selected = view.selected if view.field and view.field.target != view.selected else ""
        self._c.field_closed = source.at
        self._c.view = replace(view, field=None, selected=selected)

    # completion

    def known(self) -> list[Known]:
        """Known names that begin with what was typed, the newest first."""
        return self._names.known(self._c.view.field)

    def completion(self) -> str:
        """What the right arrow would make of the text; empty if nothing."""
        return self._names.completion(self._c.view.field)

    # closing

    def keep(self, source: Input) -> list[NewEvent]:
        """Enter: the words are kept; with a time that cannot be, the field stays open."""
        opened = self._c.view.field
        if opened is None:
            return []
        text = opened.line.text.strip(" ")
        if why := refused(self._c, opened, text) or values.why_not(opened, text):
            self._c.say(why, "warn", told=text)
            return []
        self._shut(source)
        if opened.inserted and not text.strip("@"):
            self._c.say(NO_TIME, "warn")
            return self._drop(source, opened)
        if opened.purpose == "time":
            return self._amend(source, opened, text)
        if opened.purpose == "value":
            return [values.kept(self._c, source, opened, text)]
        events = other_person(self._c, source, opened, text) if opened.purpose == "rep" else None
        if events is None:
            events = self._words(source, opened, opened.target, text)
        if not opened.inserted and (about := self._names.about(opened, text)):
            self._c.say(about)
        if opened.kind == "case_number" and text:
            self._c.say(f"Read it back: {read_back(text)}")
        made = next((event.id for event in events if event.kind == "rep"), opened.target)
        self._ask_about_letter(opened, text, made)
        return events

    def close(self, source: Input) -> list[NewEvent]:
        """Escape: the field closes, its text stays with the event as a draft."""
        opened = self._c.view.field
        if opened is None:
            return []
        self._shut(source)
        text = opened.line.text
        if undone := taken_back(self._c, source, opened):
            return [undone]
        if opened.inserted:
            self._c.say(NO_TIME, "warn")
        nothing = opened.inserted and not text.strip("@")
        if values.left(self._c, opened.target, opened.name):
            return [values.put_by(self._c, source, opened, text)]
        if opened.purpose == "time" or nothing or is_unchanged(self._c, opened, text):
            return self._drop(source, opened)
        if not text:
            return []
        if opened.purpose == "value":
            return [values.put_by(self._c, source, opened, text)]
        self._ask_about_letter(opened, text.strip(" "), opened.target)
        return [
            self._c.event(
                source, "detail", opened.call, target=opened.target, values={}, draft=text
            )
        ]

    def _words(self, source: Input, opened: OpenField, target: str, text: str) -> list[NewEvent]:
        if not text:
            return []
        parsed = parse(opened.kind, text, opened.opened, times.read)
        values: dict[str, Any] = dict(parsed.values)
        events = [self._c.event(source, "detail", opened.call, target=target, values=values)]
        if parsed.when is None and opened.inserted:
            self._c.say(NO_TIME, "warn")
        if parsed.when is not None:
            if why := why_not(self._c, opened, parsed.when):
                self._c.say(f"{why}: the time stays.", "warn")
            else:
                events.append(self._time(source, opened, target, parsed.when.isoformat()))
        return events

    def _amend(self, source: Input, opened: OpenField, text: str) -> list[NewEvent]:
        now = opened.opened if opened.inserted else self._c.clock.now()
        parsed = parse("time", text if text.startswith("@") else "@" + text, now)
        if parsed.when is None:
            self._c.say(f"{NO_SUCH_TIME}.", "warn")
            return self._drop(source, opened)
        self._c.say(f"Set to {parsed.when:%H:%M:%S}; the first time stays in the log.")
        return [self._time(source, opened, opened.target, parsed.when.isoformat())]

    def _drop(self, source: Input, opened: OpenField) -> list[NewEvent]:
        """What was typed comes to nothing: it is not to stand in the field after a restart."""
        held = self._c.fold.drafts.text(opened.target, opened.name) if self._c.fold else ""
        return [self._draft(source, opened, Change(0, held))] if held else []

    def _time(self, source: Input, opened: OpenField, target: str, when: str) -> NewEvent:
        return self._c.event(source, "amend", opened.call, target=target, when=when)

    def _ask_about_letter(self, opened: OpenField, text: str, target: str) -> None:
        """One live letter alone in a field may have been meant as the key it is."""
        strip = question(self._c, opened, text, target)
        if strip is not None:
            self._c.view = replace(self._c.view, strip=strip)
