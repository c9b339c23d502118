"""The door of the command line: everything wrong is said in one line before the screen opens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callmate.cli import main
from tests.exchange.support import call, document, event
from tests.model.support import HISTORIES

GOOD = str(HISTORIES[0])


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a wrong use is answered with."""
    assert main(["play", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("callmate: ") and err.count("\n") == 1
    return err


@pytest.mark.parametrize("speed", ["0", "601", "-1", "1.5", "fast", "", "٣", "1e2", "9" * 5000])
def test_a_speed_is_a_whole_number_from_1_to_600(
    speed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "1 to 600" in told(capsys, GOOD, f"--speed={speed}")


def test_a_report_needs_its_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "report.json"
    assert "there is no folder" in told(capsys, GOOD, "--report", str(missing))
    assert "is a folder" in told(capsys, GOOD, "--report", str(tmp_path))


def test_a_zone_and_a_time_must_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--tz" in told(capsys, GOOD, "--tz", "Atlantis/Capital")
    assert "--as-of" in told(capsys, GOOD, "--as-of", "2026-02-30")


def test_a_practice_has_no_report(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = str(tmp_path / "report.json")
    assert "--log-along" in told(capsys, GOOD, "--log-along", "--report", report)


def test_without_a_terminal_nothing_is_played(capsys: pytest.CaptureFixture[str]) -> None:
    assert "needs a terminal" in told(capsys, GOOD)


WRONG = {
    "not JSON": "{",
    "wrong schema": json.dumps({**document(), "schema": "other/1"}),
    "a negative time": json.dumps(document(call(event("note", -1)))),
    "an end before its start": json.dumps(document(call(event("hold_end", 1)))),
    "a date that does not exist": json.dumps(document(call(start="2026-02-30T09:00"))),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_wrong_script_is_refused_as_import_refuses_it(
    why: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(WRONG[why], encoding="utf-8")
    line = told(capsys, str(file))
    assert "wrong.json" in line
    assert main(["import", str(file)]) == 2
    assert capsys.readouterr().err == line


def test_a_script_that_is_not_there_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "nothing.json" in told(capsys, str(tmp_path / "nothing.json"))
