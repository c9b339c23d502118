"""Each system call killed or failing, in small; and that the rig sees what a bug would lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import calls, preload, rig
from tests.faults.outcome import QUICK, Outcome, silent

pytestmark = pytest.mark.skipif(bool(preload.unable()), reason=preload.unable() or "can be tried")


def tried(folder: Path, only: str, bug: str = "") -> Outcome:
    outcome = calls.tried(folder, QUICK, silent, only, bug=bug)
    assert outcome.tried
    return outcome


@pytest.mark.slow
@pytest.mark.parametrize(
    ("only", "least"),
    [
        ("append,extend,seal", 80),
        ("reopen,forget", 80),
        ("move,day", 80),
        ("library,import", 70),
        ("live,purge", 70),
    ],
)
def test_no_system_call_that_fails_loses_anything(tmp_path: Path, only: str, least: int) -> None:
    outcome = tried(tmp_path, only)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried >= least and outcome.acknowledged > 0


def test_a_descriptor_that_is_left_open_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lane.json"
    with path.open("w"):
        assert list(rig.left_open(tmp_path)) == []
        with path.open():
            assert list(rig.left_open(tmp_path)) == ["2 descriptors of lane.json are left open"]
    with path.open("w"):
        path.unlink()
        assert "lane.json (deleted) are left open" in next(rig.left_open(tmp_path))


def test_acknowledging_before_the_write_is_caught(tmp_path: Path) -> None:
    assert tried(tmp_path, "append", "acknowledging_before_the_write").lost


def test_not_restoring_the_closers_is_caught(tmp_path: Path) -> None:
    assert tried(tmp_path, "append", "not_restoring_the_closers").lost


def test_recovery_that_overwrites_is_caught(tmp_path: Path) -> None:
    assert tried(tmp_path, "reopen", "recovery_that_overwrites").lost


def test_recovery_that_throws_away_is_caught(tmp_path: Path) -> None:
    assert tried(tmp_path, "reopen", "recovery_that_throws_away").lost


def test_taking_half_a_write_for_a_whole_one_is_caught(tmp_path: Path) -> None:
    assert tried(tmp_path, "append", "half_a_write").lost
