"""The lanes beside the one that is written, held open: they outlast a folder that is taken away.

Each writer keeps what its own file held; but what was logged on other days, or by windows that
are closed by now, nobody else would have.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from callmate.store.fs import Fs
from callmate.store.lanes.displaced import keep_other
from callmate.store.lanes.scan import LANE

MOST_HELD: Final = 16


class Beside:
    """For the thread of the folder's owner."""

    def __init__(self, folder: Path, fs: Fs) -> None:
        self._folder, self._fs = folder, fs
        self._held: dict[str, int] = {}

    def look(self, lanes: Iterable[str]) -> int:
        """Call about once a second: hold these lanes as they are now; or, if all that were held
        are gone, write them again. How many were written. Never raises for the disk."""
        if self._held and not any(self._path(lane).exists() for lane in self._held):
            return self._put_back()
        for lane in list(lanes)[:MOST_HELD]:
            with suppress(OSError):
                self._hold(lane)
        return 0

    def _hold(self, lane: str) -> None:
        now = os.stat(self._path(lane), follow_symlinks=False)
        if lane in self._held:
            if os.path.samestat(now, os.fstat(self._held[lane])):
                return
            os.close(self._held.pop(lane))  # written anew: without what was forgotten, say
        self._held[lane] = self._fs.open(self._path(lane), os.O_RDONLY)

    def _put_back(self) -> int:
        count = 0
        for lane, fd in list(self._held.items()):
            with suppress(OSError):
                count += bool(keep_other(self._path(lane), fd, self._fs))
                os.close(self._held.pop(lane))
        return count

    def _path(self, lane: str) -> Path:
        return self._folder / f"{lane}{LANE}"

    @property
    def is_open(self) -> bool:
        """Whether it holds any."""
        return bool(self._held)

    def close(self) -> None:
        """Let go of all."""
        for fd in self._held.values():
            with suppress(OSError):
                os.close(fd)
        self._held.clear()
