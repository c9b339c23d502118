"""What others write is followed whatever becomes of the lanes: taken up, rewritten, let go."""

from __future__ import annotations

import errno
from pathlib import Path

from tests.store.support import FailingFs, Maker, ids, lane_path, make_case


def test_what_the_last_writer_of_our_lane_added_is_followed(tmp_path: Path) -> None:
    make = Maker()
    first, second = make_case(tmp_path), make_case(tmp_path)
    first.append([make(text="read")])
    assert len(second.read()) == 1
    late = first.append([make(text="added before it ended")])
    first.close()
    ours = second.append([make(text="in the same lane")])
    assert [event.lane for event in (*late, *ours)] == ["testdev1-1"] * 2
    assert second.follow() == late
    assert second.follow() == []
    second.close()


def test_a_lane_that_was_rewritten_under_the_same_inode_is_followed(tmp_path: Path) -> None:
    make = Maker()
    ours, other = make_case(tmp_path), make_case(tmp_path, "another2")
    other.append([make(text="long " * 20), make(text="second")])
    assert len(ours.read()) == 2
    path = lane_path(tmp_path, "another2-1")
    inode = path.stat().st_ino
    other.forget(ids(other.read())[:1])
    third = other.append([make(text="third")])
    reader = ours._readers["another2-1"]
    assert reader.stat is not None and inode != path.stat().st_ino
    reader.stat = reader.stat._replace(inode=path.stat().st_ino)
    assert ours.follow() == third
    other.close()


def test_after_a_rest_only_what_is_new_is_followed(tmp_path: Path) -> None:
    make = Maker()
    ours, other = make_case(tmp_path), make_case(tmp_path)
    ours.append([make(text="ours")])
    first = other.append([make(text="theirs")])
    assert ours.follow() == first
    ours.site.syncer.flush()
    ours.rest()
    assert ours.lane == "" and ours._ids == set()
    assert ours.follow() == []
    late = other.append([make(text="late")])
    other.close()
    assert ours.follow() == late
    again = ours.append([make(text="again")])
    assert again[0].lane == "testdev1-1" and ours.follow() == []
    assert len(make_case(tmp_path).read()) == 4
    ours.close()


def test_what_is_in_memory_only_gets_no_rest(tmp_path: Path) -> None:
    fs = FailingFs()
    case = make_case(tmp_path, fs=fs)
    case.append([Maker()()])
    fs.write_errno = errno.ENOSPC
    case.append([Maker(1)()])
    case.rest()
    assert case.lane and len(case.unsaved) == 1
    fs.write_errno = 0
    assert len(case.retry()) == 1
    case.close()
