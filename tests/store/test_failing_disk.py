"""Disks that fail while events are written."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

from callmate.store.dayfile import DayFile
from callmate.store.fs import Fs
from callmate.store.lanes.sync import Status
from tests.store.support import (
    FailingFs,
    Maker,
    ids,
    lane_path,
    make_case,
    make_site,
    stock_ids,
)
from tests.store.test_faults import on_disk

LANE = "testdev1-1"


def test_a_new_lane_that_does_not_give_back_its_bytes_is_left_too(tmp_path: Path) -> None:
    class Lying(FailingFs):
        """Says that all is well after the first failure, and keeps the old bytes."""

        lying = False

        def datasync(self, fd: int) -> None:
            super().datasync(fd)
            if self.lying:
                self.lying = False
                os.pwrite(fd, b" " * 4000, 12)

    fs, make = Lying(), Maker()
    case = make_case(tmp_path, fs=fs)
    fs.sync_errno = errno.EIO
    event = case.append([make()])[0]
    case.site.syncer.flush()
    fs.sync_errno, fs.lying = 0, True
    assert case.retry()[0].lane == "testdev1-2"
    case.site.syncer.flush()
    assert case.site.syncer.status.durable == 0
    assert case.retry() == []  # each further lane waits longer
    assert case.retry()[0].lane == "testdev1-3"
    case.site.syncer.flush()
    assert case.site.syncer.status.durable == 1
    assert on_disk(tmp_path) == [event.id]
    case.close()


def test_what_is_written_during_a_sync_waits_for_the_next(tmp_path: Path) -> None:
    class Gate(Fs):
        def __init__(self) -> None:
            self.started, self.go = threading.Event(), threading.Event()

        def datasync(self, fd: int) -> None:
            self.started.set()
            assert self.go.wait(10)
            super().datasync(fd)

    fs, make = Gate(), Maker()
    case = make_case(tmp_path, fs=fs)
    durable: list[int] = []
    case.site.syncer.on_durable = durable.append
    case.append([make()])
    assert fs.started.wait(10)
    case.append([make()])  # does not wait for the disk
    assert case.site.syncer.status == Status(2, 2, 0)
    fs.go.set()
    case.site.syncer.flush()
    assert durable == [1, 2]
    case.close()


def test_a_disk_that_keeps_failing_is_not_filled_with_lanes(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    fs.sync_errno = errno.EIO
    accepted = []
    for _ in range(60):
        accepted += ids(case.append([make()]))
        case.site.syncer.flush()
        case.retry()
    assert len(list(lane_path(tmp_path, LANE).parent.iterdir())) < 10
    fs.sync_errno = 0
    while case.unsaved or case.site.syncer.status.reason:
        case.retry()
        case.site.syncer.flush()
    assert on_disk(tmp_path) == accepted
    assert case.site.syncer.status == Status(60, 60, 60)
    case.close()


def test_durable_is_told_in_order_and_failures_are_told(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    syncer = case.site.syncer
    durable: list[int] = []
    failures: list[str] = []
    syncer.on_durable, syncer.on_failure = durable.append, failures.append
    case.append(make.many(2))
    syncer.flush()
    case.append(make.many(1))
    syncer.flush()
    assert durable == sorted(set(durable)) and durable[-1] == 3
    fs.sync_errno = errno.EIO
    case.append(make.many(1))
    syncer.flush()
    assert durable[-1] == 3 and len(failures) == 1
    fs.sync_errno = 0
    case.close()


def test_a_day_that_could_not_be_saved_is_kept_over_midnight(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    days = DayFile(tmp_path, make_site(tmp_path, fs=fs))
    fs.open_errno = errno.ENOSPC
    make.clock.at = make.clock.at.replace(hour=23, minute=59, second=58)
    held = ids(days.append([make("key")]) + days.append([make("key")]))
    days.retry()
    fs.open_errno = 0
    assert ids(days.retry()) == held
    days.close()
    assert len(os.listdir(tmp_path / "days")) == 2


def test_a_sealed_lane_has_no_padding_and_goes_on(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    events = case.append(make.many(2))
    case.seal()
    assert lane_path(tmp_path, LANE).read_bytes().endswith(b"}}\n")
    events += case.append(make.many(1))
    assert make_case(tmp_path).read() == events
    case.close()


def test_forgetting_takes_the_words_and_all_that_holds_them(tmp_path: Path) -> None:
    make = Maker()
    one, two = make_case(tmp_path), make_case(tmp_path)
    note = make(text="my PIN is 4417")
    kept = one.append([make(text="kept")])
    one.append([make("key", key="4", entry=note.id), make("draft", inserted="4417", entry=note.id)])
    one.append([note])
    live = two.append([make("key", key="7", entry=note.id)])[0]
    assert one.forget([note.id]) == 3
    raw = lane_path(tmp_path, LANE).read_bytes()
    assert b"4417" not in raw and b"kept" in raw
    assert one.verify()[LANE].why == ""
    assert any(f"/{live.lane} still holds" in notice for notice in one.site.notices)
    more = one.append([make(text="goes on")])
    two.close()
    assert one.forget([note.id]) == 1  # the other window is gone: its lane is free now
    one.close()
    events = make_case(tmp_path).read()
    assert [event.body for event in events if event.body] == [kept[0].body, more[0].body]
    assert len(events) == 6
    assert len(stock_ids(lane_path(tmp_path, LANE))) == 5
    case = make_case(tmp_path)
    assert case.append([make()])[0].n == 6
    case.close()


def test_an_event_never_written_is_forgotten_in_memory(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    fs.open_errno = errno.EROFS
    case = make_case(tmp_path, fs=fs)
    secret = case.append([make(text="secret")])[0]
    case.append([make(text="plain")])
    assert case.forget([secret.id]) == 1
    assert [event.body["text"] for event in case.unsaved] == ["plain"]
    fs.open_errno = 0
    case.retry()
    assert len(on_disk(tmp_path)) == 1
    case.close()
