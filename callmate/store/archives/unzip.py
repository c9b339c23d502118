"""Reads an archive with distrust: of its names, its sizes, and what it says of itself."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from callmate.errors import UsageError
from callmate.store.archives import manifest
from callmate.store.archives.manifest import MANIFEST, STRICT, Entry, Limits, is_safe_name
from callmate.store.fs import REAL

CHUNK: Final = 1 << 20
NO_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, IndexError,
)  # fmt: skip
"""What the zip module raises for bytes that are no zip, or for one of an unknown kind."""
END: Final = b"PK\x05\x06"
END_BYTES: Final = 22
LARGE_END: Final = b"PK\x06\x07"
LARGE_END_BYTES: Final = 20
MOST_OF_A_NAME: Final = 512
"""Bytes that one file takes in the list of an archive."""
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """An archive, open for reading. Whatever is wrong with it raises UsageError, a sentence.

    Files that the manifest does not name are refused; those it names and that are not there, or
    are otherwise, are told by ``fault``.
    """

    def __init__(self, file: BinaryIO, path: Path, limits: Limits = STRICT) -> None:
        self.path, self._limits = path, limits
        self._sizes: dict[str, int] = {}
        self._total = 0
        with self._telling():
            self._length = _refuse_crowded(file, limits)
            self._pack = zipfile.ZipFile(file)
            self._infos = self._checked(self._pack.infolist())
            text = b"".join(self._inflated(MANIFEST, limits.manifest))
            self.manifest = manifest.parse(text)
            extra = self._infos.keys() - self.manifest.files.keys() - {MANIFEST}
            if extra:
                raise UsageError(f"{min(extra)!r} is in it, which its {MANIFEST} does not name")
        self.names = tuple(name for name in self.manifest.files if name in self._infos)

    @classmethod
    @contextmanager
    def open(cls, path: Path, limits: Limits = STRICT) -> Iterator[Archive]:
        """Open a file for as long as a ``with`` lasts. Raises UsageError."""
        try:
            fd = REAL.open(path, os.O_RDONLY)
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
        with open(fd, "rb") as file:
            yield cls(file, path, limits)

    def _checked(self, infos: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name, mode = info.orig_filename, info.external_attr >> 16
            if name != info.filename or not is_safe_name(name):
                raise UsageError(f"no file may have the name {name[:80]!r}")
            if name in found:
                raise UsageError(f"{name!r} is in it twice")
            if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                raise UsageError(f"{name!r} is a link, a folder or a device")
            if info.flag_bits & 1 or info.compress_type not in METHODS:
                raise UsageError(f"{name!r} is packed in a way that callmate does not use")
            found[name] = info
        if len(found) > self._limits.files:
            raise UsageError(f"it holds more than {self._limits.files:,} files")
        if MANIFEST not in found:
            raise UsageError("it is no archive of callmate")
        return found

    def read(self, name: str) -> bytes:
        """The whole of a file, as it stands in the archive. Raises UsageError."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The same a piece at a time; what is read counts towards the limits."""
        with self._telling():
            if name not in self._infos:
                raise UsageError(f"{name} is missing")
            yield from self._inflated(name, self._limits.total)

    def entry(self, name: str) -> Entry:
        """Size and hash of a file as it stands in the archive. Raises UsageError."""
        size, hashed = 0, hashlib.sha256()
        for chunk in self.chunks(name):
            size += len(chunk)
            hashed.update(chunk)
        return Entry(size, hashed.hexdigest())

    def fault(self, name: str) -> str:
        """Why a file is not what the manifest says, or "" if it is."""
        if name not in self._infos:
            return "it is missing from the archive"
        return "" if self.entry(name) == self.manifest.files[name] else "it was changed"

    def _inflated(self, name: str, most: int) -> Iterator[bytes]:
        """The bytes of a file, counted as they come: no size that stands in the zip is believed."""
        info, size, limits = self._infos[name], 0, self._limits
        packed = min(info.compress_size, self._length)
        others = self._total - self._sizes.get(name, 0)
        with self._pack.open(info) as entry:
            while chunk := entry.read(CHUNK):
                size += len(chunk)
                if size > limits.small and size > limits.ratio * packed:
                    raise UsageError(f"{name} is packed more than {limits.ratio} to 1")
                if size > most or others + size > limits.total:
                    raise UsageError(f"more than {most >> 20:,} MiB are packed in it")
                if size > self._sizes.get(name, 0):
                    self._sizes[name], self._total = size, others + size
                yield chunk

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except UsageError as error:
            raise UsageError(f"{self.path}: {error}.") from None
        except NO_ZIP:
            raise UsageError(f"{self.path} is no whole archive of callmate.") from None
        except OSError as error:
            raise UsageError(f"{self.path} cannot be read: {error.strerror or error}.") from None


def _refuse_crowded(file: BinaryIO, limits: Limits) -> int:
    """The length of the archive in bytes. Raises UsageError before a list of very many files is
    read into memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_BYTES - LARGE_END_BYTES))
    tail = file.read()
    end = tail[-END_BYTES:]
    if not end.startswith(END) or len(end) < END_BYTES:
        raise zipfile.BadZipFile
    length = int.from_bytes(end[12:16], "little")
    if tail.startswith(LARGE_END) and limits.files < 0xFFFF:
        raise UsageError(f"it holds more than {limits.files:,} files")
    if length > limits.files * MOST_OF_A_NAME and not tail.startswith(LARGE_END):
        raise UsageError(f"it holds more than {limits.files:,} files")
    return size
