"""The quick form of T6, and the bugs it must catch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import images
from tests.faults.kernel import apart
from tests.faults.outcome import QUICK, silent
from tests.faults.test_power import NoDataSync, NoFolderSync, tried_here


@pytest.mark.slow
def test_every_disk_after_a_crash_holds_what_was_durable(tmp_path: Path) -> None:
    outcome = tried_here(images.run(tmp_path, QUICK, silent))
    assert outcome.wrong == []
    assert outcome.lost == 0
    assert outcome.tried == 75
    assert outcome.acknowledged >= outcome.tried


def test_skipping_the_sync_is_caught(tmp_path: Path) -> None:
    outcome = tried_here(apart(lambda: images.crashes(tmp_path, 5, 1, silent, NoDataSync)))
    assert outcome.lost > 0


def test_skipping_the_folders_sync_is_caught(tmp_path: Path) -> None:
    does = {"append": 4, "wait": 2, "forget": 3}
    outcome = tried_here(apart(lambda: images.crashes(tmp_path, 10, 1, silent, NoFolderSync, does)))
    assert outcome.lost > 0


def test_archives_that_are_not_synced_are_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda fd: None)
    job = images.ARCHIVES
    outcome = tried_here(apart(lambda: images.crashes(tmp_path, 10, 1, silent, job=job)))
    assert outcome.lost > 0
