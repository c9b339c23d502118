"""A lane file that was cut short, overwritten, replaced, moved away or removed under its writer.

Who writes on to such a file writes for nobody. It is noticed before an event is called written:
the writer goes on in another lane, and what the file held is kept as far as it is still there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from callmate.store.fs import Fs, NotARegularFile
from callmate.store.lanes.scan import LANE, Place, is_lane, read_on
from callmate.store.quarantine import copy_damage

KEPT: Final = ".kept-"
CLOSERS: Final = b"}}"
SEALED_END: Final = b"}}\n"
CHUNK: Final = 1 << 20
MARK: Final = 64


class Displaced(OSError):
    """The file that is open does not bear its name any more, or holds something else."""


class Own(NamedTuple):
    """What a writer knows of its file: where it should be, and which one it is."""

    path: Path
    fd: int
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path, fd: int) -> Own:
        found = os.fstat(fd)
        return cls(path, fd, found.st_dev, found.st_ino)


class End(NamedTuple):
    """The last bytes of what was written, and where they begin. A salt is among them, so that
    nothing else of a lane looks like them."""

    start: int
    mark: bytes

    @classmethod
    def of(cls, fd: int, end: int) -> End:
        """As they stand in a file of which ``end`` bytes, without the closers, are good."""
        start = max(0, end - MARK)
        return cls(start, os.pread(fd, end - start, start))

    @classmethod
    def after(cls, line: bytes, end: int) -> End:
        """The same after ``line`` was written up to there."""
        mark = line[-MARK:]
        return cls(end - len(mark), mark)

    @property
    def closed(self) -> End:
        """With the closers that stand behind it until the next event."""
        return End(self.start, self.mark + CLOSERS)


def lost_name(own: Own) -> str:
    """What became of the name, to go on after "it was"; "" if the file still bears it."""
    try:
        named = os.lstat(own.path)
    except (FileNotFoundError, NotADirectoryError):
        return "moved away" if os.fstat(own.fd).st_nlink else "removed"
    except OSError:
        return ""  # a folder that lets nobody look; the file may be whole all the same
    return "" if (named.st_dev, named.st_ino) == (own.device, own.inode) else "replaced"


def refuse(own: Own, end: End) -> None:
    """Raise Displaced unless the file bears its name and ends as it should."""
    if what := lost_name(own):
        raise Displaced(what)
    found = os.pread(own.fd, len(end.mark), end.start)
    if found != end.mark:
        raise Displaced("overwritten" if len(found) == len(end.mark) else "cut short")


def keep(own: Own, end: int, quarantine: Path, fs: Fs) -> str:
    """Keep what the open file holds up to ``end``; the name of what holds it now, "" if nothing
    needs to: it is the file that bears the name, or it is all in another one.

    A whole lane becomes a further file of its folder, which is read and never written. Anything
    else, or a lane whose folder is gone, goes to quarantine. Raises OSError.
    """
    if not lost_name(own) or _is_elsewhere(own, end, fs):
        return ""
    folder, lane = own.path.parent, own.path.stem
    place = Place()
    read_on(own.fd, place, lambda doc: None)
    if not place.link.n:
        return ""
    if place.offset != end or not folder.is_dir():
        copy_damage(own.fd, 0, f"{folder.name}-{lane}", quarantine, fs)
        return str(quarantine)
    target = folder / f"{lane}{KEPT}{_hash(own.fd, end)}{LANE}"
    if not target.exists():
        fs.put_file(target, (*_chunks(own.fd, end), SEALED_END))
    return target.name


def _is_elsewhere(own: Own, end: int, fs: Fs) -> bool:
    """Whether what the file holds is read anyway: from a copy of it under the name, or from the
    file itself under another name in the folder."""
    try:
        with os.scandir(own.path.parent) as entries:
            if any(one.inode() == own.inode and is_lane(one.name) for one in entries):
                return True
        fd = fs.open(own.path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError, NotARegularFile):
        return False
    try:
        return all(
            os.pread(fd, len(chunk), at * CHUNK) == chunk
            for at, chunk in enumerate(_chunks(own.fd, end))
        )
    finally:
        os.close(fd)


def _chunks(fd: int, end: int) -> Iterator[bytes]:
    for at in range(0, end, CHUNK):
        chunk = os.pread(fd, min(CHUNK, end - at), at)
        if not chunk:
            raise OSError("the file became shorter while it was read")
        yield chunk


def _hash(fd: int, end: int) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(fd, end):
        digest.update(chunk)
    return digest.hexdigest()[:12]


def lane_of(name: str) -> str:
    """The lane of which a file is the kept copy, by its name; "" if it is none."""
    lane, kept, _ = name.partition(KEPT)
    return lane if kept and is_lane(name) else ""


def begun_elsewhere(folder: Path, known: Mapping[str, Place]) -> set[str]:
    """The lanes that other files of the folder hold: begun anew, there were two of one name.

    ``known`` tells of files that were read, by name without ending.
    """
    try:
        names = set(os.listdir(folder))
    except FileNotFoundError:
        return set()
    moved = {place.lane for name, place in known.items() if f"{name}{LANE}" in names}
    kept = {lane for name in names if (lane := lane_of(name))}
    return kept | {lane for lane in moved if lane and f"{lane}{LANE}" not in names}
