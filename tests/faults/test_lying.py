"""The quick form of T8, and the bugs it must catch."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.store.lanes.lane import Lane
from tests.faults import lying
from tests.faults.kernel import apart
from tests.faults.outcome import QUICK, silent
from tests.faults.test_power import tried_here


@pytest.mark.slow
def test_a_block_that_fails_costs_nothing(tmp_path: Path) -> None:
    outcome = tried_here(lying.run(tmp_path, QUICK, silent))
    assert outcome.wrong == []
    assert outcome.lost == 0
    assert outcome.tried == len(lying.KINDS)


def test_trusting_the_next_sync_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shrug(self: Lane, error: OSError) -> str:
        """Say that it failed, and go on with the same file."""
        return "The disk failed to save it."

    monkeypatch.setattr(Lane, "sync_failed", shrug)
    outcome = tried_here(apart(lambda: lying.failures(tmp_path, 1, 1, silent)))
    assert any("acknowledged are lost" in words for words in outcome.wrong)
