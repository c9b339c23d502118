"""kill -9 while keys are typed, in its quick form; the full form is ``tests.e2e.kills``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.kills import Kills

pytestmark = [pytest.mark.terminal, pytest.mark.slow]


def test_forty_kills_lose_nothing_and_each_start_goes_on(tmp_path: Path) -> None:
    tally = Kills(tmp_path, seed=7).run(40)
    assert tally.wrong == []
    assert tally.kills == 40 and tally.acknowledged > 200 and tally.echoed > 200
    assert tally.half_typed > 20 and tally.on_hold > 3
