"""A search file that is damaged, of a newer callmate, or on a disk that takes nothing: nothing
raises, what is found is true, and it is made anew."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.search.documents import Doc
from callmate.model.search.query import parse
from callmate.store.search.searchfile import NAME
from tests.bench.library import Size, make_library
from tests.store.disks import not_writable
from tests.store.spoiling import a_folder, a_link, empty, gone, zeros

PAGE = 4096
TODAY = date(2026, 3, 2)
WAIT_S = 20.0


@pytest.fixture
def store(tmp_path: Path) -> Path:
    make_library(tmp_path / "store", Size(3, 40))
    return tmp_path / "store"


def found(root: Path, text: str = "call") -> tuple[Doc, ...]:
    """What a window finds that was opened now, once its search is up to date."""
    world = StoredWorld(root, ManualClock(), UlidSource())
    try:
        world.search(parse(text, TODAY))
        world.around("nothing")
        world.finder.renew()
        assert world.finder.settle(WAIT_S)
        world.search(parse(text, TODAY))  # one that meets the damage has it made anew
        assert world.finder.settle(WAIT_S)
        return world.search(parse(text, TODAY)).hits
    finally:
        world.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("drop table docs")
        db.execute("pragma user_version=1000")


def other_folding(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("update meta set value='of another day' where key='fold'")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


@pytest.mark.parametrize(
    "damage", [newer, other_folding, cut, zeros, noise, empty, gone, a_folder, a_link]
)
def test_whatever_is_wrong_with_it_the_same_is_found(store: Path, damage: object) -> None:
    before, device = found(store), (store / "device").read_bytes()
    assert before and callable(damage)
    damage(store / NAME)
    assert found(store) == before
    assert found(store) == before, "and at the next start"
    assert (store / "device").read_bytes() == device


def test_no_page_of_it_can_be_spoiled_so_that_something_raises_or_is_lost(store: Path) -> None:
    path = store / NAME
    before, whole = found(store), path.read_bytes()
    for page in range(len(whole) // PAGE):
        path.write_bytes(whole[: PAGE * page] + b"\xa5" * PAGE + whole[PAGE * (page + 1) :])
        for text in ("call", "rep:a", "-x", "promise:open"):
            found(store, text)
        assert found(store) == before, page


@pytest.mark.parametrize("is_there", [True, False])
def test_on_a_read_only_disk_everything_is_found(store: Path, is_there: bool) -> None:
    before = found(store)
    for path in store.glob(f"{NAME}-*"):
        path.unlink()
    if not is_there:
        (store / NAME).unlink()
    with not_writable(store):
        assert found(store) == before
