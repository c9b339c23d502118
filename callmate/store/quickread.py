"""Reads the facts of a case quickly, without following the hash chain: good enough for a cache.

Most of a lane are keys and drafts, which say nothing that lists or searches need: their lines are
passed over unread. Whatever is not exactly as it should be is left to the reader that judges.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any, Final

from callmate.model.events import INPUTS, TEXTS, Event
from callmate.store.chain import to_event
from callmate.store.clones import mark_of
from callmate.store.fs import REAL, Fs
from callmate.store.scan import HEAD, LANE, is_lane

PASSED_OVER: Final = frozenset(kind.encode() for kind in (*INPUTS, *TEXTS))
_KIND: Final = b'"kind":"'


def facts_of(root: Path, case_id: str, fs: Fs = REAL) -> list[Event] | None:
    """The facts and corrections of a case, merged; None if its files are to be read with care."""
    return _events(root / "cases" / case_id, _facts, fs)


def events_of_kinds(
    root: Path, case_id: str, kinds: Collection[str], fs: Fs = REAL
) -> list[Event] | None:
    """Its events of these kinds, and the last event of each lane, of whatever kind; nothing else
    of its files is looked at, however long they are."""
    return _events_told(root / "cases" / case_id, kinds, fs)


def day_of_kinds(
    root: Path, day: date, kinds: Collection[str], fs: Fs = REAL
) -> list[Event] | None:
    """The same of what belongs to no case, on one day."""
    return _events_told(root / "days" / day.isoformat(), kinds, fs)


def _events_told(folder: Path, kinds: Collection[str], fs: Fs) -> list[Event] | None:
    told = re.compile(_KIND + b"(?:" + b"|".join(re.escape(one).encode() for one in kinds) + b')"')
    return _events(folder, lambda lane: _of_kinds(lane, told), fs)


def _events(
    folder: Path, read: Callable[[bytes], list[dict[str, Any]]], fs: Fs
) -> list[Event] | None:
    found: dict[str, Event] = {}
    try:
        names = [name for name in os.listdir(folder) if is_lane(name)]
        if any(mark_of(name.removesuffix(LANE)) for name in names):
            return None
        for name in names:
            for event in map(to_event, read(_bytes(folder / name, fs))):
                if event.id not in found or not event.body:  # forgotten anywhere is forgotten
                    found[event.id] = event
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return sorted(found.values(), key=lambda event: (event.clock, event.lane, event.n))


def _bytes(path: Path, fs: Fs) -> bytes:
    with open(fs.open(path, os.O_RDONLY), "rb") as file:
        return file.read()


def _facts(lane: bytes) -> list[dict[str, Any]]:
    """The documents of a lane that are worth reading. Raises ValueError if it is not as written:
    one document a line, in canonical form, where ``kind`` stands behind the body."""
    start, end = _inside(lane)
    inside = lane[start:end].lstrip(b"\n")
    kept = []
    for number, line in enumerate(inside.split(b",\n") if inside else [], 1):
        if not (line.startswith(b'"%d": {' % number) and line.endswith(b"}")):
            raise ValueError("a line is not as it was written")
        kind = line.rfind(_KIND) + len(_KIND)
        if line[kind : line.find(b'"', kind)] not in PASSED_OVER:
            kept.append(line)
    found = json.loads(b"{%s}" % b",".join(kept))
    return list(found.values())


def _of_kinds(lane: bytes, told: re.Pattern[bytes]) -> list[dict[str, Any]]:
    """The documents of a lane in whose lines this stands, and its last one. Raises ValueError."""
    start, end = _inside(lane)
    places = [match.start() for match in told.finditer(lane, start, end)]
    lines = {lane.rfind(b"\n", 0, place) + 1: place for place in [*places, end - 1]}
    kept = []
    for begin, place in lines.items():
        stop = lane.find(b",\n", place, end)
        kept.append(lane[begin : stop if stop >= 0 else end])
    found = json.loads(b"{%s}" % b",".join(one for one in kept if one))
    return list(found.values())


def _inside(lane: bytes) -> tuple[int, int]:
    """From where to where the documents of a lane stand in it. Raises ValueError if it is none."""
    end = len(lane.rstrip(b" \n"))
    if not (lane.startswith(HEAD) and lane.endswith(b"}}", 0, end)):
        raise ValueError("it is no lane")
    return len(HEAD), end - 2
