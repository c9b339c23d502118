"""The search of a window: at most a tick behind what happens, and as the files are at the start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.caches import builder
from callmate.desk.caches.indexrenewal import renew, renew_aside
from callmate.desk.caches.searchkeeper import SearchKeeper
from callmate.desk.caches.searchrenewal import stale
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.search.documents import Following
from callmate.model.search.query import parse
from callmate.store.cachefile import throw_away
from callmate.store.index.index import Index
from callmate.store.quickread import facts_of
from callmate.store.search import searchfile
from callmate.store.search.writer import SearchWriter
from tests.cases.years import years
from tests.conftest import ROOT
from tests.desk.support import Person
from tests.model.support import CASE

UNTIL = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
TODAY = date(2026, 3, 2)
SOON_S = 20.0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(tmp_path: Path, clock: ManualClock) -> Iterator[StoredWorld]:
    world = StoredWorld(tmp_path, clock, UlidSource())
    yield world
    world.close()


def words(world: StoredWorld, query: str) -> list[str]:
    """What is found, once all is written that was handed over."""
    world.flush()
    assert world.finder.settle(SOON_S)
    found = world.search(parse(query, TODAY))
    assert found.trouble == ""
    return [hit.words for hit in found.hits]


def made(root: Path, cases: int) -> list[str]:
    """A year of cases, of which the search knows nothing yet."""
    ids = years(root, cases, UNTIL, timedelta(days=365))
    throw_away(root / searchfile.NAME)
    return ids


def test_what_is_logged_is_found_and_what_is_undone_is_not(
    world: StoredWorld, clock: ManualClock
) -> None:
    person = Person(world, clock).type("rsarah{enter}nthey owe me zlotys{enter}")
    assert words(world, "zlotys") == ["they owe me zlotys"]
    assert [doc.words for doc in world.around(person.case.id)][-1] == "they owe me zlotys"
    person.type("u")
    assert words(world, "zlotys") == []


def test_what_is_forgotten_is_not_in_the_file_either(
    world: StoredWorld, clock: ManualClock, tmp_path: Path
) -> None:
    person = Person(world, clock).type("rsarah{enter}npin zyxwvut4711{enter}")
    assert words(world, "zyxwvut4711") == ["pin zyxwvut4711"]
    person.type("zfy")
    assert "Forgotten" in person.said
    assert words(world, "zyxwvut4711") == []
    person.wait(2)
    assert world.finder.settle(SOON_S)
    kept = b"".join(one.read_bytes() for one in tmp_path.glob(f"{searchfile.NAME}*"))
    assert b"zyxwvut" not in kept


def test_a_case_that_was_closed_in_good_order_is_not_read_again(
    tmp_path: Path, clock: ManualClock
) -> None:
    world = StoredWorld(tmp_path, clock, UlidSource())
    Person(world, clock).type("rsarah{enter}nzlotys{enter}")
    world.close()
    search = SearchWriter(tmp_path / searchfile.NAME)
    after = StoredWorld(tmp_path, clock, UlidSource())
    assert stale(search, after.library) == []
    after.close()
    search.close()


def test_what_a_window_that_died_wrote_in_a_case_of_ours_is_read_at_the_start(
    tmp_path: Path, clock: ManualClock
) -> None:
    world = StoredWorld(tmp_path, clock, UlidSource())
    case_id = Person(world, clock).type("rsarah{enter}ee").wait(3).case.id
    assert words(world, "sarah")
    other = StoredWorld(tmp_path, clock, UlidSource())
    Person(other, clock).type("{space}nzlotys{enter}")
    world.close()  # while the other one says nothing more
    after = StoredWorld(tmp_path, clock, UlidSource())
    renew(after)
    after.finder.renew()
    assert words(after, "zlotys") == ["zlotys"]
    assert [row.id for row in after.cases()] == [case_id]
    after.close()
    other.close()


def test_what_other_windows_and_days_left_is_read_at_the_start(
    tmp_path: Path, clock: ManualClock
) -> None:
    ids = made(tmp_path, 12)
    world = StoredWorld(tmp_path, clock, UlidSource())
    world.finder.renew()
    assert words(world, "credit")
    assert {doc.case for case in ids for doc in world.around(case)} == set(ids)
    shutil.rmtree(tmp_path / "cases" / ids[0])
    renew(world)
    world.finder.renew()
    words(world, "credit")
    assert world.around(ids[0]) == ()
    assert world.indexing() is None
    world.close()


def test_a_damaged_search_is_thrown_away_and_built_anew(tmp_path: Path, clock: ManualClock) -> None:
    made(tmp_path, 6)
    world = StoredWorld(tmp_path, clock, UlidSource())
    world.finder.renew()
    before = words(world, "credit")
    path = tmp_path / searchfile.NAME
    whole = path.stat().st_size
    with open(path, "r+b") as file:  # behind the back of both
        file.seek(0)
        file.write(b"\0" * whole)
    world.search(parse("credit", TODAY))
    assert world.finder.settle(SOON_S)
    assert words(world, "credit") == before
    world.close()


def test_where_no_file_can_be_it_is_kept_in_memory_and_said(
    tmp_path: Path, clock: ManualClock
) -> None:
    ids = made(tmp_path, 3)
    (tmp_path / searchfile.NAME).mkdir()
    world = StoredWorld(tmp_path, clock, UlidSource())
    world.finder.renew()
    assert world.finder.settle(SOON_S)
    assert world.around(ids[0])
    found = world.search(parse("call", TODAY))
    assert found.hits and "kept in memory" in found.trouble
    world.close()


def test_without_fts5_all_else_goes_on(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = searchfile.SCHEMA.replace("using fts5", "using fts5_of_another")
    monkeypatch.setattr(searchfile, "SCHEMA", schema)
    world = StoredWorld(tmp_path, clock, UlidSource())
    person = Person(world, clock).type("rsarah{enter}nzlotys{enter}").wait(2)
    assert world.finder.settle(SOON_S)
    assert "FTS5" in world.search(parse("zlotys", TODAY)).trouble
    assert person.call.running and [row.id for row in world.cases()] == [person.case.id]
    world.close()


def test_an_error_of_our_own_is_said_and_the_next_change_is_written(
    world: StoredWorld, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(world, clock).type("rsarah{enter}")
    assert words(world, "sarah")
    with monkeypatch.context() as broken:
        broken.setattr(Following, "of", lambda self, folded: 1 // 0)
        person.type("nzlotys{enter}")
        world.flush()
        assert world.finder.settle(SOON_S)
        assert "Search is behind" in world.search(parse("zlotys", TODAY)).trouble
    person.type("nguilders{enter}")
    assert words(world, "zlotys") == ["zlotys"]


def test_many_cases_are_read_by_a_process_of_its_own(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, 30)
    by_thread, by_process = tmp_path / "thread", tmp_path / "process"
    for root in (by_thread, by_process):
        shutil.copytree(tmp_path / "cases", root / "cases")
        shutil.copy(tmp_path / "device", root / "device")
    monkeypatch.setattr(builder, "MANY", 20)
    tables = []
    for root, many in ((by_thread, 1000), (by_process, 20)):
        monkeypatch.setattr(builder, "MANY", many)
        world = StoredWorld(root, clock, UlidSource())
        renew_aside(world)
        assert (root / searchfile.NAME).exists() == (many == 20)
        world.finder.renew()
        assert world.finder.settle(SOON_S)
        rows = sorted(world.cases(), key=lambda row: row.id)
        docs = [world.around(row.id, most=1000) for row in rows]
        tables.append(([world.index.case(row.id) for row in rows], docs))
        world.close()
    assert tables[0] == tables[1]


def test_what_a_process_builds_is_all_there_is(tmp_path: Path) -> None:
    made(tmp_path, 2)
    aside = builder.Builder(tmp_path)
    with pytest.raises(BlockingIOError):  # one at a time
        searchfile.lock(tmp_path / searchfile.NAME)
    read = [builder.read_quickly(tmp_path, one) for one in aside.stale()]
    assert aside.build(lambda ids: iter([read])) == 2
    assert aside.stale() == []
    aside.close()
    os.close(searchfile.lock(tmp_path / searchfile.NAME))


def test_a_process_that_builds_ends_with_the_one_that_wants_it(tmp_path: Path) -> None:
    made(tmp_path, 2)
    lock = searchfile.lock(tmp_path / searchfile.NAME)  # so that it waits
    command = [sys.executable, "-m", "callmate.desk.caches.builder", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(SOON_S) == 1
    os.close(lock)
    assert not builder.build_aside(tmp_path, lambda: False)


def test_a_file_that_is_not_in_order_is_read_with_care(tmp_path: Path, clock: ManualClock) -> None:
    ids = made(tmp_path, 3)
    whole = {one: facts_of(tmp_path, one) for one in ids}
    lane = next((tmp_path / "cases" / ids[0]).glob("*.json"))
    lane.write_bytes(lane.read_bytes()[:-40])
    assert facts_of(tmp_path, ids[0]) is None
    assert facts_of(tmp_path, ids[1]) == whole[ids[1]]
    world = StoredWorld(tmp_path, clock, UlidSource())
    world.finder.renew()
    words(world, "call")
    assert len(world.around(ids[0], most=1000)) >= 3
    world.close()
    index = Index(tmp_path / "index.sqlite")
    assert builder.read_quickly(tmp_path, ids[0]).summary is None
    index.close()


def test_reading_quickly_gives_the_facts_that_reading_with_care_gives(
    tmp_path: Path, clock: ManualClock
) -> None:
    world = StoredWorld(tmp_path, clock, UlidSource())
    person = Person(world, clock).type('rsarah{enter}nsaid “kind”:"key", …{enter}mu{enter}hn')
    person.paste('"kind":"key","lane":"x"\n\\"')
    person.type("{enter}").wait(2)
    case_id = person.case.id
    world.close()
    world = StoredWorld(tmp_path, clock, UlidSource())
    skipped = {"key", "paste", "mouse", "command", "draft"}
    careful = [one for one in world.case(case_id).read() if one.kind not in skipped]
    assert facts_of(tmp_path, case_id) == careful
    world.close()


def test_the_end_does_not_wait_for_a_search_that_is_stuck(tmp_path: Path) -> None:
    keeper = SearchKeeper(tmp_path, lambda search, keeper: None)
    keeper.close({CASE: "stamp"})
    keeper.renew()
    assert keeper.settle(0) is False  # what is asked for at the end is done at the next start
