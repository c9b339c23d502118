"""Room on the disk that is kept for the day it is full.

The reserve is a file of the store that holds nothing but room. An event that a full disk refuses
gives it up and is written into what it leaves, and so are some hundreds after it, while the person
is told to make room. Once there is some the reserve is made anew.

On a file system that shares its blocks (snapshots, some quotas) a file that is deleted may leave
no room at once. There the reserve is of no use, and events are held in memory as without it.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from callmate.store.fs import Fs

RESERVE: Final = "reserve"
SIZE: Final = 1 << 20
ENOUGH: Final = 8 << 20
"""Bytes that have to be free before a part of them is set aside."""
LEAST: Final = 64 << 10
"""Bytes that a lane may want at once."""
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
ON_RESERVE: Final = "The disk is full. Saving from the reserve: free some space now."
NONE_LEFT: Final = "The disk is nearly full: free at least {} MB more."


class Reserve:
    """The file ``path``. For the thread that writes events.

    ``spent`` tells that this process gave the reserve up, ``missing`` that there is none and no
    room for one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spent = self.missing = False
        self._lacks = ENOUGH

    @property
    def told(self) -> str:
        """What is wrong, in a sentence for the person; "" if nothing is."""
        if self.spent or not self.missing:
            return ON_RESERVE if self.spent else ""
        return NONE_LEFT.format(-(-self._lacks // 1_000_000))

    @property
    def is_out(self) -> bool:
        """Whether there is no room for an event either, as far as it was looked at."""
        return self.missing and self._lacks > ENOUGH - LEAST

    @property
    def is_tight(self) -> bool:
        """Whether what room there is has to be left to the events."""
        return self.spent or self.missing

    def look(self, fs: Fs) -> bool:
        """Whether there is none, and no room for one: it may have been given up before."""
        try:
            self.missing = not self._is_there() and self._is_short(fs)
        except OSError:
            return False
        return self.missing

    def _is_short(self, fs: Fs) -> bool:
        """Whether there is too little room to set a part of it aside."""
        self._lacks = max(1, ENOUGH - fs.free(self.path.parent))
        return fs.free(self.path.parent) < ENOUGH

    def keep(self, fs: Fs) -> None:
        """Call about once a second: makes the reserve if there is none, and room for it.

        Never raises for the disk; one that cannot be written is said where events are.
        """
        try:
            if self._is_there() or self._make(fs):
                self.spent = self.missing = False
            else:
                self.missing = True
        except OSError as error:
            self.missing = error.errno in NO_ROOM

    def _is_there(self) -> bool:
        try:
            found = os.lstat(self.path)
        except FileNotFoundError:
            return False
        # In a part of a full reserve there is room too, so what a kill cut short is no reserve.
        return found.st_size >= SIZE

    def _make(self, fs: Fs) -> bool:
        """Set the room aside; False if there is too little of it."""
        if self._is_short(fs):
            return False
        fd = fs.open(self.path, os.O_RDWR | os.O_CREAT)
        try:
            fs.allocate(fd, SIZE)
        except OSError:
            self._let_go(fd, fs)
            raise
        finally:
            os.close(fd)
        return True

    def give_up(self, error: OSError, fs: Fs) -> bool:
        """Whether ``error`` was for want of room, and the reserve has left some by now."""
        if error.errno not in NO_ROOM:
            return False
        try:
            fd = fs.open(self.path, os.O_RDWR)
        except OSError:
            return False  # there is none, or no plain file
        try:
            had = os.fstat(fd).st_size > 0
            gone = self._let_go(fd, fs)
        finally:
            os.close(fd)
        self.spent = self.spent or (had and gone)
        return had and gone

    def _let_go(self, fd: int, fs: Fs) -> bool:
        """Free the room in either of two ways: a full disk may refuse one of them."""
        try:
            fs.truncate(fd, 0)
            freed = True
        except OSError:
            freed = False
        try:
            fs.unlink(self.path)
        except OSError:
            return freed
        return True
