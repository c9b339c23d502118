"""The keys a person presses for an event of a script, and the words they type with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from callmate.desk import times
from callmate.desk.commands import BY_ID, is_function_key
from callmate.model.decide import CLOSES as CLOSED_BY
from callmate.model.decide import Command, Deciding, closures, decide
from callmate.model.entry import parse
from callmate.model.events import TEXT_FIELD
from callmate.model.moment import Moment
from callmate.model.promises import by_text, due_at
from callmate.model.requests import Promise
from callmate.model.state import Call, Case

WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "hold_start": ("hold",),
    "hold_end": ("hold",),
    "pitch_start": ("pitch",),
    "pitch_end": ("pitch",),
    "rep": ("rep", "new_person"),
    "transfer": ("transfer",),
    "ivr": ("menu",),
    "verification": ("verification",),
    "repeat_story": ("told_again",),
    "ask": ("ask",),
    "denied": ("refused",),
    "granted": ("granted",),
    "offer": ("offer",),
    "accepted": ("granted",),
    "declined": ("refused",),
    "promise": ("promise",),
    "instruction": ("instruction",),
    "objection": ("objection",),
    "supervisor_asked": ("manager",),
    "supervisor_reached": ("manager_here",),
    "unsure": ("unsure",),
    "kudos": ("kudos",),
    "trouble": ("trouble",),
    "anger": ("anger",),
    "recording": ("recording",),
    "case_number": ("number",),
    "department": ("department",),
    "mark": ("mark",),
    "note": ("note",),
}
"""Kind of fact → the commands that may write it, the usual one first."""

OWN: Final = frozenset(
    {"when", "mono", "auto", "source", "script", "row", "answers", "of", "draft", "said", "how"}
)
"""Values of a fact that say how it came to be written, not what happened."""

MEANINGLESS: Final = (None, "")
"""A value that is null, empty or not there at all says the same: nothing is known."""

Shape = list[tuple[str, bool]]
"""Kinds of facts in the order they are written, each with whether a rule brought it."""


@dataclass
class _Ids:
    """Ids for a decision that is only tried."""

    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"tried-{self.last}"


def way_of(case: Case, call: Call, kind: str, shape: Shape, now: Moment) -> str | None:
    """The command that would write exactly these facts into a running call now, if one does."""
    for command in WAYS.get(kind, ()):
        made = decide(Deciding(case, now, _Ids()), Command(command, call.id))
        if [(event.kind, bool(event.body.get("auto"))) for event in made] == shape:
            return command
    return None


def may_end(case: Case, call: Call, shape: Shape, now: Moment) -> bool:
    """Whether the end key closes just what these facts close."""
    closed = closures(Deciding(case, now, _Ids()), call, CLOSED_BY["call_end"])
    return [*((event.kind, True) for event in closed), ("call_end", False)] == shape


def keys_of(command: str) -> tuple[str, ...]:
    """The keys of a command: its letter, or ``z`` and a letter."""
    named = [key for key in BY_ID[command].keys if not is_function_key(key) and key != "tab"]
    return tuple(named[0].split())


# words


def words_for(kind: str, wanted: Mapping[str, Any], now: Moment) -> str | None:
    """What to type so that the field's reading of it comes nearest to ``wanted``.

    None where nothing can be typed: no words, or characters that no key gives.
    """
    texts = [text for text in _texts(kind, wanted) if may_be_typed(text)]
    read = [(text, parse(kind, text, now, times.read)) for text in texts]
    fit = [(text, found.values) for text, found in read if found.when is None]
    if not fit:
        return None
    return min(fit, key=lambda one: len(differences(kind, wanted, one[1], now)))[0]


def _texts(kind: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    main = text_of(wanted.get(TEXT_FIELD.get(kind, "text")))
    if kind == "rep":
        yield _rep(wanted)
        return
    by = text_of(wanted.get("by"))
    if kind == "promise" and by:
        yield f"{main} by {by.replace('T', ' ')[:16]}"
    yield main


def _rep(wanted: Mapping[str, Any]) -> str:
    """``sarah, options x4412``."""
    name, department = text_of(wanted.get("name")), text_of(wanted.get("department"))
    said = f"{name}, {department}" if department else name
    extension, email = text_of(wanted.get("extension")), text_of(wanted.get("email"))
    return " ".join(part for part in (said, extension and f"x{extension}", email) if part)


def may_be_typed(text: str) -> bool:
    """Whether keys can give a text, and the field keeps it as it is."""
    return text == text.strip() and bool(text) and text.isprintable()


def text_of(value: Any) -> str:
    """A value as text; empty for null."""
    return "" if value is None else str(value)


# what keys could not tell


def differences(
    kind: str, wanted: Mapping[str, Any], got: Mapping[str, Any], now: Moment
) -> dict[str, Any]:
    """Values to be told so that what was got reads as what was wanted."""
    names = [name for name in {**wanted, **got} if name not in OWN]
    if kind == "promise":
        names = [name for name in names if name not in ("by", "due")]
        names += () if _due(wanted, now) == _due(got, now) else ("by", "due")
    return {
        name: wanted.get(name, "" if isinstance(got.get(name), str) else None)
        for name in names
        if name in ("by", "due") or _meaning(name, wanted) != _meaning(name, got)
    }


def _meaning(name: str, body: Mapping[str, Any]) -> object:
    value = body.get(name)
    return "" if value in MEANINGLESS else value


def _due(body: Mapping[str, Any], now: Moment) -> object:
    """By when something was promised: as it was said, and the instant."""
    by, due = text_of(body.get("by")), text_of(body.get("due"))
    promise = Promise("", "", "", now, "", by or None, None, due)
    return by_text(promise), due_at(promise)
