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
    assert tally.half_typed.total() > 20 and tally.on_hold > 3
    assert tally.rounds == {"Preparing": 16, "Calling": 16, "Wrapping": 8}
    assert tally.kept > 10 and tally.ticked > 10, "lines of the preparation, marks of the wrap-up"
    assert tally.half_typed["prepared"] > 5 and tally.half_typed["over"] > 1
