"""What a key means here and now: a pure look-up, done before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from callmate.desk.commands import Place, find, is_function_key, live_command, shown
from callmate.desk.view import View

Part = Literal["none", "live", "field", "sheet", "browse", "strip", "command", "help", "escape"]

ALWAYS: Final = {"ctrl+l": "privacy", "ctrl+q": "quit", "ctrl+c": "how_to_quit"}
SAME: Final = {"ctrl+j": "enter"}
"""Enter comes as a line feed if it was typed before the screen was up, or while it was stopped."""
STEPS: Final = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which part of the desk a key is for, and the command it is, if any.

    ``first`` closes the field before a live command (Escape and a letter that came as one).
    """

    part: Part
    command: str | None = None
    first: bool = False
    step: int = 0
    letter: str = ""


NOTHING: Final = Meaning("none")


def meaning(view: View, place: Place, key: str) -> Meaning:
    """The meaning of a key in a view; ``NOTHING`` if it has none."""
    key = SAME.get(key, key)
    # An Escape just before comes as one key with what follows it.
    always = ALWAYS.get(key.removeprefix("alt+"))
    if always is not None:
        return Meaning("command", always)
    if is_function_key(key):
        spec = live_command(key, place)
        return Meaning("live", spec.id, letter=shown(key)) if spec else NOTHING
    if view.strip is not None and view.field is None and view.strip.choice(key):
        return Meaning("strip", "answer")
    if view.field is not None:
        return _in_field(view, place, key)
    if view.pane == "help" and key in ("escape", "question_mark", *STEPS):
        return Meaning("help", "help", step=STEPS.get(key, 0))
    return _free(view, place, key)


def _in_field(view: View, place: Place, key: str) -> Meaning:
    field = view.field
    if field is not None and field.purpose == "search":
        return _browsing(key)
    if field is not None and field.purpose == "sheet":
        return _sheet(key)
    if key.startswith("alt+") and len(key) == 5:
        spec = live_command(key[4:], place)
        if spec is not None:
            return Meaning("live", spec.id, first=True, letter=key[4:])
    if key == "enter":
        return Meaning("field", "keep")
    if key == "escape":
        return Meaning("field", "close")
    return Meaning("field")


def _sheet(key: str) -> Meaning:
    if key in ("enter", "tab", "down"):
        return Meaning("sheet", "next", step=1)
    if key in ("shift+tab", "up"):
        return Meaning("sheet", "back", step=-1)
    if key == "escape":
        return Meaning("sheet", "close")
    return Meaning("field")


def _browsing(key: str) -> Meaning:
    if key in STEPS:
        return Meaning("browse", "move", step=STEPS[key])
    if key == "enter":
        return Meaning("browse", "open")
    if key == "escape":
        return Meaning("browse", "back")
    return Meaning("browse")


def _free(view: View, place: Place, key: str) -> Meaning:
    if key == "escape":
        return Meaning("escape", "escape")
    if place == "closing" and key == "enter" and not view.selected:
        return Meaning("live", "end")
    for spec in find(key, place):
        if spec.group == "live":
            return Meaning("live", spec.id, letter=" " if key == "space" else key)
        if spec.group == "edit" and spec.id == "edit" and not view.selected:
            continue
        return Meaning("command", spec.id, step=STEPS.get(key, 0))
    return NOTHING
