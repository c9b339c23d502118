"""One writer's file of one case, open: appended to, synced, emptied of what is to be forgotten."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from callmate.model.events import Event
from callmate.store.fs import NameUnsaved
from callmate.store.lanes import chain, displaced
from callmate.store.lanes.displaced import Displaced, End, Own
from callmate.store.lanes.emptying import without
from callmate.store.lanes.journal import Journal, digest_if_forgotten, written_anew
from callmate.store.lanes.scan import Health, Place, read_on
from callmate.store.lanes.site import Site, Stamped
from callmate.store.lanes.taildb import EVENTS, Tail, TailDB, TailStorage, TailTable

CLOSE_WITHIN_S: Final = 1.0
"""A program that is told to end does not wait longer for a disk; the lane stays padded then."""


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
        self.displaced = self.proving = self.is_kept = False
        self.link = place.link
        self._site = site
        self._names_synced = self._is_left = False
        self._guard, self._leaving = threading.Lock(), threading.Lock()
        self._journal = Journal.of(fd, place)
        self._open_db(fd, Tail(place.offset, os.fstat(fd).st_size, place.link.n))

    def _open_db(self, fd: int, tail: Tail) -> None:
        self._own, self._end = Own.of(self.path, fd), End.of(fd, tail.offset)
        self._db = TailDB(self.path, fd=fd, tail=tail, fs=self.fs)
        storage, table = self._db.storage, self._db.table(EVENTS)
        assert isinstance(storage, TailStorage) and isinstance(table, TailTable)
        self._storage, self._table = storage, table

    @property
    def stat(self) -> Stat:
        return Stat.of(os.fstat(self._storage.fd))

    def append(self, stamped: Sequence[Stamped]) -> list[Event]:
        """Write the events in one go. If it raises, none of them is in the lane.

        Raises Displaced if the file is not the one that bears the name, or was written by others.
        """
        self._refuse_displaced()
        n, prev = self.link.n, self.link.hash
        salts = os.urandom(chain.SALT_BYTES * len(stamped))
        events, rows = [], []
        for position, (_, new, clock, _, digest) in enumerate(stamped):
            n += 1
            event = Event(
                new.id, n, self.name, self.case, new.kind,
                new.moment.at.isoformat(timespec="microseconds"), new.moment.boot,
                new.moment.mono, clock, new.call, new.cause, new.body,
            )  # fmt: skip
            start = position * chain.SALT_BYTES
            salt = salts[start : start + chain.SALT_BYTES]
            written = chain.write(event, prev, salt, digest)
            prev = written.hash
            events.append(event)
            rows.append((n, written.text.encode("ascii")))
        self._table.insert_encoded(rows)
        self._journal.add(rows)
        self._end = End.after(rows[-1][1], self._storage.tail.offset)
        self.link.n, self.link.hash, self.link.clock = n, prev, stamped[-1].clock
        self.unsynced.extend(stamped)
        self._site.syncer.wrote(self, stamped[0].number, stamped[-1].number)
        return events

    def sync(self) -> None:
        """Make durable what was written, and the names that lead to it."""
        with self._guard:
            if self.distrusted:
                raise OSError(self.distrusted)
            end = self._end
            self.fs.datasync(self._storage.fd)
            if not self._names_synced:
                self._sync_names()
                self._names_synced = True
            if self.proving:
                self._read_back(end.start + len(end.mark))
                self.proving = False
            displaced.refuse(self._own, end)

    def _sync_names(self) -> None:
        """Each folder from the lane's up to the store, and the one that the store is in."""
        folder, root = self.path.parent, self._site.root
        while folder != root and folder != folder.parent:
            self.fs.sync_folder(folder)
            folder = folder.parent
        self.fs.sync_folder(folder)
        with suppress(PermissionError):  # one may enter many a folder that one may not read
            self.fs.sync_folder(folder.parent)

    def _refuse_displaced(self) -> None:
        """What is written to a file that lost its name, or its end, would be lost with it."""
        displaced.refuse(self._own, self._end if self._storage.torn else self._end.closed)

    def _read_back(self, end: int) -> None:
        """After a failed sync elsewhere: what the disk gives back must still be a chain."""
        fd = self._storage.fd
        self.fs.drop_cache(fd)
        place = Place()
        read_on(fd, place, lambda doc: None)
        if place.offset < end:
            raise OSError(f"{self.path} does not give back what was written to it")

    def settled(self, last: int) -> None:
        while self.unsynced and self.unsynced[0].number <= last:
            self.unsynced.popleft()
        self._close_if_done()

    def sync_failed(self, error: OSError) -> str:
        """Never trust the file again; says why. One that was displaced stays so, whatever a sync
        that came too late has to say: what it held is to be kept."""
        if self.displaced:
            return self.distrusted
        self.displaced = isinstance(error, Displaced)
        self.distrusted = f"The disk failed to save {self.path.name}: {error.strerror or error}."
        if self.displaced:
            self.distrusted = f"{self.path.name} was {error} while it was written."
        return self.distrusted

    @property
    def lost_name(self) -> bool:
        """Whether another file bears the name, or none."""
        return bool(displaced.lost_name(self._own))

    def keep(self) -> tuple[str, list[Stamped]]:
        """Of a displaced lane: keep what its file holds and what was written to it. Says in words
        what became of it, and gives what has to go to another lane. Raises OSError if not."""
        end, site = self._storage.tail.offset, self._site
        kept = displaced.keep(self._own, end, self._journal, site, self.fs)
        status = site.syncer.status  # until they are written, they are not durable any more
        number = min(status.durable + 1, status.taken)
        held = {one.new.id for one in self.unsynced}
        missing = [one for one in kept.missing if one["id"] not in held]
        again = [
            Stamped(number, written_anew(one), one["clock"], number, digest_if_forgotten(one))
            for one in missing
        ]
        self.is_kept = True
        return kept.told(self.distrusted), again

    def dismiss(self) -> bool:
        """Close a displaced file once all of it is kept: who has thousands open can open no more.
        Whether that was done; not while a sync holds it, or where the name still leads to it."""
        if not (self.is_kept and self.lost_name and self._guard.acquire(blocking=False)):
            return False
        try:
            with suppress(OSError):
                self._db.close()
        finally:
            self._guard.release()
        return True

    def look(self) -> None:
        """As ``append`` does, and do not trust the file any more if it raises Displaced."""
        try:
            self._refuse_displaced()
        except Displaced as error:
            self.sync_failed(error)
            raise

    def forget(self, ids: Collection[str]) -> int:
        """Take away salt and body of these events for good; how many had them."""
        self._site.syncer.flush()
        with self._guard:
            end = self._end_for_rewrite()
            if end is None:
                return 0
            self._journal.forget(ids)
            lines: list[int] = []
            fd = self._storage.fd
            unsaved: NameUnsaved | None = None
            try:
                new_fd = self.fs.replace_file(self.path, without(fd, end, ids, lines), lock=True)
            except NameUnsaved as error:
                new_fd, unsaved = error.fd, error
            count, offset = lines
            os.close(fd)
            self._open_db(new_fd, Tail(offset, os.fstat(new_fd).st_size, self.link.n))
            if unsaved is not None:
                self.unsynced = deque(one for one in self.unsynced if one.new.id not in ids)
                self.sync_failed(unsaved)
                raise unsaved
            self.unsynced.clear()
            return count

    def _end_for_rewrite(self) -> int | None:
        """The end of what is to be kept of the file; None if it cannot be told. Raises OSError.

        A lane that was left holds what the disk gives back, which need not be all that it got.
        """
        if not self.distrusted:
            self._refuse_displaced()
            return self._storage.tail.offset
        if self not in self._site.abandoned:
            raise OSError(self.distrusted)
        place = Place()
        found = read_on(self._storage.fd, place, lambda doc: None)
        if found.health is Health.WHOLE:
            return place.offset
        self._site.notice(f"{self.path.name} still holds what was forgotten: {found.why}.")
        return None

    def seal(self) -> None:
        """Drop the padding; the next append puts it back. Raises OSError, and a disk that failed
        is not trusted with this file any more."""
        with self._guard:
            self._seal()

    def _seal(self) -> None:
        if self.distrusted or not self.link.n:
            return
        try:
            self._refuse_displaced()
            self._storage.seal()
        except OSError as error:
            self.sync_failed(error)
            raise

    def finish(self) -> None:
        """Sync and drop the padding, unless that takes too long. Raises OSError if the disk would
        not."""
        if self._site.syncer.flush(CLOSE_WITHIN_S):
            self.seal()

    def let_go(self) -> None:
        """Close the file, which ends its lock: now, or once the disk is done with its events."""
        with self._leaving:
            self._is_left = True
        self._close_if_done()

    def _close_if_done(self) -> None:
        with self._leaving:
            if not self._is_left or (self.unsynced and not self.distrusted):
                return
            self._is_left = False
        self._site.syncer.leave(self)
        if self._guard.acquire(blocking=False):
            with suppress(OSError):  # what was written is on the disk by now, or elsewhere
                self._db.close()
            self._guard.release()

    def close(self) -> None:
        """Finish, and let go whatever comes of it. Raises OSError if the disk would not."""
        try:
            self.finish()
        finally:
            self.let_go()

    def abandon(self) -> None:
        """Never touch the file again; its lock is kept so that no one else trusts it either."""
        self._site.abandoned.append(self)
        self._site.syncer.leave(self)


__all__ = ["Lane", "Site", "Stamped", "Stat"]
