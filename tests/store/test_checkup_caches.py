"""What doctor says of index and search where it is the disk that is in the way."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from callmate.store.checkup import caches
from callmate.store.index import indexfile
from callmate.store.layout import case_folder

CASE = "01JNB0000000000000000000CA"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    case_folder(tmp_path, CASE).mkdir(parents=True)
    return tmp_path / indexfile.NAME


def told(path: Path) -> tuple[str, str]:
    """What is said of the index, and what is to be done."""
    found = next(
        one for one in caches.look_at_caches(path.parent, lambda: "") if one.about == "index"
    )
    return found.said, found.cure


def disk(monkeypatch: pytest.MonkeyPatch, room: int, flags: int = 0) -> None:
    found = SimpleNamespace(f_flag=flags, f_bavail=room, f_frsize=1)
    monkeypatch.setattr(os, "statvfs", lambda path: found)


def failing(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(path: Path) -> sqlite3.Connection:
        error = sqlite3.OperationalError("no luck")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(caches, "_opened", refuse)


@pytest.mark.parametrize(
    ("room", "flags", "why"),
    [(0, 0, "the disk is full"), (1 << 30, os.ST_RDONLY, "the disk is read-only")],
)
@pytest.mark.parametrize("code", [sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR])
def test_a_disk_that_refuses_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, room: int, flags: int, why: str, code: int
) -> None:
    indexfile.made(indexfile.connect(str(path))).close()
    disk(monkeypatch, room, flags)
    failing(monkeypatch, code)
    said, cure = told(path)
    assert said == f"index.sqlite cannot be opened: {why}."
    assert cure == caches.LATER


def test_a_file_of_which_a_full_disk_took_nothing_is_of_no_other_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.touch()
    assert told(path) == ("index.sqlite is empty.", caches.ANEW)
    disk(monkeypatch, 0)
    assert told(path) == ("index.sqlite is empty: the disk is full.", caches.LATER)


def test_another_version_and_another_window_are_told_apart(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(indexfile.made(indexfile.connect(str(path)))) as db:
        db.execute("pragma user_version=999")
    assert told(path)[0] == "index.sqlite is of another version."
    failing(monkeypatch, sqlite3.SQLITE_BUSY)
    assert told(path)[0] == "index.sqlite is being written by another window."


def test_what_is_damaged_is_called_so_on_a_full_disk_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"no database at all" * 100)
    disk(monkeypatch, 0)
    assert told(path)[0].startswith("index.sqlite is damaged (")
