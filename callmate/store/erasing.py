"""Takes from the files of a store what events said, for good, at the wish of its owner.

Of an event that is erased the header stays, and so the chain of its lane still holds. Here alone
a lane is changed that is not whole, or that another device wrote.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callmate.errors import CallmateError
from callmate.store.clones import is_own
from callmate.store.fs import Fs, NotARegularFile, lock_file
from callmate.store.lanes import chain
from callmate.store.lanes.emptying import Doc, emptied, event_of
from callmate.store.lanes.lane import Site
from callmate.store.lanes.scan import Health, Place, named, read_on
from callmate.store.lanes.taildb import SEALED_END
from callmate.store.layout import lanes_in

TOGETHER: Final = 1 << 20
"""Bytes that are written at once."""

Doomed = Callable[[Doc], bool]
"""Whether an event is to be erased."""


@dataclass(slots=True)
class Erased:
    """How many events were emptied, and sentences on what else was done or could not be."""

    count: int = 0
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Eraser:
    """Erases events in folders of lanes; every file that is to be changed is locked before the
    first is.

    Of the folders ``wholly`` no word is to be kept: what is damaged there, and has no chain to
    rely on, is removed. Files that another device wrote are only touched if ``any_device`` is
    meant, since that device may be writing them.
    """

    def __init__(
        self, site: Site, doomed: Doomed, wholly: Collection[Path] = (), any_device: bool = False
    ) -> None:
        self._site, self._doomed = site, doomed
        self._wholly, self._any_device = wholly, any_device
        self._held: list[tuple[Path, int]] = []
        self._stack = ExitStack()
        self.erased = Erased()

    def __enter__(self) -> Eraser:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def hold(self, folders: Iterable[Path]) -> None:
        """Lock what is to be changed. Raises CallmateError, with nothing changed, for a file that
        another window writes, or another device."""
        for path in (path for folder in folders for path in lanes_in(folder)):
            wholly = path.parent in self._wholly
            if wholly or self._is_concerned(path):
                self._held.append((path, self._locked(path)))

    def _is_concerned(self, path: Path) -> bool:
        try:
            fd = self._site.fs.open(path, os.O_RDONLY)
        except NotARegularFile:
            return False
        try:
            place, found = Place(), False
            health = read_on(fd, place, lambda doc: None).health
            found = any(self._is_doomed(line) for line in _lines(fd, _size(fd)))
            if health is not Health.WHOLE:
                self.erased.left.append(
                    f"{named(path)} is not whole: what nobody can read in it is left in it."
                )
            return found
        finally:
            os.close(fd)

    def _locked(self, path: Path) -> int:
        if not self._any_device and not is_own(path.name, self._site):
            raise CallmateError(
                f"{named(path)} was written by another device: do this there, or, if it does not "
                "write that file any more, here with --any-device."
            )
        try:
            fd = self._site.fs.open(path, os.O_RDWR)
        except NotARegularFile:
            raise CallmateError(
                f"{path} is a link, a folder or a pipe, no file of callmate; move it away first."
            ) from None
        self._stack.callback(os.close, fd)
        try:
            lock_file(fd)
        except BlockingIOError:
            raise CallmateError(
                f"A window of callmate writes {named(path)}; close it first."
            ) from None
        if not os.path.samestat(os.fstat(fd), os.stat(path, follow_symlinks=False)):
            raise CallmateError(f"{named(path)} was replaced just now; try again.")
        return fd

    def erase(self, last: Collection[str] = ()) -> Erased:
        """Empty the events. Files that hold one of the events ``last`` come last: whoever is
        stopped in the midst finds the rest by those. Raises OSError; that file is as it was."""
        for path, fd in sorted(self._held, key=lambda one: _has(one[1], last)):
            self._erase(path, fd)
        self._held.clear()
        self._stack.close()
        return self.erased

    def _erase(self, path: Path, fd: int) -> None:
        place = Place()
        health = read_on(fd, place, lambda doc: None).health
        wholly = path.parent in self._wholly
        if place.link.n and (health is Health.WHOLE or (wholly and health is Health.TORN)):
            self._write_anew(path, _lines(fd, place.offset), SEALED_END)
        elif not wholly:
            self._write_anew(path, _lines(fd, _size(fd)), b"")
        elif place.link.n or health is not Health.WHOLE:
            self.erased.count += sum(self._is_doomed(line) for line in _lines(fd, _size(fd)))
            path.unlink()
            self._site.fs.sync_folder(path.parent)
            self.erased.done.append(f"{named(path)} was damaged, and was removed.")

    def _write_anew(self, path: Path, lines: Iterator[bytes], end: bytes) -> None:
        count = 0

        def written() -> Iterator[bytes]:
            nonlocal count
            for line in lines:
                is_doomed = self._is_doomed(line)
                count += is_doomed
                yield emptied(line) if is_doomed else line
            yield end

        self._site.fs.put_file(path, _together(written()))
        self.erased.count += count

    def _is_doomed(self, line: bytes) -> bool:
        doc, _ = event_of(line)
        return doc is not None and not chain.is_forgotten(doc) and self._doomed(doc)


def erase_lines(path: Path, ids: Collection[str], fs: Fs) -> bool:
    """Take from a file in quarantine each line that names one of these events; whether there
    was one. Raises OSError."""
    sought = [one.encode("ascii") for one in ids]
    fd = fs.open(path, os.O_RDONLY)
    try:
        lines = list(_lines(fd, _size(fd)))
    finally:
        os.close(fd)
    kept = [line for line in lines if not any(one in line for one in sought)]
    if len(kept) == len(lines):
        return False
    fs.put_file(path, _together(iter(kept)))
    return True


def _size(fd: int) -> int:
    return os.fstat(fd).st_size


def _has(fd: int, ids: Collection[str]) -> bool:
    found = (event_of(line)[0] for line in _lines(fd, _size(fd))) if ids else ()
    return any(doc is not None and doc.get("id") in ids for doc in found)


def _lines(fd: int, end: int) -> Iterator[bytes]:
    """The lines of an open file up to an offset."""
    with open(fd, "rb", closefd=False) as file:
        file.seek(0)
        while end > 0 and (line := file.readline(end)):
            end -= len(line)
            yield line


def _together(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, many at a time."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= TOGETHER:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
