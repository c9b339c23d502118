"""Clocks that jump and machines that sleep, in the quick form."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from callmate.model.events import Event
from callmate.model.moment import Moment
from tests.faults import clocks, sleeping
from tests.faults.outcome import QUICK, silent


def test_no_change_of_a_clock_changes_a_length_or_the_order(tmp_path: Path) -> None:
    outcome = clocks.run(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried >= 27


def test_a_hold_over_an_hour_of_sleep_lasts_that_hour(tmp_path: Path) -> None:
    outcome = sleeping.run(tmp_path, QUICK, silent)
    if outcome.figures:
        pytest.skip(f"NO MACHINE SLEEPS: {outcome.figures}")
    assert outcome.wrong == [] and outcome.tried == 2


def test_taking_the_wall_clock_for_a_length_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = clocks.Told.of(clocks.call(tmp_path / "plain"), tmp_path / "plain")
    monkeypatch.setattr(
        Event, "moment", property(lambda event: Moment(datetime.fromisoformat(event.at)))
    )
    outcome = clocks.jumped(tmp_path / "turned", clocks.CHANGES[0], 4, plain)
    assert outcome.lost > 0
    assert any("hold_seconds" in sentence for sentence in outcome.wrong)
