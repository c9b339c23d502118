"""A backup goes into a store without cases, whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from functools import partial
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.errors import CallmateError, UsageError
from callmate.store.archives import archive
from callmate.store.archives.backing import backup
from callmate.store.archives.restoring import restore
from tests.faults.steps import killed_at
from tests.store.stocked import CASES, contents, day_events, events_of, stocked
from tests.store.support import Maker, make_library

NOW = ManualClock().at

pytestmark = pytest.mark.usefixtures("no_syncs")


def test_an_empty_machine_has_it_all_again(tmp_path: Path, saved: Path) -> None:
    root, config = tmp_path / "new", tmp_path / "config"
    found = restore(root, config, saved)
    assert (found.cases, found.events, found.damaged) == (2, 16, [])
    assert found.settings is True and not found.new_device
    assert contents(root) == contents(tmp_path / "old")
    assert contents(config) == contents(tmp_path / "old-config")
    assert events_of(root) == events_of(tmp_path / "old")
    assert len(day_events(root)) == 1
    library = make_library(root)
    assert library.company("acmé")["phone"] == "1"
    assert library.device != make_library(tmp_path / "old").device
    library.case(CASES[0]).append([Maker()()])
    assert len(os.listdir(root / "cases" / CASES[0])) == 2, "two machines write no lane in common"
    for path in [root, *root.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0


def test_what_lay_beside_the_cases_goes_back_with_them(tmp_path: Path) -> None:
    """A backup must not be of no use for a note, or for the copy of a case, that somebody put
    there."""
    old, root = tmp_path / "old", tmp_path / "new"
    stocked(old)
    (old / "cases" / "notes.txt").write_text("mine")
    shutil.copytree(old / "cases" / CASES[0], old / "cases" / f"{CASES[0]} copy")
    (old / "days" / "2026").mkdir()
    (old / "days" / "2026" / "a.json").write_text("{}")
    backup(old, None, tmp_path / "a.zip", NOW)
    assert restore(root, tmp_path / "config", tmp_path / "a.zip").cases == 2
    assert contents(root) == contents(old)


def test_a_store_with_a_case_is_left_alone(tmp_path: Path, saved: Path) -> None:
    stocked(tmp_path / "new")
    before = contents(tmp_path / "new")
    with pytest.raises(CallmateError, match=r"There are cases .* callmate import FILE"):
        restore(tmp_path / "new", tmp_path / "config", saved)
    assert contents(tmp_path / "new") == before and not (tmp_path / "config").exists()


def test_a_store_that_was_opened_and_tried_takes_it(tmp_path: Path, saved: Path) -> None:
    root = tmp_path / "new"
    library = make_library(root)
    days = library.days()
    days.append([Maker()("key", key="j")])
    days.close()
    assert library.index.cases() == []
    library.close()
    restore(root, tmp_path / "config", saved)
    assert len(day_events(root)) == 2
    assert events_of(root) == events_of(tmp_path / "old")


def test_the_store_whose_cases_went_away_gets_a_new_device_id(tmp_path: Path, saved: Path) -> None:
    root = tmp_path / "old"
    before = make_library(root).device
    shutil.rmtree(root / "cases")
    assert restore(root, tmp_path / "old-config", saved).new_device
    assert make_library(root).device != before
    assert sorted(events_of(root)) == [*CASES]


def test_settings_of_the_person_are_never_replaced(tmp_path: Path, saved: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "config.toml").write_text("# other\n")
    assert restore(tmp_path / "new", config, saved).settings is False
    assert contents(config) == {"config.toml": b"# other\n"}


def test_other_content_of_one_name_is_not_replaced(tmp_path: Path, saved: Path) -> None:
    root = tmp_path / "new"
    (root / "letters").mkdir(parents=True)
    (root / "letters" / "acme.md").write_text("Dear Madam")
    with pytest.raises(CallmateError, match=r"has a letters/acme\.md of its own"):
        restore(root, tmp_path / "config", saved)
    assert contents(root) == {"letters/acme.md": b"Dear Madam"}
    assert not (tmp_path / "config").exists()


def test_damage_that_was_there_is_restored_as_it_is(tmp_path: Path) -> None:
    stocked(tmp_path / "old")
    lane = next((tmp_path / "old" / "cases").rglob("*.json"))
    lane.write_bytes(lane.read_bytes().replace(b"word", b"w0rd"))
    backup(tmp_path / "old", None, tmp_path / "a.zip", NOW)
    found = restore(tmp_path / "new", tmp_path / "config", tmp_path / "a.zip")
    assert found.damaged == [lane.relative_to(tmp_path / "old").as_posix()]
    assert found.settings is None
    assert contents(tmp_path / "new") == contents(tmp_path / "old")


def rewritten(saved: Path, path: Path, change: dict[str, bytes | None]) -> Path:
    """The same backup with other files, and a manifest that fits them."""
    with zipfile.ZipFile(saved) as pack:
        files = {name: pack.read(name) for name in pack.namelist() if name != "manifest.json"}
    files |= {name: body for name, body in change.items() if body is not None}
    kept = [(name, [body]) for name, body in files.items() if change.get(name, b"") is not None]
    archive.write(path, "backup", kept, {}, made=NOW)
    return path


def test_a_lane_whose_chain_does_not_hold_is_refused(tmp_path: Path, saved: Path) -> None:
    with zipfile.ZipFile(saved) as pack:
        name = next(one for one in pack.namelist() if one.startswith("cases/"))
        body = pack.read(name)
    bad = rewritten(saved, tmp_path / "b.zip", {name: body.replace(b"word", b"w0rd")})
    with pytest.raises(UsageError, match=r"is damaged \(its body was changed\); nothing was"):
        restore(tmp_path / "new", tmp_path / "config", bad)
    assert not (tmp_path / "new").exists() and not (tmp_path / "config").exists()


@pytest.mark.parametrize(
    "name",
    ["device", "cases/../device", "other/a", "letters", "cases/.incoming-1/a.json", "reserve"],
)  # fmt: skip
def test_what_is_no_file_of_a_store_is_refused(tmp_path: Path, saved: Path, name: str) -> None:
    if ".." in name:
        with zipfile.ZipFile(saved, "a") as pack:
            pack.writestr(name, b"x")
        bad, why = saved, "no file may have the name"
    else:
        bad, why = rewritten(saved, tmp_path / "b.zip", {name: b"x"}), "is no file of a store"
    with pytest.raises(UsageError, match=why):
        restore(tmp_path / "new", tmp_path / "config", bad)
    assert not (tmp_path / "new").exists()


def test_every_byte_counts(tmp_path: Path, saved: Path) -> None:
    """One that is another one is found, or says nothing (such as a date in the zip)."""
    whole, expected = saved.read_bytes(), contents(tmp_path / "old")
    refused = 0
    for at in range(0, len(whole), 41):
        saved.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        root = tmp_path / f"new-{at}"
        try:
            restore(root, tmp_path / "config", saved)
        except UsageError:
            refused += 1
            assert not root.exists()
        else:
            assert contents(root) == expected
    assert refused > 50


@pytest.mark.parametrize("call", ["link", "rename", "fsync", "mkdir", "pwrite"])
def test_a_disk_that_fails_leaves_no_case(
    tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    root = tmp_path / "new"

    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        if call == "link":
            patch.setattr(os, "rename", fails)
        with pytest.raises(CallmateError, match="No space left on device"):
            restore(root, tmp_path / "config", saved)
    assert not (root / "cases").exists() and not [*root.glob(".incoming*")]
    restore(root, tmp_path / "config", saved)
    assert events_of(root) == events_of(tmp_path / "old")


def test_too_little_room_is_said_before_anything_is_written(
    tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.statvfs(tmp_path)
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result([*real[:4], 0, *real[5:]]))
    with pytest.raises(CallmateError, match="too little room"):
        restore(tmp_path / "new", tmp_path / "config", saved)
    assert not (tmp_path / "new").exists()


def test_a_kill_at_any_moment_leaves_no_half_store(tmp_path: Path, saved: Path) -> None:
    expected = events_of(tmp_path / "old")
    step, whole = 0, False
    while not whole:
        root, config = tmp_path / f"new-{step}", tmp_path / f"config-{step}"
        whole = not killed_at(step, partial(restore, root, config, saved))
        there = [*(root / "cases").iterdir()] if (root / "cases").exists() else []
        assert len(there) in (0, len(expected))
        if not there:
            restore(root, config, saved)
        assert events_of(root) == expected
        assert contents(root).keys() >= contents(tmp_path / "old").keys()
        step += 3
    assert step > 50
    assert not [*root.glob(".incoming*")]
