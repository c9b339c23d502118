"""Files that are finished under another name first, and then get the one they are known by."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from callmate.store.archives.manifest import Entry
from callmate.store.archives.unzip import Archive
from callmate.store.fs import REAL

CHUNK = 1 << 20


def unpack(found: Archive, name: str, target: Path) -> Entry:
    """Write one file of an archive to a new file, synced; its size and hash as they came out.

    Raises UsageError for the archive and OSError for the disk.
    """
    size, hashed = 0, hashlib.sha256()
    fd = REAL.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        for chunk in found.chunks(name):
            REAL.write_all(fd, chunk, size)
            hashed.update(chunk)
            size += len(chunk)
        REAL.fsync(fd)
    finally:
        os.close(fd)
    return Entry(size, hashed.hexdigest())


def put_in_place(source: Path, target: Path) -> None:
    """Give a finished file its name, without ever replacing another; the folder is not synced.

    The old name may stay. Raises FileExistsError if the new one is taken, or OSError.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError as error:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        if error.errno == errno.EXDEV:
            with source.open("rb") as file:
                REAL.put_file(target, iter(lambda: file.read(CHUNK), b""))
        else:  # a file system without links
            os.rename(source, target)
