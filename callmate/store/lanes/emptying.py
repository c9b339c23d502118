"""A lane without the words of some of its events: what they said is gone, and the chain holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from callmate.store.lanes import chain
from callmate.store.lanes.scan import HEAD
from callmate.store.lanes.taildb import CLOSERS, padded


def without(fd: int, end: int, ids: Collection[str], result: list[int]) -> Iterator[bytes]:
    """The lane's bytes with these events emptied; ``result`` gets their count, then the offset
    of the new closers."""
    count, offset = 0, len(HEAD)
    yield HEAD
    with open(fd, "rb", closefd=False) as file:
        file.seek(len(HEAD))
        position = len(HEAD)
        while position < end:
            line = file.readline()
            line = line[: end - position] if position + len(line) > end else line
            position += len(line)
            if line.startswith(b'"'):
                number, _, rest = line.partition(b": ")
                text = rest.rstrip(b",\n")
                doc = json.loads(text)
                if doc["id"] in ids and not chain.is_forgotten(doc):
                    emptied = chain.canonical(chain.forgotten(doc)).encode("ascii")
                    line = number + b": " + emptied + rest[len(text) :]
                    count += 1
            offset += len(line)
            yield line
    result.extend((count, offset))
    yield CLOSERS.ljust(padded(offset + len(CLOSERS)) - offset)
