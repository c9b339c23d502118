"""Full disks, each kind for itself; and that the trial sees it where there is no reserve."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.store.lanes.writer import Writer
from callmate.store.reserve import Reserve
from tests.faults import full
from tests.faults.outcome import QUICK, Outcome


def passed(outcome: Outcome, least: int) -> None:
    if outcome.skipped:
        pytest.skip(f"FULL DISKS ARE NOT TRIED: {outcome.skipped}")
    assert outcome.wrong == []
    assert outcome.lost == 0
    assert outcome.tried >= least


def test_disks_that_only_count(tmp_path: Path) -> None:
    passed(full.counted(tmp_path, QUICK), 12)


def test_disks_of_the_kernel(tmp_path: Path) -> None:
    passed(full.real_disks(tmp_path / "disks", QUICK), 10)


@pytest.mark.slow
@pytest.mark.terminal
def test_the_program_on_a_full_disk(tmp_path: Path) -> None:
    passed(full.the_program(tmp_path / "program", QUICK), 1)


def test_having_no_reserve_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reserve, "give_up", lambda self, error, fs: False)
    assert full.counted(tmp_path, QUICK).lost


def test_dropping_what_a_full_disk_refuses_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = Writer._tell

    def forgetful(self: Writer) -> None:
        tell(self)
        self._held.clear()

    monkeypatch.setattr(Writer, "_tell", forgetful)
    monkeypatch.setattr(full, "MOST", 300)
    assert full.counted(tmp_path, QUICK, full.SMALL[:1]).lost
