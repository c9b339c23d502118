"""A change to a lane, of a bit or of whole events, is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callmate.store.lanes import goodlines, scan
from callmate.store.lanes.chain import Link, header_hash
from tests.faults import bits
from tests.faults.outcome import QUICK, silent


@pytest.mark.slow
def test_every_bit_that_is_turned_over_is_told(tmp_path: Path) -> None:
    for make in (bits.open_lane, bits.closed_lane):
        outcome = bits.flips(tmp_path / make.__name__, make, QUICK, silent)
        assert outcome.lost == 0, outcome.wrong
        assert outcome.tried >= bits.QUICK_FLIPS


def test_whole_events_that_were_changed_are_told(tmp_path: Path) -> None:
    outcome = bits.tampering(tmp_path)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 100


def no_chain(self: Link, doc: object, checked: bool = False) -> str:
    assert isinstance(doc, dict)
    self.n, self.hash, self.clock = self.n + 1, header_hash(doc), doc["clock"]
    return ""


def test_skipping_the_chain_check_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Link, "fault", no_chain)
    monkeypatch.setattr(scan, "good_line", lambda *_: None)
    assert bits.tampering(tmp_path).lost > 0


def test_skipping_the_hash_of_the_words_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unhashed(text: str, salt: str, digest: str) -> bits.Doc | None:
        try:
            body = json.loads(text)
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    monkeypatch.setattr(goodlines, "_body_of", unhashed)
    outcome = bits.flips(tmp_path, bits.open_lane, QUICK, silent)
    assert outcome.lost > 0
