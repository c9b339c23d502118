"""Files that a writer makes on the way to another, and leaves behind if it is stopped just then."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callmate.store.fs import lock_file

NAME: Final = re.compile(r"\..+\.(?P<writer>[0-9]{1,9})(?:\.tmp|\.new|\.part)?")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that nobody finishes any more; when it was last written, in seconds of the epoch."""

    path: Path
    at: float


def leftovers(folder: Path) -> Iterator[Leftover]:
    """Those in a folder whose writers are gone; nothing if there is no such folder."""
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        match = NAME.fullmatch(name)
        if match is None or _runs(int(match["writer"])):
            continue
        path = folder / name
        seen = os.lstat(path)
        if stat.S_ISREG(seen.st_mode) and not _is_locked(path):
            yield Leftover(path, seen.st_mtime)


def _runs(pid: int) -> bool:
    """Whether such a process runs on this machine."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_locked(path: Path) -> bool:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        lock_file(fd)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False
