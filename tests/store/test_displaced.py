"""What becomes of a lane whose file was taken away: kept, read, forgotten in, never begun anew."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes import reader
from callmate.store.lanes.displaced import KEPT, begun_elsewhere
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.scan import Found, Place, Sink, read_on
from callmate.store.lanes.sync import Status
from tests.store.support import (
    FailingFs,
    Maker,
    UnsyncedFs,
    ids,
    lane_path,
    make_case,
    stock_ids,
)

LANE = "testdev1-1"


def written(root: Path, make: Maker, fs: Fs | None = None) -> tuple[CaseFile, list[str]]:
    """A case with three events, all durable."""
    case = make_case(root, fs=fs or UnsyncedFs())
    events = case.append([*make.many(2), make(text="a secret")])
    case.site.syncer.flush()
    return case, ids(events)


def kept(root: Path) -> list[Path]:
    return sorted(lane_path(root, LANE).parent.glob(f"{LANE}{KEPT}*.json"))


def test_what_a_removed_file_held_is_a_file_of_its_own(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    lane_path(tmp_path, LANE).unlink()
    after = ids(case.append(make.many(2)))
    assert case.lane == "testdev1-2"
    (copy,) = kept(tmp_path)
    assert stock_ids(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert f"Its events are kept in {copy.name}." in case.site.notices[0]
    assert ids(make_case(tmp_path).read()) == before + after
    assert case.follow() == []  # nothing of it is new to this window
    case.close()


def test_its_lane_is_never_begun_anew(tmp_path: Path) -> None:
    """There would be two chains of one name."""
    make = Maker()
    case, _ = written(tmp_path, make)
    lane_path(tmp_path, LANE).unlink()
    case.append([make()])
    case.close()
    lane_path(tmp_path, "testdev1-2").unlink()
    again = make_case(tmp_path)
    assert again.append([make()])[0].lane == "testdev1-2"
    again.close()
    lane_path(tmp_path, "testdev1-2").rename(lane_path(tmp_path, "renamed"))
    third = make_case(tmp_path)
    third.read()
    assert third.append([make()])[0].lane == "testdev1-3"
    third.close()


def test_lanes_that_other_files_hold() -> None:
    assert begun_elsewhere(Path("/nowhere"), {"a": Place(lane="b")}) == set()


def test_a_copy_under_the_name_that_holds_it_all_is_enough(tmp_path: Path) -> None:
    make = Maker()
    case, _ = written(tmp_path, make)
    path = lane_path(tmp_path, LANE)
    shutil.copy(path, path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)
    assert case.append([make()])[0].lane == "testdev1-2"
    assert kept(tmp_path) == []
    case.close()


def test_what_was_forgotten_is_forgotten_in_what_was_kept(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    lane_path(tmp_path, LANE).unlink()
    case.append([make()])
    assert case.forget([before[2]]) == 1
    assert all(b"a secret" not in path.read_bytes() for path in tmp_path.rglob("*.json"))
    assert [found.why for found in case.verify().values()] == ["", ""]
    case.close()


def test_forgetting_after_the_file_was_replaced_leaves_no_copy_of_it(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    path = lane_path(tmp_path, LANE)
    path.rename(path.with_suffix(".away"))
    path.write_bytes(b'{"events": {}}')
    assert case.forget([before[2]]) == 1
    assert path.read_bytes() == b'{"events": {}}'
    left = [one for one in tmp_path.rglob("*.json") if b"a secret" in one.read_bytes()]
    assert left == []
    case.close()


def test_what_cannot_be_kept_yet_is_tried_again(tmp_path: Path) -> None:
    class Full(UnsyncedFs):
        full = False

        def put_file(self, path: Path, chunks: Iterable[bytes]) -> None:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            super().put_file(path, chunks)

    fs, make = Full(), Maker()
    case, before = written(tmp_path, make, fs)
    fs.full = True
    lane_path(tmp_path, LANE).unlink()
    after = ids(case.append([make()]))
    assert any("leave callmate open" in notice for notice in case.site.notices)
    case.retry()
    assert kept(tmp_path) == []
    fs.full = False
    case.retry()
    assert not any("leave callmate open" in notice for notice in case.site.notices)
    assert ids(make_case(tmp_path).read()) == before + after
    case.close()


def test_a_sync_that_finds_the_file_gone_does_not_call_it_saved(tmp_path: Path) -> None:
    make = Maker()
    case, _ = written(tmp_path, make)
    lane = case._writer.lane
    assert lane is not None
    lane_path(tmp_path, LANE).unlink()
    with pytest.raises(OSError, match="removed"):
        lane.sync()
    case.close()


def test_a_sync_between_the_noticing_and_the_keeping_changes_nothing(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    lane = case._writer.lane
    assert lane is not None
    lane_path(tmp_path, LANE).unlink()
    with pytest.raises(OSError, match="removed"):
        lane.look()
    with pytest.raises(OSError, match="removed") as late:
        lane.sync()
    assert "was removed" in lane.sync_failed(late.value)
    case.retry()
    assert stock_ids(kept(tmp_path)[0]) == before
    case.close()


def test_a_case_closed_with_its_file_gone_is_whole(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    lane_path(tmp_path, LANE).unlink()
    case.close()
    assert ids(make_case(tmp_path).read()) == before


def test_a_disk_that_fails_at_the_end_gets_the_events_elsewhere(tmp_path: Path) -> None:
    class FailsOnce(FailingFs):
        def datasync(self, fd: int) -> None:
            try:
                super().datasync(fd)
            finally:
                self.sync_errno = 0

    fs, make = FailsOnce(), Maker()
    case = make_case(tmp_path, fs=fs)
    fs.sync_errno = errno.EIO
    before = ids(case.append(make.many(2)))
    case.close()
    assert stock_ids(lane_path(tmp_path, "testdev1-2")) == before
    assert case.site.syncer.status == Status(2, 2, 2)


def test_a_disk_that_fails_for_good_is_not_called_saved_at_the_end(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    fs.sync_errno = errno.EIO
    case.append(make.many(2))
    case.close()
    status = case.site.syncer.status
    assert (status.durable, status.unsaved) == (0, 2)
    assert "failed to save" in status.reason


def test_one_lane_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    class BadSector(UnsyncedFs):
        def open(self, path: Path, flags: int) -> int:
            if path.name == f"{LANE}.json":
                raise OSError(errno.EIO, "Input/output error")
            return super().open(path, flags)

    make = Maker()
    case, _ = written(tmp_path, make)
    case.close()
    second = make_case(tmp_path, fs=BadSector())
    assert second.append([make()])[0].lane == "testdev1-2"
    assert any(LANE in notice for notice in second.site.notices)
    second.close()


def test_what_stands_before_a_bad_sector_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    case.close()

    def to_the_bad_one(fd: int, place: Place, sink: Sink) -> Found:
        def give(doc: Doc) -> None:
            if doc["n"] == 3:
                raise OSError(errno.EIO, "Input/output error")
            sink(doc)

        return read_on(fd, place, give)

    monkeypatch.setattr(reader, "read_on", to_the_bad_one)
    again = make_case(tmp_path)
    assert ids(again.read()) == before[:2]
    assert "Input/output error" in again.trouble
