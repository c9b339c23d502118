"""Reads the facts of a case quickly, without following the hash chain: good enough for a cache.

Most of a lane are keys and drafts, which say nothing that lists or searches need: their lines are
passed over unread. Whatever is not exactly as it should be is left to the reader that judges.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from callmate.model.events import INPUTS, TEXTS, Event
from callmate.store.chain import to_event
from callmate.store.scan import HEAD, is_lane

PASSED_OVER: Final = frozenset(kind.encode() for kind in (*INPUTS, *TEXTS))
_KIND: Final = b'"kind":"'
_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def facts_of(root: Path, case_id: str) -> list[Event] | None:
    """The facts and corrections of a case, merged; None if its files are to be read with care."""
    return _events(root / "cases" / case_id, PASSED_OVER, False)


def events_of_kinds(root: Path, case_id: str, kinds: Collection[str]) -> list[Event] | None:
    """Its events of these kinds, and the last event of each lane, of whatever kind."""
    return _events(root / "cases" / case_id, frozenset(kind.encode() for kind in kinds), True)


def _events(folder: Path, kinds: frozenset[bytes], wanted: bool) -> list[Event] | None:
    """Where ``wanted``, events of these kinds and the last of each lane; else all others."""
    found: dict[str, Event] = {}
    try:
        names = [name for name in os.listdir(folder) if is_lane(name)]
        for name in names:
            for event in map(to_event, _documents(_bytes(folder / name), kinds, wanted)):
                if event.id not in found or not event.body:  # forgotten anywhere is forgotten
                    found[event.id] = event
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return sorted(found.values(), key=lambda event: (event.clock, event.lane, event.n))


def _bytes(path: Path) -> bytes:
    fd = os.open(path, _FLAGS)
    with open(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError("it is not a plain file")
        return file.read()


def _documents(lane: bytes, kinds: frozenset[bytes], wanted: bool) -> list[dict[str, Any]]:
    """The documents of a lane that are worth reading. Raises ValueError if it is not as written:
    one document a line, in canonical form, where ``kind`` stands behind the body."""
    text = lane.rstrip(b" \n")
    if not (text.startswith(HEAD) and text.endswith(b"}}")):
        raise ValueError("it is no lane")
    inside = text[len(HEAD) : -2].lstrip(b"\n")
    kept = []
    lines = inside.split(b",\n") if inside else []
    last = len(lines) if wanted else 0
    for number, line in enumerate(lines, 1):
        if not (line.startswith(b'"%d": {' % number) and line.endswith(b"}")):
            raise ValueError("a line is not as it was written")
        kind = line.rfind(_KIND) + len(_KIND)
        if (line[kind : line.find(b'"', kind)] in kinds) is wanted or number == last:
            kept.append(line)
    found = json.loads(b"{%s}" % b",".join(kept))
    return list(found.values())
