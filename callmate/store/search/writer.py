"""Writes the search: what changed in a case, and no more. Deleting the file costs but time.

A ``SearchWriter`` belongs to one thread. Whoever looks for something opens the file by itself. All
of it raises sqlite3.Error for what the disk does not take; ``put`` has then changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from callmate.model.search.documents import Doc
from callmate.store import cachefile
from callmate.store.index.rows import plain
from callmate.store.search import searchfile
from callmate.store.search.searchrows import AT, KEPT, Row, found_by, row_of, tick
from callmate.store.stamps import stamps_in

if TYPE_CHECKING:
    from pathlib import Path

FOUND: Final = ", ".join(searchfile.COLUMNS)
MARKS: Final = ",".join("?" * len(searchfile.COLUMNS))
INSERT: Final = f"insert into docs(no, case_no, {KEPT}) values(?,?,{','.join('?' * 11)})"
FIND: Final = f"insert into found(rowid, {FOUND}) values(?,{MARKS})"
LOSE: Final = f"insert into found(found, rowid, {FOUND}) values('delete',?,{MARKS})"
NEAR: Final = 32
"""Rowids that are tried one by one where many things happened at the same time."""
PAGES: Final = 500
"""Pages that are merged at a time, so that nobody waits long for the lock."""
SCRUB: Final = "scrub"

Written = dict[str, tuple[int, Row]]
"""The documents of a case by their event: rowid and row."""


class SearchWriter:
    """The writer of a file of its own, or in memory."""

    def __init__(self, place: Path | str) -> None:
        """``place`` is the file, or the name of a search in memory (see ``searchfile``). Raises
        sqlite3.Error or OSError where none is to be had: no FTS5, a disk that takes no file."""
        self.fresh = True
        """Whether nothing was there, so that every case is to be read."""
        if isinstance(place, str):
            self._db = searchfile.made(searchfile.connect(place))
        else:
            self._db, self.fresh = searchfile.opened(place)
        self._last: tuple[str, Written] = "", {}
        self._rows: tuple[str, dict[str, tuple[Doc, Row]]] = "", {}
        self._version = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written within is written at once, or not at all."""
        try:
            with self._db:
                self._db.execute("begin immediate")
                yield
        except BaseException:
            self._last = "", {}
            raise

    # Written.

    def put(self, case_id: str, docs: Sequence[Doc], forgotten: int = 0, stamp: str = "") -> int:
        """Renew a case; how many documents were written or taken out.

        ``forgotten`` counts how often words of it were emptied for good: when it grows, the file
        is to be scrubbed. ``stamp`` says which files it was read from, "" that they go on.
        """
        with nullcontext() if self._db.in_transaction else self.together():
            return self._put(case_id, docs, forgotten, stamp)

    def _put(self, case_id: str, docs: Sequence[Doc], forgotten: int, stamp: str) -> int:
        head = plain((docs[0].company, docs[0].title)) if docs else ("", "")
        case_no, before, emptied = self._case(case_id, head)
        old = self._old(case_id, case_no)
        new = self._rows_of(case_id, docs)
        gone = [
            (no, row) for event, (no, row) in old.items() if head != before or new.get(event) != row
        ]
        self._take_out(gone, before)
        kept = {event: one for event, one in old.items() if new.get(event) == one[1]}
        if head != before:
            kept = {}
        fresh = self._place(new, kept, old)
        self._write(case_no, fresh, head)
        self._last = case_id, kept | {row[0]: (no, row) for no, row in fresh}
        self._db.execute(
            "update cases set company=?, title=?, forgotten=?, stamp=? where no=?",
            (*head, forgotten, stamp, case_no),
        )
        if forgotten > emptied:
            self._mark(SCRUB)
        return len(gone) + len(fresh)

    def remove(self, case_id: str) -> None:
        """Take out a case that is no more."""
        with nullcontext() if self._db.in_transaction else self.together():
            self._put(case_id, (), 0, "")
            self._db.execute("delete from cases where id=?", (case_id,))
            self._last = "", {}
            self._mark(SCRUB)

    def stamp(self, case_id: str, stamp: str) -> None:
        """Say which files the documents of a case were read from."""
        self._db.execute("update cases set stamp=? where id=?", (stamp, case_id))

    def _case(self, case_id: str, head: Row) -> tuple[int, Row, int]:
        """A case's number, its company and title till now, how often words were emptied."""
        find = "select no, company, title, forgotten from cases where id=?"
        row = self._db.execute(find, (case_id,)).fetchone()
        if row is not None:
            return row[0], (row[1], row[2]), row[3]
        values = (case_id, *head, 0, "")
        made = self._db.execute(
            "insert into cases(id, company, title, forgotten, stamp) values(?,?,?,?,?)", values
        )
        return made.lastrowid or 0, head, 0

    def _old(self, case_id: str, case_no: int) -> Written:
        """What the file has of a case; the last one written is remembered, unless another window
        wrote meanwhile."""
        version = self._db.execute("pragma data_version").fetchone()[0]
        same, self._version = version == self._version, version
        if same and self._last[0] == case_id:
            return self._last[1]
        rows = self._db.execute(f"select no, {KEPT} from docs where case_no=?", (case_no,))
        return {row[1]: (row[0], row[1:]) for row in rows}

    def _rows_of(self, case_id: str, docs: Sequence[Doc]) -> dict[str, Row]:
        """The rows of documents; of those that are the same as the last time, the same rows."""
        known = self._rows[1] if self._rows[0] == case_id else {}
        rows: dict[str, tuple[Doc, Row]] = {}
        for doc in docs:
            before = known.get(doc.event)
            rows[doc.event] = before if before and before[0] is doc else (doc, row_of(doc))
        self._rows = case_id, rows
        return {event: row for event, (_, row) in rows.items()}

    def _take_out(self, gone: Iterable[tuple[int, Row]], head: Row) -> None:
        lost = [(no, *found_by(row, *head)) for no, row in gone]
        self._db.executemany(LOSE, lost)
        self._db.executemany("delete from docs where no=?", [row[:1] for row in lost])

    def _write(self, case_no: int, fresh: Sequence[tuple[int, Row]], head: Row) -> None:
        self._db.executemany(INSERT, [(no, case_no, *row) for no, row in fresh])
        self._db.executemany(FIND, [(no, *found_by(row, *head)) for no, row in fresh])

    def _place(self, new: dict[str, Row], kept: Written, old: Written) -> list[tuple[int, Row]]:
        """What is to be written, each with the rowid of its time that is free. One whose time did
        not change keeps its own."""
        placed: list[tuple[int, Row]] = []
        taken: set[int] = set()
        last = dict[int, int]()
        for event, row in new.items():
            if event in kept:
                continue
            wanted = tick(row[AT])
            before = old.get(event)
            if before and before[1][AT] == row[AT] and before[0] not in taken:
                no = before[0]
            else:
                no = self._free(max(wanted, last.get(wanted, wanted - 1) + 1), taken)
            last[wanted] = max(no, last.get(wanted, no))
            taken.add(no)
            placed.append((no, row))
        return placed

    def _free(self, no: int, taken: set[int]) -> int:
        """The first free rowid from ``no`` on; where very many are taken, one not far behind."""
        tried = 0
        while no in taken or self._db.execute("select 1 from docs where no=?", (no,)).fetchone():
            tried += 1
            no += 1 if tried % NEAR else tried
        return no

    # Kept up to date, and clean.

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Of each case the files it was read from, the newest first; "" while they go on."""
        return stamps_in(self._db)

    def knows(self, case_id: str) -> bool:
        """Whether anything was read of a case."""
        asked = "select 1 from cases where id=?"
        return self._db.execute(asked, (case_id,)).fetchone() is not None

    def be_small(self) -> None:
        """Hold less of the file in memory: for a window, which writes a case now and then."""
        self._db.execute(cachefile.SMALL)

    def _mark(self, key: str) -> None:
        self._db.execute("insert or replace into meta values(?, 'yes')", (key,))

    def say(self, done: int, of: int) -> None:
        """How many cases are in, while it is built anew."""
        searchfile.set_progress(self._db, done, of)

    def scrub(self) -> bool:
        """Leave nothing in the file of words that were forgotten, if there were any. False while
        another window reads there: it is to be tried again."""
        if not self._db.execute("select 1 from meta where key=?", (SCRUB,)).fetchone():
            return True
        pages = -PAGES  # the first takes all there is into one merge; the others carry it on
        while True:
            before = self._db.total_changes
            self._db.execute("insert into found(found, rank) values('merge', ?)", (pages,))
            if self._db.total_changes - before < 2:
                break
            pages = PAGES
        if self._db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            return False
        self._db.execute("delete from meta where key=?", (SCRUB,))
        return True

    def wipe(self) -> bool:
        """The same whether words were forgotten or not, as far as anyone can tell."""
        self._mark(SCRUB)
        return self.scrub()

    def close(self) -> None:
        self._db.close()
