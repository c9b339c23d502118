"""``callmate backup``, ``restore`` and the ``import`` of archives, as a shell calls them."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.doors.archives import oddly_dated
from callmate.model.events import Event
from callmate.paths import config_home, store_home
from callmate.store.archives import archive
from tests.data.v1 import make
from tests.desk.test_doors import Door
from tests.faults.steps import killed_at
from tests.store.stocked import CASES, contents, stocked

VERSION = Path(make.__file__).parent
NOW = ManualClock().at


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str]) -> Door:
    return Door(capsys)


def elsewhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """From here on this is another machine."""
    monkeypatch.setenv("CALLMATE_HOME", str(folder / "store"))
    monkeypatch.setenv("CALLMATE_CONFIG", str(folder / "config"))
    return store_home()


def test_there_and_back(tmp_path: Path, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    old, saved = store_home(), tmp_path / "a.zip"
    config_home().mkdir(parents=True, exist_ok=True)
    (config_home() / "config.toml").write_text("[keys]\n")
    stocked(old)
    assert door("backup", str(saved)) == (
        f"{saved}: 2 cases, 16 events. The archive was read back, and holds what was written to "
        "it.\n"
    )  # fmt: skip
    assert not door.error
    assert door("backup", str(saved), status=1) == "" and "is there already" in door.error
    root = elsewhere(monkeypatch, tmp_path / "other")
    assert door("restore", str(saved)) == f"2 cases, 16 events restored to {root}.\n"
    assert contents(root) == contents(old) and (config_home() / "config.toml").exists()
    assert len(door("list").splitlines()) == 2
    assert door("restore", str(saved), status=1) == ""
    assert "There are cases in" in door.error and "callmate import FILE" in door.error


def test_damage_and_what_is_left_out_are_said(
    tmp_path: Path, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(store_home())
    os.mkfifo(store_home() / "letters" / "pipe")
    lane = next((store_home() / "cases").rglob("*.json"))
    lane.write_bytes(lane.read_bytes().replace(b"word", b"w0rd"))
    assert "whole" not in door("backup", str(tmp_path / "a.zip"), status=1)
    assert "1 file is damaged and in the backup as it is: cases/" in door.error
    assert "1 file is not in the backup: letters/pipe (it is not a plain file)." in door.error
    elsewhere(monkeypatch, tmp_path / "other")
    config_home().mkdir(parents=True)
    (config_home() / "config.toml").write_text("# mine\n")
    door("restore", str(tmp_path / "a.zip"))
    assert "1 file is damaged, as it was in the backup: cases/" in door.error
    elsewhere(monkeypatch, tmp_path / "third")
    door("import", str(tmp_path / "a.zip"), status=1)
    assert f"{lane.parent.name}: {lane.name} is damaged" in door.error
    listed = [json.loads(line) for line in door("list", "--json").splitlines()]
    marked = [one["id"] for one in listed if "before it was imported" in one["trouble"]]
    assert marked == [lane.parent.name]


def test_import_takes_archives_and_says_what_is_new(
    tmp_path: Path, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(store_home())
    door("backup", str(tmp_path / "a.zip"))
    assert door("import", str(tmp_path / "a.zip")) == "2 cases in all: nothing new in 2.\n"
    elsewhere(monkeypatch, tmp_path / "other")
    lines = door("import", str(tmp_path / "a.zip")).splitlines()
    assert [line.split("  ")[0] for line in lines[:-1]] == [*CASES]
    assert all(line.endswith("7 new events") for line in lines[:-1])
    assert len(door("list").splitlines()) == 2


def test_what_contradicts_is_refused(
    tmp_path: Path, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(store_home())
    name = next((store_home() / "cases" / CASES[0]).glob("*.json")).name
    elsewhere(monkeypatch, tmp_path / "other")
    stocked(store_home())
    mine = next((store_home() / "cases" / CASES[0]).glob("*.json"))
    other = tmp_path / "other.zip"
    body = mine.read_bytes()
    archive.write(other, "case", [(f"lanes/{CASES[0]}/{name}", [body])], {}, made=NOW)
    mine.rename(mine.with_name(name))
    mine.with_name(name).write_bytes(
        (VERSION / "store" / "cases" / make.STORY / "abcdefgh-1.json").read_bytes()
    )
    before = contents(store_home() / "cases")
    assert "nothing was taken" in door("import", str(other), status=1)
    assert f"event 1 of {name} is another one here" in door.error
    assert contents(store_home() / "cases") == before
    assert len(os.listdir(store_home() / "quarantine")) == 3


def test_words_of_an_import_that_was_killed_go_with_their_case(tmp_path: Path, door: Door) -> None:
    stocked(store_home())
    door("backup", str(tmp_path / "a.zip"))
    step = 0
    while not [*store_home().glob(".incoming*/*.json")]:
        assert killed_at(step, lambda: door("import", str(tmp_path / "a.zip")))
        step += 1
    door("purge", CASES[0], "--yes")
    door("purge", CASES[1], "--yes")
    assert not [file for file, body in contents(store_home()).items() if b"code word" in body]


@pytest.mark.parametrize("what", ["bomb", "evil", "link", "cut", "empty", "pipe", "text"])
def test_bad_archives_end_in_a_sentence(tmp_path: Path, door: Door, what: str) -> None:
    path = tmp_path / "a.zip"
    archive.write(path, "case", [("report.txt", [b"x"])], {}, made=NOW)
    if what == "cut":
        path.write_bytes(path.read_bytes()[:-30])
    elif what in ("empty", "text"):
        path.write_bytes(b"PK" if what == "empty" else b"PK\x03\x04 and so on")
    elif what == "pipe":
        path.unlink()
        os.mkfifo(path)
    else:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as pack:
            info = zipfile.ZipInfo("../evil" if what == "evil" else "a")
            info.external_attr = (0o120777 if what == "link" else 0o100600) << 16
            pack.writestr(info, b"0" * (5 << 20 if what == "bomb" else 10))
    for command in ("import", "restore"):
        assert door(command, str(path), status=2) == ""
        assert door.error.startswith("callmate: ") and door.error.count("\n") == 1
        assert "Traceback" not in door.error
    assert not (store_home() / "cases").exists()


def test_the_first_format_is_taken_in_by_the_doors(tmp_path: Path, door: Door) -> None:
    assert len(door("import", str(VERSION / "backup.zip"), status=1).splitlines()) == 6
    assert "is damaged" in door.error
    assert door("report", make.STORY) and door("show", make.NOT_YET)
    assert "of tomorrow 1" in door("show", "--json", make.NOT_YET)


def event(at: str, kind: str = "note", call: str | None = None) -> Event:
    return Event("01JNB0000000000000000000E1", 1, "a-1", "c", kind, at, "b", 1, "x", call, None, {})


def test_dates_that_can_hardly_be_right_are_said() -> None:
    well = event(NOW.isoformat())
    assert oddly_dated([well], NOW) == ""
    start = event(NOW.isoformat(), "call_start")
    odd = [
        event("1970-01-01T00:00:00.000000+00:00"),
        event("2999-01-01T00:00:00.000000+00:00"),
        event("2026-03-01T00:00:00.000000+00:00", call=start.id),
        event("no time"),
        event("2026-03-02T00:00:00"),
    ]
    said = oddly_dated([start, well, *odd], NOW)
    assert said.startswith("5 events have dates that can hardly be right, kept as said: 1970-01-01")
    assert oddly_dated([start, odd[2]], NOW).startswith("1 event has a date")


def test_nothing_is_imported_if_one_of_several_is_no_archive(tmp_path: Path, door: Door) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK and so on")
    script = VERSION.parents[1] / "cases" / "01-comcast-cancel-2014.json"
    good = VERSION / "evidence.zip"
    door("import", str(script), str(good), str(tmp_path / "bad.zip"), status=2)
    assert not (store_home() / "cases").exists()
    assert len(door("import", str(script), str(good)).splitlines()) == 2
    assert len(door("list").splitlines()) == 2


def test_a_backup_into_a_folder_that_is_not_there_makes_none(tmp_path: Path, door: Door) -> None:
    stocked(store_home())
    assert door("backup", str(tmp_path / "no" / "such" / "a.zip"), status=1) == ""
    assert "There is no folder" in door.error and not (tmp_path / "no").exists()


def test_a_copy_of_a_case_beside_the_cases_is_kept_and_not_counted(
    tmp_path: Path, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(store_home())
    case = next((store_home() / "cases").iterdir())
    shutil.copytree(case, case.with_suffix(".bak"))
    (case / "Thumbs.db").write_bytes(b"litter")
    assert ": 2 cases, 16 events." in door("backup", str(tmp_path / "a.zip"))
    elsewhere(monkeypatch, tmp_path / "other")
    assert door("restore", str(tmp_path / "a.zip")).startswith("2 cases, 16 events restored")
    kept = {path.name for path in (store_home() / "cases").rglob("*")}
    assert case.with_suffix(".bak").name in kept and "Thumbs.db" not in kept


def test_a_case_that_was_purged_with_its_folder_and_comes_again_is_told(
    tmp_path: Path, door: Door
) -> None:
    stocked(store_home())
    door("backup", str(tmp_path / "a.zip"))
    case = next((store_home() / "cases").iterdir()).name
    said = door("purge", case, "--folder", "--yes")
    assert "is gone" in said and "import" in said
    told = door("import", str(tmp_path / "a.zip"))
    assert told.endswith(" of them, nothing new in 1.\n")
    assert f"{case}: It was purged here on 20" in door.error
    door("import", str(tmp_path / "a.zip"))
    assert not door.error
