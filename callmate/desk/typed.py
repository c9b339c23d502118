"""Which keys are text, and the fields that more than one part opens."""

from __future__ import annotations

from callmate.desk.view import OpenField, Purpose
from callmate.model.events import TEXT_FIELD
from callmate.model.line import Line
from callmate.model.moment import Moment


def purpose_of(kind: str, name: str) -> Purpose:
    """A rep's line may name somebody new; any other line is the words of its event, or a value
    of it that has a reader of its own."""
    if kind == "rep":
        return "rep"
    return "words" if name == TEXT_FIELD.get(kind, "text") else "value"


def is_text(character: str) -> bool:
    """Whether a key's character goes into a text; what only looks odd is kept faithfully."""
    return character.isprintable() or character > "~"


def prints(key: str, character: str | None) -> bool:
    """Whether a key tells of a character: it is one, or one with alt held."""
    return key.startswith("alt+") or (character is not None and is_text(character))


def time_field(
    at: Moment, target: str, line: Line, call: str | None, prompt: str = ""
) -> OpenField:
    """The field that asks when an event was."""
    prompt = prompt or "time of this event"
    return OpenField("time", prompt, at, target, "", "when", line, call=call)
