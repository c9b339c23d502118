"""A newer format is not written into a store before a backup of it was made."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Final

from callmate.errors import CallmateError
from callmate.model.events import FORMAT_VERSION
from callmate.paths import make_private_folder
from callmate.store.fs import REAL, Fs
from callmate.store.layout import CASES, DAYS, LIBRARY

FORMAT: Final = "format"
BACKUPS: Final = "backups"
FIRST: Final = 1
MOST_A_DAY: Final = 100


def format_of(root: Path) -> int:
    """The newest format that was written into a store: the first, until a file says otherwise.

    Raises OSError if the file cannot be read, ValueError if no number stands in it.
    """
    try:
        fd = REAL.open(root / FORMAT, os.O_RDONLY)
    except FileNotFoundError:
        return FIRST
    try:
        return max(FIRST, int(os.read(fd, 32)))
    finally:
        os.close(fd)


def note_format(root: Path, number: int, fs: Fs = REAL) -> None:
    """Write down that this format may stand in the store from now on. Raises OSError."""
    fs.put_file(root / FORMAT, [f"{number}\n".encode("ascii")])


def made_ready(root: Path, now: datetime, fs: Fs = REAL) -> str:
    """Back the store up if this program writes a newer format than any that is in it.

    Why nothing may be written, a sentence with the cure; "" if all is well.
    """
    try:
        if format_of(root) >= FORMAT_VERSION:
            return ""
    except (OSError, ValueError):
        return f"{root / FORMAT} holds no number; put back the one of a backup, or remove it."
    try:
        if _has_events(root):
            _back_up(root, now)
        note_format(root, FORMAT_VERSION, fs)
    except (CallmateError, OSError) as error:
        return (
            f"Nothing is saved: before format {FORMAT_VERSION} is written, the store is backed up, "
            f"and that failed. {error}"
        )
    return ""


def _has_events(root: Path) -> bool:
    return any((root / name).exists() for name in (CASES, DAYS, LIBRARY))


def _back_up(root: Path, now: datetime) -> None:
    # It takes a while to load, and is needed once in years.
    from callmate.store.archives.backing import write_backup

    folder = root / BACKUPS
    make_private_folder(folder)
    stem = f"before-v{FORMAT_VERSION}-{now:%Y-%m-%d}"
    for number in range(1, MOST_A_DAY):
        target = folder / f"{stem}{f'-{number}' if number > 1 else ''}.zip"
        if not os.path.lexists(target):
            write_backup(root, None, target, now)
            return
    raise CallmateError(f"{folder} holds very many files named {stem}; move some away.")
