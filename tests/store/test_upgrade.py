"""A backup is made before a newer format is written; if that fails, nothing is written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.store import upgrade
from callmate.store.archives import archive
from callmate.store.archives.archive import Archive
from callmate.store.archives.restoring import restore
from callmate.store.upgrade import format_of
from tests.store.stocked import CASES, contents, events_of, stocked
from tests.store.support import Maker, make_library

DAY = f"{ManualClock().at:%Y-%m-%d}"


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program writes a format that no store has yet."""
    monkeypatch.setattr(upgrade, "FORMAT_VERSION", 2)


def test_today_nothing_is_backed_up(tmp_path: Path) -> None:
    stocked(tmp_path)
    assert make_library(tmp_path).trouble == "" and not (tmp_path / "backups").exists()
    assert format_of(tmp_path) == 1


@pytest.mark.usefixtures("newer")
def test_a_newer_format_is_written_only_after_a_backup(tmp_path: Path) -> None:
    root = tmp_path / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrade, "FORMAT_VERSION", 1)
        stocked(root)
    before, events = contents(root), events_of_old(root)
    library = make_library(root)
    assert library.trouble == "" and format_of(root) == 2
    assert os.listdir(root / "backups") == [f"before-v2-{DAY}.zip"]
    saved = root / "backups" / f"before-v2-{DAY}.zip"
    assert contents(root) == before | {
        "format": b"2\n", saved.relative_to(root).as_posix(): saved.read_bytes(),
    }  # fmt: skip
    library.case(CASES[0]).append([Maker()()])
    again = make_library(root)
    assert again.trouble == "" and len(os.listdir(root / "backups")) == 1, "once is enough"
    restore(tmp_path / "again", tmp_path / "config", saved)
    assert events_of(tmp_path / "again") == events


def events_of_old(root: Path) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrade, "FORMAT_VERSION", 1)
        return events_of(root)


@pytest.mark.usefixtures("newer")
def test_a_new_store_needs_no_backup(tmp_path: Path) -> None:
    assert make_library(tmp_path / "store").trouble == ""
    assert not (tmp_path / "store" / "backups").exists() and format_of(tmp_path / "store") == 2


@pytest.mark.usefixtures("newer")
def test_a_backup_that_fails_leaves_the_store_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "FORMAT_VERSION", 1)
        stocked(tmp_path)
    before = contents(tmp_path)

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(archive, "put_in_place", fails)
        library = make_library(tmp_path)
        assert library.trouble.startswith("Nothing is saved: before format 2 is written, ")
        assert "No space left on device" in library.trouble
        case = library.case(CASES[0])
        events = case.append(Maker().many(2))
        assert case.unsaved == events and case.read()
        library.retry()
        assert library.trouble and case.retry() == []
    assert contents(tmp_path) == before
    library = make_library(tmp_path)
    assert library.trouble == "" and len(os.listdir(tmp_path / "backups")) == 1


@pytest.mark.usefixtures("newer")
def test_a_second_backup_on_one_day_has_a_name_of_its_own(tmp_path: Path) -> None:
    stocked(tmp_path)
    (tmp_path / "format").unlink()
    stocked_again = make_library(tmp_path)
    (tmp_path / "format").unlink()
    assert stocked_again.trouble == make_library(tmp_path).trouble == ""
    names = sorted(os.listdir(tmp_path / "backups"))
    assert names == [f"before-v2-{DAY}-2.zip", f"before-v2-{DAY}.zip"]
    for name in names:
        with Archive.open(tmp_path / "backups" / name) as found:
            assert not any(map(found.fault, found.manifest.files))


@pytest.mark.parametrize("text", ["two", "", "1.5"])
def test_a_format_that_is_no_number_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "format").write_text(text)
    assert "format holds no number" in make_library(tmp_path).trouble
    assert (tmp_path / "format").read_text() == text


def test_a_store_of_a_newer_program_is_read_and_left_to_it(tmp_path: Path) -> None:
    stocked(tmp_path)
    (tmp_path / "format").write_text("7\n")
    library = make_library(tmp_path)
    assert library.trouble == "" and len(library.case(CASES[0]).read()) == 7
    assert (tmp_path / "format").read_text() == "7\n" and not (tmp_path / "backups").exists()
