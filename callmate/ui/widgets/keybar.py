"""The keys of this state, clickable. One widget that paints lines: nothing is ever remounted."""

from __future__ import annotations

from textual import events
from textual.message import Message

from callmate.desk.commands import COMMANDS, shown
from callmate.desk.keymap import DEFAULT
from callmate.ui.cells import cells
from callmate.ui.widgets.pane import Pane

PAST = tuple(spec for spec in COMMANDS if spec.group == "cases" or spec.id == "quote")


class KeyBar(Pane):
    """A pane whose entries can be clicked instead of pressed."""

    class Chosen(Message):
        """An entry was clicked; ``command`` is its id in the registry."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def on_click(self, event: events.Click) -> None:
        command = self.command_at(event.x, event.y)
        if command:
            self.post_message(self.Chosen(command))

    def command_at(self, x: int, y: int) -> str:
        """The command whose entry covers a cell; empty if none does."""
        at = 0
        key = ""
        for text, role in self.line_at(y):
            at += cells(text)
            if role == "key":
                key = text.strip()
            if x < at:
                return self._command_of(key)
        return ""

    def _command_of(self, key: str) -> str:
        if self._scene is not None and self._scene.past:
            return ""  # keys of a replay are no commands of the desk
        place = self._scene.place if self._scene else "idle"
        strip = self._scene.view.strip if self._scene else None
        if strip is not None and strip.wide:
            choice = strip.choice(key)
            return choice.payload if choice else ""
        keymap = self._scene.keymap if self._scene else DEFAULT
        past = self._scene is not None and self._scene.view.pane == "browser"
        if past and any(key in map(shown, keymap.spec(spec).keys) for spec in PAST):
            return ""  # keys of past cases want a case: they are pressed
        for spec in COMMANDS:
            if place in spec.places and key in map(shown, keymap.spec(spec).keys):
                return spec.id
        return ""
