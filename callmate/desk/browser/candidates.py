"""What the words of a case action may become: tags and titles that there are already."""

from __future__ import annotations

from callmate.desk.context import Context
from callmate.desk.view import OpenField
from callmate.text import fold as fold_text


def completed(context: Context, opened: OpenField) -> str:
    """The tag or title that begins with what was typed; empty if there is none."""
    typed = opened.line.text.strip()
    if not typed or opened.name == "rename" or typed.startswith("+"):
        return ""
    if opened.name == "tag":
        found = [tag for tag in context.world.tags() if fold_text(tag).startswith(fold_text(typed))]
        return found[0] if found else ""
    rows = context.world.beginning(typed, 2)
    others = [row.title for row in rows if row.id != opened.target and row.title != typed]
    return others[0] if others else ""
