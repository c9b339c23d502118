"""What Escape does with a fact that says nothing without what its field asked for."""

from __future__ import annotations

from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent

NO_BREAK: Final = "No break taken."
NO_NOTE: Final = "Nothing was noted."


def taken_back(c: Context, source: Input, opened: OpenField) -> NewEvent | None:
    """The fact undone: a break that was only offered, a forgotten note without a word. None for
    any other, which stands."""
    said = ""
    if opened.kind == "cool_off" and opened.offered:
        said = NO_BREAK
    elif opened.inserted and opened.kind == "note" and not opened.line.text.strip("@ "):
        said = NO_NOTE
    if not said:
        return None
    c.say(said)
    return c.event(source, "undo", opened.call, targets=[opened.target])
