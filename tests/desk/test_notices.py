"""What was noticed about files goes once it was read; what still is so stays until it is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate.desk.world import StoredWorld
from tests.desk.support import Person, on_disk
from tests.store.support import UnsyncedFs

Store = tuple[Person, StoredWorld]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    person, world = on_disk(tmp_path)
    world.library.site.fs = UnsyncedFs()
    person.type("{space}rjanice{enter}")
    world.syncer.flush()
    yield person, world
    world.close()


def reason(store: Store) -> str:
    """As each painting asks for it."""
    return store[1].saved().reason


def test_a_notice_goes_with_the_second_key_after_it_was_shown(store: Store) -> None:
    person, world = store
    world.library.site.notice("older")
    world.library.site.notice("newer")
    assert reason(store) == "newer"
    person.type("h")
    assert reason(store) == "newer"
    person.type("h")
    assert reason(store) == "older"
    person.type("hh")
    assert reason(store) == ""


def test_what_was_not_on_the_screen_was_not_read(store: Store) -> None:
    person, world = store
    person.type("n")
    world.library.site.notice("a file was replaced")
    for key in "abcdef":
        assert reason(store)
        person.type(key)  # the field stands where the notice would
    person.type("{enter}")
    assert reason(store) == "a file was replaced"


def test_what_still_is_so_stays_until_it_is_withdrawn(store: Store) -> None:
    person, world = store
    world.library.site.notice("not kept yet", lasting=True)
    for _ in range(5):
        assert reason(store) == "not kept yet"
        person.type("h")
    world.library.site.withdraw("not kept yet")
    assert reason(store) == ""


def test_a_replaced_file_is_not_told_for_the_rest_of_the_call(store: Store, tmp_path: Path) -> None:
    person, _ = store
    (lane,) = next((tmp_path / "cases").iterdir()).glob("*.json")
    lane.unlink()
    person.type("h")
    assert "was removed" in reason(store)
    person.type("hh")
    assert reason(store) == ""
