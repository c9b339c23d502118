"""An index that is damaged, stale, of a newer callmate, on a disk that takes nothing: the cases are
listed all the same, and no case file is touched."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.caches.indexrenewal import renew, renew_aside
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.summary import CaseSummary
from callmate.store.index.index import Index
from tests.bench.library import Size, make_library
from tests.store.disks import not_writable
from tests.store.spoiling import a_folder, a_link, empty, gone, zeros

CASES = 3
PAGE = 4096


@pytest.fixture
def store(tmp_path: Path) -> Path:
    make_library(tmp_path / "store", Size(CASES, 40))
    return tmp_path / "store"


def listed(root: Path) -> list[CaseSummary]:
    world = StoredWorld(root, ManualClock(), UlidSource())
    try:
        renew(world)
        return list(world.cases())
    finally:
        world.close()


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(root.glob("cases/*/*"))}


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create table of_tomorrow(x)")
        db.execute("drop table cases")
        db.execute("pragma user_version=1000")


def same_version_other_tables(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("alter table cases drop column trouble")


def first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(4096))


def last_pages(path: Path) -> None:
    """Pages of the tables are noise; the head of the file is as it was."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def case_file(path: Path) -> None:
    """Something else of the store under its name."""
    path.write_bytes(next(iter(files(path.parent).values())))


def foreign_journal(path: Path) -> None:
    Path(f"{path}-wal").write_bytes(os.urandom(9000))


DAMAGES = (
    newer, same_version_other_tables, first_page, last_pages, cut, empty, zeros, case_file,
    foreign_journal, gone, a_folder, a_link,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_wrong_with_the_index_the_cases_are_listed(store: Path, damage: object) -> None:
    before, stored = listed(store), files(store)
    device = (store / "device").read_bytes()
    assert callable(damage)
    damage(store / "index.sqlite")
    assert listed(store) == before
    assert listed(store) == before, "and at the next start"
    assert files(store) == stored
    assert (store / "device").read_bytes() == device


def pages(path: Path) -> int:
    return path.stat().st_size // PAGE


def spoil(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(PAGE * page)
        file.write(b"\xa5" * PAGE)


def test_no_page_of_it_can_be_spoiled_so_that_a_case_is_missing(store: Path) -> None:
    path = store / "index.sqlite"
    before = listed(store)
    whole = path.read_bytes()
    for page in range(pages(path)):
        path.write_bytes(whole)
        spoil(path, page)
        assert listed(store) == before, page


def test_a_window_that_finds_a_page_spoiled_goes_on_and_so_does_another(store: Path) -> None:
    path = store / "index.sqlite"
    whole, found = path.read_bytes(), 0
    for page in range(1, pages(path)):
        path.write_bytes(whole)
        spoil(path, page)
        one, other = Index(path), Index(path)
        for index in (one, other):
            assert len(index.cases()) in (0, CASES)
            index.running()
            index.company_names()
            index.names("Comcast Salem", "rep")
            index.calls.rows()
            found += index.trouble.startswith("The index was damaged")
        assert one.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", "a call of now", running=True))
        assert "a call of now" in [row.title for row in other.running()]
        one.close()
        other.close()
    assert found


def test_an_index_that_tells_of_other_days_is_renewed(store: Path) -> None:
    before = listed(store)
    index = Index(store / "index.sqlite")
    index.put(CaseSummary(before[0].id, "what it was called once"), stamp="of another day")
    index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", "a case that is gone"), stamp="x")
    index.remove(before[1].id)
    index.close()
    assert listed(store) == before


def test_a_case_that_is_damaged_only_in_the_index_is_read_again(store: Path) -> None:
    """Rows hold what a person can read; one with a wrong number in it is not believed."""
    before = listed(store)
    with sqlite3.connect(store / "index.sqlite") as db:
        db.execute("update cases set tasks='[{', stamp='' where id=?", (before[0].id,))
    assert listed(store) == before


@pytest.fixture
def read_only(store: Path) -> Iterator[Path]:
    with not_writable(store):
        yield store


def test_on_a_read_only_disk_the_index_is_read_and_nothing_is_written(read_only: Path) -> None:
    world = StoredWorld(read_only, ManualClock(), UlidSource())
    assert "read-only" in world.library.trouble
    assert len(world.cases()) == CASES, "from the index that is there, before a case is read"
    assert not world.index.fresh and not list(world.index.stale(read_only))
    chosen = world.cases()[0]
    assert world.case(chosen.id).read()
    world.close()


def test_on_a_read_only_disk_without_an_index_the_list_is_made_in_memory(
    store: Path, request: pytest.FixtureRequest
) -> None:
    before = listed(store)
    (store / "index.sqlite").unlink()
    root = request.getfixturevalue("read_only")
    assert listed(root) == before
    assert not (root / "index.sqlite").exists()


def test_a_window_there_has_the_list_that_its_thread_made(
    store: Path, request: pytest.FixtureRequest
) -> None:
    before = listed(store)
    (store / "index.sqlite").unlink()
    root = request.getfixturevalue("read_only")
    world = StoredWorld(root, ManualClock(), UlidSource())
    running = CaseSummary("01BRZ3NDEKTSV4RRFFQ69G5FAV", "a call of now", running=True)
    world.index.put(running)
    assert world.index.cases() == [running]
    world.index.take(renew_aside(world))
    assert world.index.running() == [running]
    assert [row for row in world.index.cases() if not row.running] == before
    world.close()


def test_nothing_is_handed_over_where_the_file_can_be_written(store: Path) -> None:
    world = StoredWorld(store, ManualClock(), UlidSource())
    assert renew_aside(world) == b""
    world.index.take(b"")
    assert len(world.cases()) == CASES
    world.close()


def test_a_read_only_index_alone_is_copied_and_said(store: Path) -> None:
    before = listed(store)
    with sqlite3.connect(store / "index.sqlite") as db:
        assert db.execute("pragma journal_mode").fetchone() == ("wal",)
    for suffix in ("-wal", "-shm"):
        Path(f"{store / 'index.sqlite'}{suffix}").unlink(missing_ok=True)
    index = Index(store / "index.sqlite", writable=False)
    assert index.cases() == before
    assert index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", "only in memory", last_at="2099"))
    index.close()
    assert listed(store) == before


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("A FULL DISK IS NOT TRIED: mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"A FULL DISK IS NOT TRIED: mount refused: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_an_index_is_opened_on_a_full_disk_and_is_there_when_there_is_room(full_disk: Path) -> None:
    path = full_disk / "index.sqlite"
    index = Index(path)
    index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", "kept"))
    index.close()
    filler = full_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    full = Index(path)
    assert [row.title for row in full.cases()] == ["kept"]
    assert full.put(CaseSummary("01BRZ3NDEKTSV4RRFFQ69G5FAV", "y" * 90_000))
    assert len(full.cases()) == 2 and full.trouble
    full.close()
    filler.unlink()
    again = Index(path)
    assert [row.title for row in again.cases()] == ["kept"] and not again.trouble
    again.close()
