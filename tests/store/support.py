"""What the tests of the store share: a site, events, and a file system that fails on demand."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.model.events import Event, NewEvent
from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer
from callmate.store.library import Library

CASE = "01JNB0000000000000000000CA"
DEVICE = "testdev1"


class FailingFs(Fs):
    """A disk that fails while one of these is set to an error number."""

    def __init__(self) -> None:
        self.write_errno = 0
        self.write_half = False
        self.sync_errno = 0
        self.open_errno = 0
        self.space: int | None = None

    def open(self, path: Path, flags: int) -> int:
        if self.open_errno and flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(self.open_errno, os.strerror(self.open_errno))
        return super().open(path, flags)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        if self.write_errno:
            if self.write_half:
                super().pwrite(fd, data[: len(data) // 2], offset)
            raise OSError(self.write_errno, os.strerror(self.write_errno))
        if self.space is not None and offset + len(data) > self.space:
            room = self.space - offset
            if room <= 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().pwrite(fd, data[:room], offset)
        return super().pwrite(fd, data, offset)

    def datasync(self, fd: int) -> None:
        if self.sync_errno:
            raise OSError(self.sync_errno, os.strerror(self.sync_errno))
        super().datasync(fd)


class UnsyncedFs(Fs):
    """Syncs nothing, for tests of what is in the files that need not wait for the disk."""

    def datasync(self, fd: int) -> None:
        return

    def fsync(self, fd: int) -> None:
        return


def make_site(root: Path, device: str = DEVICE, fs: Fs | None = None) -> Site:
    return Site(device, root / "quarantine", Syncer(interval=0.0), fs or Fs())


def make_case(root: Path, device: str = DEVICE, fs: Fs | None = None) -> CaseFile:
    return CaseFile(root, CASE, make_site(root, device, fs))


def make_library(root: Path) -> Library:
    return Library(root, ManualClock(), UlidSource())


class Maker:
    """Makes new events one second apart."""

    def __init__(self, seed: int = 0) -> None:
        self.clock = ManualClock()
        self.ids = UlidSource(lambda: int(self.clock.at.timestamp() * 1000) + seed)

    def __call__(self, kind: str = "note", **body: Any) -> NewEvent:
        self.clock.advance(1)
        return NewEvent(self.ids(), kind, self.clock.now(), body)

    def many(self, count: int) -> list[NewEvent]:
        return [self(text=f"number {number}") for number in range(count)]


def ids(events: Sequence[Event] | Sequence[NewEvent]) -> list[str]:
    return [event.id for event in events]


def stock_ids(path: Path) -> list[str]:
    """The ids stock TinyDB finds in a file."""
    with TinyDB(path, access_mode="r") as db:
        return [doc["id"] for doc in db.table("events")]


def lane_path(root: Path, lane: str) -> Path:
    return root / "cases" / CASE / f"{lane}.json"
