"""A disk that is full, read-only, failing or gone: typing goes on, and nothing is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes.sync import Status
from tests.store.support import (
    CASE,
    FailingFs,
    Maker,
    ids,
    lane_path,
    make_case,
    make_site,
    stock_ids,
)

LANE = "testdev1-1"


def on_disk(root: Path) -> list[str]:
    return ids(make_case(root).read())


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_write_that_fails_is_held_and_written_later(
    tmp_path: Path, error: int, half: bool
) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    good = case.append([make(text="before")])
    case.site.syncer.flush()
    fs.write_errno, fs.write_half = error, half
    held = case.append([make(text="x" * 300)]) + case.append([make(), make()])
    status = case.site.syncer.status
    assert (status.taken, status.written, status.durable, status.unsaved) == (4, 1, 1, 3)
    assert status.reason
    assert ids(case.unsaved) == ids(held)
    assert on_disk(tmp_path) == ids(good)
    assert case.retry() == []
    fs.write_errno = 0
    written = case.retry()
    assert ids(written) == ids(held)
    assert [event.clock for event in written] == [event.clock for event in held]
    case.site.syncer.flush()
    assert case.site.syncer.status == Status(4, 4, 4)
    assert on_disk(tmp_path) == ids(good + held)
    assert stock_ids(lane_path(tmp_path, written[-1].lane))[-1] == held[-1].id
    case.close()


def test_a_write_refused_half_way_leaves_a_whole_file(tmp_path: Path) -> None:
    make = Maker()

    class HalfOnce(Fs):
        fail = False

        def pwrite(self, fd: int, data: bytes, offset: int) -> int:
            if self.fail:
                self.fail = False
                super().pwrite(fd, data[:100], offset)
                raise OSError(errno.EIO, "Input/output error")
            return super().pwrite(fd, data, offset)

    fs = HalfOnce()
    case = make_case(tmp_path, fs=fs)
    good = case.append([make()])
    fs.fail = True
    case.append([make()])
    assert stock_ids(lane_path(tmp_path, LANE)) == ids(good)
    case.close()


def test_a_full_disk_is_met_before_the_closers_are_touched(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    case.append([make()])
    fs.space = lane_path(tmp_path, LANE).stat().st_size
    accepted = 1
    while not case.unsaved:
        case.append([make(text="x" * 1000)])
        accepted += 1
        assert len(stock_ids(lane_path(tmp_path, LANE))) == accepted - len(case.unsaved)
    assert accepted > 30  # the padding there was, was used
    assert "full" in case.site.syncer.status.reason
    fs.space = None
    case.retry()
    assert len(on_disk(tmp_path)) == accepted
    case.close()


def test_a_limit_on_the_file_size_is_a_full_disk(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    make = Maker()
    case = make_case(tmp_path)
    case.append([make()])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, hard))
    try:
        for _ in range(70):
            case.append([make(text="x" * 1000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert case.unsaved
    assert len(stock_ids(lane_path(tmp_path, LANE))) == 71 - len(case.unsaved)
    case.retry()
    assert len(on_disk(tmp_path)) == 71
    case.close()


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_store_that_cannot_be_opened_holds_all_in_memory(tmp_path: Path, error: int) -> None:
    fs, make = FailingFs(), Maker()
    fs.open_errno = error
    case = make_case(tmp_path, fs=fs)
    held = case.append([make(), make()]) + case.append([make()])
    assert case.site.syncer.status.unsaved == 3
    assert {event.lane for event in held} == {"testdev1-0"}
    fs.open_errno = 0
    assert ids(case.retry()) == ids(held)
    assert on_disk(tmp_path) == ids(held)
    case.close()


def test_after_a_failed_sync_the_events_go_to_another_lane(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    safe = case.append([make(text="safe")])
    case.site.syncer.flush()
    fs.sync_errno = errno.EIO
    doubtful = case.append([make(text="doubtful")])
    case.site.syncer.flush()
    assert case.site.syncer.status.durable == 1
    assert "testdev1-1.json" in case.site.syncer.status.reason
    fs.sync_errno = 0
    before = lane_path(tmp_path, LANE).read_bytes()
    later = case.append([make(text="later")])
    assert [(event.lane, event.n) for event in later] == [("testdev1-2", 2)]
    case.site.syncer.flush()
    assert case.site.syncer.status == Status(3, 3, 3)
    assert on_disk(tmp_path) == ids(safe + doubtful + later)
    assert stock_ids(lane_path(tmp_path, "testdev1-2")) == ids(doubtful + later)
    case.append([make()])
    assert lane_path(tmp_path, LANE).read_bytes() == before
    assert any("another file" in notice for notice in case.site.notices)
    # No other writer trusts that file while this one lives.
    other = CaseFile(tmp_path, CASE, make_site(tmp_path))
    assert other.append([make()])[0].lane == "testdev1-3"
    case.close()


def test_a_file_system_without_locks_is_said_and_no_descriptor_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def refuse(fd: int) -> None:
        taken.append(fd)
        raise OSError(errno.ENOLCK, "No locks available")

    case, make = make_case(tmp_path), Maker()
    with monkeypatch.context() as patch:
        patch.setattr("callmate.store.lanes.opening.lock_file", refuse)
        held = case.append([make()])
    assert "No locks available" in case.site.syncer.status.reason
    assert taken
    for fd in taken:
        with pytest.raises(OSError):
            os.fstat(fd)
    assert ids(case.retry()) == ids(held)
    case.close()
