"""kill -9 at random moments, in its quick form; the full form is ``tests.store.kills``."""

from __future__ import annotations

from pathlib import Path

from tests.store.kills import run


def test_twenty_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    tally = run(tmp_path, 20)
    assert tally.kills == 20 and tally.acked > 200
    assert tally.lost == []
    assert tally.unreadable == []
