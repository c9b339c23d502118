"""kill -9 at random moments, in small; and that it sees a write that comes too late."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import kills
from tests.faults.outcome import QUICK, silent


@pytest.mark.slow
def test_no_kill_loses_what_was_called_written(tmp_path: Path) -> None:
    outcome = kills.run(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried >= 200 and outcome.acknowledged > 1000


def test_a_write_after_its_acknowledgement_is_caught(tmp_path: Path) -> None:
    bug = "acknowledging_before_the_write"
    assert kills.killed(tmp_path, 20, QUICK.seed, silent, bug).lost
