"""Whether the files of a case are as they were, told without reading them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from callmate.clock import boot_id
from callmate.store.lanes.scan import is_lane
from callmate.store.lanes.taildb import STEP
from callmate.store.layout import case_folder

if TYPE_CHECKING:
    import sqlite3

Stamps = Iterable[tuple[str, str]]
"""Cases and which files something was made of, the newest first. Whoever holds those of very many
cases at once needs megabytes, and never gives all of them back."""


def stamp_of(root: Path, case_id: str) -> str:
    """What tells, without reading them, that the lanes of a case are as they were; "" if none."""
    folder = case_folder(root, case_id)
    try:
        with os.scandir(folder) as entries:
            lanes = [
                _stamp(entry.name, entry.stat(follow_symlinks=False))
                for entry in entries
                if is_lane(entry.name)
            ]
    except FileNotFoundError:
        return ""
    except OSError:  # no folder, or one that may not be read: itself is looked at
        try:
            lanes = [_stamp("", os.lstat(folder))]
        except OSError:
            return ""
    return json.dumps(sorted(lanes)) if lanes else ""


def _stamp(name: str, stat: os.stat_result) -> tuple[str, int, int, int, int, str]:
    # The time of a change tells of modes, too: what could not be read then perhaps can be now.
    # The time of a write need not outlast a power cut, though what was written does. Where that
    # does not change the size either, in padding, a stamp is good for as long as the machine runs.
    boot = "" if stat.st_size % STEP else boot_id()
    return name, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, boot


def stamps_in(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Those of an index, or of a search. Raises sqlite3.Error."""
    return iter(db.execute("select id, stamp from cases order by id desc"))


def side_by_side(*told: Stamps) -> Iterator[tuple[str, list[str]]]:
    """Each case, and what each of these says of it; "" where it says nothing."""
    rows = merge(*(_numbered(n, one) for n, one in enumerate(told)), key=_ID, reverse=True)
    for case_id, found in groupby(rows, key=_ID):
        stamps = [""] * len(told)
        for _, n, stamp in found:
            stamps[n] = stamp
        yield case_id, stamps


_ID = itemgetter(0)


def _numbered(n: int, told: Stamps) -> Iterator[tuple[str, int, str]]:
    return ((case_id, n, stamp) for case_id, stamp in told)
