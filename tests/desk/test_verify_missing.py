"""``callmate verify`` of what is not there any more, and of what cannot be read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from callmate.paths import store_home
from tests.desk.barring import as_mere_user
from tests.desk.printed import Run


@pytest.fixture
def listed(run: Run, told: dict[str, str]) -> dict[str, str]:
    """Three cases that the index knows."""
    run("list")
    return told


def folder_of(case: str) -> Path:
    return store_home() / "cases" / case


def take_away(case: str, leave_folder: bool) -> None:
    shutil.rmtree(folder_of(case))
    if leave_folder:
        folder_of(case).mkdir()


@pytest.mark.parametrize("leave_folder", [False, True])
@pytest.mark.parametrize("name", ["id", "sony"])
def test_a_case_without_files_is_not_good(
    run: Run, listed: dict[str, str], leave_folder: bool, name: str
) -> None:
    case = listed["sony"]
    take_away(case, leave_folder)
    lines = run("verify", case if name == "id" else name, status=2)
    assert lines[0] == "1 problem:"
    assert "Rebate never came" in lines[1] and case in lines[1]
    assert "no file of it is there any more" in lines[1] and "backup" in lines[1]
    assert len(lines) == 2


def test_a_folder_that_is_empty_and_that_nobody_knows_is_not_good_either(run: Run) -> None:
    case = "01JNB0000000000000000000CA"
    folder_of(case).mkdir(parents=True)
    assert "no file of it is there" in run("verify", case, status=2)[1]
    assert "good" in run("verify")[0], "a crash before the first event leaves such a folder"


@pytest.mark.parametrize("leave_folder", [False, True])
def test_verifying_all_names_the_cases_that_are_gone(
    run: Run, listed: dict[str, str], leave_folder: bool
) -> None:
    take_away(listed["sony"], leave_folder)
    lines = run("verify", status=1)
    assert lines[0] == "1 problem:" and "Rebate never came" in lines[1]
    record = json.loads("\n".join(run("verify", "--json", status=1)))
    assert record["verdict"] == "problem"
    assert [one["case"] for one in record["gone"]] == [listed["sony"]]


def test_a_case_that_cannot_be_read_is_found_by_the_title_it_had(
    run: Run, listed: dict[str, str]
) -> None:
    (lane,) = folder_of(listed["sony"]).glob("*.json")
    for path, mode in ((lane, 0o600), (lane.parent, 0o700)):
        path.chmod(0)
        lines = as_mere_user(lambda: run("verify", "sony", status=2))
        path.chmod(mode)
        assert "cannot be read (Permission denied)" in lines[1]
    assert run("verify", "sony")[0].startswith("good")


def test_it_is_known_again_once_it_can_be_read(run: Run, listed: dict[str, str]) -> None:
    case = listed["sony"]
    (lane,) = folder_of(case).glob("*.json")
    (store_home() / "index.sqlite").unlink()
    lane.chmod(0)
    barred = as_mere_user(lambda: run.rows("list"))
    assert "Damaged case of" in dict(row[0:10:9] for row in barred)[case]
    lane.chmod(0o600)
    assert dict(row[0:10:9] for row in run.rows("list"))[case].endswith("Rebate never came")
