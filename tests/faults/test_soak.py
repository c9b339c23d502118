"""A day of calls, in some seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults import soak
from tests.faults.outcome import QUICK, silent

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="WEIGHING A PROCESS NEEDS LINUX"),
]


def test_a_day_of_calls_loses_nothing_and_stays_as_light_as_it_was(tmp_path: Path) -> None:
    outcome = soak.run(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried >= 2 and outcome.acknowledged > 100
