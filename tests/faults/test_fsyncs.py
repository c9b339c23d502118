"""Syncs that fail and then lie; and that the trial sees it where the writer believes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.store.lanes.lane import Lane
from tests.faults import fsyncs
from tests.faults.outcome import QUICK, silent


def test_what_was_called_durable_is_on_the_disk(tmp_path: Path) -> None:
    outcome = fsyncs.run(tmp_path, QUICK, silent)
    assert outcome.wrong == []
    assert outcome.tried > 500 and outcome.acknowledged > 1000


def test_trusting_the_second_sync_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lane, "sync_failed", lambda self, error: "")
    assert fsyncs.walks(tmp_path, range(8)).lost


def test_leaving_the_names_unsynced_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lane, "_sync_names", lambda self: None)
    assert fsyncs.walks(tmp_path, range(5)).lost


def test_not_writing_again_what_a_failed_sync_left_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_failed = Lane.sync_failed

    def dropping(self: Lane, error: OSError) -> str:
        self.unsynced.clear()
        return sync_failed(self, error)

    monkeypatch.setattr(Lane, "sync_failed", dropping)
    assert fsyncs.walks(tmp_path, range(8)).lost
