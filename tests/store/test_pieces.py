"""A lane in quarantine whose events stand nowhere else is told of, and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

from callmate.store.checkup.lanes import look_at_quarantine
from tests.store.support import Maker, ids, lane_path, make_case


def test_a_whole_lane_is_taken_back(tmp_path: Path) -> None:
    case, make = make_case(tmp_path), Maker()
    logged = ids(case.append(make.many(3)))
    case.close()
    quarantine = tmp_path / "quarantine"
    quarantine.mkdir()
    shutil.copy(lane_path(tmp_path, case.site.device + "-1"), quarantine / "piece.bin")
    (quarantine / "words.bin").write_bytes(b"no lane at all")
    assert [one.mend for one in look_at_quarantine(quarantine)] == [None]  # it is all there
    shutil.rmtree(case.folder)
    found = list(look_at_quarantine(quarantine))
    assert "piece.bin holds 3 events that stand in no case." in found[0].said
    assert found[0].mend is not None
    assert ".kept-" in found[0].mend()
    assert ids(make_case(tmp_path).read()) == logged
    assert [one.mend for one in look_at_quarantine(quarantine)] == [None]
