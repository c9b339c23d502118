"""The twelve histories: the figures of their import, against those written down from the files."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from callmate.model.report import report
from tests.exchange.support import imported
from tests.model.support import HISTORIES, expected_of


def test_all_twelve_are_here() -> None:
    assert len(HISTORIES) == 12
    assert all(expected_of(history).is_file() for history in HISTORIES)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_report_gives_the_figures_of_the_file(history: Path) -> None:
    expected = json.loads(expected_of(history).read_text(encoding="utf-8"))
    as_of = datetime.fromisoformat(expected.pop("as_of"))
    per_call = expected.pop("per_call")
    promises = expected.pop("promises")
    found = report(imported(history), as_of)
    assert {key: found[key] for key in expected} == expected
    assert [
        {key: row[key] for key in wanted}
        for row, wanted in zip(found["promises"], promises, strict=True)
    ] == promises
    assert [
        {key: row[key] for key in wanted}
        for row, wanted in zip(found["per_call"], per_call, strict=True)
    ] == per_call


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_parts_sum_to_the_whole(history: Path) -> None:
    found = report(imported(history), datetime.fromisoformat("2026-03-02T00:00:00+00:00"))
    for figures in (found, *found["per_call"]):
        parts = ("hold_seconds", "talk_seconds", "pitch_seconds", "waiting_seconds")
        assert sum(figures[part] for part in parts) == figures["call_seconds"]
        assert sum(figures["waiting_by"].values()) == figures["waiting_seconds"]
