"""What Escape does with a fact that says nothing without what its field asked for."""

from __future__ import annotations

from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent

NO_BREAK: Final = "No break taken."
NO_NOTE: Final = "Nothing was noted."


def taken_back(c: Context, source: Input, opened: OpenField) -> NewEvent | None:
    """The fact undone: a break that was only offered, or a note without a word that was forgotten
    or comes after the call. None for any other, which stands."""
    said = ""
    if opened.kind == "cool_off" and opened.offered:
        said = NO_BREAK
    elif opened.kind == "note" and (opened.inserted or c.call is None):
        said = NO_NOTE if _is_wordless(c, opened) else ""
    if not said:
        return None
    c.say(said)
    return c.event(source, "undo", opened.call, targets=[opened.target])


def _is_wordless(c: Context, opened: OpenField) -> bool:
    """Whether nothing was typed, now or before."""
    entry = c.fold.ledger.entries.get(opened.target) if c.fold else None
    kept = entry is not None and (entry.draft or entry.fact().text(opened.name))
    return not kept and not opened.line.text.strip("@ ")
