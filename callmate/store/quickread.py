"""Reads the facts of a case quickly, for a cache: their words are what was written, but the hash
chain is not followed.

Most of a lane are keys and drafts, which say nothing that lists or searches need: their lines are
passed over unread. Whatever is not exactly as it should be is left to the reader that judges.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from callmate.model.events import INPUTS, TEXTS, Event
from callmate.store.clones import mark_of
from callmate.store.fs import REAL, Fs
from callmate.store.lanes.chain import to_event
from callmate.store.lanes.scan import BLANK, HEAD, LANE, is_lane
from callmate.store.layout import case_folder, day_folder

PASSED_OVER: Final = frozenset(kind.encode() for kind in (*INPUTS, *TEXTS))
BLOCK: Final = 1 << 20
_KIND: Final = b'"kind":"'
_BODY: Final = b'"body":'
_AFTER_BODY: Final = b',"boot":"'
_DIGEST: Final = b'"digest":"'
_SALT: Final = b'"salt":"'

Blocks = Iterator[tuple[bytes, bool]]
Read = Callable[[Blocks], list[dict[str, Any]]]


def facts_of(root: Path, case_id: str, fs: Fs = REAL) -> list[Event] | None:
    """The facts and corrections of a case, merged; None if its files are to be read with care."""
    return _events(case_folder(root, case_id), _facts, fs)


def events_of_kinds(
    root: Path, case_id: str, kinds: Collection[str], fs: Fs = REAL
) -> list[Event] | None:
    """Its events of these kinds, and the last event of each lane, of whatever kind; nothing else
    of its files is looked at, however long they are."""
    return _events_told(case_folder(root, case_id), kinds, fs)


def day_of_kinds(
    root: Path, day: date, kinds: Collection[str], fs: Fs = REAL
) -> list[Event] | None:
    """The same of what belongs to no case, on one day."""
    return _events_told(day_folder(root, day), kinds, fs)


def _events_told(folder: Path, kinds: Collection[str], fs: Fs) -> list[Event] | None:
    told = re.compile(_KIND + b"(?:" + b"|".join(re.escape(one).encode() for one in kinds) + b')"')
    return _events(folder, lambda lane: _of_kinds(lane, told), fs)


def _events(folder: Path, read: Read, fs: Fs) -> list[Event] | None:
    found: dict[str, Event] = {}
    try:
        names = [name for name in os.listdir(folder) if is_lane(name)]
        if any(mark_of(name.removesuffix(LANE)) for name in names):
            return None
        for name in names:
            with open(fs.open(folder / name, os.O_RDONLY), "rb") as file:
                docs = read(_blocks(file))
            for event in map(to_event, docs):
                if event.id not in found or not event.body:  # forgotten anywhere is forgotten
                    found[event.id] = event
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return sorted(found.values(), key=lambda event: (event.clock, event.lane, event.n))


def _blocks(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The documents of a lane, many whole lines at a time and no comma behind the last, and
    whether these are the end of it: a lane may be larger than the memory. Raises ValueError if it
    is none."""
    if file.read(len(HEAD)) != HEAD:
        raise ValueError("it is no lane")
    ended = False
    while block := file.read(BLOCK) + file.readline():
        length = len(block.rstrip(BLANK))
        if ended and length:
            raise ValueError("something stands behind its end")
        if ended:
            continue
        ended = not block.endswith(b",\n")
        if ended and not block.endswith(b"}}", 0, length):
            raise ValueError("its end is missing")
        yield block[: length - (2 if ended else 1)].lstrip(b"\n"), ended
    if not ended:
        raise ValueError("its end is missing")


def _facts(blocks: Blocks) -> list[dict[str, Any]]:
    """The documents of a lane that are worth reading. Raises ValueError if it is not as written:
    one document a line, in canonical form, where ``kind`` stands behind the body."""
    kept = []
    number = 0
    for block, _ in blocks:
        for line in block.split(b",\n") if block else []:
            number += 1
            if not (line.startswith(b'"%d": {' % number) and line.endswith(b"}")):
                raise ValueError("a line is not as it was written")
            kind = line.rfind(_KIND) + len(_KIND)
            if line[kind : line.find(b'"', kind)] not in PASSED_OVER:
                if not _holds(line):
                    raise ValueError("its words were changed")
                kept.append(line)
    return _parsed(kept)


def _holds(line: bytes) -> bool:
    """Whether the body of a document is the one its header was made for; none is held by one that
    was forgotten."""
    begin, salt = line.find(_BODY), line.rfind(_SALT)
    if begin < 0 or salt < 0:
        return begin == salt
    stop = line.rfind(_AFTER_BODY)
    digest = line.find(_DIGEST, stop) + len(_DIGEST)
    begin, salt = begin + len(_BODY), salt + len(_SALT)
    found = sha256(bytes.fromhex(line[salt : salt + 32].decode("ascii")) + line[begin:stop])
    return found.hexdigest().encode("ascii") == line[digest : digest + 64]


def _of_kinds(blocks: Blocks, told: re.Pattern[bytes]) -> list[dict[str, Any]]:
    """The documents of a lane in whose lines this stands, and its last one. Raises ValueError."""
    kept = []
    for block, is_last in blocks:
        places = [match.start() for match in told.finditer(block)]
        if is_last:
            places.append(len(block) - 1)
        for begin, place in {block.rfind(b"\n", 0, place) + 1: place for place in places}.items():
            stop = block.find(b",\n", max(place, 0))
            kept.append(block[begin : stop if stop >= 0 else len(block)])
    return _parsed(kept)


def _parsed(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(b"{%s}" % b",".join(one for one in lines if one))
    return list(found.values())
