"""The preparation: what is known of the matter, every line of it skippable.

Each line is an event when it is left, so that nothing is lost whenever it is broken off.
"""

from __future__ import annotations

from dataclasses import replace

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.meaning import PAGE
from callmate.desk.preparation.keeping import Keeping
from callmate.desk.preparation.memory import Memory
from callmate.desk.preparation.moods import NOT_NOW
from callmate.desk.preparation.sections import (
    KEYS,
    LINES,
    SHEET,
    Section,
    SheetView,
    ShownLine,
    keys_of,
    place_of,
    sections,
)
from callmate.desk.view import Choice, OpenField, Strip
from callmate.model.events import NewEvent
from callmate.model.line import HalfTyped, Line
from callmate.model.readiness import missing, needs

__all__ = ["KEYS", "SHEET", "Sheet", "is_of_sheet"]


def is_of_sheet(half: HalfTyped) -> bool:
    """Whether what was half typed is a line of the sheet."""
    return half.call is None and half.field in KEYS


class Sheet:
    """Fills in the case, line by line; each line is an event when it is left."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self._fields = Fields(context)
        self._secrets_of = ""
        self._left = ("", "")
        """The case whose sheet was closed before its end, and the line that stood open."""
        self._came_from = ""
        """The line that was left for the one that is open."""
        self.memory = Memory(context)
        self._keeping = Keeping(context, self.memory)

    @property
    def secrets(self) -> dict[str, str]:
        """What was typed into secret lines: in memory only, and until the call ends."""
        return self._keeping.secrets

    def like(self) -> str:
        """What to search for to see the cases that this one is like, if that was just said."""
        return self._keeping.like.search()

    def open(self, source: Input, key: str = "") -> None:
        """Show the sheet of the open case with one of its lines open for typing: the one given,
        in a phone menu the menu's, before a call where it was left, else the first."""
        if self._c.fold is None:
            self._c.open_new()
        case = self._c.case
        if case is not None and case.id != self._secrets_of:
            self.forget_secrets()
            self._secrets_of = case.id
        self._c.view = replace(self._c.view, pane="sheet", strip=None, message=None)
        self._keeping.angry, self._came_from = False, ""
        self._open_line(source, key or self._first())

    def _first(self) -> str:
        case = self._c.case
        if self._c.place == "menu":
            return "menu"
        if case is None or self._c.call is not None or not case.known("company"):
            return KEYS[0]
        of, key = self._left
        return key if of == case.id and key in keys_of(case) else KEYS[0]

    def restore(self, half: HalfTyped) -> None:
        """A line that was half typed when the program ended."""
        self._c.view = replace(self._c.view, pane="sheet")
        self._put(half.entry, half.field, half.line)

    def _open_line(self, source: Input, key: str) -> None:
        self._put(source.id, key, Line.of(self.value(key)))

    def _put(self, entry: str, key: str, line: Line) -> None:
        """Open a line. Its text belongs to the input that opened it, so that forgetting what
        was typed into one line leaves the others as they are."""
        spec = LINES[key]
        opened = OpenField(
            "sheet", spec.label, self._c.clock.now(), target=entry,
            name=key, line=line, sensitive=spec.sensitive, secret=spec.secret,
            offered=self.memory.offered(key),
        )  # fmt: skip
        self._c.view = replace(self._c.view, field=opened)

    def value(self, key: str) -> str:
        """What a line says now: the secret ones from memory, the rest from the case."""
        return self._keeping.value(key)

    # moving

    def move(self, source: Input, step: int) -> list[NewEvent]:
        """Leave the line for the next or the one before, or with a step of a page for another
        section, the first after the last; past the last line the sheet closes. A question makes
        room for the next one, and what was said of the line left is gone with it."""
        opened = self._c.view.field
        if opened is None or opened.purpose != "sheet":
            return []
        case = self._c.case
        self._c.view = replace(self._c.view, message=None)
        kept = self._keeping.keep(source, opened)
        if kept is None and abs(step) == 1:
            return []  # what was typed is none of the answers: it stays open, and was told
        events = self._keeping.drop(source, opened) if kept is None else kept
        target = self._target(opened.name, step, any(one.kind == "question" for one in events))
        if target is None:
            self._left = ("", "")
            self._hide()
        else:
            self._came_from = opened.name
            self._open_line(source, target)
            self._prefill(events)
        if target is not None and case is not None:
            self._left = (case.id, target)
        return events

    def _target(self, key: str, step: int, asked: bool) -> str | None:
        """The line that a step leads to; None past the last one. By sections there is no end."""
        if abs(step) >= PAGE:
            shown = sections(self._c.case)
            number = place_of(self._c.case, key)[0] + (1 if step > 0 else -1)
            return shown[number % len(shown)].keys[0]
        if asked and step > 0:
            return key
        keys = keys_of(self._c.case)
        index = (keys.index(key) if key in keys else 0) + step
        return keys[max(0, index)] if index < len(keys) else None

    def close(self, source: Input) -> list[NewEvent]:
        """Escape: the line is kept as it stands and the timeline comes back."""
        opened, case = self._c.view.field, self._c.case
        events: list[NewEvent] = []
        if opened is not None:
            kept = self._keeping.keep(source, opened)
            events = self._keeping.drop(source, opened) if kept is None else kept
        if opened is not None and case is not None:
            self._left = (case.id, opened.name)
        self._hide()
        return events

    def _hide(self) -> None:
        """The timeline is back; whoever is angry is asked whether it has to be now."""
        self._c.view = replace(self._c.view, pane="timeline", field=None)
        if self._keeping.will_ask(None):
            self._c.view = replace(self._c.view, strip=NOT_NOW)
        self._keeping.angry = False

    def _prefill(self, events: list[NewEvent]) -> None:
        """The line just opened may have been filled by the event that is only now written."""
        opened = self._c.view.field
        known: dict[str, str] = next(
            (one.body["values"] for one in events if one.kind == "case_set"), {}
        )
        if opened is not None and opened.name in known:
            line = Line.of(known[opened.name])
            self._c.view = replace(self._c.view, field=replace(opened, line=line))

    # questions

    def answered(self, source: Input) -> list[NewEvent]:
        """A question got its answer: the only one that is open, or the one to be chosen."""
        questions = self._c.case.around.open_questions if self._c.case else ()
        if not questions:
            self._c.say("No question is open: ctrl+o, under TO SAY, takes one.")
            return []
        if len(questions) == 1:
            return self.answer(source, questions[0].id)
        choices = tuple(
            Choice(str(number), one.text, "answered", one.id)
            for number, one in enumerate(questions[:9], start=1)
        )
        strip = Strip("Which question was answered? · esc", choices, wide=True)
        self._c.view = replace(self._c.view, strip=strip)
        return []

    def answer(self, source: Input, question: str) -> list[NewEvent]:
        """This question was answered; the field asks what they said."""
        body = {"answers": question, "state": "answered"}
        event = self._c.event(source, "question_end", self._c.about(), **body)
        self._fields.open_words(event, "their answer")
        return [event]

    # showing

    def picture(self) -> SheetView | None:
        """The section in which one types, with its advice; None while the sheet is closed."""
        opened, case = self._c.view.field, self._c.case
        if self._c.view.pane != "sheet" or case is None or opened is None:
            return None
        asked = self.memory.asked()
        shown = sections(case)
        number = place_of(case, opened.name)[0]
        lacking = {need.id for need in needs(case, asked) if not need.have}
        lines = tuple(
            ShownLine(line, self._typed(line.key), line.key == opened.name, line.key in lacking)
            for line in shown[number].lines
        )
        told = self._advice(shown[number], asked)
        return SheetView(
            number + 1, len(shown), shown[number].name, lines, missing(case, asked), told
        )

    def _typed(self, key: str) -> str:
        """A line as it stands, half typed or not."""
        opened = self._c.view.field
        if opened is not None and opened.purpose == "sheet" and opened.name == key:
            return opened.line.text
        return self.value(key)

    def _advice(self, section: Section, asked: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        from callmate.desk.preparation.advising import Known, advice_for

        case, opened = self._c.case, self._c.view.field
        if case is None or opened is None:
            return ()
        advice, now = self._c.packs.advice, self._c.clock.now().at
        known = Known(
            case, self._typed, advice, asked, now, opened.name, self._came_from,
            self._keeping.will_ask(opened),
        )  # fmt: skip
        return advice_for(section, known)

    # the end of a call

    def call_over(self) -> None:
        """Nothing secret is kept; what the call taught of the company is."""
        self.forget_secrets()
        self.memory.learn()

    def forget_secrets(self) -> None:
        """Nothing secret is kept, nor what was looked up of words that may be forgotten now."""
        self.secrets.clear()
        self.memory.look_again()
