"""A folder in the store that nobody looks into, where what comes in is unpacked and checked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from callmate.store.fs import lock_file

PREFIX: Final = ".incoming-"


@contextmanager
def stage(root: Path) -> Iterator[Path]:
    """An empty one for as long as a ``with`` lasts. Raises OSError."""
    sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lock_file(fd)
        yield folder
    finally:
        os.close(fd)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> int:
    """Remove those that a program left which was killed; how many. Raises OSError."""
    count = 0
    for left in root.glob(f"{PREFIX}*"):
        try:
            fd = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except (FileNotFoundError, NotADirectoryError):
            continue
        try:
            lock_file(fd)
            shutil.rmtree(left)
            count += 1
        except BlockingIOError:  # one that is at work
            pass
        finally:
            os.close(fd)
    return count
