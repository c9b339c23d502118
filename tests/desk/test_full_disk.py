"""While the disk is full: what is written of the reserve are events, and nothing beside them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from callmate.desk.world import StoredWorld
from callmate.model.search.query import parse
from callmate.store.fs import Fs
from callmate.store.reserve import ON_RESERVE
from tests.desk.support import Person, on_disk
from tests.faults.smalldisk import SmallDisk

ROOM = 12 << 20


def sizes(root: Path) -> dict[str, int]:
    """The caches of a store, and how large they are."""
    return {path.name: path.stat().st_size for path in root.glob("*.sqlite*")}


def full(root: Path) -> tuple[Person, StoredWorld, SmallDisk]:
    """A call on a disk that has become full, on its reserve."""
    person, world = on_disk(root)
    disk = SmallDisk(root, ROOM)
    world.library.site.fs = disk
    person.type("{space}rjanice{enter}")
    world.retry()
    disk.capacity = disk.used
    for number in range(200):
        person.type(f"n{number}{{enter}}")
        if world.library.site.reserve.spent:
            break
    return person, world, disk


def test_it_is_said_and_everything_is_saved(tmp_path: Path) -> None:
    person, world, disk = full(tmp_path)
    saved = world.saved()
    assert (saved.full, saved.reason, saved.unsaved) == (True, ON_RESERVE, 0)
    disk.capacity = ROOM
    world.retry()
    assert not world.saved().full and world.saved().reason == ""
    assert person.kinds.count("note") > 1
    world.close()


def test_the_caches_take_nothing_until_there_is_room(tmp_path: Path) -> None:
    person, world, disk = full(tmp_path)
    world.retry()
    world.finder.settle(10)
    before = sizes(tmp_path)
    person.type("nzebra{enter}")
    world.retry()
    assert world.cases()[0].title is not None  # lists go on
    world.finder.settle(10)
    assert sizes(tmp_path) == before
    disk.capacity = ROOM
    world.retry()
    world.finder.settle(10)
    assert any(b"zebra" in (tmp_path / name).read_bytes() for name in os.listdir(tmp_path)
               if name.startswith("search"))  # fmt: skip
    world.close()


def test_a_case_that_the_search_missed_is_read_at_the_next_start(tmp_path: Path) -> None:
    person, world, _ = full(tmp_path)
    person.type("nzebra{enter}")
    world.retry()
    world.close()
    _, world = on_disk(tmp_path)
    world.finder.renew()
    assert world.finder.settle(10)
    found = world.search(parse("zebra", date(2026, 3, 2)))
    assert found.trouble == "" and found.hits
    world.close()


@pytest.mark.parametrize("after", [0, 1])
def test_the_call_of_a_full_disk_is_taken_up_again(tmp_path: Path, after: int) -> None:
    person, world, _ = full(tmp_path)
    person.type("nzebra{enter}" * after)
    notes = person.kinds.count("note")
    world.close()
    again, world = on_disk(tmp_path)
    assert again.kinds.count("note") == notes
    world.close()


def test_a_call_begun_on_the_reserve_is_taken_up_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though no index was told of it."""
    person, world = on_disk(tmp_path)
    monkeypatch.setattr(Fs, "free", lambda self, folder: 0)
    person.type("?{escape}")
    world.retry()  # from here on the index is in memory only
    person.type("{space}nhello{enter}")
    world.retry()
    again, new = on_disk(tmp_path, person.clock)
    new.close()
    world.close()
    assert again.kinds == person.kinds != []
