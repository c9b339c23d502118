"""What the SQLite files of index and search share: they are caches, and thrown away if no use."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.paths import FILE_MODE

if TYPE_CHECKING:
    import sqlite3

SMALL: Final = "pragma cache_size=-256"
"""KiB of a file that one connection holds in memory, where nobody waits for it."""


def checked(
    path: Path, connect: Callable[[str], sqlite3.Connection], settings: str,
    made: Callable[[sqlite3.Connection], object], check: Callable[[sqlite3.Connection], object],
) -> tuple[sqlite3.Connection, bool]:  # fmt: skip
    """A connection to a file with these ``settings``, and whether it is a new one, which is then
    ``made``. Of one that was there ``check`` raises sqlite3.DatabaseError if it is no use. Raises
    OSError for what is not a plain file, or cannot be."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError("it is not a plain file")
    _make_private(path)
    db = connect(str(path))
    try:
        db.executescript(settings)
        is_new = not (version_of(db) or db.execute("select 1 from sqlite_master").fetchone())
        made(db) if is_new else check(db)
    except BaseException:
        db.close()
        raise
    return db, is_new


def _make_private(path: Path) -> None:
    """Make the file if it is not there. One that is there is never opened here: whoever closes a
    file loses all locks that this program has on it, also those of another connection, and the
    next one to come would take itself for the only one and delete what SQLite keeps beside it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))
    except FileExistsError:
        if not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def version_of(db: sqlite3.Connection) -> int:
    """The version of the tables in a file; 0 if nothing was made in it."""
    return int(db.execute("pragma user_version").fetchone()[0])


def throw_away(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def is_damage(error: Exception) -> bool:
    """Whether the file, not the disk or another window, is to blame."""
    import sqlite3

    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
