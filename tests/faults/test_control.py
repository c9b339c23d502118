"""The quick form of T7."""

from __future__ import annotations

from pathlib import Path

from tests.faults import control
from tests.faults.outcome import QUICK, silent
from tests.faults.test_power import tried_here


def test_a_store_that_syncs_nothing_is_caught_every_time(tmp_path: Path) -> None:
    outcome = tried_here(control.run(tmp_path, QUICK, silent))
    assert outcome.tried >= 5
    assert outcome.caught == outcome.tried
