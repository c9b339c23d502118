"""Forged records are seen; and bugs put into what looks for them are caught."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from callmate.exchange import verify_case
from callmate.store.lanes import chain, scan
from callmate.store.proof import anchors
from callmate.store.proof.heads import Head
from tests.faults.forged import run
from tests.faults.outcome import QUICK, silent


def test_every_forgery_is_seen(tmp_path: Path) -> None:
    outcome = run(tmp_path, QUICK, silent)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 70


def test_verifying_each_event_by_itself_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows = chain.Link.fault

    def fault(link: chain.Link, doc: Any, checked: bool = False) -> str:
        if isinstance(doc, dict) and not chain.fault_of(doc):
            link.hash, link.n = doc["prev"], doc["n"] - 1
        return follows(link, doc, checked)

    monkeypatch.setattr(chain.Link, "fault", fault)
    monkeypatch.setattr(scan, "good_line", lambda *arguments: None)
    assert any("verify saw nothing" in one for one in run(tmp_path, QUICK, silent).wrong)


def test_a_checker_that_does_not_follow_the_chain_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misfit = verify_case.misfit

    def blind(event: Any, n: int, prev: str, lane: str) -> str:
        return misfit(event, n, event["prev"] if event else prev, lane)

    monkeypatch.setattr(verify_case, "misfit", blind)
    assert any("verify_case.py saw nothing" in one for one in run(tmp_path, QUICK, silent).wrong)


def test_a_code_made_of_numbers_alone_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from callmate.store.proof import heads

    number_of = heads.number_of

    def numbers(known: Any) -> int:
        return number_of([Head(one.lane, one.n, "") for one in known])

    monkeypatch.setattr(heads, "number_of", numbers)
    monkeypatch.setattr(anchors, "number_of", numbers)
    assert any("the code was found" in one for one in run(tmp_path, QUICK, silent).wrong)
