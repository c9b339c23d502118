"""Lines of a lane without what their events said: the words are gone, and the chain holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from callmate.store.lanes import chain
from callmate.store.lanes.scan import HEAD
from callmate.store.lanes.taildb import CLOSERS, padded

Doc = dict[str, Any]
_decode = json.JSONDecoder().raw_decode


def event_of(line: bytes) -> tuple[Doc | None, int]:
    """The event of a line of a lane, if it is one, and where its text ends."""
    start = line.find(b": ") + 2
    if not line.startswith(b'"') or start < 2:
        return None, 0
    try:
        doc, end = _decode(line.decode("latin-1"), start)
    except (ValueError, RecursionError):
        return None, 0
    return (doc, end) if isinstance(doc, dict) else (None, 0)


def emptied(line: bytes) -> bytes:
    """The line of an event without what it said; what stands behind it stays."""
    doc, end = event_of(line)
    assert doc is not None
    # Not canonical, which refuses fractions: in a line that is damaged there may be any.
    text = json.dumps(chain.forgotten(doc), sort_keys=True, separators=(",", ":"))
    return line[: line.find(b": ") + 2] + text.encode("ascii") + line[end:]


def without(fd: int, end: int, ids: Collection[str], result: list[int]) -> Iterator[bytes]:
    """The bytes of a whole lane with these events emptied; ``result`` gets their count, then the
    offset of the new closers."""
    count, offset = 0, len(HEAD)
    yield HEAD
    with open(fd, "rb", closefd=False) as file:
        position = file.seek(len(HEAD))
        while position < end:
            line = file.readline(end - position)
            position += len(line)
            doc, _ = event_of(line)
            if doc is not None and doc["id"] in ids and not chain.is_forgotten(doc):
                line = emptied(line)
                count += 1
            offset += len(line)
            yield line
    result.extend((count, offset))
    yield CLOSERS.ljust(padded(offset + len(CLOSERS)) - offset)
