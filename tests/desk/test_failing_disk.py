"""A disk that fails, and files that go away, under a call: what the person is told, and keeps."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate.desk.world import StoredWorld
from callmate.store.lanes.writer import MOST_REST
from tests.desk.support import Person, on_disk
from tests.store.support import FailingFs

Store = tuple[Person, StoredWorld, FailingFs]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A call with a rep on the line, all of it saved."""
    person, world = on_disk(tmp_path)
    fs = FailingFs()
    world.library.site.fs = fs
    person.type("{space}rjanice{enter}")
    world.syncer.flush()
    yield person, world, fs
    world.close()


def typed_again(tmp_path: Path) -> list[str]:
    """The notes as the next start shows them."""
    person, world = on_disk(tmp_path)
    notes = notes_of(person)
    world.close()
    return notes


def notes_of(person: Person) -> list[str]:
    return [fact.text("text") for fact in person.facts if fact.kind == "note"]


def test_a_sync_that_failed_is_not_saved_until_it_is(store: Store, tmp_path: Path) -> None:
    person, world, fs = store
    assert world.saved().unsaved == 0 and world.saved().durable == world.saved().written
    fs.sync_errno = errno.EIO
    person.type("nhello{enter}")
    world.syncer.flush()
    saved = world.saved()
    assert saved.unsaved == saved.written - saved.durable > 0
    assert "failed to save" in saved.reason
    fs.sync_errno = 0
    for _ in range(MOST_REST):  # each lane that failed waited longer for the next
        world.retry()
        world.syncer.flush()
    saved = world.saved()
    assert (saved.unsaved, saved.durable) == (0, saved.written)
    assert "another file" in saved.reason  # it is said that the disk is not well
    world.close()
    assert typed_again(tmp_path) == ["hello"]


@pytest.mark.parametrize("what", ["file", "folder", "folders"])
def test_files_that_are_removed_in_mid_call(store: Store, tmp_path: Path, what: str) -> None:
    person, world, _ = store
    person.type("nbefore{enter}")
    world.syncer.flush()
    (folder,) = (tmp_path / "cases").iterdir()
    if what == "file":
        next(folder.glob("*.json")).unlink()
    else:
        shutil.rmtree(folder if what == "folder" else folder.parent)
    person.type("nafter{enter}")
    assert world.saved().unsaved == 0
    assert "was removed" in world.saved().reason
    world.syncer.flush()
    assert world.saved().durable == world.saved().written
    files = [one for one in tmp_path.rglob("*") if one.suffix in (".bin", ".json")]
    kept = "".join(one.read_text() for one in files)
    assert '"text":"before"' in kept and '"text":"after"' in kept
    world.close()
    if what == "file":
        assert typed_again(tmp_path) == ["before", "after"]


def test_a_case_restored_from_a_backup_in_mid_call_goes_on(store: Store, tmp_path: Path) -> None:
    person, world, _ = store
    (folder,) = (tmp_path / "cases").iterdir()
    shutil.copytree(folder, tmp_path / "backup")
    person.type("nbefore{enter}")
    shutil.rmtree(folder)
    (tmp_path / "backup").rename(folder)
    person.type("nafter{enter}")
    assert [fact.text("text") for fact in person.facts if fact.kind == "note"] == [
        "before",
        "after",
    ]
    world.close()
    assert typed_again(tmp_path) == ["before", "after"]
