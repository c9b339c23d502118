"""The line a person types into: a pure editor, and the drafts that can rebuild it.

Each change of a field is stored as (position, removed, inserted), so what was half typed stands
in the field again after a crash, exactly as it was.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from callmate.model.amounts import as_int, target_ids
from callmate.model.events import Event
from callmate.model.ledger import stated_moment
from callmate.model.moment import Moment


@dataclass(frozen=True, slots=True)
class Change:
    """``removed`` at ``position`` (in code points) gave way to ``inserted``."""

    position: int
    removed: str = ""
    inserted: str = ""

    @property
    def empty(self) -> bool:
        return not (self.removed or self.inserted)


@dataclass(frozen=True, slots=True)
class Line:
    """A text and the place in it where typing goes, both in code points."""

    text: str = ""
    cursor: int = 0

    @classmethod
    def of(cls, text: str) -> Line:
        """A text with the cursor behind it."""
        return cls(text, len(text))

    def apply(self, change: Change) -> Line:
        """The line after a change; the cursor stands behind what was inserted."""
        start = min(max(0, change.position), len(self.text))
        end = min(len(self.text), start + len(change.removed))
        text = self.text[:start] + change.inserted + self.text[end:]
        return Line(text, start + len(change.inserted))

    def at(self, cursor: int) -> Line:
        return replace(self, cursor=min(max(0, cursor), len(self.text)))

    def insert(self, text: str) -> Change:
        return Change(self.cursor, "", text)

    def _cut(self, start: int, end: int) -> Change:
        return Change(start, self.text[start:end], "")

    def change_for(self, key: str) -> Change | None:
        """What an editing key removes, or None if the key edits nothing."""
        match key:
            case "backspace" | "ctrl+h":
                return self._cut(self.before(self.cursor), self.cursor)
            case "delete" | "ctrl+d":
                return self._cut(self.cursor, self.after(self.cursor))
            case "ctrl+w" | "ctrl+backspace":
                return self._cut(self._word_before(), self.cursor)
            case "ctrl+u":
                return self._cut(0, self.cursor)
            case "ctrl+k":
                return self._cut(self.cursor, len(self.text))
        return None

    def cursor_for(self, key: str) -> int | None:
        """Where a moving key puts the cursor, or None if the key moves nothing."""
        match key:
            case "left" | "ctrl+b":
                return self.before(self.cursor)
            case "right" | "ctrl+f":
                return self.after(self.cursor)
            case "home" | "ctrl+a":
                return 0
            case "end" | "ctrl+e":
                return len(self.text)
            case "ctrl+left":
                return self._word_before()
        return None

    def before(self, place: int) -> int:
        """The start of the visible character before ``place``: marks go with their letter."""
        place = max(0, place - 1)
        while place > 0 and _joins(self.text[place - 1], self.text[place]):
            place -= 1
        return place

    def after(self, place: int) -> int:
        """The end of the visible character after ``place``."""
        place = min(len(self.text), place + 1)
        while place < len(self.text) and _joins(self.text[place - 1], self.text[place]):
            place += 1
        return place

    def _word_before(self) -> int:
        head = self.text[: self.cursor].rstrip()
        return len(head) - len(head.split(" ")[-1]) if head else 0


def _joins(left: str, right: str) -> bool:
    """Whether two code points are parts of one visible character."""
    return (
        unicodedata.combining(right) != 0
        or right in "\u200d\ufe0e\ufe0f"
        or left == "\u200d"
        or "\U0001f3fb" <= right <= "\U0001f3ff"
    )


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """A field that was open: the event it belongs to, which value, and the line."""

    entry: str
    field: str
    line: Line
    call: str | None
    lane: str = ""
    """Which window typed it last."""
    opened: Moment | None = None
    """When the field was opened: words such as ``within an hour`` count from then."""
    offered: str = ""
    """What was offered to be taken if nothing is typed."""


class Drafts:
    """The fields that were being typed, rebuilt from drafts alone."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], HalfTyped] = {}

    def see(self, event: Event) -> None:
        """Follow a draft, or the end of one: its words kept, or its event undone."""
        body = event.body
        if event.kind == "draft":
            self._change(event)
        elif event.kind == "case_set":
            values = body.get("values")
            for name in values if isinstance(values, dict) else ():
                self._open.pop((str(body.get("entry")), str(name)), None)
        elif event.kind in ("question", "mood"):
            self._open.pop((str(body.get("entry")), event.kind), None)
        elif event.kind == "amend":
            self._open.pop((str(body.get("target")), "when"), None)
        elif event.kind in ("detail", "undo"):
            ended = set(target_ids(body))
            for key in [key for key in self._open if key[0] in ended]:
                del self._open[key]

    def _change(self, event: Event) -> None:
        body = event.body
        entry, name = str(body.get("entry") or ""), str(body.get("field") or "")
        before = self._open.pop((entry, name), None)
        line = before.line if before else Line()
        change = Change(
            as_int(body.get("position"), 0),
            str(body.get("removed") or ""),
            str(body.get("inserted") or ""),
        )
        half = HalfTyped(entry, name, line.apply(change), event.call, event.lane)
        if before is not None:
            half = replace(half, opened=before.opened, offered=before.offered)
        opened = body.get("opened")
        if isinstance(opened, Mapping):
            moment = stated_moment(opened, event.moment)
            half = replace(half, opened=moment, offered=str(opened.get("offered") or ""))
        self._open[entry, name] = half

    def text(self, entry: str, field: str) -> str:
        """What was typed into a field that was left open; empty if nothing."""
        half = self._open.get((entry, field))
        return half.line.text if half else ""

    def __iter__(self) -> Iterator[HalfTyped]:
        """Fields left open, the one touched last at the end."""
        return iter(self._open.values())

    def newest(self, lane: str | None) -> HalfTyped | None:
        """The field to put before the person again, if any text stands in it: one typed into
        ``lane``, since what another window is typing is not ours."""
        for half in reversed(self._open.values()):
            if half.line.text and half.lane == lane:
                return half
        return None
