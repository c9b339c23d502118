"""What is in the store and not of callmate: whoever takes words away is told where they stay."""

from __future__ import annotations

import shutil

import pytest

from tests.desk.erasing import rich_case, store
from tests.desk.printed import Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def scattered(case: str) -> set[str]:
    """Copies of a lane as editors and people leave them; their paths."""
    lane = next((store() / "cases" / case).glob("*.json"))
    copies = (
        lane.with_name(f"{lane.name}~"),
        lane.with_name(f".{lane.name}.swp"),
        store() / "old.json",
        store() / "cases" / f"{case}.bak" / lane.name,
    )
    copies[-1].parent.mkdir()
    for copy in copies:
        shutil.copy(lane, copy)
    (store() / "notes.txt").write_text("of something else", encoding="ascii")
    return {str(path) for path in copies}


def named(said: str) -> set[str]:
    end = " is not of callmate, and still holds some of it: delete it."
    lines = [line.removeprefix("callmate: ") for line in said.splitlines()]
    return {line.removesuffix(end) for line in lines if line.endswith(end)}


def test_forgetting_names_the_copies_that_hold_the_words(run: Run) -> None:
    ids = rich_case()
    copies = scattered(ids["case"])
    run("forget", ids["case"], ids["note"], "--yes", status=1)
    assert named(run.said) == copies


def test_forgetting_is_silent_of_what_holds_nothing_of_it(run: Run) -> None:
    ids = rich_case()
    (store() / "notes.txt").write_text("of something else", encoding="ascii")
    run("forget", ids["case"], ids["note"], "--yes")
    assert not run.said


@pytest.mark.parametrize("folder", [[], ["--folder"]])
def test_purging_names_the_copies_that_hold_the_words(run: Run, folder: list[str]) -> None:
    ids = rich_case()
    copies = scattered(ids["case"])
    kept = {one for one in copies if not folder or f"/{ids['case']}/" not in one}
    run("purge", ids["case"], "--yes", *folder, status=1)
    assert named(run.said) == kept


def test_words_that_stand_far_into_a_large_file_are_found(run: Run) -> None:
    ids = rich_case()
    (store() / "a").write_bytes(b"x" * ((1 << 20) - 6) + b"they said frobnitz" + b"y" * 10)
    run("forget", ids["case"], ids["note"], "--yes", status=1)
    assert named(run.said) == {str(store() / "a")}
