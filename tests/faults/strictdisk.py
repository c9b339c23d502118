"""A disk in whose calls the process dies, or that fails; it makes nothing wait for a real sync."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.store.support import FailingFs


class Killed(BaseException):
    """The process died here: nothing of callmate may catch this."""


class MortalDisk(FailingFs):
    """Counts down the calls that change something, and dies within one of them.

    Only calls of the owner's thread count, so that the same steps always end in the same place.
    What is called after that, by ``finally`` and the like, has no effect.
    """

    _owners: dict[int, tuple[MortalDisk, int]] = {}  # noqa: RUF012
    """By descriptor whose it is, and the inode."""

    def __init__(self) -> None:
        super().__init__()
        self.dead = False
        self._left: int | None = None
        self._part = 0
        self._owner = threading.get_ident()

    def kill_after(self, calls: int, part: int) -> None:
        """Die in the call after so many more, when ``part`` thousandths of its bytes are
        written."""
        self._left, self._part = calls, part

    def close_all(self) -> None:
        """Close all that is open, as the system does for a process that died."""
        for fd, (disk, inode) in list(self._owners.items()):
            if disk is self:
                del self._owners[fd]
                if _inode(fd) == inode:
                    os.close(fd)

    def _is_last(self) -> bool:
        if self._left is None or threading.get_ident() != self._owner:
            return False
        if self.dead:
            raise Killed
        self._left -= 1
        self.dead = self._left < 0
        return self.dead

    @contextmanager
    def _step(self) -> Iterator[None]:
        """A call that is done whole or not at all: die before it, or right after it."""
        last = self._is_last()
        if last and self._part < 500:
            raise Killed
        yield
        if last:
            raise Killed

    def open(self, path: Path, flags: int) -> int:
        if self.dead and threading.get_ident() == self._owner:
            raise Killed
        fd = super().open(path, flags)
        self._owners[fd] = self, os.fstat(fd).st_ino
        return fd

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        if self._is_last():
            os.pwrite(fd, data[: len(data) * self._part // 1000], offset)
            raise Killed
        return super().pwrite(fd, data, offset)

    def truncate(self, fd: int, size: int) -> None:
        with self._step():
            super().truncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        with self._step():
            super().replace(source, target)

    def unlink(self, path: Path) -> None:
        with self._step():
            super().unlink(path)

    # Nothing waits for a disk; in the syncer's thread nobody can die.

    def datasync(self, fd: int) -> None:
        if self.sync_errno:
            raise OSError(self.sync_errno, os.strerror(self.sync_errno))
        with self._step():
            return

    def fsync(self, fd: int) -> None:
        self.datasync(fd)


def _inode(fd: int) -> int | None:
    try:
        return os.fstat(fd).st_ino
    except OSError:
        return None
