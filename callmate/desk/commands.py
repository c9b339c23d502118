"""The one registry of commands: keys, footer, palette, help, ``callmate keys``, README table.

Every other list of keys is derived from this one. Keys are named as Textual names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Group = Literal["live", "edit", "view", "card"]
Place = Literal["idle", "call", "hold", "closing"]

IN_CALL: Final[tuple[Place, ...]] = ("call", "hold", "closing")
EVERYWHERE: Final[tuple[Place, ...]] = ("idle", *IN_CALL)


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command.

    ``label`` is for the key bar, ``help`` says what pressing it does; ``group`` is ``live`` for
    what is logged at once (its function key works while typing too). ``field`` is the prompt of
    the field it opens, if it opens one.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    places: tuple[Place, ...] = EVERYWHERE
    field: str = ""


def _live(
    name: str, keys: str, label: str, tip: str, *, field: str = "",
    places: tuple[Place, ...] = EVERYWHERE,
) -> CommandSpec:  # fmt: skip
    return CommandSpec(name, tuple(keys.split()), label, tip, "live", places, field)


def _other(
    group: Group, name: str, keys: str, label: str, tip: str,
    places: tuple[Place, ...] = EVERYWHERE,
) -> CommandSpec:  # fmt: skip
    return CommandSpec(name, tuple(keys.split()), label, tip, group, places)


COMMANDS: Final[tuple[CommandSpec, ...]] = (
    _live("start", "space f5", "start call", "At idle: the call and its clock begin.",
          places=("idle",)),
    _live("mark", "space f5", "mark", "In a call: a bare time stamp; ↑ enter names it later.",
          places=IN_CALL),
    _live("hold", "h f2", "hold", "On hold, or back from it."),
    _live("transfer", "t f3", "transfer", "They pass you on; then type where to.",
          places=IN_CALL, field="transferred to"),
    _live("rep", "r f4", "rep", "A person answers; then type the name.",
          field="rep's name"),
    _live("ask", "a", "asked", "You ask; enter alone: for the outcome, later for the same again.",
          places=IN_CALL, field="asked for"),
    _live("refused", "x", "refused", "No to the newest open ask, offer or request for a manager.",
          places=IN_CALL),
    _live("granted", "g", "granted", "Yes to it.", places=IN_CALL),
    _live("promise", "p", "promise", "They will do something; then type what, and by when.",
          places=IN_CALL, field="promise"),
    _live("note", "n", "note", "A note.", places=IN_CALL, field="note"),
    _live("manager", "m", "manager", "You ask for a manager.", places=IN_CALL),
    _live("number", "c", "case no.", "Their number for this; it is read back in groups.",
          places=IN_CALL, field="case number"),
    _live("department", "d", "dept", "The department or line you are on.", places=IN_CALL,
          field="department"),
    _live("offer", "o", "offer", "They offer something; x or g answers it.", places=IN_CALL,
          field="offer"),
    _live("pitch", "s f8", "sales pitch", "They start to sell, or stop.", places=IN_CALL),
    _live("cut_off", "b", "cut off", "The line broke. Asks once more before the call ends.",
          places=IN_CALL),
    _live("end", "e f9", "end", "The call ends: press again, or any live key to go on.",
          places=IN_CALL),
    _other("edit", "undo", "u", "undo", "Take the last thing back, with all it caused."),
    _other("edit", "redo", "ctrl+r", "redo", "Bring back what was undone."),
    _other("edit", "earlier", "comma", "15 s earlier", "Last or selected event 15 s earlier."),
    _other("edit", "later", "full_stop", "15 s later", "Last or selected event 15 s later."),
    _other("edit", "set_time", "at", "set time", "Type the time: @14:05 or @-2m."),
    _other("edit", "up", "up", "select", "Select an event, or move in a list."),
    _other("edit", "down", "down", "select", "Select the next event."),
    _other("edit", "edit", "enter", "edit", "Type the words of the selected event."),
    _other("edit", "strike", "delete", "strike out", "Strike the selected event out, or back in."),
    _other("card", "said", "enter", "said it", "With nothing selected: the card's words are said."),
    _other("card", "snooze", "backspace", "later", "With nothing selected: the card, later."),
    _other("card", "tick", "1 2 3 4 5 6 7 8 9", "tick", "Tick that line of the checklist."),
    _other("card", "page", "0", "next page", "The checklist's next page."),
    _other("view", "sheet", "ctrl+o", "case", "The case: company, phone, account, outcome, brief."),
    _other("view", "new_case", "ctrl+n", "new case", "A new case, before the call.",
           places=("idle",)),
    _other("view", "browse", "slash", "past cases", "Past cases beside the running call."),
    _other("view", "quote", "q", "quote", "One sentence from the log, to read aloud."),
    _other("view", "more", "z", "more",
           "Then a shows the account, n silences the card, f forgets the last minute."),
    _other("view", "privacy", "ctrl+l", "privacy", "Hide what is on the screen; logging goes on."),
    _other("view", "help", "question_mark", "keys", "All keys."),
    _other("view", "quit", "ctrl+q", "quit", "Close the screen; a running call goes on."),
)  # fmt: skip

BY_ID: Final = {spec.id: spec for spec in COMMANDS}

SHOWN_KEY: Final = {
    "space": "space", "comma": ",", "full_stop": ".", "at": "@", "slash": "/",
    "question_mark": "?", "up": "↑", "down": "↓", "enter": "⏎", "delete": "del",
    "backspace": "⌫",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as a person would write it: ``,`` for ``comma``, ``F2`` for ``f2``."""
    if key in SHOWN_KEY:
        return SHOWN_KEY[key]
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key


def find(key: str, place: Place) -> Iterator[CommandSpec]:
    """The commands a key has in a place, in the order of the registry."""
    return (spec for spec in COMMANDS if key in spec.keys and place in spec.places)


def live_command(key: str, place: Place) -> CommandSpec | None:
    """The live command of a key, whatever is open on the screen."""
    return next((spec for spec in find(key, place) if spec.group == "live"), None)


def is_function_key(key: str) -> bool:
    """F2 to F9: live even while letters are text."""
    return len(key) > 1 and key[0] == "f" and key[1:].isdigit()


BARS: Final[dict[Place, tuple[str, ...]]] = {
    "idle": ("start", "new_case", "sheet", "browse", "rep", "hold", "quote", "more", "help"),
    "call": (
        "hold", "transfer", "rep", "ask", "refused", "granted", "promise", "note", "manager",
        "number", "end", "more", "help",
    ),
    "hold": (
        "hold", "rep", "transfer", "cut_off", "note", "number", "browse", "end", "more", "help",
    ),
    "closing": ("end", "hold", "rep", "promise", "note", "number", "undo", "help"),
}  # fmt: skip
"""What the key bar shows in each place, most urgent first; the rest is under ``z`` and ``?``."""


def for_bar(place: Place) -> list[CommandSpec]:
    """The commands of a place's key bar."""
    return [BY_ID[command] for command in BARS[place]]


def function_keys(place: Place) -> list[CommandSpec]:
    """The commands that stay live while letters are text."""
    return [
        spec
        for spec in COMMANDS
        if spec.group == "live" and place in spec.places and any(map(is_function_key, spec.keys))
    ]
