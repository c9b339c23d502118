"""Bugs that are put into the store on purpose, to see that a trial finds what they lose.

They are made in the process of the trial alone; the program knows nothing of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from callmate.store.fs import Fs
from callmate.store.lanes import opening
from callmate.store.lanes.lane import Lane, Site
from callmate.store.lanes.scan import EMPTY_LANE, Place
from callmate.store.lanes.taildb import TailStorage


def acknowledging_before_the_write() -> None:
    """What is appended is kept in memory until the next append, or the end."""
    append, close = TailStorage.append, TailStorage.close
    waiting: dict[int, Sequence[tuple[int, bytes]]] = {}

    def later(storage: TailStorage, rows: Sequence[tuple[int, bytes]]) -> None:
        before = waiting.pop(storage.fd, None)
        waiting[storage.fd] = rows
        if before:
            append(storage, before)

    def at_last(storage: TailStorage) -> None:
        rows = waiting.pop(storage.fd, None)
        if rows:
            append(storage, rows)
        close(storage)

    TailStorage.append = later  # type: ignore[method-assign,assignment]
    TailStorage.close = at_last  # type: ignore[method-assign,assignment]


def not_restoring_the_closers() -> None:
    """A write that failed half-way is left as it stands."""
    TailStorage._restore_closers = lambda *arguments: None  # type: ignore[method-assign]


def recovery_that_overwrites() -> None:
    """A lane with a torn tail is begun anew."""

    def anew(fd: int, path: Path, site: Site) -> tuple[int, Place]:
        os.ftruncate(fd, 0)
        os.pwrite(fd, EMPTY_LANE, 0)
        return fd, Place()

    opening._repaired = anew


def recovery_that_throws_away() -> None:
    """A lane with a torn tail is mended, and nothing is kept of what was torn."""
    opening.copy_damage = lambda *arguments: 0  # type: ignore[attr-defined]


def writing_where_it_failed() -> None:
    """A lane whose sync failed is trusted further."""
    Lane.sync_failed = lambda *arguments: ""  # type: ignore[method-assign]


def half_a_write() -> None:
    """What a write did not take is not written."""

    def once(fs: Fs, fd: int, data: bytes, offset: int) -> None:
        fs.pwrite(fd, data, offset)

    Fs.write_all = once  # type: ignore[method-assign,assignment]


MISTAKES: Final[dict[str, Callable[[], Any]]] = {
    one.__name__: one
    for one in (
        acknowledging_before_the_write,
        not_restoring_the_closers,
        recovery_that_overwrites,
        recovery_that_throws_away,
        writing_where_it_failed,
        half_a_write,
    )
}


def make(name: str) -> None:
    MISTAKES[name]()
