"""A synchroniser that replaces files every few seconds: it costs no descriptors, and no copies."""

from __future__ import annotations

import os
from pathlib import Path

from callmate.store.casefile import CaseFile
from callmate.store.lanes.copies import Copies
from callmate.store.lanes.displaced import KEPT
from tests.faults.moved import Gated
from tests.store.support import Maker, UnsyncedFs, ids, lane_path, make_case

TIMES = 150


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


def replaced(case: CaseFile) -> None:
    """With something else, as by a synchroniser that knows better."""
    path = case.folder / f"{case.lane}.json"
    copy = path.with_name("copy")
    copy.write_bytes(b"{}")
    os.replace(copy, path)


def kept(root: Path) -> list[Path]:
    return list(lane_path(root, "x").parent.glob(f"*{KEPT}*"))


def test_lanes_that_are_replaced_time_and_again_are_let_go_of(tmp_path: Path) -> None:
    make, before = Maker(), list[str]()
    case = make_case(tmp_path, fs=UnsyncedFs())
    at_first = descriptors()
    for _ in range(TIMES):
        before += ids(case.append(make.many(2)))
        case.site.syncer.flush()
        replaced(case)
        case.retry()
    assert descriptors() <= at_first + 4
    assert not case.site.abandoned
    assert len(kept(tmp_path)) == TIMES
    assert ids(make_case(tmp_path).read()) == before
    case.close()


def test_an_empty_lane_that_is_replaced_leaves_nothing(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path, fs=UnsyncedFs())
    before = ids(case.append(make.many(2)))
    for _ in range(10):
        case.site.syncer.flush()
        if case.lane:
            replaced(case)
        case.retry()
    assert len(kept(tmp_path)) == 1
    assert len(os.listdir(case.folder)) == 3  # what replaced two lanes, and the copy of the first
    after = ids(case.append(make.many(2)))
    assert not case.unsaved
    assert ids(make_case(tmp_path).read()) == before + after
    case.close()


def test_a_key_after_an_empty_lane_was_replaced_is_written_at_once(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path, fs=UnsyncedFs())
    case.ready()
    replaced(case)
    assert case.append([make()])[0].lane == "testdev1-2"
    assert case.append([make()])[0].lane == "testdev1-2"
    assert not case.unsaved
    case.close()


def test_events_that_no_sync_came_to_are_not_kept_over_and_over(tmp_path: Path) -> None:
    fs, make = Gated(), Maker()
    case = make_case(tmp_path, fs=fs)
    fs.gate.clear()
    before = ids(case.append([make(text="once")]))
    for _ in range(5):
        replaced(case)
        case.retry()
    assert len(kept(tmp_path)) == 1
    fs.gate.set()
    case.site.syncer.flush()
    case.retry()
    assert not case.site.abandoned  # not closed under a sync, but after it
    assert ids(make_case(tmp_path).read()) == before
    case.close()


def test_a_copy_counts_as_long_as_nobody_changes_it(tmp_path: Path) -> None:
    copies, path = Copies(), tmp_path / "copy"
    path.write_text("as it was kept")
    copies.add(path, ["a", "b"])
    assert copies.hold(tmp_path, ["a"]) and copies.hold(tmp_path, [])
    assert not copies.hold(tmp_path, ["a", "c"]) and not copies.hold(tmp_path / "other", ["a"])
    path.write_text("changed since")
    assert not copies.hold(tmp_path, ["a"])
    path.unlink()
    assert not copies.hold(tmp_path, ["a"])
