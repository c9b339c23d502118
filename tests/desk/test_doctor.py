"""``callmate doctor``: what it says of a store that is well, and of all that can be wrong."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.doors.surroundings import look_at_terminal
from callmate.ids import UlidSource
from callmate.store.checkup.disk import kind_of, look_at_disk, synchroniser_of
from callmate.store.lanes.scan import Health
from callmate.store.library import Library
from tests.desk.damages import UNREADABLE, Damage, changed, rewritten
from tests.desk.erasing import rich_case
from tests.desk.printed import Run
from tests.desk.storytelling import Story

LONG_AGO = (1_000_000_000, 1_000_000_000)


class Doctor(Run):
    """Runs it, and gives what it found by what it is about."""

    def look(self, *options: str, status: int = 0) -> dict[str, dict[str, str]]:
        found = [json.loads(line) for line in self("doctor", "--json", *options, status=status)]
        return {one["about"]: one for one in found}


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Doctor:
    return Doctor(capsys)


@pytest.fixture
def lane(root: Path) -> Path:
    """A lane of the case, of a store in order."""
    story = Story()
    case = rich_case(story)["case"]
    story.call(case, *(("note", {"text": f"number {number}"}) for number in range(30)))
    return next((root / "cases" / case).glob("*.json"))


def test_a_store_in_order_is_well(doctor: Doctor, lane: Path) -> None:
    doctor.look("--repair")
    found = doctor.look()
    assert {one["state"] for one in found.values()} == {"ok"}, found
    told = doctor("doctor")
    assert told[-1] == "All is well." and all(line.startswith("✓") for line in told[:-1])


def test_without_a_store_none_is_made(doctor: Doctor, root: Path) -> None:
    assert doctor.look()["store"]["state"] == "ok"
    assert not root.exists()


def test_looking_changes_nothing(doctor: Doctor, root: Path, lane: Path) -> None:
    lane.chmod(0o644)
    doctor("list")

    def there() -> dict[Path, tuple[int, int, int]]:
        seen = {path: path.lstat() for path in root.rglob("*")}
        return {path: (one.st_mode, one.st_size, one.st_mtime_ns) for path, one in seen.items()}

    before = there()
    doctor.look()
    assert there() == before


def test_modes_are_mended(doctor: Doctor, root: Path, lane: Path) -> None:
    lane.chmod(0o666)
    (root / "cases").chmod(0o777)
    assert doctor.look()["modes"]["state"] == "look"
    assert "Only you" in doctor.look("--repair")["modes"]["mended"]
    assert lane.stat().st_mode & 0o777 == 0o600
    assert (root / "cases").stat().st_mode & 0o777 == 0o700


def test_what_a_stopped_program_left_is_removed_and_what_is_going_on_is_not(
    doctor: Doctor, root: Path, lane: Path
) -> None:
    gone = lane.with_name(f".{lane.name}.999999999.tmp")
    fresh = lane.with_name(f".{lane.name}.999999998.tmp")
    going = lane.with_name(f".{lane.name}.{os.getpid()}.tmp")
    for path in (gone, fresh, going):
        path.write_text("half", encoding="ascii")
        path.chmod(0o600)
    for path in (gone, going):
        os.utime(path, LONG_AGO)
    assert doctor.look()["leftovers"]["state"] == "look"
    doctor.look("--repair")
    assert not gone.exists() and fresh.exists() and going.exists()


def test_a_torn_tail_is_put_right_and_its_bytes_are_kept(
    doctor: Doctor, root: Path, lane: Path
) -> None:
    whole = lane.read_bytes()
    with lane.open("r+b") as file:
        file.seek(len(whole.rstrip(b" \n")) - 2)
        file.write(b',\n"9": {"at":"2026-03-02T')
        file.truncate()
    assert doctor.look()["torn"]["state"] == "look"
    assert "1 put right" in doctor.look("--repair")["torn"]["mended"]
    assert json.loads(lane.read_bytes()) == json.loads(whole)
    assert doctor.look()["quarantine"]["state"] == "look"


def test_a_lane_that_was_not_closed_is_closed(doctor: Doctor, lane: Path) -> None:
    with lane.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b" " * 5000)
    assert "not closed" in doctor.look()
    doctor.look("--repair")
    assert lane.read_bytes().endswith(b"}}\n")


@pytest.mark.parametrize("damage", [*UNREADABLE, changed, rewritten])
def test_a_damaged_lane_is_told_and_never_touched(
    doctor: Doctor, root: Path, lane: Path, damage: Damage
) -> None:
    damage(lane)
    before = content(lane)
    found = doctor.look(status=1)
    assert found["lane"]["state"] == "broken" and found["lane"]["cure"]
    doctor.look("--repair", status=1)
    assert content(lane) == before


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def test_a_lane_that_a_window_has_is_left_alone(doctor: Doctor, root: Path, lane: Path) -> None:
    store = Library(root, ManualClock(), UlidSource())
    log = store.case(lane.parent.name)
    log.ready()
    before = lane.read_bytes()
    assert lane.name in doctor.look("--repair")["windows"]["said"]
    assert lane.read_bytes() == before
    log.close()
    store.close()


@pytest.mark.parametrize("name", ["index", "search"])
@pytest.mark.parametrize("how", ["gone", "noise", "behind", "page"])
def test_a_cache_that_is_no_use_is_made_anew(
    doctor: Doctor, root: Path, lane: Path, name: str, how: str
) -> None:
    doctor.look("--repair")
    path = root / f"{name}.sqlite"
    if how == "gone":
        path.unlink()
    elif how == "noise":
        path.write_bytes(b"no database at all" * 100)
    elif how == "behind":
        with sqlite3.connect(path) as db:
            db.execute("delete from cases")
        db.close()
    else:
        data = bytearray(path.read_bytes())
        data[4096:8192] = b"\xff" * 4096
        path.write_bytes(data)
    assert doctor.look()[name]["state"] == "look"
    assert doctor.look("--repair")[name]["mended"]
    assert doctor.look()[name]["state"] == "ok"
    doctor("search", "frobnitz")


def test_a_device_without_an_id(doctor: Doctor, root: Path, lane: Path) -> None:
    (root / "device").write_bytes(b"\xff\xfe")
    found = doctor.look(status=1)
    assert found["device"]["state"] == "broken" and "rm " in found["device"]["cure"]


def test_links_and_pipes_are_named(doctor: Doctor, root: Path, lane: Path) -> None:
    os.mkfifo(root / "a pipe")
    (root / "a link").symlink_to("nowhere")
    assert "a pipe" in doctor.look()["odd files"]["said"]


def test_a_store_that_is_not_ours(
    doctor: Doctor, root: Path, lane: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    found = doctor.look("--repair", status=1)
    assert "another user" in found["store"]["said"]


def test_a_file_in_the_stores_place(doctor: Doctor, root: Path) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    root.write_text("a file", encoding="ascii")
    assert doctor.look(status=1)["store"]["state"] == "broken"


def test_the_kind_of_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    lines = [
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
        f"30 22 0:40 / {tmp_path}/a\\040share rw shared:1 - nfs4 server:/x rw",
        f"31 22 0:41 / {tmp_path}/stick rw - exfat /dev/sdb1 rw",
        "broken line",
    ]
    mounts.write_text("\n".join(lines), encoding="utf-8")
    assert kind_of(tmp_path / "a share" / "store", mounts) == "nfs4"
    assert kind_of(tmp_path / "stick", mounts) == "exfat"
    assert kind_of(tmp_path / "sticky", mounts) == "ext4"
    assert kind_of(tmp_path, tmp_path / "none") == ""


@pytest.mark.parametrize("kind", ["nfs4", "exfat", "tmpfs"])
def test_a_disk_with_a_catch_is_told_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("callmate.store.checkup.disk.kind_of", lambda root: kind)
    found = {one.about: one for one in look_at_disk(tmp_path)}
    assert found["file system"].state == "look" and found["file system"].cure


def test_a_disk_where_locks_do_not_hold_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.flock", lambda fd, how: None)
    found = {one.about: one for one in look_at_disk(tmp_path)}
    assert found["locks"].state == "broken" and "one window" in found["locks"].cure.lower()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_with_little_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    for free, state in ((1 << 20, "broken"), (32 << 20, "look"), (1 << 40, "ok")):
        monkeypatch.setattr(shutil, "disk_usage", lambda root, free=free: usage._replace(free=free))
        assert {one.about: one.state for one in look_at_disk(tmp_path)}["space"] == state


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Acme", "Nextcloud"])
def test_a_synchronisers_folder_is_known(tmp_path: Path, name: str) -> None:
    assert synchroniser_of(tmp_path / name / "store") == name
    (tmp_path / "plain").mkdir()
    assert synchroniser_of(tmp_path / "plain") == ""
    (tmp_path / ".stfolder").mkdir()
    assert synchroniser_of(tmp_path / "plain") != ""


def test_an_event_of_tomorrow_is_a_clock_to_look_at(
    doctor: Doctor, root: Path, lane: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = ManualClock()
    monkeypatch.setattr("callmate.desk.doors.doctor.SystemClock", lambda: early)
    assert doctor.look()["clock"]["state"] == "look"


def test_a_poor_terminal_is_told() -> None:
    class Stream:
        encoding = "latin-1"

        def isatty(self) -> bool:
            return True

        def fileno(self) -> int:
            raise AssertionError("nobody asks a dumb terminal")

    found = look_at_terminal(Stream(), Stream(), {"TERM": "dumb"})  # type: ignore[arg-type]
    told = {one.about: one for one in (next(found), next(found))}
    assert told["locale"].state == told["terminal"].state == "broken"
    assert told["locale"].cure == "LC_ALL=C.UTF-8 callmate"


def test_the_health_of_what_was_mended(doctor: Doctor, root: Path, lane: Path) -> None:
    doctor.look("--repair")
    store = Library(root, ManualClock(), UlidSource())
    found = {each.health for each in store.case(lane.parent.name).verify().values()}
    store.close()
    assert found == {Health.WHOLE}
