"""Many processes on one case, in the quick form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import barred, crowds, shared
from tests.faults.outcome import QUICK, silent


def test_twenty_processes_of_which_five_are_killed_lose_nothing(tmp_path: Path) -> None:
    outcome = crowds.crowds(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried == 3 and outcome.acknowledged > 2000


def test_desks_in_processes_of_their_own_see_each_others_notes(tmp_path: Path) -> None:
    outcome = crowds.desks(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.acknowledged >= 12


def test_two_machines_on_a_shared_folder_come_to_the_same(tmp_path: Path) -> None:
    outcome = shared.run(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried == 3 and outcome.acknowledged > 50


def test_what_cannot_be_written_is_held_and_said_until_it_can(tmp_path: Path) -> None:
    outcome = barred.run(tmp_path, QUICK, silent)
    if outcome.figures:
        pytest.skip(f"NO FILE OR DISK IS BARRED: {outcome.figures}")
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried == 4


def test_skipping_the_lock_is_caught(tmp_path: Path) -> None:
    assert crowds.crowd(tmp_path, QUICK, 3, 0, bug="no-lock", batches=30).lost > 0
