"""Every writer of whole files on a disk that refuses one step of it: nothing half is left."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.store.fs import Fs
from callmate.store.library import Library
from callmate.store.quarantine import copy_damage
from tests.store.support import Maker, UnsyncedFs, ids, lane_path, make_case, stock_ids

LANE = "testdev1-1"
STEPS = ("open", "pwrite", "fsync", "replace", "sync_folder")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)
FULL, BROKEN, UNABLE = 51_000, 52_000, 53_000


class FailsAt(UnsyncedFs):
    """A disk that refuses one kind of call, from when it is told to; nothing is really synced."""

    def __init__(self, step: str, error: int) -> None:
        self.step, self.error, self.on = step, error, True

    def _pass(self, step: str) -> None:
        if self.on and step == self.step:
            raise OSError(self.error, os.strerror(self.error))

    def open(self, path: Path, flags: int) -> int:
        if flags & os.O_CREAT:
            self._pass("open")
        return super().open(path, flags)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        self._pass("pwrite")
        return super().pwrite(fd, data, offset)

    def fsync(self, fd: int) -> None:
        self._pass("fsync")

    def replace(self, source: Path, target: Path) -> None:
        self._pass("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._pass("sync_folder")


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("step", STEPS)
def test_a_file_is_put_in_place_whole_or_not_at_all(tmp_path: Path, step: str, error: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(OSError) as told:
        FailsAt(step, error).put_file(path, [b"new", b"er"])
    assert told.value.errno == error
    assert names(tmp_path) == ["file"]
    assert path.read_bytes() == (b"newer" if step == "sync_folder" else b"old")


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("OPEN FILES ARE NOT COUNTED: there is no /proc here")
    before = descriptors()
    for step in STEPS:
        with pytest.raises(OSError, match="Input"):
            FailsAt(step, errno.EIO).put_file(tmp_path / "file", [b"new"])
    assert descriptors() == before


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("step", STEPS)
def test_the_device_is_named_once_the_disk_takes_it(tmp_path: Path, step: str, error: int) -> None:
    fs = FailsAt(step, error)
    library = Library(tmp_path / "store", ManualClock(), UlidSource(), fs=fs)
    assert os.strerror(error) in library.trouble
    assert names(tmp_path / "store") in ([], ["device"])
    fs.on = False
    library.retry()
    assert library.trouble == ""
    assert (tmp_path / "store" / "device").read_text() == f"{library.device}\n"
    library.close()


@pytest.mark.parametrize("step", STEPS)
def test_damage_that_cannot_be_set_aside_is_left_where_it_is(tmp_path: Path, step: str) -> None:
    torn = tmp_path / "torn"
    torn.write_bytes(b"half of an event")
    with torn.open("rb") as file, pytest.raises(OSError, match="Input"):
        copy_damage(file.fileno(), 0, "a", tmp_path / "quarantine", FailsAt(step, errno.EIO))
    left = names(tmp_path / "quarantine")
    assert not left or (step == "sync_folder" and not left[0].startswith("."))


def cut(raw: bytes) -> bytes:
    return raw[: len(raw.rstrip()) - 40]


def no_lane(raw: bytes) -> bytes:
    return b"null"


@pytest.mark.parametrize("spoil", [cut, no_lane])
@pytest.mark.parametrize("step", ["pwrite", "fsync", "replace", "sync_folder"])
def test_a_lane_that_cannot_be_mended_is_not_written(
    tmp_path: Path, step: str, spoil: Callable[[bytes], bytes]
) -> None:
    """The disk fails for the quarantine and what replaces the lane, not for the next one."""

    class Once(FailsAt):
        def put_file(self, path: Path, chunks) -> None:  # type: ignore[no-untyped-def]
            self.on = True
            try:
                super().put_file(path, chunks)
            finally:
                self.on = False

    make = Maker()
    case = make_case(tmp_path, fs=UnsyncedFs())
    before = ids(case.append(make.many(3)))
    case.close()
    path = lane_path(tmp_path, LANE)
    path.write_bytes(spoil(path.read_bytes()))
    state = path.read_bytes()
    fs = Once(step, errno.EIO)
    fs.on = False
    again = make_case(tmp_path, fs=fs)
    there = ids(again.read())
    event = again.append([make()])[0]
    assert event.lane == "testdev1-2" and not again.unsaved
    assert path.read_bytes() == state
    assert again.site.notices
    assert [id_ for id_ in before if id_ in there] == there
    again.close()


@pytest.mark.parametrize("step", STEPS)
def test_forgetting_that_fails_costs_nothing_and_is_done_the_next_time(
    tmp_path: Path, step: str
) -> None:
    fs, make = FailsAt(step, errno.EIO), Maker()
    fs.on = False
    case = make_case(tmp_path, fs=fs)
    before = ids(case.append([*make.many(2), make(text="a secret")]))
    case.site.syncer.flush()
    fs.on = True
    with pytest.raises(OSError, match="Input"):
        case.forget([before[2]])
    fs.on = False
    before += ids(case.append([make()]))
    case.forget([before[2]])
    assert ids(make_case(tmp_path).read()) == before
    assert all(b"a secret" not in path.read_bytes() for path in tmp_path.rglob("*.json*"))
    assert names(case.folder) == sorted(name for name in names(case.folder) if name[0] != ".")
    case.close()
    assert stock_ids(lane_path(tmp_path, LANE))[:3] == before[:3]


def test_a_file_system_that_syncs_no_folders_is_no_failing_disk(tmp_path: Path) -> None:
    class Foreign(Fs):
        def fsync(self, fd: int) -> None:
            raise OSError(errno.EINVAL, "Invalid argument")

    Foreign().sync_folder(tmp_path)


def test_room_is_taken_where_the_file_system_sets_none_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(fd: int, offset: int, size: int) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "posix_fallocate", unable, raising=False)
    fs = Fs()
    fd = fs.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    fs.allocate(fd, 1 << 16)
    os.close(fd)
    assert len(set((tmp_path / "file").read_bytes())) > 200


@pytest.fixture
def flushes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Descriptors whose drive was told to empty its memory, as macOS can."""
    told: list[int] = []
    real = fcntl.fcntl

    def told_to(fd: int, command: int, *more: int) -> object:
        if command != FULL:
            return real(fd, command, *more)
        told.append(fd)
        if fd in (BROKEN, UNABLE):
            raise OSError(errno.EIO if fd == BROKEN else errno.ENOTSUP, "")
        return 0

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", FULL, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", told_to)
    yield told


def test_where_a_sync_leaves_bytes_in_the_drive_its_memory_is_emptied(flushes: list[int]) -> None:
    Fs().datasync(50_000)  # no such descriptor: any other call would fail
    Fs().fsync(50_001)
    assert flushes == [50_000, 50_001]


def test_a_drive_that_fails_is_not_asked_in_another_way(flushes: list[int]) -> None:
    with pytest.raises(OSError) as told:
        Fs().datasync(BROKEN)
    assert told.value.errno == errno.EIO


def test_a_disk_that_knows_no_such_call_is_synced_as_elsewhere(
    flushes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    Fs().fsync(UNABLE)
    assert synced == [UNABLE]
