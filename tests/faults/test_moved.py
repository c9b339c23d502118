"""Files that are taken away under their writer; and that the trial sees it where nobody looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.store.lanes import displaced, lane
from tests.faults import moved
from tests.faults.outcome import QUICK, Outcome


def test_nothing_is_lost_but_what_was_destroyed_and_that_is_said(tmp_path: Path) -> None:
    outcome = moved.try_all(tmp_path, QUICK)
    assert outcome.wrong == []
    assert outcome.tried >= 100


def test_ignoring_a_file_that_was_replaced_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(displaced, "refuse", lambda own, end: None)
    monkeypatch.setattr(displaced, "lost_name", lambda own: "")
    outcome = Outcome()
    for number, act in enumerate((*moved.KEPT, *moved.DESTROYED)):
        found = Outcome()
        moved.try_one(tmp_path / str(number), moved.Plan(act, True, True, False), found)
        if act not in (moved.rename, moved.put_back_the_same):
            assert found.lost, act
        outcome.add(found)
    assert outcome.lost > len(moved.KEPT)


def test_not_keeping_what_the_old_file_held_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane.Lane, "keep", lambda self: (self.distrusted, []))
    outcome = Outcome()
    moved.try_one(tmp_path, moved.Plan(moved.remove, True, True, False), outcome)
    assert outcome.lost
