"""What the tests of archives share."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.store.archives.backing import backup
from tests.store.stocked import stocked


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of the store ``old``, with the settings of ``old-config``."""
    stocked(tmp_path / "old", tmp_path / "old-config")
    backup(tmp_path / "old", tmp_path / "old-config", tmp_path / "a.zip", ManualClock().at)
    return tmp_path / "a.zip"
