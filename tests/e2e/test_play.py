"""Each history played at full speed in a real terminal: its report is that of its import."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.e2e.conftest import Open
from tests.e2e.window import LOOK_SECONDS, Window, callmate
from tests.model.support import HISTORIES
from tests.play.support import without_ids

AS_OF = "2026-03-02T12:00:00+00:00"
ZONE = "America/Chicago"
PLAY_SECONDS = 180.0
JUDGED = ("--as-of", AS_OF, "--private")


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[Path, Window]]:
    """All twelve at once: most of their time is pauses."""
    opened: dict[Path, Window] = {}
    for history in HISTORIES:
        home = tmp_path_factory.mktemp(history.stem) / "store"
        file = home.parent / "played.json"
        options = ("--speed", "600", "--report", str(file), "--tz", ZONE, *JUDGED)
        opened[history] = Window(home, "play", str(history), *options)
    deadline = monotonic() + PLAY_SECONDS
    while any(one.process.poll() is None for one in opened.values()) and monotonic() < deadline:
        for one in opened.values():
            one.read(LOOK_SECONDS if one.process.poll() is None else 0.0)
    yield opened
    for one in opened.values():
        one.finish()


def reported(home: Path, history: Path) -> dict[str, Any]:
    """The report after an import, without ids."""
    case_id = callmate(home, "import", str(history), "--tz", ZONE).split()[0]
    return without_ids(json.loads(callmate(home, "report", case_id, "--json", *JUDGED)))


@pytest.mark.terminal
@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_a_history_played_reports_what_its_import_does(
    history: Path, plays: Mapping[Path, Window]
) -> None:
    screen = plays[history]
    assert screen.wait_end() == 0, screen.text
    played = json.loads((screen.home.parent / "played.json").read_text(encoding="utf-8"))
    assert without_ids(played) == reported(screen.home, history)
    assert not (screen.home / "crash.log").exists()
    assert not list(screen.home.parent.glob("callmate-play-*")), "the store is left behind"


@pytest.mark.terminal
def test_closed_before_its_end_it_writes_no_report(window: Open, home: Path) -> None:
    file = home.parent / "played.json"
    screen = window("play", str(HISTORIES[0]), "--report", str(file))
    screen.see("PLAY", "space pauses").send(" ").see("paused")
    screen.send("x").see("This is a playback: space pauses").send("\x11")
    assert screen.wait_end() == 1
    screen.see("closed before its end")
    assert not file.exists()
    assert not home.exists(), "a playback touches no store but its own"


@pytest.mark.terminal
def test_a_practice_prints_how_it_went(window: Open, home: Path) -> None:
    screen = window("play", str(HISTORIES[0]), "--log-along", "--speed", "600")
    screen.see("HOW IT WENT").send("\x11")
    assert screen.wait_end() == 0
    screen.see("Caught 0 of", "Missed:")
    assert not home.exists(), "a practice touches no store but its own"
