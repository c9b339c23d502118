"""The file of the search: SQLite with FTS5, opened, checked and made. A cache like the index.

It stands beside the index in a file of its own, so that a long write here never makes a list or
a key wait. Of each document ``docs`` holds what is shown, and the contentless table ``found``
what it is found by, folded (see ``callmate.model.search.searchtext``). Rowids tell the time, in
sixteenths of a second since 1970, so that the newest hits come first without sorting.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from callmate.model.search.searchtext import VERSION as FOLD
from callmate.paths import FILE_MODE
from callmate.store import cachefile
from callmate.store.cachefile import version_of
from callmate.store.stamps import stamps_in

if TYPE_CHECKING:
    import sqlite3

NAME: Final = "search.sqlite"
VERSION: Final = 1
WAIT_S: Final = 5.0
"""How long a writer waits for another; nobody waits for the writer."""
TICKS: Final = 16
"""Rowids a second."""
COLUMNS: Final = ("words", "rep", "department", "company", "title", "tags", "unseen")
"""The columns of ``found``. ``tags`` are not words of the text: ask them by name."""
SETTINGS: Final = (
    "pragma journal_mode=wal; pragma synchronous=off; pragma secure_delete=on;"
    "pragma temp_store=memory; pragma cache_size=-8000"
)
SCHEMA: Final = f"""
create table meta(key text primary key, value text) without rowid;
create table cases(no integer primary key, id text unique, company text, title text,
    forgotten int, stamp text);
create table docs(no integer primary key, case_no int, event text, call text, kind text,
    at text, words text, rep text, department text, tags text, number int, due_s int,
    unseen text);
create index docs_by_case on docs(case_no);
create virtual table found using fts5({", ".join(COLUMNS)}, content='', columnsize=0,
    prefix='1 2 3', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'");
"""
"""``docs.no`` is the rowid in ``found``; ``case_no`` the case's; ``stamp`` tells which files a
case was read from. ``meta`` holds fold (the version of the folding) and what is being done."""
BUILT: Final = "built"
PROBE: Final = "select no, due_s, unseen from docs limit 1"


def connect(path: str) -> sqlite3.Connection:
    """A connection that commits only when told; to a path, or to a URI (``file:…``)."""
    import sqlite3

    is_uri = path.startswith("file:")
    return sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, uri=is_uri)


def in_memory(name: str) -> str:
    """What stands for a path where no disk takes a file: all who name it share it."""
    return f"file:callmate-{name}?mode=memory&cache=shared"


def opened(path: Path) -> tuple[sqlite3.Connection, bool]:
    """The search in a file, and whether it is a new one. What is damaged, or of another version,
    is thrown away first. Raises sqlite3.Error or OSError where none can be had."""
    import sqlite3

    try:
        return _checked(path)
    except sqlite3.DatabaseError as error:
        busy_or_refused = isinstance(error, sqlite3.OperationalError)
        if busy_or_refused and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            raise  # nothing is wrong with what is in it
        cachefile.throw_away(path)
        return _checked(path)


def _checked(path: Path) -> tuple[sqlite3.Connection, bool]:
    return cachefile.checked(path, connect, SETTINGS, made, _check)


def _check(db: sqlite3.Connection) -> None:
    import sqlite3

    if version_of(db) != VERSION or _fold_of(db) != FOLD:
        raise sqlite3.DatabaseError("it is of another version")
    db.execute(PROBE).fetchone()


def _fold_of(db: sqlite3.Connection) -> str:
    found = db.execute("select value from meta where key='fold'").fetchone()
    return str(found[0]) if found else ""


def made(db: sqlite3.Connection) -> sqlite3.Connection:
    """An empty database with the tables of the search."""
    with db:
        db.execute("begin immediate")
        if db.execute("select 1 from sqlite_master").fetchone():  # another window was faster
            return db
        for statement in SCHEMA.split(";\n"):
            db.execute(statement)
        db.execute("insert into meta values('fold', ?)", (FOLD,))
        db.execute(f"pragma user_version={VERSION}")
    return db


def stamps(path: Path) -> Iterator[tuple[str, str]]:
    """Which files each case in a cache was read from, the newest first; nothing if there is no
    such cache."""
    import sqlite3

    if path.is_symlink() or not path.is_file():  # a pipe would be waited for
        return
    try:
        db = connect(f"file:{quote(os.fsencode(path))}?mode=ro")
        try:
            yield from stamps_in(db)
        finally:
            db.close()
    except sqlite3.Error:
        return


# Being built anew, by one at a time.


def set_progress(db: sqlite3.Connection, done: int, of: int) -> None:
    """Say how many cases are in; all of them: nothing is being built any more."""
    if done >= of:
        db.execute("delete from meta where key=?", (BUILT,))
    else:
        db.execute("insert or replace into meta values(?,?)", (BUILT, f"{done} {of}"))


def progress(db: sqlite3.Connection) -> tuple[int, int] | None:
    """What ``set_progress`` said last."""
    found = db.execute("select value from meta where key=?", (BUILT,)).fetchone()
    if not found:
        return None
    done, _, of = found[0].partition(" ")
    return int(done), int(of)


def lock(path: Path, wait: bool = False) -> int:
    """The lock of the one who builds the search, as a descriptor; it ends with that. Raises
    BlockingIOError if another has it and one does not ``wait``, OSError if there can be none."""
    import fcntl

    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(f"{path}-lock", flags, FILE_MODE)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(fd)
        raise
    return fd


def is_building(place: Path | str) -> bool:
    """Whether somebody builds the search now; one in memory nobody else can ask for."""
    if isinstance(place, str):
        return True
    try:
        os.close(lock(place))
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
