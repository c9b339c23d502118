"""A key as it is stored: where it went, what it means, and nothing secret."""

from __future__ import annotations

from typing import Any

from callmate.desk.context import Context, Input
from callmate.desk.meaning import Meaning
from callmate.desk.typed import prints
from callmate.desk.view import View
from callmate.model.moment import Moment


def key(c: Context, what: Meaning, pressed: str, character: str | None, at: Moment) -> Input:
    """The input that a key is, before what it comes to."""
    field = c.view.field
    body = where(c.view) | {"key": pressed, "character": character, "command": what.command}
    if field is not None and field.masked and prints(pressed, character):
        body |= {"key": "secret", "character": None}
    # A command, or the words of a fact, are written with what they come to.
    reading = c.view.pane == "help" and what.part in ("none", "escape")
    elsewhere = what.part in ("browse", "help") or reading
    return Input(c.new_id(), "key", at, body, to_day=elsewhere)


def where(view: View) -> dict[str, Any]:
    """What was open: pane, field, and the event that the field's words belong to."""
    field = view.field
    focus = f"{field.purpose}:{field.name}" if field else view.pane
    entry = field.target or None if field else None
    return {"focus": focus, "screen": view.pane, "entry": entry}


def is_search(view: View) -> bool:
    """Whether what is typed is about past cases: it is kept in the log of the day."""
    return view.field is not None and view.field.purpose in ("search", "filing")
