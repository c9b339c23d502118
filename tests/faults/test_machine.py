"""Any order of writing, failing, crashing and reopening, in the quick form."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from callmate.store.lanes import displaced, opening
from tests.faults import machine
from tests.faults.outcome import QUICK, silent


@pytest.fixture(autouse=True)
def left_by_the_dead() -> Iterator[None]:
    """Windows that died in a sequence leave their files open in this process, as none does that
    really dies: by the thousand, in a test that looks for a bug in many sequences."""
    before = _open_files()
    yield
    for fd, name in _open_files().items():
        if fd not in before and ".json" in name:
            os.close(fd)


def _open_files() -> dict[int, str]:
    found: dict[int, str] = {}
    table = Path("/proc/self/fd")
    for entry in table.iterdir() if table.is_dir() else ():
        with suppress(OSError):
            found[int(entry.name)] = os.readlink(entry)
    return found


@pytest.mark.slow
def test_no_order_of_steps_loses_what_was_acknowledged(tmp_path: Path) -> None:
    outcome = machine.run(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried >= 200 and outcome.acknowledged > 1000


def is_caught() -> bool:
    """Whether some sequences find a bug; which ones do changes with every change of the steps."""
    return any(machine.some(200, number).lost for number in range(2, 14))


def test_skipping_the_lock_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "lock_file", lambda fd: None)
    assert is_caught()


def test_not_keeping_what_a_removed_file_held_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(displaced, "keep", lambda *anything: displaced.Kept())
    assert is_caught()
