"""T16, quickly; and that it sees a version that cannot read what was written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from callmate.model.events import CALL_FACTS, CASE_FACTS, CORRECTIONS, INPUTS, TEXTS, Event
from callmate.store import upgrade
from callmate.store.archives import archive, restoring
from callmate.store.lanes.reader import LaneReader
from tests.data.v1 import make
from tests.faults import formats
from tests.faults.outcome import QUICK, Outcome, silent

VERSION = Path(make.__file__).parent

pytestmark = pytest.mark.usefixtures("no_syncs")


@pytest.mark.slow
def test_all_formats_are_read_for_ever(tmp_path: Path) -> None:
    outcome = formats.run(tmp_path, QUICK, silent)
    assert outcome.lost == 0, outcome.wrong
    assert outcome.tried >= 30


def tried(way: str, place: Path) -> list[str]:
    """What one way of reading the store of the first format finds wrong."""
    expected = json.loads((VERSION / "expected.json").read_text(encoding="ascii"))
    place.mkdir()
    return list(formats.WAYS[way](VERSION, expected, place))


def test_dropping_unknown_kinds_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {*CALL_FACTS, *CASE_FACTS, *CORRECTIONS, *INPUTS, *TEXTS}
    read = LaneReader.read

    def dropping(self: LaneReader) -> list[Event]:
        return [event for event in read(self) if event.kind in known]

    assert not tried("opened", tmp_path / "well")
    monkeypatch.setattr(LaneReader, "read", dropping)
    assert tried("opened", tmp_path / "ill")


def test_an_upgrade_without_a_backup_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tried("upgraded", tmp_path / "well")
    monkeypatch.setattr(upgrade, "_back_up", lambda root, now: None)
    assert tried("upgraded", tmp_path / "ill")


def test_restoring_file_by_file_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_by_one(stage: Path, root: Path, *_: object) -> None:
        for file in sorted(stage.rglob("*.json")):
            (root / file.relative_to(stage)).parent.mkdir(parents=True, exist_ok=True)
            os.rename(file, root / file.relative_to(stage))

    monkeypatch.setattr(restoring, "_publish", one_by_one)
    outcome = Outcome()
    formats.restore_cut(VERSION, tmp_path, 7, outcome)
    assert outcome.lost > 0


def test_an_archive_that_bears_its_name_too_early_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, out = archive._pack, tmp_path / "out"

    def named_first(*arguments: object) -> object:
        os.link(next(out.glob(".a.zip.*.part")), out / "a.zip")
        return pack(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "_pack", named_first)
    monkeypatch.setattr(archive, "put_in_place", lambda source, target: None)
    outcome = Outcome()
    formats.backup_cut(VERSION, tmp_path, 1, outcome)
    assert outcome.lost > 0
