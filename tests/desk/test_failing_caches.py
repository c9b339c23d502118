"""Index and search whose file fails under any key: the program goes on without them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from callmate.desk.world import StoredWorld
from tests.desk.support import Person, on_disk, texts_of
from tests.e2e.walk import WALK

NAMED: Final = {
    "\x0e": "ctrl+n", "\x0f": "ctrl+o", "\x1b": "escape", "\r": "enter", "\t": "tab",
    "\x1b[Z": "shift+tab", " ": "space",
}  # fmt: skip
LOOKS: Final = (
    "d{escape}p{escape}o{escape}l1{escape}s{escape}?{escape}/acme rep:jan{enter}{escape}{escape}"
    "/{tab}{ctrl+g}{ctrl+t}{down}{up}{ctrl+y}{escape}{enter}{tab}{escape}{escape}{escape}"
    "{ctrl+n}acme{down}{enter}{escape}zh3 days{enter}zjx{escape}nthe last{enter}"
)
CODES: Final = {
    "full": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "input or output": (sqlite3.SQLITE_IOERR, "disk I/O error"),
    "read-only": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    "not opened": (sqlite3.SQLITE_CANTOPEN, "unable to open database file"),
    "busy": (sqlite3.SQLITE_BUSY, "database is locked"),
    "damaged": (sqlite3.SQLITE_CORRUPT, "database disk image is malformed"),
    "no database": (sqlite3.SQLITE_NOTADB, "file is not a database"),
    "any other": (sqlite3.SQLITE_ERROR, "SQL logic error"),
}


class Fault:
    """What every file of SQLite answers from when it is set; "" while all is well."""

    def __init__(self) -> None:
        self.name = ""
        self.hits = 0

    def meet(self) -> None:
        if self.name:
            self.hits += 1
            code, words = CODES[self.name]
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fault]:
    fault = Fault()

    class Connection(sqlite3.Connection):
        def execute(self, *args: Any) -> sqlite3.Cursor:
            fault.meet()
            return super().execute(*args)

        def executemany(self, *args: Any) -> sqlite3.Cursor:
            fault.meet()
            return super().executemany(*args)

        def executescript(self, *args: Any) -> sqlite3.Cursor:
            fault.meet()
            return super().executescript(*args)

        def backup(self, *args: Any, **options: Any) -> None:
            fault.meet()
            super().backup(*args, **options)

    plain = sqlite3.connect

    def connect(path: str, **options: Any) -> sqlite3.Connection:
        if "memory" in path:
            memory: sqlite3.Connection = plain(path, **options)
            return memory
        fault.meet()
        connection: sqlite3.Connection = plain(path, **options, factory=Connection)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)
    yield fault
    fault.name = ""


def walk(person: Person, world: StoredWorld) -> None:
    """All that a case is from new to settled, by keys, with a second between."""
    for step in WALK:
        for keys in step.keys:
            for key in [keys] if keys in NAMED else keys:
                person.press(NAMED.get(key, key))
                person.clock.advance(0.8)
        person.wait(1)
        world.finder.settle(5)
    person.type(LOOKS)
    person.wait(2)


def told(world: StoredWorld) -> str:
    """The words of every case as its files hold it."""
    return "\n".join(texts_of(world.read(one)) for one in world.library.case_ids())


@pytest.mark.parametrize("name", CODES)
def test_no_fault_of_a_cache_stops_a_key(tmp_path: Path, fault: Fault, name: str) -> None:
    person, world = on_disk(tmp_path)
    person.desk.failed = _raise
    person.type("{space}rjanice{enter}")
    fault.name = name
    walk(person, world)
    world.close()
    fault.name = ""
    assert fault.hits
    _, world = on_disk(tmp_path)
    assert "argued for ten minutes" in told(world)
    world.close()


@pytest.mark.parametrize("name", CODES)
def test_nor_the_start_with_a_case(tmp_path: Path, fault: Fault, name: str) -> None:
    person, world = on_disk(tmp_path)
    person.type("{space}rjanice{enter}")
    world.close()
    fault.name = name
    person, world = on_disk(tmp_path, person.clock)
    person.desk.failed = _raise
    person.type("{space}nafter{enter}")
    walk(person, world)
    world.close()
    assert fault.hits


@pytest.mark.parametrize("name", CODES)
def test_nor_one_that_comes_and_goes(tmp_path: Path, fault: Fault, name: str) -> None:
    person, world = on_disk(tmp_path)
    person.desk.failed = _raise
    for number, step in enumerate(WALK):
        fault.name = name if number % 3 == 1 else ""
        for keys in step.keys:
            for key in [keys] if keys in NAMED else keys:
                person.press(NAMED.get(key, key))
                person.clock.advance(0.8)
        person.wait(1)
    world.close()


def _raise(error: Exception) -> None:
    raise error
