"""Finds the lane a writer may have: locked, checked, and repaired where that is safe.

The lock is on the lane file itself. No two processes ever write the same lane, and a lane that is
not whole is never written: its writer takes the next one.
"""

from __future__ import annotations

import copy
import errno
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.model.events import FORMAT_VERSION
from callmate.store.clones import is_own
from callmate.store.fs import Fs, NameUnsaved, NotARegularFile, lock_file
from callmate.store.lanes import chain
from callmate.store.lanes.lane import Lane, Site, Stat
from callmate.store.lanes.scan import EMPTY_LANE, Health, Place, named, read_on
from callmate.store.lanes.taildb import CLOSERS, padded, read_sealed_tail
from callmate.store.quarantine import copy_damage
from callmate.store.reserve import NO_ROOM

if TYPE_CHECKING:
    from callmate.store.lanes.reader import LaneReader

CHECK_WHOLE_UP_TO: Final = 1 << 20
"""A lane closed in good order is checked from its start up to this size in bytes, else only at
its end: opening one for a key must not take longer the more is in it."""

MOST_LOOKS: Final = 100
"""How often a file is opened that is another one by the time it is locked."""

MOST_FAILING: Final = 3
"""After so many lanes that cannot be read it is the disk, not a file."""


class LaneTaken(Exception):
    """Another writer holds the lane."""


class LaneUnfit(Exception):
    """The lane must not be written; says why."""


def lane_names(device: str, besides: Collection[str] = ()) -> Iterator[str]:
    """The names a writer of this device tries, in order."""
    for k in range(1, 10_000):
        if f"{device}-{k}" not in besides:
            yield f"{device}-{k}"


def take_lane(
    folder: Path, case: str, site: Site, known: dict[str, tuple[Stat, Place]], names: Iterable[str]
) -> Lane:
    """Open the first lane that is free and healthy, or make one; raises OSError if none can be.

    ``known`` holds lanes that were read and found whole, so they need not be read again.
    """
    failing = 0
    for name in names:
        try:
            return open_lane(folder / f"{name}.json", case, site, known.get(name))
        except LaneTaken:
            continue
        except OSError as error:
            failing += error.errno == errno.EIO
            if not _is_of_the_file(error, folder / f"{name}.json") or failing > MOST_FAILING:
                raise
            site.notice(f"{folder.name}/{name}: {error.strerror or error}; it is not written.")
        except LaneUnfit as error:
            site.notice(f"{folder.name}/{name}: {error}; it is left as it is, not written.")
    raise OSError(f"no lane is free in {folder}")


def _is_of_the_file(error: OSError, path: Path) -> bool:
    """Whether another lane may do: it is not the disk or the folder that refuses."""
    if isinstance(error, NotARegularFile):
        return True
    return error.errno in (errno.EACCES, errno.EPERM, errno.EIO) and path.exists()


def open_lane(
    path: Path, case: str, site: Site, known: tuple[Stat, Place] | None, of: str = ""
) -> Lane:
    """Open one lane, or make it; or a kept copy ``of`` one, to forget in it. Raises LaneTaken,
    LaneUnfit or OSError."""
    fd = _locked(path, site.fs)
    try:
        place = _checked(fd, path, site, known)
        if place is None:
            fd, place = _repaired(fd, path, site)
        if place.newest_v > FORMAT_VERSION:
            raise LaneUnfit("a newer callmate wrote it")
        if place.lane not in ("", of or path.stem):
            raise LaneUnfit(f"it is a copy of lane {place.lane}")
        return Lane(path, case, site, fd, place)
    except BaseException:
        os.close(fd)
        raise


def mend_torn(site: Site, readers: Iterable[LaneReader]) -> None:
    """Mend what a crash left of lanes of ours that nobody writes; each is tried once as it is.

    One that is never taken up again would be called damaged at every start.
    """
    for reader in readers:
        torn = reader.found.health is Health.TORN and reader.stat != reader.tried
        ours = is_own(reader.path.name, site)
        if not (torn and ours and reader.path.exists()):
            continue
        reader.tried = reader.stat
        with suppress(LaneTaken, LaneUnfit, OSError):
            _mend(reader.path, site)


def _mend(path: Path, site: Site) -> None:
    fd = _locked(path, site.fs)
    try:
        if _checked(fd, path, site, None) is None:
            fd, _ = _repaired(fd, path, site)
    finally:
        os.close(fd)


def _locked(path: Path, fs: Fs) -> int:
    """The file, made if need be, locked, and still the one that bears the name."""
    for _ in range(MOST_LOOKS):
        try:
            fd = fs.open(path, os.O_RDWR)
        except FileNotFoundError:
            _make(path, fs)
            continue
        try:
            lock_file(fd)
            if os.path.samestat(os.fstat(fd), os.stat(path, follow_symlinks=False)):
                return fd
        except BlockingIOError:
            os.close(fd)
            raise LaneTaken(path.name) from None
        except FileNotFoundError:
            pass
        except OSError:  # a file system without locks, or one that fails
            os.close(fd)
            raise
        os.close(fd)
    raise OSError(f"{path} is another file each time it is looked at")


def _make(path: Path, fs: Fs) -> None:
    """An empty lane under its name at once, so that a lane is never seen with nothing in it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    fd = fs.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    try:
        fs.write_all(fd, EMPTY_LANE, 0)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            if not path.exists():
                os.rename(temporary, path)
    finally:
        os.close(fd)
        temporary.unlink(missing_ok=True)


def _checked(fd: int, path: Path, site: Site, known: tuple[Stat, Place] | None) -> Place | None:
    """Where the lane goes on; None if it has a torn tail. Raises LaneUnfit."""
    stat = Stat.of(os.fstat(fd))
    if known is not None and known[0] == stat and _ends_at(fd, known[1].offset):
        return copy.deepcopy(known[1])
    if stat.size > CHECK_WHOLE_UP_TO and (place := _sealed_place(fd, stat.size)) is not None:
        return place
    place = Place()
    found = read_on(fd, place, lambda doc: None)
    if found.health is Health.WHOLE:
        return place
    if found.health is Health.TORN:
        return None
    if found.health is Health.SHAPELESS:
        try:
            copy_damage(fd, 0, f"{path.parent.name}-{path.stem}", site.quarantine, site.fs)
        except OSError as error:  # the bytes stay where they are, and nobody writes there
            site.notice(f"No copy of {path} could be set aside ({error.strerror}).")
    raise LaneUnfit(f"at event {found.bad_n}, {found.why}" if found.bad_n > 1 else found.why)


def _ends_at(fd: int, offset: int) -> bool:
    """Whether no event stands behind the last one known: two writes within one tick of the file
    system's clock leave the same time behind, and in padding the same size."""
    return os.pread(fd, len(CLOSERS), offset) == CLOSERS


def _sealed_place(fd: int, size: int) -> Place | None:
    sealed = read_sealed_tail(fd, size)
    if sealed is None:
        return None
    tail, line = sealed
    doc = json.loads(line.partition(b": ")[2])
    if chain.fault_of(doc) or doc["n"] != tail.last_id:
        return None
    link = chain.Link(doc["n"], chain.header_hash(doc), doc["clock"])
    return Place(tail.offset, link, doc["lane"], doc["v"])


def _repaired(fd: int, path: Path, site: Site) -> tuple[int, Place]:
    """Keep the whole events, put the rest into quarantine, and say so."""
    place = Place()
    read_on(fd, place, lambda doc: None)
    name = f"{path.parent.name}-{path.stem}"
    try:
        dropped = copy_damage(fd, place.offset, name, site.quarantine, site.fs)
        new_fd = site.fs.replace_file(path, _head_of(fd, place.offset), lock=True)
    except NameUnsaved as error:
        os.close(error.fd)
        raise
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        raise LaneUnfit(f"its end is torn and cannot be mended ({error.strerror})") from None
    os.close(fd)
    if dropped:
        site.notice(
            f"The last write to {named(path)} never finished: {dropped} bytes "
            f"after event {place.link.n} were set aside in {site.quarantine}."
        )
    return new_fd, place


def _head_of(fd: int, end: int) -> Iterator[bytes]:
    position = 0
    while position < end:
        chunk = os.pread(fd, min(1 << 20, end - position), position)
        if not chunk:
            raise OSError("the file became shorter while it was read")
        position += len(chunk)
        yield chunk
    yield CLOSERS.ljust(padded(end + len(CLOSERS)) - end)
