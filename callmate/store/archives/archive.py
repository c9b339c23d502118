"""Archives: zip files of a store or of a case, with a manifest of what is in them.

One is written whole or not at all, never over anything, and read back before it bears its name.
One that comes from elsewhere is read with distrust: of its names, its sizes and what it says.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from callmate import __version__
from callmate.errors import CallmateError, UsageError
from callmate.store.archives import manifest
from callmate.store.archives.manifest import MANIFEST, ROOMY, STRICT, Entry, Limits, is_safe_name
from callmate.store.archives.placing import put_in_place
from callmate.store.archives.unzip import Archive
from callmate.store.fs import REAL, lock_file

Source = Path | Iterable[bytes]
"""A file to copy as it is, or what a file is to hold."""
About = Mapping[str, Any] | Callable[[], Mapping[str, Any]]

CHUNK: Final = 1 << 20
DENSE: Final = 20
"""What shrinks to less than one part in this many is put in as it is: see ``Limits.ratio``."""

__all__ = ["ROOMY", "STRICT", "Archive", "Limits", "Source", "write"]


def write(
    target: Path, kind: str, files: Iterable[tuple[str, Source]], about: About, *, made: datetime
) -> None:
    """Write an archive that is not there yet; ``about`` may be a function, which is called when
    all files have been read.

    Raises CallmateError if there is something of that name, a source cannot be read or the disk
    refuses; nothing is left under the name then.
    """
    if os.path.lexists(target):
        raise CallmateError(f"{target} is there already; name another file.")
    with _of_target(target), _new_file(target) as (file, temporary):
        entries = _pack(file, kind, files, about, made)
        file.flush()
        os.fsync(file.fileno())
        _read_back(file, target, entries)
        put_in_place(temporary, target)
        REAL.sync_folder(target.parent)


@contextmanager
def _of_target(target: Path) -> Iterator[None]:
    """An error of the system here is one of the archive that is written."""
    try:
        yield
    except FileExistsError:
        raise CallmateError(f"{target} is there already; name another file.") from None
    except OSError as error:
        raise CallmateError(f"{target} cannot be written: {error.strerror or error}.") from None


@contextmanager
def _new_file(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A locked file of its own beside the target, which goes away at the end."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    _sweep(target)
    fd = REAL.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    try:
        with open(fd, "w+b") as file:
            lock_file(file.fileno())
            yield file, temporary
    finally:
        temporary.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Remove what a program that was killed left here of the same archive."""
    for name in os.listdir(target.parent):
        if not (name.startswith(f".{target.name}.") and name.endswith(".part")):
            continue
        with suppress(OSError):
            fd = REAL.open(target.with_name(name), os.O_RDWR)
            try:
                lock_file(fd)
                target.with_name(name).unlink(missing_ok=True)
            finally:
                os.close(fd)


def _pack(
    file: BinaryIO, kind: str, files: Iterable[tuple[str, Source]], about: About, made: datetime
) -> dict[str, Entry]:
    """Write all of it; what its manifest says of the files."""
    entries: dict[str, Entry] = {}
    pack = zipfile.ZipFile(file, "w", compresslevel=6)
    try:
        for name, source in files:
            if not is_safe_name(name) or name == MANIFEST or name in entries:
                raise ValueError(f"no name for a file in an archive: {name!r}")
            entries[name] = _put(pack, name, _chunks(name, source), made)
        told = about() if callable(about) else about
        text = manifest.written(kind, made, __version__, told, entries)
        entries[MANIFEST] = _put(pack, MANIFEST, iter([text]), made)
        pack.close()
    except BaseException:
        pack.fp = None  # else it would write its list of files when it is thrown away
        raise
    return entries


def _chunks(name: str, source: Source) -> Iterator[bytes]:
    """What a source holds. Its errors are its own, not those of the archive."""
    try:
        if not isinstance(source, Path):
            yield from source
            return
        with open(REAL.open(source, os.O_RDONLY), "rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise CallmateError(
            f"{name} cannot be read ({error.strerror or error}); no archive was written."
        ) from None


def _put(pack: zipfile.ZipFile, name: str, chunks: Iterator[bytes], made: datetime) -> Entry:
    """Put a file in; what the manifest says of it."""
    first = next(chunks, b"")
    info = zipfile.ZipInfo(name, (max(made.year, 1980), *made.timetuple()[1:6]))
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    dense = len(first) > DENSE * len(zlib.compress(first, 1))
    info.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
    size, hashed = 0, hashlib.sha256()
    with pack.open(info, "w", force_zip64=True) as entry:
        chunk: bytes | None = first
        while chunk is not None:
            entry.write(chunk)
            hashed.update(chunk)
            size += len(chunk)
            chunk = next(chunks, None)
    return Entry(size, hashed.hexdigest())


def _read_back(file: BinaryIO, target: Path, entries: Mapping[str, Entry]) -> None:
    """What the disk gives back must be what was written."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        archive = Archive(file, target, ROOMY)
        same = all(archive.entry(name) == entry for name, entry in entries.items())
    except UsageError:
        same = False
    if not same:
        raise CallmateError(f"{target}: the disk does not give back what was written; not kept.")
