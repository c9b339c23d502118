"""Words are gone for good, also where the erasing was killed and done again."""

from __future__ import annotations

from pathlib import Path

from callmate.desk.caches import wiping
from tests.faults.erased import run, tried
from tests.faults.outcome import QUICK, silent

FEW = 4


def test_no_word_is_left_and_nothing_else_is_lost(tmp_path: Path) -> None:
    outcome = run(tmp_path, QUICK, silent)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 24


def test_leaving_the_words_in_the_search_is_caught(tmp_path: Path) -> None:
    def bug() -> None:
        wiping._wipe_search = lambda library, cases: True

    outcome = tried(tmp_path, FEW, 1, silent, bug)
    assert outcome.lost > 0 and "search.sqlite" in str(outcome.wrong)
