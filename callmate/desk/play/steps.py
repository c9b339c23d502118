"""A case script as steps to be played, and the actions that play them. Values only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from callmate.desk.play.keys import OWN, Shape
from callmate.desk.play.rehearsal import NAMED
from callmate.model.events import NewEvent

LONG_TEXT: Final = 300
"""A longer text is pasted, as a person would."""


@dataclass(frozen=True, slots=True)
class Press:
    """Press a key; ``typed`` if it is a letter of a text."""

    key: str
    character: str | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Paste:
    """Paste a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Let ``us`` of the script's microseconds pass, a part of the ``gap`` between two instants."""

    us: int
    gap: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture changed: all of an instant has been pressed, or a deadline was reached."""


Action = Press | Paste | Wait | Shown


@dataclass(frozen=True, slots=True)
class Step:
    """What import writes for one event: the event itself last, before it what it closes."""

    at: datetime
    call: str
    facts: tuple[NewEvent, ...]

    @property
    def main(self) -> NewEvent:
        return self.facts[-1]

    @property
    def shape(self) -> Shape:
        return [(fact.kind, bool(fact.body.get("auto"))) for fact in self.facts]

    @property
    def wanted(self) -> dict[str, Any]:
        """What the event says."""
        return {name: value for name, value in self.main.body.items() if name not in OWN}


def steps_of(imported: Sequence[NewEvent]) -> list[Step]:
    """An imported case, its opening left out, as steps in the order of their instants."""
    found: list[Step] = []
    together: list[NewEvent] = []
    for event in imported[1:]:
        together.append(event)
        if not event.body.get("auto"):
            at = datetime.fromisoformat(event.body["when"])
            found.append(Step(at, event.call or "", tuple(together)))
            together = []
    return found


def begins_at(imported: Sequence[NewEvent]) -> datetime | None:
    """The first instant of an imported case; None if it has no call."""
    when = imported[0].body.get("when")
    return datetime.fromisoformat(when) if when else None


def sheet_of(imported: Sequence[NewEvent]) -> dict[str, Any]:
    """What an imported case says of itself: company, problem, outcome …"""
    values = imported[0].body["values"]
    return {name: one for name, one in values.items() if not name.startswith("script_")}


def key_press(key: str) -> Press:
    """A key by its name."""
    character = key if len(key) == 1 else " " if key == "space" else None
    return Press(NAMED.get(key, key), character)


def letters(text: str) -> Iterator[Action]:
    """A text, typed or, if it is long, pasted."""
    if len(text) > LONG_TEXT:
        yield Paste(text)
        return
    for letter in text:
        yield Press(NAMED.get(letter, letter), letter, typed=True)
