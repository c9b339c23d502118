"""A disk that is soon full: counted in the program itself, so that it needs no mount."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from callmate.store.fs import Fs

BLOCK: Final = 4096


class SmallDisk(Fs):
    """All files below ``folder`` together take at most ``capacity`` bytes, in whole blocks.

    ``error`` is what is said when there is no more. Nothing is synced.
    """

    def __init__(self, folder: Path, capacity: int, error: int = errno.ENOSPC) -> None:
        self.folder, self.capacity, self.error = folder, capacity, error

    @property
    def used(self) -> int:
        return sum(
            _blocks(os.stat(Path(place) / name).st_size)
            for place, _, names in os.walk(self.folder)
            for name in names
        )

    def free(self, folder: Path) -> int:
        return max(0, self.capacity - self.used)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        size = os.fstat(fd).st_size
        if offset + len(data) > _blocks(size):
            may = _blocks(size) + self.free(self.folder) // BLOCK * BLOCK
            if offset + len(data) > may:
                self._refuse(may - offset)
                data = data[: may - offset]
        return super().pwrite(fd, data, offset)

    def _refuse(self, room: int) -> None:
        if room <= 0:
            raise OSError(self.error, os.strerror(self.error))

    def allocate(self, fd: int, size: int) -> None:
        self._refuse(self.free(self.folder) - size + 1)
        self.write_all(fd, b"\0" * size, 0)

    def datasync(self, fd: int) -> None:
        return

    def fsync(self, fd: int) -> None:
        return


def _blocks(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def fill(folder: Path, left: int) -> Path:
    """Take up all the room of a real disk but about ``left`` bytes; the file that does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        much = Fs().free(folder) - (2 << 20)
        if much > 0:
            os.posix_fallocate(file.fileno(), 0, much)
            file.seek(0, os.SEEK_END)
        for step in (1 << 20, BLOCK):
            try:
                while True:
                    file.write(b"x" * step)
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                    raise
        file.truncate(max(0, file.tell() - left))
        os.fsync(file.fileno())
    return filler
