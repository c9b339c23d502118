"""A cache of case summaries in SQLite. Deleting it costs nothing but time: it is rebuilt.

Nothing here is the truth, so an index that is damaged, or of another version, is thrown away, and
one that cannot be written lives in memory. An ``Index`` belongs to one thread; a background
rebuild opens its own on the same file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from callmate.model.listing import Listed, Order
from callmate.model.search.query import Query
from callmate.model.summary import CaseSummary
from callmate.store.cachefile import SMALL, is_damage
from callmate.store.index import callrows, indexfile, listing, rows
from callmate.store.index.callsums import CallsMade
from callmate.store.index.lines import Lines
from callmate.store.layout import case_folder, each_case
from callmate.store.stamps import stamp_of, stamps_in

if TYPE_CHECKING:
    import sqlite3

    from callmate.store.index.casefilters import Among

T = TypeVar("T")
Summarise = Callable[[str], CaseSummary]
"""Reads a case and says what its line is."""


class Index(Lines):
    """Summaries and names. ``trouble`` is a sentence if it lives in memory only.

    No fault of its file is ever raised to who asks or writes: an index that the disk does not
    give or take goes on in memory, with what could be read of it.
    """

    def __init__(self, path: Path | None, writable: bool = True) -> None:
        """Where the store may not be written, one that is there is read all the same."""
        self.trouble = ""
        self.fresh = False
        """Whether nothing was there, so that every case is to be read in the background."""
        self._listed = listing.Kept()
        self._file: Path | None = None
        """Where it is; None while it lives in memory."""
        self._emptied = False
        self._db = self._open(path, writable)

    def _open(self, path: Path | None, writable: bool) -> sqlite3.Connection:
        import sqlite3

        try:
            if path is not None and writable:
                db, self.fresh = indexfile.opened(path)
                self._file = path
                return db
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"The list cannot be kept on the disk ({error}); it is made anew."
        db, self.fresh = indexfile.copied(path)
        return db

    def _read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """What the index says; of one that turns out to be damaged nothing, since it is emptied."""
        import sqlite3

        while True:
            try:
                return ask(self._db)
            except sqlite3.Error as error:
                if self._file is None:  # no disk is to blame
                    raise
                self._recover(error)

    def _recover(self, error: sqlite3.Error) -> None:
        """Empty a damaged file, once; go on in memory where that, or the disk, is no use."""
        if is_damage(error) and not self._emptied:
            self._empty(error)
        else:
            self._leave(f"The list is kept in memory ({error}); it is renewed at the next start.")

    def _leave(self, why: str) -> None:
        """Live in memory from here on, with what can still be read of the file."""
        if self._file is not None:
            self._db, self.fresh = indexfile.in_memory(self._db, self._file)
            self._file = None
        self.trouble = why

    def _empty(self, why: object) -> None:
        import sqlite3

        self._emptied = True
        try:
            indexfile.empty(self._db)
        except sqlite3.Error:  # another window is busy with it, or the disk takes nothing
            self._db, self._file = indexfile.made(indexfile.connect(":memory:")), None
        self.fresh = True
        self.trouble = f"The index was damaged ({why}); it is made anew at the next start."

    def _change(self, *steps: tuple[str, Sequence[tuple[Any, ...]]]) -> bool:
        """Carry out all of the steps or none; False if another window kept the index busy. What a
        disk takes no more is done in memory: a call that runs is to be found all the same."""
        import sqlite3

        while True:
            try:
                indexfile.carry_out(self._db, steps)
                return True
            except sqlite3.Error as error:
                if self._file is None or indexfile.is_busy(error):
                    self._is_behind(error)
                    return False
                self._recover(error)

    def _is_behind(self, error: sqlite3.Error) -> None:
        self.trouble = f"The index is behind ({error}); it is renewed at the next start."

    def together(self) -> AbstractContextManager[None]:
        """What is put within is written at once: much faster for many cases."""
        return indexfile.at_once(self._db)

    # Written by the owner of a case.

    def put(self, summary: CaseSummary, stamp: str = "") -> bool:
        """Renew a case's line and its names; with ``stamp``, say which files it was made of."""
        calls = callrows.written(summary.id, summary.figures)
        return self._change(rows.line(summary, stamp), *rows.names(summary), *calls)

    def put_line(self, summary: CaseSummary) -> bool:
        """Renew a case's line alone, until the case is read again."""
        return self._change(rows.line(summary, ""))

    def set_trouble(self, case_id: str, trouble: str) -> bool:
        """Say of a case's line alone that its files are damaged (a sentence), or "" that they are
        not. It stays made of the files it was made of, unless nothing of these could be read."""
        change = (
            "update cases set trouble=?1, stamp=case when ?1='' and state='damaged' then '' "
            "else stamp end where id=?2"
        )
        return self._change((change, [rows.plain((trouble, case_id))]))

    def stamp(self, case_id: str) -> str:
        """Which files its line was made of; "" if nobody can tell."""
        asked = "select max(stamp) from cases where id=?"
        return self._read(lambda db: db.execute(asked, (case_id,)).fetchone()[0]) or ""

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
            ("delete from calls where case_id=?", [(case_id,)]),
            ("delete from dirty where case_id=?", [(case_id,)]),
        )

    # Asked by lists, searches and figures; what else is asked is in ``lines``.

    def listing(
        self, order: Order, first: int, most: int, now: datetime, ids: frozenset[str] | None = None
    ) -> Listed:
        """A window of the list, with tasks; without names. See ``listing.window``."""
        return self._read(lambda db: listing.window(db, self._listed, order, first, most, now, ids))

    def written(self) -> tuple[int, int, int]:
        """Differs once anything was written here, by this window or another."""
        return self._read(listing.written_of)

    def searched(self, query: Query, now: datetime) -> Among:
        """The cases in which a search may find something."""
        return self._read(lambda db: listing.among(db, self._listed, query, now))

    @property
    def calls(self) -> CallsMade:
        """The calls of all cases as numbers."""
        return CallsMade(self._read)

    # Kept up to date.

    def dirty(self) -> list[str]:
        """Cases that were open for writing when a program ended without a word, or still are."""
        asked = "select distinct case_id from dirty order by case_id"
        return self._read(lambda db: [row[0] for row in db.execute(asked)])

    def stale(self, root: Path) -> Iterator[str]:
        """Cases that changed, came or went behind the index's back. Looks at every file."""
        if why := self._read(indexfile.fault_of):
            self._empty(why)
        try:
            found = self._read(lambda db: _stale(db, root))
        except OSError:  # what cannot be looked at is not gone
            return
        yield from found

    def rebuild(self, root: Path, ids: Iterable[str], summarise: Summarise) -> int:
        """Read these cases again and renew their lines; how many lines there are now of them."""
        count = 0
        for case_id in ids:
            stamp = stamp_of(root, case_id)  # before the reading: a later change shows again
            if stamp:
                self.put(summarise(case_id), stamp)
                count += 1
            else:
                self.remove(case_id)
            self._change(("delete from dirty where case_id=?", [(case_id,)]))
        self.fresh = False
        return count

    # In memory: a thread that reads the cases hands its own over.

    def copied(self) -> bytes:
        """All of it, if it lives in memory; nothing if others see what it wrote."""
        return self._db.serialize() if self._file is None else b""

    def take(self, copied: bytes) -> None:
        """Be what another is, if this one lives in memory; calls that run stay known."""
        running = self.running()
        if copied and self._file is None:
            self._db = indexfile.read_back(copied)
            for row in running:
                self.put(row)

    def keep_in_memory(self) -> None:
        """Write no more to the disk until the end: what room it has left is for the events. What
        changes from here on the next start reads from the files."""
        if self._file is not None:
            self._leave("The list is kept in memory; it is renewed at the next start.")

    def be_small(self) -> None:
        """Hold less of the file in memory: for a thread for which nobody waits."""
        self._read(lambda db: db.execute(SMALL))

    def scrub(self) -> bool:
        """Leave nothing of words that were replaced; False while another window reads here, or
        the disk refuses."""
        import sqlite3

        try:
            return not self._db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
        except sqlite3.Error as error:
            self._is_behind(error)
            return False

    def close(self) -> None:
        indexfile.let_go(self._db)


def _stale(db: sqlite3.Connection, root: Path) -> list[str]:
    """Cases of which the index does not say what their folders do. Nothing is held of those that
    are as they were."""
    known = "select 1 from cases where id=?"
    found = [one for one in each_case(root) if db.execute(known, (one,)).fetchone() is None]
    for one, stamp in stamps_in(db):
        now = stamp_of(root, one)
        if stamp != now or not (now or os.path.lexists(case_folder(root, one))):
            found.append(one)
    return sorted(found, reverse=True)
