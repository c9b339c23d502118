"""Which other cases quote one: found by its id in their files, without reading the cases."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from callmate.store.fs import Fs, NotARegularFile
from callmate.store.layout import case_folder, each_case, lanes_in


def quoting(
    root: Path, cases: Collection[str], events: Collection[str] | None, fs: Fs
) -> dict[str, set[str]]:
    """By case, its notes that quote one of these ``cases``: any event of them, or one of
    ``events``. Looks at every file."""
    sought = [f'"quotes":{{"case":"{one}"'.encode("ascii") for one in cases]
    found: dict[str, set[str]] = {}
    for case_id in sorted(each_case(root)):
        for lane in lanes_in(case_folder(root, case_id)):
            ids = {one for one, quoted in _quotes(lane, sought, fs) if _is_of(quoted, events)}
            if ids:
                found.setdefault(case_id, set()).update(ids)
    return found


def _is_of(quoted: str, events: Collection[str] | None) -> bool:
    return events is None or quoted in events


def _quotes(lane: Path, sought: Collection[bytes], fs: Fs) -> Iterator[tuple[str, str]]:
    """The notes of a lane with such a quote, and the event that each quotes."""
    try:
        fd = fs.open(lane, os.O_RDONLY)
    except (FileNotFoundError, NotARegularFile):
        return
    with open(fd, "rb") as file:
        data = file.read()
    if not any(one in data for one in sought):
        return
    for line in data.split(b"\n"):
        if any(one in line for one in sought):
            with suppress(ValueError, KeyError, TypeError):
                doc = json.loads(line.partition(b": ")[2].rstrip(b"}, \n") + b"}")
                yield doc["id"], doc["body"]["quotes"]["event"]
