"""A backup: everything that was logged, with the settings, in one archive.

It may be made while a call is logged: each lane is taken as far as it is whole at that moment.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from callmate.errors import CallmateError
from callmate.ids import is_ulid
from callmate.model.events import FORMAT_VERSION
from callmate.store.archives import archive
from callmate.store.archives.archive import Source
from callmate.store.archives.manifest import is_safe_name
from callmate.store.fs import REAL
from callmate.store.lanes.scan import Found, Health, Place, is_lane, read_on
from callmate.store.lanes.taildb import SEALED_END
from callmate.store.layout import CASES, DAYS, LIBRARY, QUARANTINE, each_case, is_day
from callmate.store.strangers import is_litter
from callmate.store.upgrade import FORMAT

KIND: Final = "backup"
LANES: Final = (CASES, DAYS, LIBRARY)
PLAIN: Final = ("letters", QUARANTINE)
SETTINGS: Final = "settings"
"""Where an archive has what is in the settings folder."""
CHUNK: Final = 1 << 20
LOOKS: Final = 5


@dataclass(slots=True)
class Saved:
    """What a backup holds. ``damaged`` lanes are in it as they are, what was ``left_out`` is not:
    each by its name there, and why."""

    cases: int = 0
    events: int = 0
    damaged: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def backup(root: Path, config: Path | None, target: Path, made: datetime) -> Saved:
    """Write all of the store ``root``, and of the folder ``config`` of settings, to a new archive.

    Not in it are caches and the device's own id. Raises CallmateError.
    """
    if not root.is_dir():
        raise CallmateError(f"There is no store at {root}, so there is nothing to back up.")
    refuse_inside(target, root, config)
    if not os.path.isdir(target.parent):
        raise CallmateError(f"There is no folder {target.parent}; make it first, or name another.")
    return write_backup(root, config, target, made)


def write_backup(root: Path, config: Path | None, target: Path, made: datetime) -> Saved:
    """The same wherever the archive may lie."""
    saved = Saved()

    def about() -> dict[str, object]:
        return {
            "cases": saved.cases, "events": saved.events, "event_format": FORMAT_VERSION,
            "damaged": saved.damaged, "left_out": saved.left_out,
        }  # fmt: skip

    archive.write(target, KIND, _files(root, config, saved), about, made=made)
    return saved


def lanes_of(root: Path, case: str, saved: Saved) -> Iterator[tuple[str, Source]]:
    """The lanes of one case, each by its name in the store, as a backup has them."""
    for name in _walk(root, f"{CASES}/{case}", saved):
        if is_lane(name.rpartition("/")[2]):
            yield from _lane(root / name, name, saved)


def refuse_inside(target: Path, *folders: Path | None) -> None:
    """Raises CallmateError if a new file would lie in one of these."""
    parent = target.absolute().parent.resolve()
    for folder in filter(None, folders):
        own = folder.resolve()
        if parent == own or own in parent.parents:
            raise CallmateError(
                f"{target} lies in callmate's own folder {folder}; name a file elsewhere, best on "
                "another disk."
            )


def _files(root: Path, config: Path | None, saved: Saved) -> Iterator[tuple[str, Source]]:
    """All files that belong into a backup. What cannot be read is noted in ``saved``."""
    for top in LANES:
        for name in _walk(root, top, saved):
            if not is_lane(name.rpartition("/")[2]):
                yield from _plain(root / name, name, saved)
            else:
                yield from _lane(root / name, name, saved)
        if top == CASES:
            saved.cases = _count_cases(root)
    for top in (*PLAIN, FORMAT):
        for name in _walk(root, top, saved):
            yield from _plain(root / name, name, saved)
    if config is not None:
        for name in _walk(config, "", saved):
            yield from _plain(config / name, f"{SETTINGS}/{name}", saved)


def is_of_lanes(name: str) -> bool:
    """Whether a file of the store, by its name in an archive, lies where lanes are read: what is
    in a copy of a folder beside them is kept, and counts for nothing."""
    top, _, rest = name.partition("/")
    folder, _, file = rest.partition("/")
    if top == LIBRARY:
        return not file
    return "/" not in file and (is_ulid(folder) if top == CASES else is_day(folder))


def _count_cases(root: Path) -> int:
    try:
        return sum(1 for _ in each_case(root))
    except OSError:  # what cannot be read is told of where its files are
        return 0


def _walk(base: Path, top: str, saved: Saved) -> Iterator[str]:
    """The names of all plain files at or below ``base/top``, but hidden ones: those are of a write
    that is under way, or was never finished."""
    if top and (base / top).is_file():
        yield top
        return
    failed: list[OSError] = []
    for folder, folders, files in os.walk(base / top, onerror=failed.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        inside = Path(folder).relative_to(base).as_posix()
        here = "" if inside == "." else f"{inside}/"
        links = (one for one in folders if Path(folder, one).is_symlink())
        for name in [*sorted(files), *links]:
            if not name.startswith(".") and not is_litter(name):
                yield f"{here}{name}"
    for error in failed:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            saved.left_out[str(error.filename)] = _why(error)


def _plain(path: Path, name: str, saved: Saved) -> Iterator[tuple[str, Source]]:
    """A file as it is."""
    fd = _opened(path, name, saved)
    if fd is not None:
        try:
            yield name, _bytes(fd, os.fstat(fd).st_size)
        finally:
            os.close(fd)


def _lane(path: Path, name: str, saved: Saved) -> Iterator[tuple[str, Source]]:
    """A lane as far as it is whole, closed; one that is damaged as it is."""
    fd = _opened(path, name, saved)
    if fd is None:
        return
    try:
        found, place, events = _judged(fd)
        saved.events += events if is_of_lanes(name) else 0
        if found.health in (Health.WHOLE, Health.TORN):
            yield name, _bytes(fd, place.offset, SEALED_END)
        else:
            saved.damaged[name] = found.why
            yield name, _bytes(fd, os.fstat(fd).st_size)
    finally:
        os.close(fd)


def _judged(fd: int) -> tuple[Found, Place, int]:
    """What a lane is, how far it is whole, how many events it has. What looks damaged may be
    half of a write that goes on just now, so it is looked at again."""
    for look in range(LOOKS):
        before, place, count = os.fstat(fd), Place(), [0]

        def counted(doc: object, count: list[int] = count) -> None:
            count[0] += 1

        found = read_on(fd, place, counted)
        now = os.fstat(fd)
        still = (before.st_mtime_ns, before.st_size) == (now.st_mtime_ns, now.st_size)
        if found.health in (Health.WHOLE, Health.TORN) or (still and look):
            break
    return found, place, count[0]


def _opened(path: Path, name: str, saved: Saved) -> int | None:
    if not is_safe_name(name):
        saved.left_out[ascii(name)] = "its name is not fit for an archive"
        return None
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            saved.left_out[name] = "it is not a plain file"
            return None
        return REAL.open(path, os.O_RDONLY)
    except FileNotFoundError:  # a file of a write that is over by now
        return None
    except OSError as error:
        saved.left_out[name] = _why(error)
        return None


def _why(error: OSError) -> str:
    return f"it cannot be read ({error.strerror or error})"


def _bytes(fd: int, end: int, more: bytes = b"") -> Iterator[bytes]:
    position = 0
    while position < end:
        chunk = os.pread(fd, min(CHUNK, end - position), position)
        if not chunk:
            raise OSError("the file became shorter while it was read")
        position += len(chunk)
        yield chunk
    yield more
