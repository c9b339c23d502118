"""Room kept for the day the disk is full: made, given up, made again; and nothing eats of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.store.fs import Fs
from callmate.store.library import Library
from callmate.store.reserve import ENOUGH, NONE_LEFT, ON_RESERVE, SIZE, Reserve
from tests.faults.smalldisk import SmallDisk
from tests.store.support import CASE, Maker

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def test_it_is_made_with_the_first_event_and_not_before(tmp_path: Path) -> None:
    library = Library(tmp_path / "store", ManualClock(), UlidSource())
    case, path = library.case(CASE), library.site.reserve.path
    library.retry()
    assert not path.exists()
    case.append([Maker()()])
    assert not path.exists()  # never on the way of a key
    library.retry()
    found = path.stat()
    assert (found.st_size, found.st_mode & 0o777) == (SIZE, 0o600)
    assert found.st_blocks * 512 >= SIZE
    before = found.st_ino
    library.retry()
    assert path.stat().st_ino == before
    case.close()
    library.close()


def test_it_is_given_up_for_want_of_room_alone(tmp_path: Path) -> None:
    reserve, fs = Reserve(tmp_path / "reserve"), Fs()
    reserve.keep(fs)
    assert not reserve.give_up(OSError(errno.EIO, "Input/output error"), fs)
    assert reserve.path.exists() and reserve.told == ""
    assert reserve.give_up(NO_ROOM, fs)
    assert not reserve.path.exists()
    assert reserve.told == ON_RESERVE and reserve.is_tight
    assert not reserve.give_up(NO_ROOM, fs)  # there is only one
    reserve.keep(fs)
    assert reserve.path.exists() and reserve.told == ""


def test_it_is_made_again_only_where_much_is_free(tmp_path: Path) -> None:
    fs = SmallDisk(tmp_path, ENOUGH + (2 << 20))
    reserve = Reserve(tmp_path / "reserve")
    reserve.keep(fs)
    assert reserve.give_up(NO_ROOM, fs)
    fs.capacity = ENOUGH - 4096
    reserve.keep(fs)
    assert not reserve.path.exists() and reserve.told == ON_RESERVE
    fs.capacity = ENOUGH
    reserve.keep(fs)
    assert reserve.path.exists() and not reserve.is_tight


def test_a_disk_that_has_no_room_for_one_is_said(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve")
    reserve.keep(SmallDisk(tmp_path, ENOUGH // 2))
    assert reserve.told.startswith(NONE_LEFT[:24])
    assert os.listdir(tmp_path) == []


def test_what_a_full_disk_cuts_short_is_taken_away(tmp_path: Path) -> None:
    class Lying(SmallDisk):
        def free(self, folder: Path) -> int:
            return ENOUGH if folder == tmp_path else super().free(folder)

        def allocate(self, fd: int, size: int) -> None:
            os.pwrite(fd, b"\0" * 4096, 0)
            raise NO_ROOM

    reserve = Reserve(tmp_path / "reserve")
    reserve.keep(Lying(tmp_path, ENOUGH))
    assert reserve.told.startswith(NONE_LEFT[:24]) and os.listdir(tmp_path) == []


@pytest.mark.parametrize("what", ["folder", "link", "pipe", "short"])
def test_something_else_in_its_place_is_left_alone(tmp_path: Path, what: str) -> None:
    reserve, fs = Reserve(tmp_path / "reserve"), Fs()
    mine = tmp_path / "mine"
    mine.write_bytes(b"mine")
    if what == "folder":
        reserve.path.mkdir()
    elif what == "link":
        reserve.path.symlink_to(mine)
    elif what == "pipe":
        os.mkfifo(reserve.path)
    else:
        reserve.path.write_bytes(b"\0" * 4096)
    reserve.keep(fs)
    assert mine.read_bytes() == b"mine"
    given = reserve.give_up(NO_ROOM, fs)
    assert mine.read_bytes() == b"mine"
    assert given == (what == "short")  # which was made whole


def test_a_disk_that_refuses_one_way_of_freeing_it_frees_it_the_other_way(tmp_path: Path) -> None:
    class NoTruncate(Fs):
        def truncate(self, fd: int, size: int) -> None:
            raise NO_ROOM

    class NoUnlink(Fs):
        def unlink(self, path: Path) -> None:
            raise NO_ROOM

    for fs in (NoTruncate(), NoUnlink()):
        reserve = Reserve(tmp_path / "reserve")
        reserve.keep(Fs())
        assert reserve.give_up(NO_ROOM, fs)
        assert not reserve.path.exists() or reserve.path.stat().st_size == 0
