"""A store that cannot be written: said at once and loudly, and nothing typed is lost."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.stored import events, keys, of_kind, texts
from tests.e2e.window import NARROW, WIDE, Window

pytestmark = pytest.mark.terminal

SMALL_DISK = "size=1m"
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
LIBC = ctypes.CDLL(None)
LONG = "a line that takes room on the disk "


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    if os.geteuid() != 0:
        pytest.skip("DISK FULL IS NOT TRIED: mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", SMALL_DISK, "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"DISK FULL IS NOT TRIED: mount refused: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Take up all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return filler


def type_until_unsaved(screen: Window) -> int:
    """Type notes until the banner comes; how many were typed."""
    for number in range(200):
        screen.press("n").see("TYPING note")
        screen.send(f"{LONG}{number}").see(f"disk {number}")
        screen.send("\r").see(f"· {LONG}{number}")
        if "NOT SAVED" in screen.text:
            return number + 1
    raise AssertionError(f"the disk was never full:\n{screen.text}")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "160x48"])
def test_a_full_disk_is_said_and_all_is_written_when_there_is_room(
    window: Open, small_disk: Path, size: tuple[int, int]
) -> None:
    home = small_disk / "store"
    screen = window(home=home, size=size)
    screen.press(" ").see("W A I T I N G")
    filler = fill(small_disk)
    count = type_until_unsaved(screen)
    screen.see("NOT SAVED", "The disk is full")
    screen.press("nstill typing\r").see("· still typing", "NOT SAVED")
    filler.unlink()
    screen.see("saved ✓").see_gone("NOT SAVED")
    screen.see_gone("The disk is full")
    screen.press("nafter it\r").see("· after it")
    screen.quit()
    expected = [f"{LONG}{number}" for number in range(count)]
    assert texts(home) == [*expected, "still typing", "after it"]
    letters = sum(len(text) + 2 for text in texts(home))
    assert len(keys(home)) == letters + len(" ") + len(["ctrl+q", "y"])


def test_a_kill_on_a_full_disk_loses_only_what_was_called_not_saved(
    window: Open, small_disk: Path
) -> None:
    home = small_disk / "store"
    screen = window(home=home)
    screen.press(" ").see("W A I T I N G")
    screen.press("nwritten\r").see("· written", "saved ✓")
    fill(small_disk)
    type_until_unsaved(screen)
    stored = {event["id"] for event in events(home)}
    screen.kill()
    assert stored <= {event["id"] for event in events(home)}
    again = window(home=home, ready="call 1")
    assert "written" in texts(home)
    again.press("nnew one" if "TYPING" not in again.text else "new one").see("new one")


def test_a_disk_that_becomes_read_only_in_mid_call(window: Open, small_disk: Path) -> None:
    home = small_disk / "store"
    screen = window(home=home, size=WIDE)
    screen.press(" ").see("W A I T I N G")
    screen.press("nbefore\r").see("· before", "saved ✓")
    # What is open for writing keeps a disk from being made read-only; another is put on top.
    subprocess.run(["rm", "-rf", str(home / "cases")], check=True)
    (home / "cases").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(home / "cases")]
    subprocess.run(mount, check=True)
    try:
        screen.press("nmeanwhile\r").see("· meanwhile", "NOT SAVED", "The disk is read-only")
    finally:
        subprocess.run(["umount", "-l", str(home / "cases")], check=True)
    screen.see_gone("NOT SAVED")
    screen.quit()
    assert texts(home)[-1] == "meanwhile"


def chmod(folder: Path, mode: int) -> None:
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        path.chmod(mode)


def obey_permissions() -> None:
    """Root may write anywhere: the program under test gives that right up as it starts."""
    if os.geteuid() == 0:
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def test_a_store_folder_that_may_not_be_written(window: Open, home: Path) -> None:
    home.mkdir()
    home.chmod(0o555)
    screen = window(before=obey_permissions, size=WIDE)
    screen.see("cannot be written")
    screen.press(" ").see("W A I T I N G", "NOT SAVED")
    screen.press("nheld in memory\r").see("· held in memory")
    home.chmod(0o700)
    screen.see_gone("NOT SAVED").see("saved ✓")
    screen.quit()
    assert texts(home) == ["held in memory"]
    assert keys(home)[0] == "space"


def test_a_store_that_becomes_unwritable_in_mid_call(window: Open, home: Path) -> None:
    home.mkdir()
    screen = window(before=obey_permissions)
    screen.press("?").see("ALL KEYS").press("?").see_gone("ALL KEYS")
    chmod(home, 0o500)
    screen.press(" ").see("W A I T I N G", "NOT SAVED", "cannot be written")
    screen.press("rsarah\r").see("rep sarah")
    chmod(home, 0o700)
    screen.see_gone("NOT SAVED")
    screen.quit()
    assert [event["kind"] for event in of_kind(home, "call_start", "rep")] == ["call_start", "rep"]


@pytest.mark.parametrize("what", ["file", "dangling link", "pipe"])
def test_something_else_stands_in_the_stores_place(window: Open, home: Path, what: str) -> None:
    """It is said, never waited for and never overwritten; typing goes on in memory."""
    if what == "file":
        home.write_text("mine", encoding="utf-8")
    elif what == "pipe":
        os.mkfifo(home)
    else:
        home.symlink_to(home.parent / "nowhere" / "at all")
    screen = window()
    screen.press(" ").see("W A I T I N G")
    screen.see("NOT SAVED", "The store is")
    screen.press("nheld\r").see("· held")
    if what == "file":
        assert home.read_text(encoding="utf-8") == "mine"
    home.unlink()
    screen.see_gone("NOT SAVED")
    screen.quit()
    assert texts(home) == ["held"]


def test_the_store_is_deleted_in_mid_call(window: Open, home: Path) -> None:
    """What was deleted is gone by the person's own hand; what is typed from then on is kept."""
    screen = window()
    screen.press(" ").see("W A I T I N G")
    screen.press("nbefore\r").see("· before")
    while home.exists():  # what is written meanwhile may keep a folder from being deleted
        subprocess.run(["rm", "-rf", str(home)], stderr=subprocess.DEVNULL)
    screen.press("nafter\r").see("· after")
    screen.quit()
    assert "after" in texts(home)


def test_quitting_with_unsaved_events_is_not_silent(window: Open, home: Path) -> None:
    """The screen closes only after a question, and the shell is told what was not saved."""
    home.write_text("mine", encoding="utf-8")
    screen = window()
    screen.press(" ").see("NOT SAVED")
    screen.send("\x11").see("not saved and will be lost", "y lose them")
    screen.send("n").see_gone("will be lost").see("W A I T I N G")
    screen.send("\x11").see("will be lost")
    screen.send("y")
    assert screen.wait_end() == 1
    while screen.read(0.05):
        pass
    assert "not saved" in screen.raw.decode(errors="replace").split("\x1b[?1049l")[-1].lower()
