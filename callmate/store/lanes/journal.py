"""The lines of a lane that is written, kept in memory until its writer lets go of the file.

Another program may cut a file that is being written, or copy an older state over it: then nothing
but this memory has what was lost, and it is written once more.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from callmate.model.events import NewEvent
from callmate.model.moment import Moment
from callmate.store.lanes.chain import is_forgotten
from callmate.store.lanes.emptying import emptied, event_of
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.scan import HEAD, Place

MOST_BYTES: Final = 2 << 20
"""The newest events of a lane up to this size are kept: hours of a call, and little enough for
a window that stays open all day."""

MOST_READ: Final = 1 << 20
"""What was in a file before is kept as well up to this size: reading more would delay a key."""


class Journal:
    """The lines of a lane from ``first`` (its event number) to the last one that was written."""

    def __init__(self, written: int) -> None:
        """For a lane that has so many events by now, of which no line is known."""
        self.first = written + 1
        self._lines: deque[bytes] = deque()
        self._size = 0

    @classmethod
    def of(cls, fd: int, place: Place) -> Journal:
        """For an open file that is read up to ``place``: with all its lines, if it is short."""
        journal = cls(place.link.n)
        if place.link.n and place.offset <= MOST_READ:
            raw = os.pread(fd, place.offset, 0)
            lines = raw[len(HEAD) + 1 :].split(b",\n")
            if len(raw) == place.offset and len(lines) == place.link.n:
                journal.first = 1
                journal._lines.extend(lines)
                journal._size = len(raw)
        return journal

    def add(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Remember events in the order of their numbers."""
        for n, text in rows:
            line = b'"%d": %b' % (n, text)
            self._lines.append(line)
            self._size += len(line)
        while self._size > MOST_BYTES:
            self._size -= len(self._lines.popleft())
            self.first += 1

    @property
    def last(self) -> int:
        return self.first + len(self._lines) - 1

    def since(self, n: int) -> Iterator[bytes]:
        """The lines from event ``n`` on."""
        return (line for number, line in enumerate(self._lines, self.first) if number >= n)

    def prev_of(self, n: int) -> str:
        """The hash before event ``n``; "" if its line is not known."""
        doc, _ = event_of(next(self.since(n), b"")) if n >= self.first else (None, 0)
        return str(doc["prev"]) if doc else ""

    def besides(self, ids: Collection[str]) -> list[Doc]:
        """The events that are not among ``ids``."""
        docs = [doc for line in self._lines if (doc := event_of(line)[0])]
        return [doc for doc in docs if doc["id"] not in ids]

    def forget(self, ids: Collection[str]) -> None:
        """Keep nothing of what these events said."""
        lines = [(line, event_of(line)[0]) for line in self._lines]
        self._lines = deque(
            emptied(line) if doc and doc["id"] in ids else line for line, doc in lines
        )
        self._size = sum(map(len, self._lines))


def written_anew(doc: Doc) -> NewEvent:
    """The event of a line, to be written to another lane."""
    moment = Moment(datetime.fromisoformat(doc["at"]), doc["boot"], doc["mono"])
    body = doc.get("body", {})
    return NewEvent(doc["id"], doc["kind"], moment, body, doc["call"], doc["cause"])


def digest_if_forgotten(doc: Doc) -> str:
    """What the header says of words that are gone: anew it is written without any; else ""."""
    return str(doc["digest"]) if is_forgotten(doc) else ""
