"""What names the running kernel where the system has no name for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from callmate.clock import boot_id


def no_such_file(path: Path, encoding: str) -> str:
    raise FileNotFoundError(path)


def test_a_boot_keeps_its_name_while_the_machine_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS one of the clocks stands still then."""
    awake, asleep = 3_600.0, 28_800.0
    monkeypatch.setattr(Path, "read_text", no_such_file)
    monkeypatch.setattr(time, "monotonic", lambda: awake)
    names = set()
    for slept in (0.0, asleep):
        monkeypatch.setattr(time, "time", lambda slept=slept: 1_000_000.0 + awake + slept)
        monkeypatch.setattr(time, "clock_gettime", lambda clock, slept=slept: awake + slept)
        boot_id.cache_clear()
        names.add(boot_id())
    boot_id.cache_clear()
    assert names == {f"boot-{1_000_000 // 60}"}
