"""Values of a fact that are typed on a page: how each is read, and why it may not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from callmate.desk import times
from callmate.desk.context import Context, Input
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent
from callmate.model.moment import Moment

Values = Mapping[str, Any]
Reader = Callable[[str, Moment], "Values | str"]
"""Takes the words and the moment they are read at; gives values of the fact, or a sentence that
says why they cannot be, with which the field stays open."""


def day_or_time(name: str) -> Reader:
    """A reader of when something is to be: what people say of a promise's time."""

    def read(text: str, at: Moment) -> Values | str:
        if not text:
            return {name: ""}
        found = times.when(text, at.at)
        return {name: found} if found else f"No such time: {text}. Say it like fri 5pm, or 3 days."

    return read


def answers_for_it(text: str, at: Moment) -> Values | str:
    """Who answers for a promise; a time is none."""
    if text and times.when(text, at.at):
        return f"{text} is a time: type who answers for it, or esc."
    return {"owner": text}


def of_case(name: str) -> Reader:
    """A reader of something the case is known by."""

    def read(text: str, at: Moment) -> Values | str:
        return {"values": {name: text}}

    return read


READERS: Final[dict[tuple[str, str], Reader]] = {
    ("promise", "by"): day_or_time("by"),
    ("promise", "owner"): answers_for_it,
    ("cool_off", "until"): day_or_time("until"),
    ("rung", "by"): day_or_time("by"),
    ("case_set", "sector"): of_case("sector"),
    ("case_set", "country"): of_case("country"),
    ("letter", "reply_by"): day_or_time("reply_by"),
    ("letter_sent", "reply_by"): day_or_time("reply_by"),
}
"""By kind of fact and name of the value; a value without a reader is the words themselves."""


def read(kind: str, name: str, text: str, at: Moment) -> Values | str:
    """The values that the words give a fact, or why they cannot."""
    reader = READERS.get((kind, name))
    return reader(text, at) if reader else {name: text}


def why_not(opened: OpenField, text: str) -> str:
    """Why what was typed cannot be the value that the field asks for; empty if it can."""
    if opened.purpose != "value":
        return ""
    found = read(opened.kind, opened.name, text or opened.offered, opened.opened)
    return found if isinstance(found, str) else ""


def kept(c: Context, source: Input, opened: OpenField, text: str) -> NewEvent:
    """The value as a detail of its fact; where nothing was typed, what was offered."""
    text = text or opened.offered
    found = read(opened.kind, opened.name, text, opened.opened)
    values = dict(found) if not isinstance(found, str) else {opened.name: text}
    gone = {_draft(opened.name): ""} if left(c, opened.target, opened.name) else {}
    return _detail(c, source, opened, values | gone)


def put_by(c: Context, source: Input, opened: OpenField, text: str) -> NewEvent:
    """What stood in the field at Escape: no value yet, and not the words of its fact."""
    return _detail(c, source, opened, {_draft(opened.name): text})


def left(c: Context, target: str, name: str) -> str:
    """What was typed for a value before and put by; empty if nothing was."""
    entry = c.fold.ledger.entries.get(target) if c.fold else None
    return str(entry.details.get(_draft(name)) or "") if entry else ""


def _draft(name: str) -> str:
    return f"{name}_draft"


def _detail(c: Context, source: Input, opened: OpenField, values: Values) -> NewEvent:
    body = {"target": opened.target, "values": dict(values), "field": opened.name}
    return c.event(source, "detail", opened.call, **body)
