"""The quick form of T5, and the bugs it must catch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults import power, screen
from tests.faults.durables import OnceFs
from tests.faults.kernel import apart
from tests.faults.outcome import QUICK, Outcome, silent


def tried_here(outcome: Outcome) -> Outcome:
    if outcome.skipped:
        pytest.skip(f"LOSING POWER IS NOT TRIED: {outcome.skipped}")
    return outcome


@pytest.mark.slow
@pytest.mark.terminal
def test_nothing_durable_is_lost_with_the_power(tmp_path: Path) -> None:
    outcome = tried_here(power.run(tmp_path, QUICK, silent))
    assert outcome.wrong == []
    assert outcome.lost == 0
    assert outcome.tried == 26
    assert outcome.acknowledged >= outcome.tried


def test_where_it_cannot_be_tried_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "root" in power.run(tmp_path, QUICK, silent).skipped


class NoDataSync(OnceFs):
    """Leaves out the sync of what was appended."""

    def datasync(self, fd: int) -> None:
        return


class NoFolderSync(OnceFs):
    """Leaves out the sync of the folder, so that a new name may be lost."""

    def sync_folder(self, folder: Path) -> None:
        return


def test_skipping_the_sync_is_caught(tmp_path: Path) -> None:
    outcome = tried_here(apart(lambda: power.cuts(tmp_path, 4, 1, silent, NoDataSync)))
    assert outcome.lost > 0


def test_skipping_the_folders_sync_is_caught(tmp_path: Path) -> None:
    does = {"append": 4, "wait": 2, "forget": 3}
    outcome = tried_here(apart(lambda: power.cuts(tmp_path, 10, 1, silent, NoFolderSync, does)))
    assert outcome.lost > 0


@pytest.mark.terminal
def test_a_program_that_syncs_nothing_is_caught(tmp_path: Path) -> None:
    unsynced = "import os\nos.fsync = os.fdatasync = lambda fd: None\n"
    (tmp_path / "sitecustomize.py").write_text(unsynced, encoding="utf-8")
    extra = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    outcome = tried_here(
        apart(lambda: screen.cuts_under_the_program(tmp_path, 1, 1, silent, extra))
    )
    assert outcome.lost > 0
