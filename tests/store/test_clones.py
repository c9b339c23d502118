"""Two machines of one device id, and the copies that a synchroniser leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.model.events import Event
from callmate.store.archives.backing import backup
from tests.store.stocked import CASES, contents, lane_in, taken
from tests.store.support import Maker, ids, make_library

NOW = ManualClock().at
CASE = CASES[0]

pytestmark = pytest.mark.usefixtures("no_syncs")


def clone(tmp_path: Path, saved: Path) -> tuple[Path, list[Event], list[Event]]:
    """Two machines of one device id, which both went on with the case."""
    taken(tmp_path / "old", saved)
    (tmp_path / "twin" / "cases" / CASE).mkdir(parents=True)
    (tmp_path / "twin" / "device").write_bytes((tmp_path / "old" / "device").read_bytes())
    name, body = lane_in(saved)
    (tmp_path / "twin" / name).write_bytes(body)
    here, there = (make_library(tmp_path / one).case(CASE) for one in ("old", "twin"))
    ours = here.append(Maker(seed=1).many(2))
    theirs = there.append(Maker(seed=2).many(3))
    here.close()
    there.close()
    assert ours[0].lane == theirs[0].lane
    backup(tmp_path / "twin", None, tmp_path / "twin.zip", NOW)
    return tmp_path / "twin.zip", ours, theirs


def test_one_place_with_two_contents_is_refused_and_both_are_kept(
    tmp_path: Path, saved: Path
) -> None:
    path, ours, _ = clone(tmp_path, saved)
    before = contents(tmp_path / "old")
    device = make_library(tmp_path / "old").device
    found = taken(tmp_path / "old", path)[CASE]
    assert (found.refused, found.new) == (True, 0)
    assert f"event {ours[0].n} of " in found.said[0] and "new id from now on" in found.said[1]
    after = contents(tmp_path / "old")
    kept = {name for name in after if name.startswith("quarantine/")} - before.keys()
    assert len(kept) == 2
    bodies = {after[name].rstrip() for name in kept}
    assert bodies == {lane_in(path)[1].rstrip(), before[lane_in(saved)[0]].rstrip()}
    assert {name: after[name] for name in before} == before
    library = make_library(tmp_path / "old")
    assert library.device != device
    assert library.case(CASE).append([Maker()()])[0].lane == f"{library.device}-1"


def test_copies_beside_lanes_are_read_and_never_written_or_deleted(
    tmp_path: Path, saved: Path
) -> None:
    name, body = lane_in(saved)
    path = tmp_path / "old" / name
    copy = path.with_name(f"{path.stem} (conflicted copy 2026-03-02).json")
    copy.write_bytes(body)
    path.write_bytes(body[: body.rindex(b",\n")] + b"}}\n")  # the other machine was behind
    library = make_library(tmp_path / "old")
    case = library.case(CASE)
    assert len(case.read()) == 7 and not case.trouble and not library.site.notices
    case.append([Maker()()])
    case.close()
    assert copy.read_bytes() == body


def test_two_machines_of_one_id_are_noticed_and_part_ways(tmp_path: Path, saved: Path) -> None:
    path, ours, theirs = clone(tmp_path, saved)
    name, body = lane_in(path)
    lane = tmp_path / "old" / name
    copy = lane.with_name(f"{lane.stem}.sync-conflict-20260302.json")
    library = make_library(tmp_path / "old")
    device, case = library.device, library.case(CASE)
    running = case.append([Maker(seed=3)()])
    copy.write_bytes(body)
    events = case.read()
    assert {*ids(ours), *ids(theirs), *ids(running)} < {*ids(events)}
    assert "written by two machines; both are kept" in case.trouble
    assert any("this one has a new id" in told for told in library.site.notices)
    assert library.device != device and make_library(tmp_path / "old").device == library.device
    before = lane.read_bytes().rstrip()
    assert case.append([Maker(seed=4)()])[0].lane == f"{library.device}-1"
    case.close()
    assert (lane.read_bytes().rstrip(), copy.read_bytes()) == (before, body)
    assert len(make_library(tmp_path / "old").case(CASE).read()) == len(events) + 1
