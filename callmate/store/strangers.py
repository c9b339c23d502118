"""What lies in a store and is not of callmate: copies, what editors leave, notes of one's own."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from callmate.ids import is_ulid
from callmate.store.archives.staging import PREFIX
from callmate.store.index import indexfile
from callmate.store.lanes.scan import is_lane
from callmate.store.layout import CASES, DAYS, LIBRARY, QUARANTINE, is_day
from callmate.store.leftovers import NAME
from callmate.store.reserve import RESERVE
from callmate.store.search import searchfile
from callmate.store.upgrade import BACKUPS, FORMAT

LETTERS: Final = "letters"
CACHES: Final = tuple(
    f"{name}{end}"
    for name in (indexfile.NAME, searchfile.NAME)
    for end in ("", "-wal", "-shm", "-journal")
)
OWN: Final = frozenset(
    {CASES, DAYS, LIBRARY, QUARANTINE, LETTERS, BACKUPS, FORMAT, RESERVE, "device", "crash.log"}
).union(CACHES)
"""What stands in the folder of a store."""
LITTER: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory", ".localized"})
"""What desktops leave in any folder that was looked into; it holds nothing."""
CHUNK: Final = 1 << 20


def is_litter(name: str) -> bool:
    return name.lower() in LITTER


def strangers(root: Path) -> Iterator[Path]:
    """Files and folders in a store that are not of callmate; of a folder not what is in it."""
    yield from (root / name for name in _names(root) if name not in OWN and not _passing(name))
    for top, fits in ((CASES, is_ulid), (DAYS, is_day)):
        for name in _names(root / top):
            if fits(name):
                yield from _beside_lanes(root / top / name)
            elif not _passing(name):
                yield root / top / name
    yield from _beside_lanes(root / LIBRARY)
    for name in _names(root / LETTERS):
        if (name.endswith("~") or name.startswith(".")) and not _passing(name):
            yield root / LETTERS / name


def _names(folder: Path) -> list[str]:
    """What is in a folder; nothing where it cannot be listed, which is told elsewhere."""
    try:
        return sorted(name for name in os.listdir(folder) if not is_litter(name))
    except OSError:
        return []


def _passing(name: str) -> bool:
    """Whether it is what callmate makes for a moment."""
    return name.startswith(PREFIX) or NAME.fullmatch(name) is not None


def _beside_lanes(folder: Path) -> Iterator[Path]:
    for name in _names(folder):
        if not is_lane(name) and not _passing(name):
            yield folder / name


def holding(root: Path, words: Collection[str]) -> Iterator[Path]:
    """The files not of callmate in which one of these words stands, as it is or as JSON has it."""
    sought = {text.encode("utf-8", "surrogatepass") for text in words}
    sought |= {json.dumps(text)[1:-1].encode("ascii") for text in words}
    if sought:
        yield from (path for path in _files(root) if _holds(path, sought))


def _files(root: Path) -> Iterator[Path]:
    for path in strangers(root):
        yield path
        for parent, _, names in os.walk(path):
            yield from (Path(parent, name) for name in sorted(names))


def _holds(path: Path, sought: Collection[bytes]) -> bool:
    """Whether one of these stands in a plain file, or in its name."""
    keep, end = max(map(len, sought)), b""
    with suppress(OSError):
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return False
        if any(one in os.fsencode(path.name) for one in sought):
            return True
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                text = end + chunk
                if any(one in text for one in sought):
                    return True
                end = text[-keep:]
    return False
