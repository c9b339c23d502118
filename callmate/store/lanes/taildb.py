"""TinyDB with an insert whose cost does not grow with what is stored.

Stock TinyDB rewrites the whole file for each insert, in place. Here the growing table stands
last in the file, one document a line, and an insert overwrites only the closing braces with
``,⏎"id": {…}}}`` in one ``pwrite``. The file is padded ahead with spaces, which JSON allows, so
that an insert changes neither its size nor its blocks. After every insert the file is a whole
TinyDB store that stock ``TinyDB(path)`` opens. All else is an atomic rewrite.

Stock cost sits in two places, so there are two halves: a storage that knows where the closers
stand, and a table that goes straight there, past the copy of the table TinyDB makes for a change.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from callmate.store.fs import REAL, Fs, NameUnsaved

STEP: Final = 64 * 1024
CLOSERS: Final = b"}}"
SEALED_END: Final = b"}}\n"
LINE_START = re.compile(rb'"(\d+)": ')
EVENTS: Final = "events"

Tables = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Tail:
    """Where a file goes on: offset of its closers (-1: no growing table yet), its size in bytes,
    the largest id of the growing table, and whether ids stand in ascending order."""

    offset: int = -1
    size: int = 0
    last_id: int = 0
    ascending: bool = True

    @property
    def ready(self) -> bool:
        return self.offset >= 0


def padded(length: int) -> int:
    """The size of a file that holds ``length`` bytes: whole steps, with some room."""
    return -(-(length + 4096) // STEP) * STEP


def encode_tables(tables: Mapping[str, Mapping[str, Any]], last: str) -> Iterator[bytes]:
    """A TinyDB JSON file without its closers, one document a line, table ``last`` last."""
    names = [name for name in tables if name != last] + [last] * (last in tables)
    for position, name in enumerate(names):
        yield b"{" if position == 0 else b"},\n"
        yield json.dumps(name).encode() + b": {"
        for count, (key, doc) in enumerate(tables[name].items()):
            yield b",\n" if count else b"\n"
            yield f"{json.dumps(str(key))}: {json.dumps(doc)}".encode()


def read_sealed_tail(fd: int, size: int, longest: int = STEP) -> tuple[Tail, bytes] | None:
    """The tail and the last line of a file closed in good order, read from its end alone.

    None if the file was not closed so, or its last document is longer than ``longest`` bytes;
    then it has to be read from the start.
    """
    chunk = os.pread(fd, min(size, longest), max(0, size - longest))
    start = chunk.rfind(b"\n", 0, -1) + 1
    line = chunk[start : -len(SEALED_END)]
    match = LINE_START.match(line)
    if not chunk.endswith(SEALED_END) or not start or not match:
        return None
    try:
        json.loads(b"{" + line + b"}")
    except ValueError:
        return None
    return Tail(size - len(SEALED_END), size, int(match[1])), line


class TailStorage(Storage):
    """A TinyDB storage that keeps nothing of the file in memory but where its tail is.

    ``fd`` and ``tail`` come from a caller who opened, locked and checked the file; without them
    the file is opened, made if need be, and read once.
    """

    def __init__(
        self,
        path: str | Path,
        table: str = EVENTS,
        *,
        sync: bool = False,
        fs: Fs = REAL,
        fd: int | None = None,
        tail: Tail | None = None,
    ) -> None:
        self.path, self.table, self.sync, self.fs = Path(path), table, sync, fs
        self.torn = False
        """Whether something else than the closers may stand where they should."""
        self.fd = fs.open(self.path, os.O_RDWR | os.O_CREAT) if fd is None else fd
        self.tail = tail if tail is not None else self._find_tail()

    def _find_tail(self) -> Tail:
        size = os.fstat(self.fd).st_size
        sealed = read_sealed_tail(self.fd, size)
        if sealed is not None:
            return sealed[0]
        raw = self._bytes().rstrip()
        if not raw:
            return Tail(size=size)
        tables = json.loads(raw)
        ids = [int(key) for key in tables.get(self.table) or {}]
        tail = Tail(-1, size, max(ids, default=0), ids == sorted(ids))
        if raw.endswith(CLOSERS) and list(tables)[-1] == self.table and tail.last_id > 0:
            tail.offset = len(raw) - len(CLOSERS)
        return tail

    def _bytes(self) -> bytes:
        with open(self.fd, "rb", closefd=False) as file:
            file.seek(0)
            return file.read()

    def read(self) -> Tables | None:
        """All tables, parsed from the file; None if it is empty."""
        raw = self._bytes()
        if not raw.strip():
            return None
        tables: Tables = json.loads(raw)
        return tables

    def write(self, data: Tables) -> None:
        """Replace the whole file at once."""
        head = b"".join(encode_tables(data, self.table))
        ids = [int(key) for key in data.get(self.table, {})]
        size = padded(len(head) + len(CLOSERS))
        whole = (head + CLOSERS if head else b"{}").ljust(size)
        unsaved: NameUnsaved | None = None
        try:
            fd = self.fs.replace_file(self.path, [whole])
        except NameUnsaved as error:
            fd, unsaved = error.fd, error
        os.close(self.fd)
        self.fd = fd
        last_id = max(ids, default=0)
        # Without a document in the table its closers cannot be told from those of another.
        self.tail = Tail(len(head) if last_id > 0 else -1, size, last_id, ids == sorted(ids))
        if unsaved is not None:
            raise unsaved

    def append(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Add encoded documents, ids ascending and above ``last_id``, to the growing table.

        Raises OSError if they are not in the file; the file is then as it was, or, where even
        that could not be written, torn at its tail, and a later append mends it.
        """
        lines = b",\n".join(b'"%d": %b' % row for row in rows)
        glue = b",\n" if self.tail.last_id else b"\n"
        block = glue + lines + CLOSERS
        self._make_room(self.tail.offset + len(block))
        try:
            self.fs.write_all(self.fd, block, self.tail.offset)
        except OSError:
            self._restore_closers(len(block))
            raise
        self.torn = False
        self.tail.offset += len(block) - len(CLOSERS)
        self.tail.last_id = rows[-1][0]
        if self.sync:
            self.fs.datasync(self.fd)

    def _make_room(self, end: int) -> None:
        """Pad ahead, so that a full disk is met before the closers are touched."""
        if end <= self.tail.size:
            return
        size = padded(end)
        try:
            self.fs.write_all(self.fd, b" " * (size - self.tail.size), self.tail.size)
        except OSError:
            self.tail.size = max(self.tail.size, os.fstat(self.fd).st_size)
            if end > self.tail.size:
                raise
        else:
            self.tail.size = size

    def _restore_closers(self, length: int) -> None:
        # Nothing is lost if this fails as well: the next append writes over the same place, and
        # the next opening repairs a torn tail.
        try:
            self.fs.write_all(self.fd, CLOSERS.ljust(length), self.tail.offset)
        except OSError:
            self.torn = True

    def seal(self) -> None:
        """Drop the padding and mark the file as closed in good order.

        The documents are made durable first, so that the mark never promises what is not there.
        """
        if not self.tail.ready or not self.tail.ascending:
            return
        self.fs.datasync(self.fd)
        self.fs.write_all(self.fd, SEALED_END, self.tail.offset)
        self.tail.size = self.tail.offset + len(SEALED_END)
        self.fs.truncate(self.fd, self.tail.size)
        self.fs.datasync(self.fd)

    def close(self) -> None:
        os.close(self.fd)


class TailTable(Table):
    """A table whose inserts go to the tail of the file where it is the growing one."""

    _next_id: int | None  # type: ignore[assignment]

    def insert(self, document: Mapping[str, Any]) -> int:
        ids = self._tail_insert([document])
        if ids is None:
            return super().insert(document)
        if isinstance(document, self.document_class):
            self._next_id = None
        return ids[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        documents = list(documents)
        ids = self._tail_insert(documents)
        return super().insert_multiple(documents) if ids is None else ids

    def insert_encoded(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Add documents that are JSON already; ids ascending and above all in the table."""
        storage = self._storage
        assert isinstance(storage, TailStorage) and storage.table == self.name
        storage.append(rows)
        self._next_id = None
        self.clear_cache()

    def _tail_insert(self, documents: Sequence[Mapping[str, Any]]) -> list[int] | None:
        """Insert at the tail; None, with nothing done, where only stock TinyDB's way will do."""
        storage = self._storage
        if not isinstance(storage, TailStorage) or storage.table != self.name:
            return None
        if not storage.tail.ready or not documents:
            return None
        next_id, last, ids = self._next_id, storage.tail.last_id, []
        for document in documents:
            if isinstance(document, self.document_class):
                new = int(document.doc_id)
            else:
                new = storage.tail.last_id + 1 if next_id is None else next_id
                next_id = new + 1
            if new <= last or not isinstance(document, Mapping):
                return None
            ids.append(new)
            last = new
        rows = [
            (new, json.dumps(dict(document)).encode())
            for new, document in zip(ids, documents, strict=True)
        ]
        storage.append(rows)
        self._next_id = next_id
        self.clear_cache()
        return ids


class TailDB(TinyDB):
    """``TinyDB`` with the two halves put together."""

    table_class = TailTable
    default_storage_class = TailStorage  # type: ignore[assignment]


__all__ = ["CLOSERS", "EVENTS", "Document", "Tail", "TailDB", "TailStorage", "TailTable", "padded"]
