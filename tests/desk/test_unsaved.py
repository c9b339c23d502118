"""A disk that takes nothing: what is in memory only is undone, taken up and forgotten alike."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from tests.desk.support import Person, on_disk
from tests.store.support import FailingFs

Store = tuple[Person, StoredWorld, FailingFs]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A call with a rep on the line, on a disk that a test may let fail."""
    person, world = on_disk(tmp_path / "store")
    fs = FailingFs()
    world.library.site.fs = fs
    person.type("{space}rjanice{enter}")
    yield person, world, fs
    fs.write_errno = 0
    world.close()


def test_undo_takes_back_the_newest_though_no_disk_took_it(store: Store) -> None:
    person, world, fs = store
    fs.write_errno = errno.ENOSPC
    person.type("nhello{enter}")
    assert world.saved().unsaved
    person.type("u")
    assert person.kinds == ["call_start", "rep"]
    person.type("{ctrl+r}")
    assert person.kinds == ["call_start", "rep", "note"]
    fs.write_errno = 0
    world.retry()
    person.type("uu")
    assert person.kinds == ["call_start"]


def test_undo_with_a_store_that_was_never_there(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("no folder")
    person, world = on_disk(tmp_path / "store")
    person.type("{space}nhello{enter}u")
    assert person.kinds == ["call_start"]
    world.close()


def test_an_app_made_anew_shows_what_is_in_memory_only(store: Store) -> None:
    person, world, fs = store
    fs.write_errno = errno.ENOSPC
    person.type("nhello{enter}")
    person.desk = Desk(world, person.clock, UlidSource())
    person.desk.start()
    assert person.kinds == ["call_start", "rep", "note"]
    fs.write_errno = 0
    world.retry()
    person.desk.follow()
    assert person.kinds == ["call_start", "rep", "note"]


def test_forgetting_leaves_what_is_older_and_in_memory_only(store: Store) -> None:
    person, _, fs = store
    fs.write_errno = errno.ENOSPC
    person.type("nolder{enter}").wait(70)
    person.type("nhunter2{enter}zf")
    fs.write_errno = 0
    person.type("y")
    assert [fact.text("text") for fact in person.facts if fact.kind == "note"] == ["older"]


class Stuck:
    """A file whose sync returns when it is let go."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def sync(self) -> None:
        self.free.wait(10)

    def settled(self, last: int) -> None:
        """Nobody asks."""

    def sync_failed(self, error: OSError) -> str:
        return str(error)


def test_a_clock_that_jumps_makes_no_disk_slow(tmp_path: Path) -> None:
    playing, real, stuck = ManualClock(), ManualClock(), Stuck()
    world = StoredWorld(tmp_path / "played", playing, UlidSource(), real=real)
    first = world.syncer.take(1)
    world.syncer.wrote(stuck, first, first)
    assert not world.saved().late
    playing.advance(3600)
    assert not world.saved().late
    real.advance(2)
    assert world.saved().late
    stuck.free.set()
    world.close()


def test_closing_asks_before_anything_is_lost_in_a_call_and_after_it(store: Store) -> None:
    person, world, fs = store
    fs.write_errno = errno.ENOSPC
    person.type("nhello{enter}{ctrl+q}")
    lost = world.saved().unsaved
    assert lost and "entries are not saved and will be lost." in str(person.desk.view.strip)
    person.type("n")
    assert person.desk.view.strip is None
    person.type("ee{escape}{ctrl+q}")
    assert "will be lost" in str(person.desk.view.strip)
    fs.write_errno = 0
    person.type("n{ctrl+q}")  # closing tries once more, and nothing is lost
    assert person.desk.parts.wants_quit and not world.saved().unsaved
