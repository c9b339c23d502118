"""What a key means here and now: a pure look-up, done before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from callmate.desk.commands import (
    BY_ID,
    MORE_KEY,
    CommandSpec,
    Place,
    find,
    is_function_key,
    live_command,
    shown,
)
from callmate.desk.view import Strip, View

Part = Literal[
    "none",
    "live",
    "insert",
    "field",
    "sheet",
    "browse",
    "strip",
    "command",
    "help",
    "page",
    "escape",
]

ALWAYS: Final = {"ctrl+l": "privacy", "ctrl+q": "quit", "ctrl+c": "how_to_quit"}
SAME: Final = {"ctrl+j": "enter"}
"""Enter comes as a line feed if it was typed before the screen was up, or while it was stopped."""
PAGE: Final = 7
"""Rows of a page: fewer than any screen of the usual size shows, so that none is skipped."""
STEPS: Final = {"up": -1, "down": 1, "pageup": -PAGE, "pagedown": PAGE}
HELP_STEPS: Final = {**STEPS, "home": -1000, "end": 1000}


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


def meaning(view: View, place: Place, key: str, pressed: str = "") -> Meaning:
    """The meaning of a key in a view; ``NOTHING`` if it has none.

    ``pressed`` is the key itself, if ``key`` is the default one it stands for: strips, whose
    keys are fixed, know only that.
    """
    key, pressed = SAME.get(key, key), SAME.get(pressed or key, pressed or key)
    # An Escape just before comes as one key with what follows it.
    always = ALWAYS.get(key.removeprefix("alt+"))
    if always is not None:
        return Meaning("command", always)
    strip = view.strip if view.field is None or _files(view.strip) else None
    if strip is not None and strip.inserts:
        spec = live_command(key, "call")
        if spec is not None:
            return Meaning("insert", spec.id)
    if is_function_key(key):
        if place == "idle" and _reads(view):
            return Meaning("browse", "read_only")
        spec = live_command(key, place)
        return Meaning("live", spec.id, letter=shown(key)) if spec else NOTHING
    if strip is not None and (strip.choice(pressed) or (strip.files and key == "escape")):
        return _in_strip(strip, pressed)
    if _files(strip) and (view.field is not None or (place == "idle" and _reads(view))):
        return Meaning("browse", "file_none")
    if view.field is not None:
        return _in_field(view, place, key)
    if view.pane == "help" and key in ("escape", "question_mark", *HELP_STEPS):
        return Meaning("help", "help", step=HELP_STEPS.get(key, 0))
    if view.pane == "help" and place == "idle" and _reads(view) and _writes(key):
        return Meaning("browse", "read_only")
    if view.pane == "page" and (answered := _on_page(place, key)) is not None:
        return answered
    if place == "closing" and pressed == "enter" and not view.selected:
        return Meaning("live", "end")
    closes = strip is not None and key == "escape"  # the strip alone, and not what is read
    if view.pane == "browser" and not closes and (read := _reading(place, key)) is not None:
        return read
    return _free(view, place, key)


def _reads(view: View) -> bool:
    """Whether a past case is open for reading, be it under the list of keys."""
    pane = view.under if view.pane == "help" else view.pane
    return pane == "browser" and view.field is None


def _files(strip: Strip | None) -> bool:
    return strip is not None and strip.files


def _on_page(place: Place, key: str) -> Meaning | None:
    """What a page hears; None for every other key, which means there what it means anywhere."""
    if key in HELP_STEPS:
        return Meaning("page", "move", step=HELP_STEPS[key])
    if key in ("tab", "shift+tab"):
        return Meaning("page", "step", step=1 if key == "tab" else -1)
    if key == "enter":
        return Meaning("page", "answer")
    if key == "escape":
        return Meaning("page", "leave")
    if key.isdigit() and place != "menu":
        return Meaning("page", "answer", letter=key)
    return None


def _in_strip(strip: Strip, key: str) -> Meaning:
    """An answer; in the ``z`` menu the command it stands for, as if it had a key of its own."""
    if strip.files:
        return Meaning("browse", "filed", letter=key)
    choice = strip.choice(key)
    if choice is None or choice.action != "command":
        return Meaning("strip", "answer")
    return _of(BY_ID[choice.payload], f"{MORE_KEY} {key}")


def _of(spec: CommandSpec, letter: str, step: int = 0) -> Meaning:
    return Meaning("live" if spec.live else "command", spec.id, letter=letter, step=step)


def _in_field(view: View, place: Place, key: str) -> Meaning:
    field = view.field
    if field is not None and field.purpose == "search":
        return _browsing(key)
    if field is not None and field.purpose == "sheet":
        return _sheet(key)
    if field is not None and field.purpose == "filing" and not key.startswith("alt+"):
        return Meaning("browse", FILING.get(key, "file_type"), step=STEPS.get(key, 0))
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
    if key in ("enter", "down"):
        return Meaning("sheet", "next", step=1)
    if key == "up":
        return Meaning("sheet", "back", step=-1)
    if key in ("tab", "shift+tab"):
        return Meaning("sheet", "section", step=PAGE if key == "tab" else -PAGE)
    if key == "escape":
        return Meaning("sheet", "close")
    return Meaning("field")


BROWSING: Final = {
    "enter": "open", "escape": "back", "tab": "sort_cases", "shift+tab": "sort_cases",
    "ctrl+g": "group_cases", "ctrl+t": "pin", "ctrl+y": "case_actions",
}  # fmt: skip
"""What is no text while one searches the past cases."""
FILING: Final = {
    "enter": "file_keep", "escape": "file_close", **dict.fromkeys(STEPS, "file_move")
}  # fmt: skip
"""What is no text while one types the words of a case action."""
READING: Final = {
    "enter": "open", "escape": "back", "slash": "back", "q": "quote", "tab": "replay",
    "left": "step_back", "right": "step_on", "minus": "slower", "plus": "faster",
    "equals_sign": "faster", "ctrl+t": "pin", "ctrl+y": "case_actions",
}  # fmt: skip
"""What a past case hears that is open for reading; all else goes to the call that runs."""


def _browsing(key: str) -> Meaning:
    if key in STEPS:
        return Meaning("browse", "move", step=STEPS[key])
    return Meaning("browse", BROWSING.get(key), step=-1 if key == "shift+tab" else 1)


def _reading(place: Place, key: str) -> Meaning | None:
    """With no call running nothing is begun here, and nothing is written: what a key does at idle
    is of the case on the desk, not of this one."""
    if key in HELP_STEPS:
        return Meaning("browse", "move", step=HELP_STEPS[key])
    if key in READING:
        return Meaning("browse", READING[key])
    if place != "idle" or not (len(key) == 1 or _writes(key)):
        return None
    return Meaning("browse", "pause" if key == "space" else "read_only")


def _writes(key: str) -> bool:
    """Whether a key at idle begins or writes something."""
    return any(spec.live or spec.group in ("edit", "card") for spec in find(key, "idle"))


def _free(view: View, place: Place, key: str) -> Meaning:
    if key == "escape":
        return Meaning("escape", "escape")
    for spec in find(key, place):
        if spec.id == "edit" and not view.selected:
            continue
        return _of(spec, " " if key == "space" else key, STEPS.get(key, 0))
    return NOTHING
