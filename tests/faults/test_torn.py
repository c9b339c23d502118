"""A write that never finished costs nothing that was written before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from callmate.store.lanes import opening, scan
from callmate.store.lanes.scan import Found, Health, Place
from tests.faults import torn
from tests.faults.outcome import QUICK, silent


@pytest.mark.slow
def test_a_lane_cut_at_every_byte_of_its_end_keeps_every_whole_event(tmp_path: Path) -> None:
    outcome = torn.cut(tmp_path, QUICK, silent)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 4 * 4096


@pytest.mark.slow
def test_a_write_with_sectors_left_out_costs_no_event_before_it(tmp_path: Path) -> None:
    outcome = torn.left_out(tmp_path, QUICK, silent)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 150


def test_taking_a_torn_end_for_a_whole_one_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trusting(fd: int, place: Place, sink: Callable[..., None]) -> Found:
        found = scan.read_on(fd, place, sink)
        return Found(Health.WHOLE, found.size) if found.health is Health.TORN else found

    monkeypatch.setattr(opening, "read_on", trusting)
    monkeypatch.setattr(torn, "SPANS", (700,))
    assert torn.left_out(tmp_path, QUICK, silent).lost > 0
