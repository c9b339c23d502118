"""The file of the index: SQLite, opened, checked and made. Damaged ones are thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from callmate.store import cachefile
from callmate.store.cachefile import is_damage, version_of

if TYPE_CHECKING:
    import sqlite3

NAME: Final = "index.sqlite"
VERSION: Final = 4
WAIT_S: Final = 0.2
SETTINGS: Final = "pragma journal_mode=wal; pragma synchronous=off; pragma secure_delete=on"
SCHEMA: Final = """
create table cases(
    id text primary key, title text, title_key text, company text, company_key text, phone text,
    state text, opened_at text, last_at text, last_s real, running int, calls int,
    script_id text, script_digest text, tasks text, wanted text, spent_s int, stake text,
    stake_n real, next_at text, next_s real, pinned int, tags text, archived text, trouble text,
    stamp text, sought text) without rowid;
create index cases_by_time on cases(pinned desc, last_s desc, id desc)
    where title<>'' and archived='';
create index cases_not_listed on cases(archived, title) where title='' or archived<>'';
create index cases_by_name on cases(
    archived, title, sought, company_key, pinned, last_s, next_s, stake_n, spent_s);
create index cases_by_last on cases(last_s desc);
create index cases_by_company on cases(company_key, last_s desc);
create index cases_by_title on cases(title_key);
create index cases_by_script on cases(script_id);
create index cases_with_tasks on cases(last_s desc) where tasks<>'';
create table names(
    case_id text, company_key text, kind text, value_key text, value text,
    last_at text, last_s real, last_result text, department text,
    sought text);
create index names_by_company on names(company_key, kind);
create index names_by_case on names(case_id);
create table calls(
    case_id text, call_id text, number int, at text, start_s real, company text, company_key text,
    direction text, date_only int, running int, total int, talk int, hold int, pitch int,
    transfer int, supervisor int, menu int, other int, holds int, longest_hold int, answered int,
    menus int, transfers int, cut_off int, granted int, denied int, refused int, turned int,
    same int, same_yes int, other_rep int, other_rep_yes int, manager int, manager_yes int,
    promises int, kept int, broken int, stints text, primary key(case_id, call_id)) without rowid;
create index calls_by_company on calls(company_key);
create table dirty(case_id text, owner text, primary key(case_id, owner)) without rowid;
"""
PROBE: Final = "select id, trouble, sought, stints from cases left join calls on case_id=id limit 1"


def connect(path: str) -> sqlite3.Connection:
    """A connection that waits a moment for another window, and commits only when told."""
    import sqlite3

    return sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)


def opened(path: Path) -> tuple[sqlite3.Connection, bool]:
    """The index in a file, and whether it is a new one. What is damaged, or of another version,
    is thrown away first. Raises sqlite3.Error or OSError where none can be had."""
    import sqlite3

    try:
        return _checked(path)
    except sqlite3.DatabaseError as error:
        if path.exists() and (is_busy(error) or is_refused(error)):
            raise
        cachefile.throw_away(path)
        return _checked(path)


def _checked(path: Path) -> tuple[sqlite3.Connection, bool]:
    # It is a cache: a power cut may cost it, and what was forgotten is wiped.
    return cachefile.checked(path, connect, SETTINGS, made, _check)


def _check(db: sqlite3.Connection) -> None:
    import sqlite3

    if version_of(db) != VERSION:
        raise sqlite3.DatabaseError("it is of another version")
    db.execute(PROBE).fetchone()


def kept(path: Path) -> sqlite3.Connection | None:
    """A copy in memory of an index that can be read though not written; None if it is damaged, of
    another version, was being written when its program ended, or is not there."""
    import sqlite3

    journal = Path(f"{path}-wal")
    try:
        if path.is_symlink() or not path.is_file():
            return None
        if journal.exists() and journal.stat().st_size:
            return None
        db = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    except (sqlite3.Error, OSError):
        return None
    try:
        _check(db)
        copy = connect(":memory:")
        db.backup(copy)
        return copy
    except sqlite3.Error:
        return None
    finally:
        db.close()


def made(db: sqlite3.Connection) -> sqlite3.Connection:
    """An empty database with the tables of the index."""
    db.executescript(f"begin immediate; {SCHEMA} pragma user_version={VERSION}; commit;")
    return db


def fault_of(db: sqlite3.Connection) -> str:
    """What is wrong with the pages of an index; "" if nothing is. Looks at all of them."""
    import sqlite3

    try:
        found = str(db.execute("pragma quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return str(error)
    return "" if found == "ok" else found


def empty(db: sqlite3.Connection) -> None:
    """Write an empty index over a damaged one, in place: other windows go on with it."""
    if db.in_transaction:
        db.rollback()
    fresh = made(connect(":memory:"))
    fresh.backup(db)
    fresh.close()


def is_busy(error: sqlite3.Error) -> bool:
    """Whether it was another window that was in the way."""
    import sqlite3

    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_refused(error: sqlite3.Error) -> bool:
    """Whether it was the disk that refused: full, read-only, failing, or closed to us."""
    import sqlite3

    return _code(error) in (
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
    )  # fmt: skip


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def at_once(db: sqlite3.Connection) -> Iterator[None]:
    """All that is written within or nothing; within another such block it is one with that."""
    if db.in_transaction:
        yield
        return
    with db:
        db.execute("begin immediate")
        yield


def carry_out(db: sqlite3.Connection, steps: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """Statements, each with the rows of values it is for: all of them or none."""
    with at_once(db):
        for statement, values in steps:
            db.executemany(statement, values)


def copied(path: Path | None) -> tuple[sqlite3.Connection, bool]:
    """A copy in memory of what can be read of an index, and whether that is nothing."""
    copy = kept(path) if path is not None else None
    return (copy, False) if copy is not None else (made(connect(":memory:")), True)


def in_memory(db: sqlite3.Connection, path: Path) -> tuple[sqlite3.Connection, bool]:
    """The same index in memory, for as long as the program runs, and whether nothing of it could
    be had; ``db`` is let go."""
    import sqlite3

    copy = connect(":memory:")
    try:
        if db.in_transaction:
            db.rollback()
        db.execute("select 1 from cases limit 1").fetchone()  # a copy would wait for ever
        db.backup(copy)
        return copy, False
    except sqlite3.Error:
        copy.close()
        return copied(path)
    finally:
        let_go(db)


def read_back(copied: bytes) -> sqlite3.Connection:
    """A database in memory of what another one serialised; an empty one if it is no use.

    A copy of a file says of itself that it has a journal beside it, which memory has not: SQLite
    opens it only if these two bytes say otherwise.
    """
    import sqlite3

    db = connect(":memory:")
    try:
        db.deserialize(copied[:18] + b"\1\1" + copied[20:])
        _check(db)
    except sqlite3.Error:
        db.close()
        return made(connect(":memory:"))
    return db


def let_go(db: sqlite3.Connection) -> None:
    """Close a connection, also to a file that cannot be written."""
    import sqlite3

    with suppress(sqlite3.Error):
        db.close()
