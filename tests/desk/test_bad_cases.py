"""Cases whose files cannot be read: each is listed and marked, and opens as far as it reads."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.caches.indexrenewal import renew, renew_aside
from callmate.desk.desk import Desk
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource, milliseconds_of
from callmate.model.summary import CaseSummary
from callmate.ui.panes.browser import browser
from callmate.ui.scene import scene_of
from tests.bench.library import Size, make_library
from tests.desk.damages import IN_PART, UNREADABLE, Damage, zeros
from tests.desk.support import Person

DOCUMENTS = 40


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bad") / "store"
    make_library(root, Size(3, DOCUMENTS))
    return root


@pytest.fixture
def store(three: Path, tmp_path: Path) -> Path:
    return shutil.copytree(three, tmp_path / "store")


def world_of(root: Path) -> StoredWorld:
    return StoredWorld(root, ManualClock(), UlidSource())


def lane_of(root: Path) -> Path:
    return sorted(root.glob("cases/*/*.json"))[1]


def listed(root: Path, aside: bool = False) -> dict[str, CaseSummary]:
    """The list as a window has it that was opened now."""
    world = world_of(root)
    try:
        renew_aside(world) if aside else renew(world)
        return {row.id: row for row in world.cases()}
    finally:
        world.close()


@pytest.mark.parametrize("damage", UNREADABLE)
@pytest.mark.parametrize("aside", [False, True])
def test_a_case_of_which_nothing_can_be_read_keeps_its_line(
    store: Path, damage: Damage, aside: bool
) -> None:
    lane = lane_of(store)
    before = listed(store)[lane.parent.name]
    damage(lane)
    rows = listed(store, aside)
    row = rows[lane.parent.name]
    assert len(rows) == 3
    assert (row.title, row.company, row.last_at) == (before.title, before.company, before.last_at)
    assert row.state == "damaged" and not row.running
    assert (lane.name if lane.parent.is_dir() else lane.parent.name) in row.trouble
    assert row.trouble.endswith(".")
    assert not [one.trouble for one in rows.values() if one.trouble and one is not row]


@pytest.mark.parametrize("damage", UNREADABLE)
def test_with_the_index_gone_as_well_it_is_listed_by_the_day_it_began(
    store: Path, damage: Damage
) -> None:
    lane = lane_of(store)
    damage(lane)
    (store / "index.sqlite").unlink()
    rows = listed(store)
    row = rows[lane.parent.name]
    assert len(rows) == 3 and row.trouble
    assert row.title.startswith("Damaged case of ") and row.title[-4:] == row.last_at[:4]
    assert listed(store)[row.id] == row, "and it stays so without being read again"


@pytest.mark.parametrize("damage", UNREADABLE)
def test_it_opens_without_a_word_of_its_own_and_a_call_about_it_is_logged(
    store: Path, damage: Damage
) -> None:
    lane = lane_of(store)
    damage(lane)
    world, clock = world_of(store), ManualClock()
    desk = Desk(world, clock)
    opened = desk.context.open(lane.parent.name, world.case(lane.parent.name))
    assert opened.facts == []
    desk.press("space", " ", clock.now())
    assert desk.context.call is not None
    world.retry()
    row = {one.id: one for one in world.cases()}[lane.parent.name]
    assert row.running and row.trouble
    world.close()


@pytest.mark.parametrize("damage", IN_PART)
def test_a_case_that_reads_in_part_is_marked_and_shows_that_part(
    store: Path, damage: Damage
) -> None:
    lane = lane_of(store)
    before = listed(store)[lane.parent.name]
    damage(lane)
    rows = listed(store)
    row = rows[lane.parent.name]
    assert len(rows) == 3
    assert row.company == before.company and row.state != "damaged"
    assert lane.name in row.trouble
    world = world_of(store)
    read = world.case(row.id).read()
    assert DOCUMENTS // 2 < len(read) <= DOCUMENTS
    world.close()


def test_a_case_that_was_mended_by_hand_is_whole_again(store: Path) -> None:
    lane = lane_of(store)
    whole, before = lane.read_bytes(), listed(store)
    zeros(lane)
    assert listed(store)[lane.parent.name].trouble
    lane.write_bytes(whole)
    assert listed(store) == before


def test_a_torn_end_that_is_mended_by_the_next_call_is_no_trouble_then(store: Path) -> None:
    lane = lane_of(store)
    lane.write_bytes(lane.read_bytes().rstrip()[:-30])
    assert listed(store)[lane.parent.name].trouble
    world, clock = world_of(store), ManualClock()
    desk = Desk(world, clock)
    desk.context.open(lane.parent.name, world.case(lane.parent.name))
    desk.press("space", " ", clock.now())
    world.close()
    assert listed(store)[lane.parent.name].trouble == ""


@pytest.fixture
def refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A case's folder that may not be looked into, whoever runs the tests."""
    target = lane_of(store).parent
    listdir, scandir = os.listdir, os.scandir

    def check(path: object) -> None:
        if Path(str(path)) == target:
            raise PermissionError(13, "Permission denied", str(path))

    def listdir_of(path: str) -> list[str]:
        check(path)
        return listdir(path)

    def scandir_of(path: str) -> object:
        check(path)
        return scandir(path)

    monkeypatch.setattr(os, "listdir", listdir_of)
    monkeypatch.setattr(os, "scandir", scandir_of)
    yield target


def test_a_case_folder_that_may_not_be_read_is_listed(refused: Path) -> None:
    (refused.parents[1] / "index.sqlite").unlink()
    rows = listed(refused.parents[1])
    assert len(rows) == 3
    assert "permission denied" in rows[refused.name].trouble


def test_a_file_that_may_not_be_read_is_named(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lane = lane_of(store)
    plain = os.open

    def open_(path: object, flags: int, *rest: int) -> int:
        if Path(str(path)) == lane:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(str(path), flags, *rest)

    monkeypatch.setattr(os, "open", open_)
    os.utime(lane)
    row = listed(store)[lane.parent.name]
    assert f"{lane.name} is damaged: it cannot be read (Permission denied)" in row.trouble


def test_cases_that_cannot_be_looked_at_are_not_taken_for_gone(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listed(store)

    def refuse(path: object) -> list[str]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "listdir", refuse)
    assert listed(store) == before


def test_an_id_tells_when_it_was_made() -> None:
    assert milliseconds_of("01ARZ3NDEKTSV4RRFFQ69G5FAV") == 1469922850259


def go_to(person: Person, case: str) -> None:
    """Put the cursor of the list on a case."""
    lister = person.desk.parts.browsing.lister
    for _ in range(lister.state.total):
        if lister.state.chosen is not None and lister.state.chosen.id == case:
            return
        person.type("{down}")
    raise AssertionError("the case is not in the list")


@pytest.mark.parametrize("damage", [*UNREADABLE, *IN_PART])
def test_in_the_browser_it_is_marked_and_opens_as_far_as_it_reads(
    store: Path, damage: Damage
) -> None:
    lane = lane_of(store)
    listed(store)
    damage(lane)
    listed(store)
    world = world_of(store)
    person = Person(world)
    person.type("/")
    browsing = person.desk.parts.browsing
    rows = {row.id: row for row in browsing.lister.state.rows}
    assert len(rows) == 3
    assert rows[lane.parent.name].trouble
    go_to(person, lane.parent.name)
    person.type("{enter}")
    reading = browsing.reading
    assert reading is not None and reading.trouble == rows[lane.parent.name].trouble
    assert bool(reading.rows) == (damage not in UNREADABLE)
    person.type("{down}{up}{end}{home}{escape}{escape}")
    assert person.desk.view.pane == "timeline"
    world.close()


def test_its_mark_and_its_file_stand_on_the_screen(store: Path) -> None:
    lane = lane_of(store)
    listed(store)
    zeros(lane)
    listed(store)
    world = world_of(store)
    person = Person(world)
    person.type("/")
    go_to(person, lane.parent.name)
    for width, height in ((80, 24), (160, 48)):
        scene = replace(scene_of(person.desk), size=(width, height))
        text = "\n".join("".join(words for words, _ in line) for line in browser(scene, width, 20))
        assert "damaged" in text
    person.type("{enter}")
    scene = replace(scene_of(person.desk), size=(80, 24))
    text = "\n".join("".join(words for words, _ in line) for line in browser(scene, 80, 20))
    assert lane.name in text
    world.close()
