"""The few system calls the store makes, in one object, so that tests can make each of them fail."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from callmate.paths import FILE_MODE

_datasync = getattr(os, "fdatasync", os.fsync)
_NO_FLUSH = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY)
"""What a file system answers that cannot empty the memory of its drive."""


class NotARegularFile(OSError):
    """A link, folder, pipe or device stands where a file of the store should be."""


class NameUnsaved(OSError):
    """A file was replaced, and the disk would not say that the new name outlasts a power cut.

    ``fd`` is the new file, open; whoever catches this has to close it.
    """

    def __init__(self, error: OSError, fd: int) -> None:
        super().__init__(error.errno, error.strerror or str(error))
        self.fd = fd


class Fs:
    """The file system as it is."""

    def open(self, path: Path, flags: int) -> int:
        """Open a regular file; never follows a link and never waits for a pipe's other end."""
        try:
            mode = os.lstat(path).st_mode
        except FileNotFoundError:
            mode = stat.S_IFREG
        if not stat.S_ISREG(mode):
            raise NotARegularFile(f"{path} is not a plain file")
        safe = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        fd = os.open(path, flags | safe, FILE_MODE)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise NotARegularFile(f"{path} is not a plain file")
        return fd

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        return os.pwrite(fd, data, offset)

    def datasync(self, fd: int) -> None:
        """Return once the file's bytes, and its size, would outlast a power cut."""
        if not _flushed(fd):
            _datasync(fd)

    def fsync(self, fd: int) -> None:
        if not _flushed(fd):
            os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def allocate(self, fd: int, size: int) -> None:
        """Take up room for ``size`` bytes of a new file, so that nothing else can have it."""
        try:
            os.posix_fallocate(fd, 0, size)
        except (AttributeError, OSError) as error:
            if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                raise
            self.write_all(fd, os.urandom(size), 0)  # what could be pressed would take no room

    def free(self, folder: Path) -> int:
        """How many bytes this user may still write to the disk of ``folder``."""
        found = os.statvfs(folder)
        return found.f_bavail * found.f_frsize

    def drop_cache(self, fd: int) -> None:
        """Forget what is held of the file in memory, so that it is read from the disk."""
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)

    def replace(self, source: Path, target: Path) -> None:
        os.replace(source, target)

    def unlink(self, path: Path) -> None:
        os.unlink(path)

    def sync_folder(self, folder: Path) -> None:
        """Make the names in ``folder`` outlast a power cut, where the file system can do that."""
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self.fsync(fd)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(fd)

    def write_all(self, fd: int, data: bytes, offset: int) -> None:
        """Write every byte; an error may leave a part of them written."""
        view = memoryview(data)
        while view:
            count = self.pwrite(fd, bytes(view) if len(view) != len(data) else data, offset)
            if count <= 0:
                raise OSError("the system wrote nothing")
            view = view[count:]
            offset += count

    def replace_file(self, path: Path, chunks: Iterable[bytes], lock: bool = False) -> int:
        """Put a file with these bytes in place of ``path`` at once; the open descriptor of it.

        The old file stays whole until the new one is on the disk. With ``lock`` the new file is
        locked before anyone can see it, so that its writer never lets go of the name. Raises
        OSError, and all is as it was; or NameUnsaved.
        """
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        temporary.unlink(missing_ok=True)
        fd = self.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            if lock:
                lock_file(fd)
            offset = 0
            for chunk in chunks:
                self.write_all(fd, chunk, offset)
                offset += len(chunk)
            self.fsync(fd)
            self.replace(temporary, path)
        except BaseException:
            os.close(fd)
            temporary.unlink(missing_ok=True)
            raise
        try:
            self.sync_folder(path.parent)
        except OSError as error:
            raise NameUnsaved(error, fd) from error
        return fd

    def put_file(self, path: Path, chunks: Iterable[bytes]) -> None:
        """The same for a file that nobody goes on with. Raises OSError."""
        try:
            os.close(self.replace_file(path, chunks))
        except NameUnsaved as error:
            os.close(error.fd)
            raise OSError(error.errno, error.strerror) from None


def lock_file(fd: int) -> None:
    """Take the lock of an open file or raise BlockingIOError; it ends with the descriptor."""
    import fcntl

    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _flushed(fd: int) -> bool:
    """Whether the file was synced to the platter by a call of macOS: fsync leaves it in the memory
    of the drive there, which a power cut empties."""
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        return False
    try:
        fcntl.fcntl(fd, full)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
        return False
    return True


REAL = Fs()
