"""A hundred thousand events, as a million with more time: opened, verified, searched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import million
from tests.faults.outcome import QUICK, silent

COUNT = 10_000


@pytest.mark.slow
def test_very_many_events_are_opened_verified_and_searched(tmp_path: Path) -> None:
    outcome = million.run(tmp_path, QUICK, silent)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 130_000


def test_a_memory_that_grows_with_the_events_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(million.MOST_MIB, "verify", 1)
    outcome = million.one_case(tmp_path / "one", COUNT, silent)
    assert outcome.lost == 1 and "MiB" in outcome.wrong[0]
