"""What the doors say of a case of which a digit was changed, where somebody reads it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from callmate.paths import store_home
from tests.desk.printed import Run

READING = ("show", "plan", "letter", "report", "export")


@pytest.fixture
def damaged(run: Run, told: dict[str, str]) -> str:
    """The case with Sony; something that was said in it is not what was written."""
    (lane,) = (store_home() / "cases" / told["sony"]).glob("*.json")
    text = lane.read_bytes()
    assert b'"Sam"' in text
    lane.write_bytes(text.replace(b'"Sam"', b'"Pam"', 1))
    return told["sony"]


def asked(door: str, case: str) -> tuple[str, ...]:
    return (door, case, "complaint") if door == "letter" else (door, case)


@pytest.mark.parametrize("door", READING)
def test_every_door_that_reads_a_damaged_case_says_so(run: Run, damaged: str, door: str) -> None:
    printed = run(*asked(door, damaged))
    said = " ".join(" ".join(printed).split()) if door == "report" else run.said
    assert "This case is damaged:" in said and "event " in said
    assert f"see: callmate verify {damaged}" in said


@pytest.mark.parametrize("door", READING)
def test_a_whole_case_is_not_complained_about(run: Run, told: dict[str, str], door: str) -> None:
    printed = run(*asked(door, told["sony"]))
    assert "damaged" not in f"{run.said}{printed}".lower()


@pytest.mark.parametrize("door", ["report", "plan"])
def test_programs_have_a_field_for_it(
    run: Run, told: dict[str, str], damaged: str, door: str
) -> None:
    found = json.loads("\n".join(run(door, damaged, "--json")))
    assert found["damaged"].startswith("This case is damaged:")
    assert "This case is damaged:" in run.said
    whole = json.loads("\n".join(run(door, told["old"], "--json")))
    assert whole["damaged"] is None


def test_show_has_it_in_the_first_object(run: Run, damaged: str) -> None:
    first = json.loads(run("show", damaged, "--json")[0])
    assert first["trouble"].startswith("This case is damaged:")


def test_evidence_says_it_where_it_is_read(run: Run, damaged: str, tmp_path: Path) -> None:
    out = tmp_path / "case.zip"
    run("export", damaged, "--format", "evidence", "--out", str(out))
    assert "is damaged" in run.said
    with zipfile.ZipFile(out) as inside:
        for name in ("READ ME.txt", "report.txt"):
            told = " ".join(inside.read(name).decode().split())
            assert "This case is damaged:" in told
