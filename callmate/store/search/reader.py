"""Reads the search file beside whoever writes it. Opens it when first asked, and never waits."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

from callmate.model.search.documents import THE_CASE, Doc
from callmate.store.cachefile import is_damage
from callmate.store.search import searchfile
from callmate.store.search.searchrows import DOCS, DOCUMENT, doc_of

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
NOT_YET: Final = "Search is not built yet."
DAMAGED: Final = "The search file is damaged; it is built anew."


class SearchReader:
    """For one thread. ``trouble`` says why there may be less than there is, "" if all is well."""

    def __init__(self, place: Path | str) -> None:
        """``place`` is the file, or the name of a search in memory (see ``searchfile``)."""
        self.place = place
        self.trouble = ""
        self.damaged = False
        """Whether the file is to be thrown away by who writes it."""
        self._db: sqlite3.Connection | None = None
        self._inode = 0

    def ask(self, question: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        """What a question to the file brings; ``nothing`` where there is no file, or no use of
        it."""
        import sqlite3

        try:
            answer = question(self._opened())
        except sqlite3.Error as error:
            self._fail(error)
            return nothing
        self.trouble, self.damaged = "", False
        return answer

    def around(self, case_id: str, event: str = "", most: int = 50) -> tuple[Doc, ...]:
        """Documents of one case in the order of its timeline: those about an event, else the
        latest. The case's own is not among them."""
        return self.ask(lambda db: _around(db, case_id, event, most), ())

    def progress(self) -> tuple[int, int] | None:
        """How many cases of how many are in while the search is built anew; None if it is not."""
        found = self.ask(lambda db: searchfile.progress(db), None)
        return found if found and searchfile.is_building(self.place) else None

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _opened(self) -> sqlite3.Connection:
        inode = _inode(self.place)
        if self._db is not None and inode == self._inode:
            return self._db
        self.close()  # it was thrown away, and another made
        self._db, self._inode = _connected(self.place), inode
        return self._db

    def _fail(self, error: sqlite3.Error) -> None:
        import sqlite3

        self.close()
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        self.damaged = is_damage(error)
        missing = code == sqlite3.SQLITE_CANTOPEN or "no such table" in str(error)
        if self.damaged:
            self.trouble = DAMAGED
        else:
            self.trouble = NOT_YET if missing else f"Search cannot be used ({error})."


def _inode(place: Path | str) -> int:
    if isinstance(place, str):
        return 0
    try:
        return os.stat(place).st_ino
    except OSError:
        return 0


def _connected(place: Path | str) -> sqlite3.Connection:
    if isinstance(place, str):
        db = searchfile.connect(place)
        db.execute("pragma read_uncommitted=on")
        return db
    name = f"file:{quote(os.fsencode(place))}"
    try:
        db = searchfile.connect(f"{name}?mode=ro")
        db.execute(searchfile.PROBE).fetchone()
    except Exception:
        if os.access(place, os.W_OK) or not os.access(place, os.R_OK):
            raise
        db = searchfile.connect(f"{name}?immutable=1")  # a disk that takes no file beside it
    return db


def _around(db: sqlite3.Connection, case_id: str, event: str, most: int) -> tuple[Doc, ...]:
    found = db.execute("select no from cases where id=?", (case_id,)).fetchone()
    if found is None:
        return ()
    mine = f"select {DOCUMENT} {DOCS} where d.case_no=:case and d.kind<>'{THE_CASE}'"
    values = {"case": found[0], "event": event, "most": most, "half": most // 2}
    at = "select no from docs where case_no=:case and event=:event"
    row = db.execute(at, values).fetchone() if event else None
    if row is None:
        rows = db.execute(f"{mine} order by d.no desc limit :most", values).fetchall()
        return tuple(map(doc_of, reversed(rows)))
    values["no"] = row[0]
    later = db.execute(f"{mine} and d.no>:no order by d.no limit :half", values).fetchall()
    values["before"] = most - len(later)
    query = f"{mine} and d.no<=:no order by d.no desc limit :before"
    return tuple(map(doc_of, [*reversed(db.execute(query, values).fetchall()), *later]))
