"""A cache of case summaries in SQLite. Deleting it costs nothing but time: it is rebuilt.

Nothing here is the truth, so an index that is damaged, or of another version, is thrown away, and
one that cannot be written lives in memory. An ``Index`` belongs to one thread; a background
rebuild opens its own on the same file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from callmate.ids import is_ulid
from callmate.model.events import Event
from callmate.model.summary import CaseSummary, Known
from callmate.model.words import same_text
from callmate.paths import FILE_MODE

if TYPE_CHECKING:
    import sqlite3

VERSION: Final = 1
WAIT_S: Final = 0.2
SETTINGS: Final = "pragma journal_mode=wal; pragma synchronous=off; pragma secure_delete=on"
SCHEMA: Final = """
create table cases(
    id text primary key, title text, title_key text, company text, phone text, state text,
    opened_at text, last_at text, last_s real, running int, calls int,
    script_id text, script_digest text, stamp text) without rowid;
create index cases_by_time on cases(last_s desc);
create index cases_by_title on cases(title_key);
create index cases_by_script on cases(script_id);
create table names(
    case_id text, company_key text, kind text, value_key text, value text,
    last_at text, last_s real, last_result text, department text);
create index names_by_company on names(company_key, kind);
create index names_by_case on names(case_id);
create table dirty(case_id text, owner text, primary key(case_id, owner)) without rowid;
"""
COLUMNS: Final = (
    "id, title, company, phone, state, opened_at, last_at, running, calls, script_id, script_digest"
)

Summarise = Callable[[str, list[Event]], CaseSummary]
Read = Callable[[str], list[Event]]


class Index:
    """Summaries and names. ``trouble`` is a sentence if it lives in memory only."""

    def __init__(self, path: Path | None) -> None:
        self.trouble = ""
        self.fresh = False
        """Whether nothing was there, so that every case is to be read in the background."""
        self._db = self._open(path)

    def _open(self, path: Path | None) -> sqlite3.Connection:
        import sqlite3

        if path is None:
            return self._made(_connect(":memory:"))
        try:
            try:
                return self._checked(path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and path.exists():
                    code = error.sqlite_errorcode & 0xFF
                    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                        raise
                _throw_away(path)
                return self._checked(path)
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"The index {path} cannot be used ({error})."
            return self._made(_connect(":memory:"))

    def _checked(self, path: Path) -> sqlite3.Connection:
        import sqlite3

        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise OSError("it is not a plain file")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, FILE_MODE))
        db = _connect(str(path))
        try:
            db.executescript(SETTINGS)  # a cache: a power cut may cost it; the forgotten is wiped
            version = db.execute("pragma user_version").fetchone()[0]
            if version == 0 and not db.execute("select 1 from sqlite_master").fetchone():
                return self._made(db)
            if version != VERSION:
                raise sqlite3.DatabaseError("it is of another version")
            db.execute(f"select {COLUMNS} from cases limit 1").fetchone()
        except BaseException:
            db.close()
            raise
        return db

    def _made(self, db: sqlite3.Connection) -> sqlite3.Connection:
        self.fresh = True
        db.executescript(f"begin immediate; {SCHEMA} pragma user_version={VERSION}; commit;")
        return db

    def _change(self, *steps: tuple[str, Iterable[tuple[Any, ...]]]) -> bool:
        """Carry out all of the steps or none; False if another window kept the index busy."""
        import sqlite3

        try:
            with self._db:
                self._db.execute("begin immediate")
                for statement, rows in steps:
                    self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            self.trouble = f"The index is behind ({error}); it is renewed at the next start."
            return False
        return True

    # Written by the owner of a case.

    def put(self, summary: CaseSummary, stamp: str = "") -> bool:
        """Renew a case's line and its names; with ``stamp``, say which files it was made of."""
        key = summary.id
        names = [
            (key, same_text(summary.company), kind, same_text(one.value), one.value, one.last_at,
             _seconds(one.last_at), one.last_result, one.department)
            for kind, known in (("rep", summary.reps), ("department", summary.departments))
            for one in known
        ]  # fmt: skip
        row = (
            key, summary.title, same_text(summary.title), summary.company, summary.phone,
            summary.state, summary.opened_at, summary.last_at, _seconds(summary.last_at),
            summary.running, summary.calls, summary.script_id, summary.script_digest, stamp,
        )  # fmt: skip
        return self._change(
            (f"insert or replace into cases values({','.join('?' * len(row))})", [_plain(row)]),
            ("delete from names where case_id=?", [(key,)]),
            ("insert into names values(?,?,?,?,?,?,?,?,?)", [_plain(name) for name in names]),
        )

    def mark_dirty(self, case_id: str, owner: str) -> bool:
        """A lane of the case is open for writing by ``owner``; said before its first event."""
        return self._change(("insert or ignore into dirty values(?,?)", [(case_id, owner)]))

    def mark_clean(self, case_id: str, owner: str, root: Path) -> bool:
        """Its summary is up to date and the lane closed."""
        return self._change(
            ("delete from dirty where case_id=? and owner=?", [(case_id, owner)]),
            ("update cases set stamp=? where id=?", [(stamp_of(root, case_id), case_id)]),
        )

    def remove(self, case_id: str) -> bool:
        return self._change(
            ("delete from cases where id=?", [(case_id,)]),
            ("delete from names where case_id=?", [(case_id,)]),
            ("delete from dirty where case_id=?", [(case_id,)]),
        )

    # Asked by lists, completion and the doors.

    def cases(self, limit: int = -1, offset: int = 0) -> list[CaseSummary]:
        """Lines of the case list, latest activity first; without their names."""
        return self._lines("order by last_s desc, id desc limit ? offset ?", limit, offset)

    def case(self, case_id: str) -> CaseSummary | None:
        """One line with its names."""
        if not (lines := self._lines("where id=?", case_id)):
            return None
        mine = "case_id=? and kind=?"
        reps, departments = (self._known(mine, case_id, kind) for kind in ("rep", "department"))
        return replace(lines[0], reps=tuple(reps), departments=tuple(departments))

    def running(self) -> list[CaseSummary]:
        """Cases with a call that has not ended."""
        return self._lines("where running order by last_s desc")

    def with_company(self, company: str) -> list[CaseSummary]:
        """Cases with a company, the latest first."""
        key = same_text(company)
        rows = self._lines("where company like ? order by last_s desc", company.strip())
        return [row for row in rows if same_text(row.company) == key]

    def of_script(self, script_id: str) -> list[CaseSummary]:
        """Cases that were imported from this script."""
        return self._lines("where script_id=? order by id", script_id)

    def beginning(self, text: str) -> list[CaseSummary]:
        """Cases whose id or title begins with ``text``, whatever the case of its letters."""
        key = same_text(text)
        return self._lines(
            "where substr(id,1,?)=? or substr(title_key,1,?)=? order by last_s desc, id desc",
            len(text), text.upper(), len(key), key,
        )  # fmt: skip

    def names(self, company: str, kind: str) -> list[Known]:
        """Known reps (``rep``) or departments (``department``) of a company, newest first."""
        newest: dict[str, Known] = {}
        for known in self._known("company_key=? and kind=?", same_text(company), kind):
            newest.setdefault(same_text(known.value), known)
        return list(newest.values())

    def _lines(self, rest: str, *values: Any) -> list[CaseSummary]:
        rows = self._db.execute(f"select {COLUMNS} from cases {rest}", _plain(values))
        return [
            CaseSummary(
                row[0], row[1], row[2], row[3], row[4], row[5], row[6], bool(row[7]), row[8],
                script_id=row[9], script_digest=row[10],
            )
            for row in rows
        ]  # fmt: skip

    def _known(self, where: str, *values: Any) -> Iterator[Known]:
        rows = self._db.execute(
            f"select value, last_at, last_result, department from names where {where} "
            "order by last_s desc, rowid",
            _plain(values),
        )
        return (Known(*row) for row in rows)

    # Kept up to date.

    def dirty(self) -> list[str]:
        """Cases that were open for writing when a program ended without a word, or still are."""
        rows = self._db.execute("select distinct case_id from dirty order by case_id")
        return [row[0] for row in rows]

    def stale(self, root: Path) -> Iterator[str]:
        """Cases that changed, came or went behind the index's back. Looks at every file."""
        known = dict(self._db.execute("select id, stamp from cases").fetchall())
        try:
            there = {name for name in os.listdir(root / "cases") if is_ulid(name)}
        except (FileNotFoundError, NotADirectoryError):
            there = set()
        for case_id in sorted(known.keys() | there, reverse=True):
            if case_id not in there or known.get(case_id) != stamp_of(root, case_id):
                yield case_id

    def rebuild(self, root: Path, ids: Iterable[str], read: Read, summarise: Summarise) -> int:
        """Read these cases again and renew their lines; how many lines there are now of them."""
        count = 0
        for case_id in ids:
            stamp = stamp_of(root, case_id)  # before the reading: a later change shows again
            events = read(case_id) if stamp else []
            if stamp:
                self.put(summarise(case_id, events), stamp)
                count += 1
            else:
                self.remove(case_id)
            self._change(("delete from dirty where case_id=?", [(case_id,)]))
        self.fresh = False
        return count

    def scrub(self) -> bool:
        """Leave nothing of words that were replaced; False while another window reads here."""
        return not self._db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]

    def close(self) -> None:
        self._db.close()


def stamp_of(root: Path, case_id: str) -> str:
    """What tells, without reading them, that the lanes of a case are as they were; "" if none."""
    lanes = []
    try:
        with os.scandir(root / "cases" / case_id) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    stat = entry.stat(follow_symlinks=False)
                    lanes.append((entry.name, stat.st_ino, stat.st_size, stat.st_mtime_ns))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return json.dumps(sorted(lanes)) if lanes else ""


def _connect(path: str) -> sqlite3.Connection:
    import sqlite3

    return sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)


def _throw_away(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row SQLite can hold: a lone surrogate, which no UTF-8 has, becomes a question mark."""
    return tuple(
        value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for value in row
    )


def _seconds(at: str) -> float:
    """Seconds since 1970, so that times of different zones sort; 0 for none."""
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return 0.0
