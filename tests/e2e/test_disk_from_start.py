"""A store that takes nothing from the first key on: no page of the program ends it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.stored import texts
from tests.e2e.test_disk import fill
from tests.e2e.test_disk import small_disk as small_disk
from tests.e2e.window import Window

pytestmark = pytest.mark.terminal

PAGES = ("d", "\x1b", "p", "\x1b", "o", "\x1b", "s", "\x1b", "/", "sar", "\x1b", "\x1b")


def one_call(screen: Window) -> None:
    """From the call to its wrap-up, past every page, and into the next call."""
    screen.press(" ").see("W A I T I N G", "NOT SAVED")
    screen.press("rtom\r").see("rep tom").press("ee").see("WRAP-UP").press("\x1b")
    for key in PAGES:
        screen.press(key)
    screen.press(" ").see("W A I T I N G").press("nlast\r").see("· last", "NOT SAVED")


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def test_a_full_disk_and_then_a_read_only_one(window: Open, small_disk: Path) -> None:
    home = small_disk / "store"
    screen = window(home=home)
    screen.press(" ").see("W A I T I N G").press("rsarah\r").see("rep sarah")
    screen.press("ee").see("WRAP-UP").press("\x1b").quit()
    filler = fill(small_disk)
    screen = window(home=home).see("DISK FULL")
    one_call(screen)
    filler.unlink()
    screen.see_gone("NOT SAVED").press("ee").see("WRAP-UP").press("\x1b").quit()
    assert texts(home) == ["last"]
    remount(small_disk, "ro")
    screen = window(home=home).see("CANNOT SAVE", "read-only")
    one_call(screen)
    remount(small_disk, "rw")
    screen.see_gone("NOT SAVED").press("nwritten\r").see("· written")
    screen.quit()
    assert texts(home) == ["last", "last", "written"]
    assert not (home / "crash.log").exists()
