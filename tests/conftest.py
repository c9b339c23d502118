"""What every test stands on: nothing of this machine's user, and the same day everywhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("ci", deadline=None, max_examples=50, print_blob=True)
settings.register_profile("full", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

FOLDERS = {
    "HOME": "home",
    "CALLMATE_HOME": "callmate",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "run",
    "XDG_STATE_HOME": "state",
}
"""Environment variable → folder below the test's own. Only HOME is there beforehand."""

VALUES = {
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
    "TZ": "UTC",
    # A program that a test starts is the one in this checkout, not an installed copy of it.
    "PYTHONPATH": str(ROOT),
}

# Each of these changes what is drawn or where; a test that needs one sets it.
UNSET = ("COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "TERM_PROGRAM", "TMUX")
UNSET_PREFIXES = ("CALLMATE_", "TEXTUAL_")


@pytest.fixture(autouse=True)
def own_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of its own, UTC and a plain terminal, for the test and all it starts."""
    world = tmp_path_factory.mktemp("world")
    (world / "home").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name in UNSET or name.startswith(UNSET_PREFIXES):
                patch.delenv(name)
        for name, folder in FOLDERS.items():
            patch.setenv(name, str(world / folder))
        for name, value in VALUES.items():
            patch.setenv(name, value)
        time.tzset()
        yield world
    time.tzset()


@pytest.fixture(autouse=True)
def left_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let go of the stores that a test left as a killed program leaves them: their files and
    threads would pile up until the terminal tests have no descriptor left."""
    from callmate.desk.world import StoredWorld

    made: list[StoredWorld] = []
    begin = StoredWorld.__init__

    def init(world: StoredWorld, *arguments: Any, **named: Any) -> None:
        begin(world, *arguments, **named)
        made.append(world)

    monkeypatch.setattr(StoredWorld, "__init__", init)
    yield
    for world in made:
        with suppress(Exception):  # its folder may be gone, its clock broken
            world.close()


@pytest.fixture
def no_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no power is cut, nothing need wait for the disk."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)
