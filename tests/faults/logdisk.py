"""A disk that writes down what is done to it, in order, and fails where it is told to.

A FUSE file system of one file, ``disk``, the image a loop device stands on. Its bytes are in a
file of their own and so can be looked at, at any time, as they would be after a power cut. Every
write and flush of it goes to a log, with what a process writes to ``said`` in between: so it is
known which blocks were on the disk when something was said.
"""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, NamedTuple

from tests.faults.kernel import NotHere, child_of, kill, unmount

WROTE, FLUSHED, SAID, FAILED, DROPPED = b"w", b"f", b"s", b"e", b"d"
HEADER: Final = struct.Struct("<cQQ")
STARTED_WITHIN_S: Final = 10.0


class Entry(NamedTuple):
    """One thing in the log: what it is, where on the disk, and the bytes written or said."""

    what: bytes
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class LogDisk:
    """A running disk. ``device`` is the file to mount, ``said`` the one to tell it things."""

    device: Path
    said: Path
    orders: Path
    image: Path
    log: Path

    def entries(self) -> list[Entry]:
        raw, at, found = self.log.read_bytes(), 0, []
        while at < len(raw):
            what, offset, length = HEADER.unpack_from(raw, at)
            at += HEADER.size
            found.append(Entry(what, offset, raw[at : at + length]))
            at += length
        return found

    def fail(self, mark: bytes, times: int, *, lies: bool) -> None:
        """The next ``times`` writes with ``mark`` in them fail; if it ``lies``, later ones to the
        same places change nothing and are said to be well."""
        self.orders.write_bytes(struct.pack("<B?", times, lies) + mark)

    def trust_again(self) -> None:
        """Take no order any more; places where it lied are written again."""
        self.orders.write_bytes(struct.pack("<B?", 0, False))


class _Served:
    """What the file system does, called by FUSE; each raises OSError as a system call would."""

    use_ns = True

    def __init__(self, image: Path, log: Path) -> None:
        with image.open("r+b") as file:
            self._bytes = mmap.mmap(file.fileno(), 0)
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._mark, self._times, self._lies = b"", 0, False
        self._lying: list[range] = []

    def getattr(self, path: str, fh: Any = None) -> dict[str, int]:
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o700, "st_nlink": 2}
        if path not in ("/disk", "/said", "/orders"):
            raise OSError(errno.ENOENT, "no such file")
        size = len(self._bytes) if path == "/disk" else 0
        return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": size}

    def readdir(self, path: str, fh: Any) -> list[str]:
        return [".", "..", "disk", "said", "orders"]

    def open(self, path: str, info: Any) -> int:
        info.direct_io = 1  # each request arrives here, and no kernel cache stands in between
        return 0

    def truncate(self, path: str, length: int, fh: Any = None) -> int:
        return 0

    def read(self, path: str, size: int, offset: int, fh: Any) -> bytes:
        return self._bytes[offset : offset + size] if path == "/disk" else b""

    def write(self, path: str, data: bytes, offset: int, fh: Any) -> int:
        if path == "/disk":
            self._write_block(data, offset)
        elif path == "/said":
            self._note(SAID, 0, data)
        else:
            self._times, self._lies = struct.unpack_from("<B?", data)
            self._mark, self._lying = data[2:], []
        return len(data)

    def _write_block(self, data: bytes, offset: int) -> None:
        if self._times and self._mark in data:
            self._times -= 1
            if self._lies:
                self._lying.append(range(offset, offset + len(data)))
            self._note(FAILED, offset, data)
            raise OSError(errno.EIO, "Input/output error")
        if any(place.start < offset + len(data) and offset < place.stop for place in self._lying):
            self._note(DROPPED, offset, data)
            return
        self._bytes[offset : offset + len(data)] = data
        self._note(WROTE, offset, data)

    def _note(self, what: bytes, offset: int, data: bytes) -> None:
        os.write(self._log, HEADER.pack(what, offset, len(data)) + data)

    def fsync(self, path: str, datasync: int, fh: Any) -> int:
        if path == "/disk":
            self._note(FLUSHED, 0, b"")
        return 0

    def flush(self, path: str, fh: Any) -> int:
        return 0

    def release(self, path: str, fh: Any) -> int:
        return 0


@contextmanager
def logdisk(folder: Path) -> Iterator[LogDisk]:
    """The file ``disk`` in ``folder`` as a disk; its log, begun anew, beside it."""
    _check_fuse()
    image, log, place = folder / "disk", folder / "log", folder / "fuse"
    log.unlink(missing_ok=True)
    place.mkdir(exist_ok=True)
    server = child_of(lambda: _serve(image, log, place))
    try:
        _wait_for(place / "disk")
        yield LogDisk(place / "disk", place / "said", place / "orders", image, log)
    finally:
        with contextlib.suppress(NotHere):
            unmount(place)
        kill(server)


def _check_fuse() -> None:
    try:
        import_module("mfusepy")
    except (ImportError, OSError) as error:
        raise NotHere(f"it needs the package mfusepy and libfuse 3: {error}") from None
    if not Path("/dev/fuse").exists():
        raise NotHere("it needs /dev/fuse")


def _serve(image: Path, log: Path, place: Path) -> None:
    mfusepy: Any = import_module("mfusepy")
    served = _Served(image, log)
    names = [name for name in vars(_Served) if not name.startswith("_")]
    operations = type("Operations", (mfusepy.Operations,), {n: getattr(served, n) for n in names})
    mfusepy.FUSE(
        operations(), str(place), foreground=True, nothreads=True, raw_fi=True, fsname="logdisk"
    )


def _wait_for(path: Path) -> None:
    until = monotonic() + STARTED_WITHIN_S
    while not path.exists():
        if monotonic() > until:
            raise NotHere("the FUSE file system did not start")
        sleep(0.005)
