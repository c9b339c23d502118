"""Reads one lane file from any point on, follows its chain, and judges damage.

A lane is ``{"events": {``, then one event a line in canonical form, then ``}}`` and padding. It is
read line by line, so a file of any size takes little memory. A byte that differs from the
canonical form counts as damage, even where JSON would not mind it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final

from callmate.store.lanes.chain import Link, canonical, fault_of
from callmate.store.lanes.goodlines import Doc, good_line
from callmate.store.lanes.taildb import SEALED_END

HEAD: Final = b'{"events": {'
EMPTY_LANE: Final = HEAD + b"}}"
LANE: Final = ".json"
MAX_LINE: Final = 16 * 1024 * 1024
MOST_TRIES: Final = 16
"""In so many places at most of one line a document is looked for in vain."""
SECTOR: Final = 512
BLANK: Final = b" \n"
START = re.compile(r'"([0-9]+)": ')

Sink = Callable[[Doc], None]
_decode = json.JSONDecoder().raw_decode


def is_lane(name: str) -> bool:
    """Whether a file in a folder of lanes is one, by its name."""
    return name.endswith(LANE) and not name.startswith(".")


def named(path: Path) -> str:
    """A lane as a person is told of it: its folder, which says of what it is, and its name."""
    return f"{path.parent.name}/{path.name}"


class Health(Enum):
    """What a lane file is fit for."""

    WHOLE = "whole"
    TORN = "torn"
    """Ends in the remains of a write that never finished: may be repaired."""
    DAMAGED = "damaged"
    """Changed or broken otherwise: is read as far as it goes, never written."""
    SHAPELESS = "shapeless"
    """Not a lane at all: nothing, zeros, or other JSON."""


@dataclass(slots=True)
class Place:
    """How far a lane was read: the chain so far, and the offset just after its last event."""

    offset: int = len(HEAD)
    link: Link = field(default_factory=Link)
    lane: str = ""
    newest_v: int = 0


@dataclass(slots=True)
class Found:
    """The outcome of reading a lane to its end."""

    health: Health
    size: int
    why: str = ""
    bad_n: int = 0

    def told(self, file: str) -> str:
        """What is wrong with a file that is not whole, in words for the person."""
        at = f" from event {self.bad_n} on" if self.bad_n > 1 else ""
        return f"{file} is damaged{at}: {self.why}"


def read_on(fd: int, place: Place, sink: Sink) -> Found:
    """Give every event after ``place`` to ``sink`` and move ``place`` on; judge what follows.

    Of a damaged file the events after the damage that hold by themselves are given too.
    """
    size = os.fstat(fd).st_size
    with open(fd, "rb", closefd=False) as file:
        if place.offset == len(HEAD):
            file.seek(0)
            if file.read(len(HEAD)) != HEAD or file.read(1) == b'"':
                return _not_a_lane(file, size, sink)
        file.seek(place.offset)
        why = _follow(file, place, sink)
        if not why:
            return Found(Health.WHOLE, size)
        bad = place.link.n + 1
        if _is_torn(file, place.offset, sink) and not _was_closed(fd, size):
            return Found(Health.TORN, size, why, bad)
        return Found(Health.DAMAGED, size, why, bad)


def _was_closed(fd: int, size: int) -> bool:
    """Whether a file was closed in good order: all in it was on the disk before its end was marked
    so, and the next write would have made it longer first."""
    return os.pread(fd, len(SEALED_END), size - len(SEALED_END)) == SEALED_END


def _follow(file: BinaryIO, place: Place, sink: Sink) -> str:
    """Move on over good events; "" if the closers follow the last of them, else what is wrong."""
    glue = file.read(2)
    if glue == b"}}":
        return _blank_to_end(file)
    if glue[:1] == b"\n" and place.link.n == 0:
        file.seek(-1, os.SEEK_CUR)
    elif glue != b",\n" or place.link.n == 0:
        return "the end of the file is missing"
    start = place.offset + (2 if place.link.n else 1)
    while True:
        line = file.readline(MAX_LINE)
        length, fault = _one(line, place, sink)
        if fault:
            return fault
        place.offset = start + length
        rest = line[length:]
        if rest == b",\n":
            start += len(line)
            continue
        if not rest.startswith(b"}}"):
            return "the end of the file is missing"
        if rest[2:].strip(BLANK):
            return "something stands behind the end"
        return _blank_to_end(file)


def _one(line: bytes, place: Place, sink: Sink) -> tuple[int, str]:
    """Move the chain on over the event a line starts with and give it to ``sink``; its length, or
    what is wrong with it."""
    # A character a byte, and no byte is wrong.
    found = good_line(line.decode("latin-1"), place.link, place.lane)
    length, doc, fault = (*found, "") if found else _judged(line, place)
    if doc is None or fault:
        return 0, fault
    place.lane = place.lane or doc["lane"]
    place.newest_v = max(place.newest_v, doc["v"])
    sink(doc)
    return length, ""


def _judged(line: bytes, place: Place) -> tuple[int, Doc | None, str]:
    """Length and document of an event, and what is wrong with it; slow, but nothing escapes it."""
    length, doc, text = _parse(line)
    if doc is None:
        return 0, None, "it is not a whole document"
    number = str(doc.get("n"))
    fault = fault_of(doc)
    if not fault and not _is_spelled(text, number, doc):
        fault = "it was not written by callmate"
    if not fault and place.lane and doc["lane"] != place.lane:
        fault = "it is of another lane"
    return length, doc, fault or place.link.fault(doc, checked=True)


def _is_spelled(text: str, number: str, doc: Doc) -> bool:
    try:
        return text == f'"{number}": {canonical(doc)}'
    except (TypeError, RecursionError):  # a fraction, or a depth, that nothing of ours has
        return False


def _parse(line: bytes) -> tuple[int, Doc | None, str]:
    """Length, document and text of the ``"n": {…}`` a line starts with; no document if none."""
    try:
        text = line.decode("latin-1")
        match = START.match(text)
        if not match:
            return 0, None, ""
        doc, end = _decode(text, match.end())
    except (ValueError, RecursionError):
        return 0, None, ""
    return (end, doc, text[:end]) if isinstance(doc, dict) else (0, None, "")


def _blank_to_end(file: BinaryIO) -> str:
    while chunk := file.read(1 << 16):
        if chunk.strip(BLANK):
            return "something stands behind the end"
    return ""


def _is_torn(file: BinaryIO, offset: int, sink: Sink) -> bool:
    """Whether what stands from ``offset`` on can be the rest of one unfinished write.

    An event that holds by itself cannot; it is given to ``sink``. Nor can one that parses: a
    write that never finished leaves a gap in its text, unless the gap is a whole sector of the
    padding that was there before, inside of a string.
    """
    file.seek(offset)
    torn = True
    while True:
        start = file.tell()
        line = file.readline(MAX_LINE)
        if not line:
            return torn
        for at, doc, text in _each(line):
            if not fault_of(doc):
                torn = False
                sink(doc)
            elif not _has_padding_sector(text.encode("latin-1"), start + at):
                torn = False


def _each(line: bytes) -> Iterator[tuple[int, Doc, str]]:
    """Every document in a line, wherever it begins: its place, itself, its text. (In no document
    of ours can another seem to begin: inside of strings a quotation mark follows a backslash.)"""
    text, at, tries = line.decode("latin-1"), 0, MOST_TRIES
    while tries and (match := START.search(text, at)):
        try:
            doc, end = _decode(text, match.end())
        except (ValueError, RecursionError):
            doc, end = None, match.end()
        if isinstance(doc, dict):
            yield match.start(), doc, text[match.start() : end]
        else:
            tries -= 1
        at = end


def _has_padding_sector(text: bytes, start: int) -> bool:
    first = -start % SECTOR
    blank = b" " * SECTOR
    return any(text.startswith(blank, at) for at in range(first, len(text), SECTOR))


def _not_a_lane(file: BinaryIO, size: int, sink: Sink) -> Found:
    """A file with another beginning: a lane that another program wrote anew, or no lane."""
    file.seek(0)
    try:
        tables = json.loads(file.read())
        docs = list(tables["events"].values())
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        docs = None
    if docs is None:
        salvaged = _salvage(file, sink)
        why = "it is empty" if not size else "it is not a store of callmate"
        return Found(Health.DAMAGED if salvaged else Health.SHAPELESS, size, why, 1)
    link = Link()
    bad_n = 0
    for doc in docs:
        fault = link.fault(doc)
        bad_n = bad_n or (link.n + 1 if fault else 0)
        if not fault_of(doc):
            sink(doc)
    return Found(Health.DAMAGED, size, "another program wrote it anew", bad_n or 1)


def _salvage(file: BinaryIO, sink: Sink) -> int:
    """Events that hold by themselves, wherever they stand; how many."""
    file.seek(0)
    count = 0
    while line := file.readline(MAX_LINE):
        for _, doc, _ in _each(line):
            if not fault_of(doc):
                sink(doc)
                count += 1
    return count
