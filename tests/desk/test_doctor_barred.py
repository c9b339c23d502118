"""``callmate doctor`` where what it looks at may not be looked at, or is something else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from callmate.paths import store_home
from tests.desk.barring import as_mere_user
from tests.desk.erasing import rich_case
from tests.desk.test_doctor import Doctor


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Doctor:
    return Doctor(capsys)


@pytest.fixture
def root(doctor: Doctor) -> Path:
    """A store with something of each kind, in order."""
    rich_case()
    root = store_home()
    for name in ("quarantine", "letters", "backups"):
        (root / name).mkdir(mode=0o700, exist_ok=True)
    (root / "letters" / "some.txt").write_bytes(b"some")
    (root / "letters" / "some.txt").chmod(0o600)
    doctor.look("--repair")
    doctor("doctor")
    return root


def modes(root: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mode for path in (root, *root.rglob("*"))}


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o500])
def test_whatever_is_shut_is_told_and_opened_again(doctor: Doctor, root: Path, mode: int) -> None:
    before = modes(root)
    for path in before:
        path.chmod(mode)
        assert as_mere_user(lambda: doctor.any("doctor")) == 1, path
        assert not doctor.said, (path, doctor.said)
        assert as_mere_user(lambda: doctor.any("doctor", "--repair")) == 0, path
        assert modes(root) == before


def gone(path: Path) -> None:
    path.rename(path.with_name("aside"))


def a_file(path: Path) -> None:
    gone(path)
    path.write_bytes(b"a file")


def a_folder(path: Path) -> None:
    gone(path)
    path.mkdir()


def a_link_to_nothing(path: Path) -> None:
    gone(path)
    path.symlink_to("nowhere")


@pytest.mark.parametrize("become", [gone, a_file, a_folder, a_link_to_nothing])
def test_nothing_that_stands_in_its_place_ends_it(
    doctor: Doctor, root: Path, become: Callable[[Path], None]
) -> None:
    for path in sorted(root.rglob("*")):
        become(path)
        doctor.any("doctor")
        assert not doctor.said, (path, doctor.said)
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
        path.with_name("aside").rename(path)


def test_what_was_all_shut_at_once_is_opened(doctor: Doctor, root: Path) -> None:
    before = modes(root)
    for path in sorted(before, reverse=True):
        path.chmod(0)
    assert "--repair" in as_mere_user(lambda: doctor.look(status=1))["store"]["cure"]
    as_mere_user(lambda: doctor.look("--repair"))
    assert modes(root) == before


def test_what_desktops_and_editors_leave_is_no_damage(doctor: Doctor, root: Path) -> None:
    lane = next((root / "cases").rglob("*.json"))
    for folder in (root, root / "cases", lane.parent):
        for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
            (folder / name).write_bytes(b"litter")
    found = doctor.look()
    assert {one["state"] for one in found.values()} == {"ok"}, found
    (lane.parent / "here.json").symlink_to("nowhere")
    found = doctor.look()
    assert "here.json" in found["odd files"]["said"] and "backup" not in str(found)


def test_what_is_not_of_callmate_is_named(doctor: Doctor, root: Path) -> None:
    lane = next((root / "cases").rglob("*.json"))
    shutil.copytree(lane.parent, lane.parent.with_suffix(".bak"))
    for name in ("notes.txt", "old.json"):
        (root / name).write_text("mine", encoding="ascii")
    lane.with_name(f".{lane.name}.swp").write_text("mine", encoding="ascii")
    lane.with_name(f"{lane.name}~").write_text("mine", encoding="ascii")
    found = doctor.look("--repair")
    assert found["not ours"]["state"] == "look"
    assert "notes.txt" in found["not ours"]["said"] and "2 more" in found["not ours"]["said"]
    assert lane.with_name(f"{lane.name}~").exists()


def test_two_files_that_were_swapped_are_told(doctor: Doctor, root: Path) -> None:
    one, other = sorted((root / "cases").rglob("*.json"))[:2]
    one.rename(one.with_suffix(".x"))
    other.rename(one)
    one.with_suffix(".x").rename(other)
    found = doctor.look(status=1)
    assert "holds events of case" in found["lane"]["said"]


def test_a_file_that_bears_the_name_of_another_is_told(doctor: Doctor, root: Path) -> None:
    lane = next((root / "cases").rglob("*.json"))
    lane.rename(lane.with_name("aaaaaaaa-9.json"))
    assert "holds what" in doctor.look(status=1)["lane"]["said"]


def test_a_case_whose_folder_is_gone_is_named(doctor: Doctor, root: Path) -> None:
    lane = next((root / "cases").rglob("*.json"))
    shutil.rmtree(lane.parent)
    found = doctor.look(status=1)
    assert lane.parent.name in found["case"]["said"] and "last 20" in found["case"]["said"]
    assert "backup" in found["case"]["cure"]
    assert not any("nothing is lost" in str(one) for one in found.values())


def test_what_is_only_to_be_looked_at_is_not_called_well(doctor: Doctor, root: Path) -> None:
    (root / "notes.txt").write_text("mine", encoding="ascii")
    (root / "notes.txt").chmod(0o600)
    assert doctor("doctor")[-1] == "Nothing is broken; 1 to look at (!)."


def test_what_may_not_be_read_is_told_in_a_sentence(
    doctor: Doctor, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/x/y")

    monkeypatch.setattr("callmate.desk.doors.doctor.doctor", refused)
    assert doctor.any("doctor") == 1
    assert doctor.said == (
        "callmate: /x/y: Permission denied; see what callmate doctor says of it\n"
    )


def test_a_crash_that_cannot_be_written_down_is_told_all_the_same(
    doctor: Doctor, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("of ours")

    (root / "crash.log").mkdir()
    monkeypatch.setattr("callmate.desk.doors.doctor.doctor", broken)
    assert doctor.any("doctor") == 1
    assert "ValueError" in doctor.said and "crash.log" not in doctor.said
