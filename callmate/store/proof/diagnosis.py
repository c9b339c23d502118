"""What is wrong with a lane that is not whole, in words: which event, on which line, of what time.

The reader that judges stops at the first event that does not fit. Which one was changed is told
by its neighbours: each holds the hash of the header before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple

from callmate.store.lanes.chain import FIRST_PREV, canonical, fault_of, header_hash
from callmate.store.lanes.scan import HEAD, MAX_LINE, Found, Health, Place, named

What = Literal[
    "altered", "missing", "reordered", "doubled", "foreign", "differs", "garbled", "end", "behind",
    "unfinished", "rewritten", "no_lane", "unreadable", "doubtful",
]  # fmt: skip

_START: Final = re.compile(rb'"([0-9]+)": ')
_AT: Final = re.compile(rb'\{"at":"([0-9T:.+\-Z]{10,40})"')


@dataclass(frozen=True, slots=True)
class Trouble:
    """The first thing wrong with a lane file. ``n`` and ``line`` count from 1, 0 where it is the
    file itself; ``at`` is the event's own time, or that of the last good one before it."""

    path: Path
    kind: What
    n: int
    line: int
    at: str
    what: str
    after: bool = False
    """Whether ``at`` is of the event before."""
    until: str = ""
    """When the event happened that stands where one is missing; "" for all other troubles."""

    def told(self) -> str:
        """A sentence without its full stop: file, line, event, time, and what is wrong."""
        where = named(self.path)
        if self.line:
            where += f", line {self.line}"
        if not self.n:
            return f"{where}: it {self.what}"
        when = self._when()
        return f"{where}: event {self.n}{f' ({when})' if when else ''} {self.what}"

    def _when(self) -> str:
        if self.until:
            start = f"between {_time(self.at, 2)} and" if self.at else "before"
            return f"{start} {_time(self.until, 2)}"
        return f"{'after ' if self.after else ''}{_time(self.at)}" if self.at else ""


def _time(at: str, digits: int = 0) -> str:
    """An RFC 3339 time with its offset, as a person reads it: to the second, or so many digits
    of its fraction."""
    found = re.match(r"(\S{10})T([0-9:]{8})(\.[0-9]+)?(.*)", at)
    if not found:
        return at
    fraction = (found[3] or "")[: digits + 1] if digits else ""
    return f"{found[1]} {found[2]}{fraction} {found[4]}"


class _Line(NamedTuple):
    number: int
    text: bytes

    @property
    def n(self) -> int:
        """The number of the event that it begins with; 0 if it is none."""
        match = _START.match(self.text)
        return int(match[1][:18]) if match else 0

    @property
    def doc(self) -> dict[str, Any] | None:
        match = _START.match(self.text)
        try:
            found, _ = json.JSONDecoder().raw_decode(
                self.text.decode("latin-1"), match.end() if match else len(self.text)
            )
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    @property
    def at(self) -> str:
        match = _AT.search(self.text)
        return match[1].decode("ascii") if match else ""


def diagnosed(fd: int, path: Path, place: Place, found: Found, last_at: str) -> Trouble:
    """What is wrong with an open lane that was read up to ``place`` and found not to be whole."""
    with open(fd, "rb", closefd=False) as file:
        file.seek(0)
        if file.read(len(HEAD)) != HEAD or file.read(1) == b'"':
            return _no_lane(path, found)
        return _Diagnosis(file, path, place, found, last_at).trouble()


def _no_lane(path: Path, found: Found) -> Trouble:
    if found.health is Health.SHAPELESS:
        what = "is empty" if not found.size else "is not a file of callmate"
        return Trouble(path, "no_lane", 0, 0, "", what)
    if found.why == "another program wrote it anew":
        return Trouble(path, "rewritten", 0, 0, "", "was written anew by another program")
    return Trouble(path, "altered", 0, 1, "", "has another beginning than callmate writes")


class _Diagnosis:
    def __init__(
        self, file: BinaryIO, path: Path, place: Place, found: Found, last_at: str
    ) -> None:
        self._file, self._path, self._place = file, path, place
        self._found, self._last_at = found, last_at
        self._next = place.link.n + 1

    def trouble(self) -> Trouble:
        """The lines from the first bad one on tell what happened."""
        lines = self._lines()
        first = next(lines, None)
        if self._found.health is Health.TORN and not self._has_closers():
            if self._place.link.n and first is None:
                return self._at_end("end", "is the last one here: the end of the file is missing")
            return self._of_next("unfinished", "cannot be read: its writing was broken off, or "
                                 "it was changed", self._next + 1)  # fmt: skip
        if first is None:
            return self._at_end("behind", "is the last one: behind it stands what is no event")
        doc = first.doc
        if doc is None or fault_of(doc) == "it is not a document":
            return self._of(first, self._next, "garbled", "was changed: its line cannot be read")
        fault = fault_of(doc)
        if fault:
            return self._of(first, self._next, "altered", f"was changed: {_body(fault)}")
        if not _is_as_written(first, doc):
            what = "was changed: it is not spelled as callmate spells it"
            return self._of(first, self._next, "altered", what)
        return self._in_chain(first, doc, lines)

    def _in_chain(self, first: _Line, doc: dict[str, Any], lines: Iterator[_Line]) -> Trouble:
        """The event holds by itself; it does not follow the one before."""
        n = doc["n"]
        if self._place.lane and doc["lane"] != self._place.lane:
            what = f"was put in: it is of another file, {doc['lane']}.json"
            return self._of(first, self._next, "foreign", what)
        if n > self._next:
            further = next((line for line in lines if line.n == self._next), None)
            if further is not None:
                what = f"stands on line {further.number}: events were put in another order"
                return self._of(further, self._next, "reordered", what, first.number)
            missing = "is missing" if n == self._next + 1 else f"to {n - 1} are missing"
            what = f"{missing}: event {n} follows"
            return self._of_next("missing", what, first.number, first.at)
        if n < self._next:
            earlier = self._line(n)
            twice = earlier is not None and earlier.text.rstrip(b",\n} ") == first.text.rstrip(
                b",\n} "
            )
            what = "stands there twice" if twice else "was put in: there is another one so numbered"
            return self._of(first, n, "doubled", what)
        after = next(lines, None)
        if self._was_before(doc, after.doc if after else None):
            before = self._line(self._next - 1)
            what = "was changed: its header (time, kind, number …) is not the one that was written"
            number = self._next - 1
            return self._of(before or first, number, "altered", what)
        what = "was changed, or put in place of another"
        if after is None and n > 1:  # nothing vouches for either of the two
            what = f"was changed, or put in place of another, or the header of event {n - 1} was"
        if n == 1 and doc["prev"] != FIRST_PREV:
            what = "was changed, or is not the first that was written"
        return self._of(first, n, "altered", what)

    def _was_before(self, doc: dict[str, Any], after: dict[str, Any] | None) -> bool:
        """Whether it is the event before that was changed: the one after still vouches for this."""
        if doc["n"] == 1 or after is None:
            return False
        try:
            return bool(after.get("prev") == header_hash(doc))
        except TypeError:
            return False

    def _of(self, line: _Line, n: int, kind: What, what: str, number: int = 0) -> Trouble:
        at, number = line.at, number or line.number
        return Trouble(self._path, kind, n, number, at or self._last_at, what, after=not at)

    def _of_next(self, kind: What, what: str, line: int, until: str = "") -> Trouble:
        last = self._last_at
        return Trouble(self._path, kind, self._next, line, last, what, after=True, until=until)

    def _at_end(self, kind: What, what: str) -> Trouble:
        """Of the last good event, behind which things are wrong; it itself is as written."""
        last, line = self._place.link.n, self._place.link.n + 1
        if not last:
            what = "has no event, and its end is missing or something stands behind it"
            return Trouble(self._path, kind, 0, line, "", what)
        return Trouble(self._path, kind, last, line, self._last_at, what)

    def _has_closers(self) -> bool:
        self._file.seek(self._place.offset)
        return self._file.read(2) == b"}}"

    def _lines(self) -> Iterator[_Line]:
        """From the first one on that is not part of the good beginning."""
        number, file = self._place.link.n + 2, self._file
        file.seek(self._place.offset)
        if file.read(2 if self._place.link.n else 1) not in (b",\n", b"\n"):
            return
        while text := file.readline(MAX_LINE):
            yield _Line(number, text)
            number += 1

    def _line(self, n: int) -> _Line | None:
        """The line of a good event."""
        self._file.seek(0)
        for number in range(1, self._place.link.n + 2):
            text = self._file.readline(MAX_LINE)
            if number == n + 1:
                return _Line(number, text)
        return None


def _is_as_written(line: _Line, doc: dict[str, Any]) -> bool:
    try:
        return line.text.startswith(f'"{doc["n"]}": {canonical(doc)}'.encode("ascii"))
    except (TypeError, ValueError):
        return False


def _body(fault: str) -> str:
    """Why an event does not hold by itself, as the end of a sentence."""
    if fault == "its body was changed":
        return "what it says is not what was written"
    return fault
