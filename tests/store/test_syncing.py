"""What the thread that syncs may call durable."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes import lane
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer, Target
from tests.store.support import CASE, DEVICE, FailingFs, Maker, lane_path, make_case


class Pausing(Fs):
    """Does something else before the next write."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return super().pwrite(fd, data, offset)


def test_an_event_is_not_durable_before_it_is_written(tmp_path: Path) -> None:
    """A sync that ends between the number of an event and its write says nothing of it."""
    told: list[int] = []
    fs, make = Pausing(), Maker()
    syncer = Syncer(on_durable=told.append, interval=0.0)
    case = CaseFile(tmp_path, CASE, Site(DEVICE, tmp_path / "quarantine", syncer, fs))
    case.ready()
    seen: list[tuple[int, int]] = []

    def meanwhile() -> None:
        syncer.flush()
        seen.append((syncer.status.written, syncer.status.durable))

    case.append([make()])
    fs.meanwhile = meanwhile
    case.append([make()])
    assert seen == [(1, 1)]
    syncer.flush()
    assert told == [1, 2]
    assert (syncer.status.written, syncer.status.durable) == (2, 2)
    case.close()
    syncer.stop()


def test_events_on_their_way_to_another_lane_are_not_durable(tmp_path: Path) -> None:
    """A sync that fails: at no moment of the move do they count as safe."""
    fs, make = FailingFs(), Maker()
    seen: list[int] = []

    class Watched(Syncer):
        def leave(self, target: Target) -> None:
            super().leave(target)
            seen.append(self.status.durable)

    site = Site(DEVICE, tmp_path / "quarantine", Watched(interval=0.0), fs)
    case = CaseFile(tmp_path, CASE, site)
    fs.sync_errno = errno.EIO
    case.append([make()])
    site.syncer.flush()
    fs.sync_errno = 0
    case.retry()
    assert seen == [0]
    site.syncer.flush()
    assert site.syncer.status.durable == 1
    case.close()
    site.syncer.stop()


def test_forgetting_after_a_failed_sync_loses_nothing_else(tmp_path: Path) -> None:
    """The system gives back the old bytes of a file that would not be saved."""
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    said = [make(text="to be forgotten"), make(text="kept")]
    case.append(said)
    case.site.syncer.flush()
    path = lane_path(tmp_path, "testdev1-1")
    old = path.read_bytes()
    fs.sync_errno = errno.EIO
    late = make(text="not on the disk")
    case.append([late])
    case.site.syncer.flush()
    with path.open("r+b") as file:
        file.write(old)
    fs.sync_errno = 0
    assert case.forget([said[0].id]) == 1
    case.site.syncer.flush()
    assert case.site.syncer.status.durable == 3
    case.close()
    again = make_case(tmp_path).read()
    assert [(event.id, event.body) for event in again] == [
        (said[0].id, {}),
        (said[1].id, {"text": "kept"}),
        (late.id, {"text": "not on the disk"}),
    ]


def test_what_is_forgotten_while_its_sync_fails_is_not_written_again(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    case.append([make(text="kept")])
    case.site.syncer.flush()
    fs.sync_errno = errno.EIO
    late = make(text="to be forgotten")
    case.append([late])
    case.site.syncer.flush()
    fs.sync_errno = 0
    assert case.forget([late.id]) >= 1
    case.site.syncer.flush()
    case.close()
    assert not [path for path in tmp_path.rglob("*.json") if b"to be" in path.read_bytes()]


class Slow(Fs):
    """A disk that takes its time with each sync, until it may go on."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def datasync(self, fd: int) -> None:
        self.begun.set()
        assert self.go.wait(10)
        super().datasync(fd)


def test_a_case_closed_before_the_disk_is_done_is_not_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "CLOSE_WITHIN_S", 0.0)
    fs, make = Slow(), Maker()
    case = make_case(tmp_path, fs=fs)
    case.append([make()])
    assert fs.begun.wait(10)
    case.append([make()])  # behind the sync that is under way
    case.close()
    assert case.site.syncer.status.durable == 0
    other = make_case(tmp_path)
    other.append([make()])
    assert other.lane == "testdev1-2"  # the disk is not done with the first
    fs.go.set()
    case.site.syncer.flush()
    assert case.site.syncer.status.durable == 2
    other.close()
    third = make_case(tmp_path)
    third.append([make()])
    assert third.lane == "testdev1-1"
    third.close()


def test_a_lane_that_was_left_is_not_said_to_fail_once_more(tmp_path: Path) -> None:
    """A sync of it that was under way comes to its end after its events went elsewhere."""
    syncer = Syncer(interval=0.0)

    class Left:
        def sync(self) -> None:
            syncer.leave(self)
            raise OSError(errno.EIO, "Input/output error")

        def settled(self, last: int) -> None: ...

        def sync_failed(self, error: OSError) -> str:
            return "The disk failed."

    syncer.wrote(Left(), syncer.take(1), 1)
    syncer.flush()
    assert syncer.status.reason == ""
    syncer.stop()
