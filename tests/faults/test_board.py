"""The scoreboard is what the trials said, and names tests that are there."""

from __future__ import annotations

from pathlib import Path

from tests.faults.__main__ import BOARD, RESULTS
from tests.faults.board import board
from tests.faults.bugs import BUGS
from tests.faults.outcome import load
from tests.faults.trials import TRIALS

HERE = Path(__file__).parent


def test_it_is_written_from_the_results() -> None:
    assert not RESULTS.exists() or BOARD.read_text(encoding="utf-8") == board(load(RESULTS)), (
        "run: python -m tests.faults --board"
    )


def test_each_trial_has_its_test() -> None:
    assert not [one.test for one in TRIALS if not (HERE / one.test).is_file()]


def test_each_bug_has_a_test_that_catches_it() -> None:
    for bug, node in BUGS:
        file, _, name = node.partition("::")
        assert f"def {name}(" in (HERE / file).read_text(encoding="utf-8"), bug
