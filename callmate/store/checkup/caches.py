"""Index and search: whether they are sound, and as the files are."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from callmate.model.spoken import counted
from callmate.store.cachefile import version_of
from callmate.store.checkup.files import NAMED
from callmate.store.checkup.finding import Finding, Mend, broken, look, ok
from callmate.store.index import indexfile
from callmate.store.layout import each_case
from callmate.store.search import searchfile
from callmate.store.stamps import stamp_of, stamps_in

if TYPE_CHECKING:
    import sqlite3


MISSED: Final = (
    "If you did not take it away, put its folder back, or bring it in from a backup: callmate "
    "import FILE. The index forgets it at the next start."
)
LEAST_ROOM: Final = 256 * 1024
"""Bytes that a cache needs to be opened: what SQLite keeps beside it."""
ANEW: Final = "It is made anew at the next start; nothing is lost."
LATER: Final = (
    "Nothing is lost: free some space, or make it writable. What is no use then is made anew at "
    "the next start."
)


def look_at_caches(root: Path, anew: Mend) -> Iterator[Finding]:
    """``anew`` brings both up to date, or makes them anew."""
    ids = set(each_case(root))
    for about, name, version in (
        ("index", indexfile.NAME, indexfile.VERSION),
        ("search", searchfile.NAME, searchfile.VERSION),
    ):
        path = root / name
        if not ids and not path.exists():
            continue
        why = _fault(path, version) or _behind(root, path, ids)
        if why:
            yield look(about, why, LATER if _hindered(path) else ANEW, anew)
        else:
            yield ok(about, f"It is sound and knows {counted(len(ids), 'case')}.")


def look_for_cases(root: Path) -> Iterator[Finding]:
    """The cases that the index knows, and that are not there any more."""
    import sqlite3

    path, there = root / indexfile.NAME, set(each_case(root))
    if path.is_symlink() or not path.is_file():  # a pipe would be waited for
        return
    try:
        with closing(_opened(path)) as db:
            known = db.execute("select id, title, last_at from cases order by last_s desc")
            gone = [row for row in known if row[0] not in there]
    except sqlite3.Error:  # no index, or none that can be read, which is told of it
        return
    for case, title, last_at in gone[:NAMED]:
        yield broken(
            "case", f"“{title}” ({case}, last {last_at[:10]}) is not there any more.", MISSED
        )
    if len(gone) > NAMED:
        yield broken("case", f"{counted(len(gone) - NAMED, 'more case')} are not there.", MISSED)


def _fault(path: Path, version: int) -> str:
    """Why a cache is no use; "" if it is one."""
    import sqlite3

    if not path.exists():
        return f"There is no {path.name}."
    if path.is_symlink() or not path.is_file():
        return f"{path} is no plain file."
    try:
        with closing(_opened(path)) as db:
            if (found := version_of(db)) != version:
                return f"{path.name} is of another version." if found else _empty(path)
            told = str(db.execute("pragma quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return _told(path, error)
    return "" if told == "ok" else f"{path.name} is damaged."


def _told(path: Path, error: sqlite3.Error) -> str:
    """Whether it is damaged, or the disk or another window is in the way."""
    if indexfile.is_busy(error):
        return f"{path.name} is being written by another window."
    if not indexfile.is_refused(error):
        return f"{path.name} is damaged ({error})."
    return f"{path.name} cannot be opened: {_hindered(path) or error}."


def _empty(path: Path) -> str:
    why = _hindered(path)
    return f"{path.name} is empty: {why}." if why else f"{path.name} is empty."


def _hindered(path: Path) -> str:
    """Why a disk takes nothing of a cache, as far as it can be told; "" if nothing hinders it."""
    if path.exists() and not os.access(path, os.R_OK):
        return "it may not be read"
    try:
        disk = os.statvfs(path.parent)
    except OSError as error:
        return error.strerror or "its disk cannot be asked"
    if disk.f_flag & os.ST_RDONLY:
        return "the disk is read-only"
    if disk.f_bavail * disk.f_frsize < LEAST_ROOM:
        return "the disk is full"
    return "" if os.access(path.parent, os.W_OK) else "its folder may not be written"


def _opened(path: Path) -> sqlite3.Connection:
    """To read, and so that nothing is left beside the file."""
    import sqlite3

    quiet = "" if Path(f"{path}-wal").exists() else "&immutable=1"
    return sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro{quiet}", uri=True)


def _behind(root: Path, path: Path, ids: Collection[str]) -> str:
    import sqlite3

    try:
        with closing(_opened(path)) as db:
            known = dict(stamps_in(db))
    except sqlite3.Error as error:
        return _told(path, error)
    behind = [one for one in ids if known.get(one) != stamp_of(root, one)]
    if not behind:
        return ""  # what is gone is told of by itself
    return f"{path.name} is behind with {len(behind):,} of {counted(len(ids), 'case')}."
