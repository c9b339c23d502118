"""A disk with a cache that may lie, modelled in the program: what was written is one thing, what
would be there after a power cut another.

The worst that a system may do: nothing reaches the disk but by a sync, a name only by a sync of
its folder; and after a sync that failed the bytes it was to save count as saved, so that the next
sync says that all is well. Needs no root, and runs wherever files do.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from callmate.store.fs import Fs

Inode = tuple[int, int]
Write = tuple[int, bytes | None]
"""Where, and what; None: the file ends there."""


@dataclass(slots=True)
class File:
    """``saved`` is what the disk holds, ``unsaved`` what was written since, in order. ``held``
    keeps the system from giving the inode to another file."""

    held: int
    saved: bytearray = field(default_factory=bytearray)
    unsaved: list[Write] = field(default_factory=list)

    def save(self) -> None:
        _apply(self.saved, self.unsaved)
        self.unsaved.clear()

    def now(self) -> bytearray:
        return _apply(bytearray(self.saved), self.unsaved)


class Platter(Fs):
    """``fail_files`` and ``fail_folders`` are how many syncs to come will fail."""

    def __init__(self) -> None:
        self.fail_files = self.fail_folders = 0
        self.failed = 0
        self._files: dict[Inode, File] = {}
        self._names: dict[Path, dict[str, Inode]] = {}

    def open(self, path: Path, flags: int) -> int:
        fd = super().open(path, flags)
        if _inode(fd) not in self._files:
            known = File(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
            # What was not written by way of this object was put there by ``os.link``: as it is.
            known.unsaved.append((0, path.read_bytes()))
            self._files[_inode(fd)] = known
        return fd

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        count = super().pwrite(fd, data, offset)
        self._files[_inode(fd)].unsaved.append((offset, bytes(data[:count])))
        return count

    def truncate(self, fd: int, size: int) -> None:
        super().truncate(fd, size)
        self._files[_inode(fd)].unsaved.append((size, None))

    def datasync(self, fd: int) -> None:
        file = self._files[_inode(fd)]
        if self.fail_files:
            self.fail_files -= 1
            self.failed += 1
            file.unsaved.clear()  # from here on they count as saved, and are not
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        file.save()

    def fsync(self, fd: int) -> None:
        self.datasync(fd)

    def sync_folder(self, folder: Path) -> None:
        if self.fail_folders:
            self.fail_folders -= 1
            self.failed += 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        with os.scandir(folder) as entries:
            found = {one.name: one.stat(follow_symlinks=False) for one in entries}
        self._names[folder] = {name: (one.st_dev, one.st_ino) for name, one in found.items()}

    def drop_cache(self, fd: int) -> None:
        """From here on reading gives what the disk holds."""
        content = self._files[_inode(fd)].now()
        with open(f"/dev/fd/{fd}", "r+b") as file:
            file.truncate(len(content))
            file.write(content)

    def after_a_power_cut(self, root: Path, target: Path) -> None:
        """Put into ``target`` what would be left of the store ``root``."""
        target.mkdir(parents=True)
        for name in self._names.get(root, {}):
            path = root / name
            if path in self._names:
                self.after_a_power_cut(path, target / name)
            elif path.is_dir():
                (target / name).mkdir()
            else:
                inode = self._names[root][name]
                if inode in self._files:
                    (target / name).write_bytes(bytes(self._files[inode].saved))

    def close(self) -> None:
        for file in self._files.values():
            os.close(file.held)


def _inode(fd: int) -> Inode:
    found = os.fstat(fd)
    assert stat.S_ISREG(found.st_mode)
    return found.st_dev, found.st_ino


def _apply(content: bytearray, writes: list[Write]) -> bytearray:
    for offset, data in writes:
        if data is None:
            del content[offset:]
            continue
        content.extend(b"\0" * (offset - len(content)))
        content[offset : offset + len(data)] = data
    return content
