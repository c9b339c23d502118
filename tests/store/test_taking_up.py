"""Lanes that are let go and taken up again: at their end, and none that is not to be trusted."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from callmate.store.dayfile import DayFile
from callmate.store.fs import Fs
from callmate.store.lanes.sync import Status
from callmate.store.lanes.taildb import TailStorage
from tests.store.support import (
    FailingFs,
    Maker,
    UnsyncedFs,
    ids,
    lane_path,
    make_case,
    make_site,
    stock_ids,
)

LANE = "testdev1-1"


def test_a_lane_written_on_within_one_tick_is_taken_up_at_its_end(tmp_path: Path) -> None:
    """Two writes within one tick of the file system's clock leave the same time and size."""
    make, path = Maker(), lane_path(tmp_path, LANE)
    other, case = (make_case(tmp_path, fs=UnsyncedFs()) for _ in range(2))
    before = ids(other.append([make()]))
    case.read()
    time = path.stat().st_mtime_ns
    before += ids(other.append([make()]))
    other.site.syncer.flush()
    assert other._writer.lane is not None
    other._writer.lane.let_go()  # as a program that is killed does: nothing is sealed
    os.utime(path, ns=(time, time))
    after = case.append([make()])
    assert (after[0].lane, after[0].n) == (LANE, 3)
    assert case.site.notices == []
    case.close()
    assert ids(make_case(tmp_path).read()) == before + ids(after)


def test_a_lane_whose_last_sync_failed_is_not_taken_up_again(tmp_path: Path) -> None:
    make, fs = Maker(), FailingFs()
    case = make_case(tmp_path, fs=fs)
    fs.sync_errno = errno.EIO
    events = case.append([make()])
    case.site.syncer.flush()
    case.close()
    failed = {path.stem for path in case.folder.iterdir()}
    assert LANE in failed and ids(case.unsaved) == ids(events)
    fs.sync_errno = 0
    case.retry()
    case.site.syncer.flush()
    assert case.site.syncer.status.durable == 1
    assert case.lane and case.lane not in failed
    case.close()
    assert ids(make_case(tmp_path).read()) == ids(events)


def test_a_file_that_cannot_be_closed_stops_no_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system may say so late that it failed; the events of a lane are durable by then."""
    make = Maker()
    case, real = make_case(tmp_path), TailStorage.close

    def fails(storage: TailStorage) -> None:
        real(storage)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(TailStorage, "close", fails)
    case.append([make()])
    case.close()
    monkeypatch.undo()
    events = case.append([make()])
    case.site.syncer.flush(10)
    assert case.site.syncer.status.durable == 2
    assert events[0].lane == LANE  # its lock ended
    case.close()


def test_a_file_that_is_never_the_same_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Maker()
    case = make_case(tmp_path)
    monkeypatch.setattr(os.path, "samestat", lambda one, other: False)
    case.append([make()])
    assert "another file each time" in case.site.syncer.status.reason
    monkeypatch.undo()
    assert len(case.retry()) == 1
    case.close()


class SlowThenBroken(Fs):
    """A disk that takes its time with the first sync, and then fails it."""

    def __init__(self) -> None:
        self.begun, self.go, self.broken = threading.Event(), threading.Event(), True

    def datasync(self, fd: int) -> None:
        self.begun.set()
        assert self.go.wait(10)
        broken, self.broken = self.broken, False
        if broken:
            raise OSError(errno.EIO, "Input/output error")


def test_a_case_that_was_left_gets_no_rest_before_the_disk_is_done(tmp_path: Path) -> None:
    make, fs = Maker(), SlowThenBroken()
    case = make_case(tmp_path, fs=fs)
    events = case.append([make()])
    assert fs.begun.wait(10)
    case.rest()
    fs.go.set()
    case.site.syncer.flush()
    assert ids(case.retry()) == ids(events)
    case.site.syncer.flush()
    assert case.site.syncer.status == Status(1, 1, 1)
    case.rest()
    assert case.lane == ""
    assert stock_ids(lane_path(tmp_path, "testdev1-2")) == ids(events)


def test_a_day_that_is_over_is_kept_until_the_disk_is_done(tmp_path: Path) -> None:
    make, fs = Maker(), SlowThenBroken()
    days = DayFile(tmp_path, make_site(tmp_path, fs=fs))
    make.clock.at = make.clock.at.replace(hour=23, minute=59, second=58)
    before = days.append([make("key")])
    assert fs.begun.wait(10)
    days.append([make("key")])
    days.retry()
    fs.go.set()
    syncer = days.current.site.syncer if days.current else None
    assert syncer is not None and syncer.flush(10)
    assert ids(days.retry()) == ids(before)
    syncer.flush()
    days.retry()
    assert syncer.status == Status(2, 2, 2)
    assert days._waiting == []
    days.close()


def test_a_case_in_a_folder_that_cannot_be_listed_gets_its_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(tmp_path, fs=UnsyncedFs())
    case.append([Maker()()])
    case.site.syncer.flush()

    def fails(path: object) -> list[str]:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", fails)
        assert len(case.read()) == 0
        case._ids.add("one that was read")
        case.rest()
    case.rest()
    assert case.lane == ""
