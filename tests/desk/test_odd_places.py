"""Something else stands where a file or folder of callmate should be: each door says so in a
sentence or does without, waits for nothing, and leaves it as it is."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import pytest

from callmate.paths import config_home, store_home
from tests.desk.erasing import rich_case
from tests.desk.printed import Run

PATIENCE_S = 5
"""After which a door is taken to wait for ever."""


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_elsewhere(path: Path) -> None:
    path.with_name("elsewhere").write_text("not ours", encoding="ascii")
    path.symlink_to("elsewhere")


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "thing").write_text("not ours", encoding="ascii")


def a_file(path: Path) -> None:
    path.write_bytes(b"\xff\xfe not ours")


ODD = (a_pipe, a_link_to_nothing, a_link_elsewhere, a_device, a_folder, a_file)
PLACES = (
    "device", "index.sqlite", "search.sqlite", "search.sqlite-lock", "reserve", "format", "days",
    "library", "quarantine", "letters", "crash.log", "cases",
)  # fmt: skip
SETTINGS = ("config.toml", "packs")
DOORS = (
    ["log", "note", "hello"], ["list"], ["search", "frobnitz"], ["doctor", "--repair"],
    ["letter", "CASE", "complaint", "--edit"],
)  # fmt: skip


class Waits(BaseException):
    """A door did not come back."""


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EDITOR", "true")

    def stop(number: int, frame: FrameType | None) -> None:
        raise Waits

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE_S)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def put(path: Path, odd: Callable[[Path], None]) -> None:
    """Another thing in a place; what was there is put aside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    odd(path)


def look(path: Path) -> object:
    if path.is_symlink():
        return os.readlink(path)
    if path.is_dir():
        return (path / "thing").read_text(encoding="ascii")
    return path.read_bytes() if path.is_file() else path.is_fifo()


def told_of_each(run: Run, doors: Sequence[list[str]], case: str = "") -> dict[str, str]:
    """What each door said to standard error; it must have come to an end by itself."""
    told = {}
    for door in doors:
        arguments = [case if word == "CASE" else word for word in door]
        signal.alarm(PATIENCE_S)
        run.any(*arguments)
        told[" ".join(door)] = run.said
    return told


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", PLACES)
def test_no_door_breaks_or_waits_for_it(run: Run, place: str, odd: Callable[[Path], None]) -> None:
    case = rich_case()["case"]
    path = store_home() / place
    put(path, odd)
    before = look(path)
    told = told_of_each(run, DOORS, case)
    broken = {door: said for door, said in told.items() if "went wrong inside" in said}
    assert not broken
    if odd is a_folder or (odd is not a_file and path.is_symlink()):
        assert look(path) == before, "it is not ours to change"
    elsewhere = path.with_name("elsewhere")
    assert not elsewhere.exists() or elsewhere.read_text(encoding="ascii") == "not ours"


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", SETTINGS)
def test_settings_that_are_something_else(
    run: Run, place: str, odd: Callable[[Path], None]
) -> None:
    path = config_home() / place
    put(path, odd)
    before = look(path)
    told = told_of_each(run, (["keys"], ["where"], ["doctor"]))
    assert not {door: said for door, said in told.items() if "went wrong inside" in said}
    assert look(path) == before


@pytest.mark.parametrize("text", [b"[keys\n", b"colour = 7\n", b"[keys]\nhold = 3\n", b"\xff\xfe"])
def test_settings_that_are_broken_are_said_and_left_as_they_are(run: Run, text: bytes) -> None:
    path = config_home() / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    told = run("doctor")
    assert any(line.startswith("! settings") and "config.toml" in line for line in told)
    run("log", "start")
    assert path.read_bytes() == text
