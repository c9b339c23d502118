"""Which events stand in the files that this process put beside lanes that were displaced."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST_COPIES: Final = 64
"""So many of the newest are remembered."""


class Copies:
    """The newest kept files, each with its events, as far as nobody has changed them since."""

    def __init__(self) -> None:
        self._files: deque[tuple[Path, tuple[int, int, int], frozenset[str]]] = deque(
            maxlen=MOST_COPIES
        )

    def add(self, path: Path, ids: Collection[str]) -> None:
        """A file that was kept holds these events."""
        with suppress(OSError):
            self._files.append((path, _stamp(path), frozenset(ids)))

    def hold(self, folder: Path, ids: Collection[str]) -> bool:
        """Whether all these events stand in copies in ``folder``: none is to be written again."""
        wanted = set(ids)
        for path, stamp, there in reversed(self._files):
            if not wanted:
                break
            if path.parent == folder and not wanted.isdisjoint(there) and _is(path, stamp):
                wanted -= there
        return not wanted


def _stamp(path: Path) -> tuple[int, int, int]:
    found = os.lstat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _is(path: Path, stamp: tuple[int, int, int]) -> bool:
    try:
        return _stamp(path) == stamp
    except OSError:
        return False
