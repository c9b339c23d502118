"""One writer's file of one case, open: appended to, synced, emptied of what is to be forgotten."""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from callmate.model.events import Event, NewEvent
from callmate.store import chain
from callmate.store.fs import REAL, Fs
from callmate.store.scan import HEAD, Place, read_on
from callmate.store.sync import Syncer
from callmate.store.taildb import (
    CLOSERS,
    EVENTS,
    Tail,
    TailDB,
    TailStorage,
    TailTable,
    padded,
)

CLOSE_WITHIN_S: Final = 1.0
"""A program that is told to end does not wait longer for a disk; the lane stays padded then."""


@dataclass(slots=True)
class Site:
    """What all files of a store share. ``notices`` are sentences for the person."""

    device: str
    quarantine: Path
    syncer: Syncer = field(default_factory=Syncer)
    fs: Fs = REAL
    notices: list[str] = field(default_factory=list)
    abandoned: list[Lane] = field(default_factory=list)

    refusal: str = ""
    """Why nothing may be written here at all; empty if it may."""

    def notice(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices.append(sentence)


class Stamped(NamedTuple):
    """An event on its way to a lane: its number in the process, and its place in time."""

    number: int
    new: NewEvent
    clock: str


class Stat(NamedTuple):
    """What tells, without reading it, that a file is the one that was read."""

    inode: int
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, stat: os.stat_result) -> Stat:
        return cls(stat.st_ino, stat.st_size, stat.st_mtime_ns)


class Lane:
    """An open, locked, healthy lane. Its methods raise OSError; only ``sync`` is for the thread."""

    def __init__(self, path: Path, case: str, site: Site, fd: int, place: Place) -> None:
        self.path, self.name, self.case, self.fs = path, path.stem, case, site.fs
        self.unsynced: deque[Stamped] = deque()
        self.distrusted = ""
        self.proving = False
        self.link = place.link
        self._site = site
        self._names_synced = False
        self._guard = threading.Lock()
        self._open_db(fd, Tail(place.offset, os.fstat(fd).st_size, place.link.n))

    def _open_db(self, fd: int, tail: Tail) -> None:
        self._db = TailDB(self.path, fd=fd, tail=tail, fs=self.fs)
        storage, table = self._db.storage, self._db.table(EVENTS)
        assert isinstance(storage, TailStorage) and isinstance(table, TailTable)
        self._storage, self._table = storage, table

    @property
    def stat(self) -> Stat:
        return Stat.of(os.fstat(self._storage.fd))

    def append(self, stamped: Sequence[Stamped]) -> list[Event]:
        """Write the events in one go. If it raises, none of them is in the lane."""
        n, prev = self.link.n, self.link.hash
        salts = os.urandom(chain.SALT_BYTES * len(stamped))
        events, rows = [], []
        for position, (_, new, clock) in enumerate(stamped):
            n += 1
            event = Event(
                new.id, n, self.name, self.case, new.kind,
                new.moment.at.isoformat(timespec="microseconds"), new.moment.boot,
                new.moment.mono, clock, new.call, new.cause, new.body,
            )  # fmt: skip
            start = position * chain.SALT_BYTES
            written = chain.write(event, prev, salts[start : start + chain.SALT_BYTES])
            prev = written.hash
            events.append(event)
            rows.append((n, written.text.encode("ascii")))
        self._table.insert_encoded(rows)
        self.link.n, self.link.hash, self.link.clock = n, prev, stamped[-1].clock
        self.unsynced.extend(stamped)
        self._site.syncer.wrote(self, stamped[0].number, stamped[-1].number)
        return events

    def sync(self) -> None:
        """Make durable what was written, and the names that lead to it."""
        with self._guard:
            if self.distrusted:
                raise OSError(self.distrusted)
            end = self._storage.tail.offset
            self._refuse_replaced()
            self.fs.datasync(self._storage.fd)
            if not self._names_synced:
                self.fs.sync_folder(self.path.parent)
                self.fs.sync_folder(self.path.parent.parent)
                self._names_synced = True
            if self.proving:
                self._read_back(end)
                self.proving = False

    def _refuse_replaced(self) -> None:
        """What is written to a file that lost its name would be lost with it."""
        try:
            named = os.stat(self.path, follow_symlinks=False)
        except FileNotFoundError:
            raise OSError("it was removed while it was written") from None
        if not os.path.samestat(named, os.fstat(self._storage.fd)):
            raise OSError("it was replaced while it was written")

    def _read_back(self, end: int) -> None:
        """After a failed sync elsewhere: what the disk gives back must still be a chain."""
        fd = self._storage.fd
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        place = Place()
        read_on(fd, place, lambda doc: None)
        if place.offset < end:
            raise OSError(f"{self.path} does not give back what was written to it")

    def settled(self, last: int) -> None:
        while self.unsynced and self.unsynced[0].number <= last:
            self.unsynced.popleft()

    def sync_failed(self, error: OSError) -> str:
        self.distrusted = f"The disk failed to save {self.path.name}: {error.strerror or error}."
        return self.distrusted

    def forget(self, ids: Collection[str]) -> int:
        """Take away salt and body of these events for good; how many had them."""
        self._site.syncer.flush()
        with self._guard:
            lines: list[int] = []
            fd = self._storage.fd
            chunks = _without(fd, self._storage.tail.offset, ids, lines)
            new_fd = self.fs.replace_file(self.path, chunks, lock=True)
            count, offset = lines
            os.close(fd)
            self._open_db(new_fd, Tail(offset, os.fstat(new_fd).st_size, self.link.n))
            self.unsynced.clear()
            return count

    def seal(self) -> None:
        """Drop the padding; the next append puts it back. Raises OSError."""
        with self._guard:
            if not self.distrusted and self.link.n:
                self._storage.seal()

    def close(self) -> None:
        """Sync, drop the padding, let go of the lock. Raises OSError if the disk would not."""
        in_time = self._site.syncer.flush(CLOSE_WITHIN_S)
        with self._guard:
            try:
                if in_time and not self.distrusted and self.link.n:
                    self._storage.seal()
            finally:
                self._db.close()
                self._site.syncer.leave(self)

    def abandon(self) -> None:
        """Never touch the file again; its lock is kept so that no one else trusts it either."""
        self._site.abandoned.append(self)
        self._site.syncer.leave(self)


def _without(fd: int, end: int, ids: Collection[str], result: list[int]) -> Iterator[bytes]:
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
