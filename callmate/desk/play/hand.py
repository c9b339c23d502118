"""The fingers of a playback: which keys an event takes, pressed one by one on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.keys import keys_of, may_be_typed, may_end, text_of, way_of, words_for
from callmate.desk.play.steps import Action, Press, Step, key_press, letters
from callmate.model.events import TEXT_FIELD
from callmate.model.ledger import Entry
from callmate.model.state import Case

RESULTS: Final = {"refused": "1", "none": "2", "callback": "3"}
"""How the result of asking for a manager begins → the answer of the strip."""


class Fingers:
    """Gives the keys of an event; each is to be pressed before the next is asked for."""

    def __init__(self, desk: PlayDesk) -> None:
        self.desk = desk

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self.desk.context.case or Case(id="")

    @property
    def entries(self) -> list[Entry]:
        """All facts of the case, in the order they were written."""
        fold = self.desk.context.fold
        return list(fold.ledger.entries.values()) if fold else []

    def entry(self, fact_id: str) -> Entry:
        return next(one for one in reversed(self.entries) if one.event.id == fact_id)

    def begin(self, step: Step) -> Iterator[Action]:
        """A call starts: with nothing running, or as a second line."""
        running = len(self.case.running)
        if running > 1:
            return
        incoming = step.wanted.get("direction") == "in"
        command = "incoming" if incoming else "other_line" if running else "start"
        yield from self._keys(command)

    def press(self, step: Step, call_id: str) -> Iterator[Action]:
        """The keys of an event of a running call, if any write just what import writes."""
        now = self.desk.context.clock.now()
        call = self.case.call(call_id)
        if call is None or not call.running:
            return
        kind = step.main.kind
        way = way_of(self.case, call, kind, step.shape, now)
        ends = kind == "call_end" and may_end(self.case, call, step.shape, now)
        if way is None and not ends:
            return
        yield from self._turn_to(call_id)
        on_line = self.desk.context.call
        if on_line is None or on_line.id != call_id:
            return
        if ends:
            yield from self._end(step)
            return
        yield from self._keys(way or "")
        if self.desk.view.field is not None:
            yield from self._answer_field(step)
        if kind == "supervisor_asked":
            yield from self._result(text_of(step.wanted.get("result")))

    def _turn_to(self, call_id: str) -> Iterator[Action]:
        """To the line of the call, where another is on."""
        for _ in self.case.running:
            on_line = self.desk.context.call
            if on_line is None or on_line.id == call_id:
                return
            yield Press("tab")

    def _keys(self, command: str) -> Iterator[Action]:
        for key in keys_of(command):
            yield key_press(key)

    def _end(self, step: Step) -> Iterator[Action]:
        """The end of a call, with its outcome."""
        outcome = text_of(step.wanted.get("outcome"))
        if outcome == "disconnected":
            yield from (*self._keys("cut_off"), *self._keys("cut_off"))
            return
        yield from self._keys("end")
        if not may_be_typed(outcome):
            yield from self._keys("end")
            return
        yield from self._keys("outcome")
        yield from self._type_and_keep(outcome)

    def _result(self, result: str) -> Iterator[Action]:
        """What came of asking for a manager, where it was said at once."""
        digit = next((key for begin, key in RESULTS.items() if result.startswith(begin)), None)
        if digit is None:
            return
        yield from self._keys("refused")
        strip = self.desk.view.strip
        if strip is not None and strip.choice(digit):
            yield key_press(digit)

    # words

    def _answer_field(self, step: Step) -> Iterator[Action]:
        """Type into the field that the key has opened; Enter alone where it offers the words."""
        opened = self.desk.view.field
        main = text_of(step.wanted.get(TEXT_FIELD.get(step.main.kind, "text")))
        text = words_for(step.main.kind, step.wanted, self.desk.context.clock.now())
        if text is None or (opened is not None and opened.offered == text == main):
            text = ""
        yield from self._type_and_keep(text)

    def _type_and_keep(self, text: str) -> Iterator[Action]:
        """Type into the open field, and Enter. A letter alone may be asked about."""
        if self.desk.view.field is None:
            return
        yield from letters(text)
        yield Press("enter")
        strip = self.desk.view.strip
        choice = strip.choice("1") if strip is not None else None
        if choice is not None and choice.action == "letter_text":
            yield key_press("1")

    def add_words(self, step: Step, target: str) -> Iterator[Action]:
        """Words for a key that opens no field: selected on the timeline, typed there."""
        kind = step.main.kind
        name = TEXT_FIELD.get(kind)
        text = text_of(step.wanted.get(name)) if name else ""
        if not text or self.entry(target).fact().text(name or "") == text:
            return
        fits = words_for(kind, step.wanted, self.desk.context.clock.now()) == text
        if not fits or self.desk.view.field is not None or kind in ("rep", "promise"):
            return
        yield Press("escape")
        yield Press("up")
        if self.desk.view.selected == target:
            yield Press("enter")
            yield from self._type_if_empty(text)

    def _type_if_empty(self, text: str) -> Iterator[Action]:
        opened = self.desk.view.field
        if opened is not None and not opened.line.text:
            yield from self._type_and_keep(text)
