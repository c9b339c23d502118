"""The verdict itself: it passes what is whole, and names what is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.verdict import against_stock, check
from tests.store.support import CASE, Maker, ids, lane_path, make_case

LANE = "testdev1-1"


def written(root: Path, count: int = 4, close: bool = True) -> list[str]:
    case = make_case(root)
    events = ids(case.append(Maker().many(count)))
    if close:
        case.close()
    else:
        case.site.syncer.stop()
        assert case._writer.lane is not None
        case._writer.lane._db.close()
    return events


def test_a_whole_case_passes_and_is_written_once_more(tmp_path: Path) -> None:
    events = written(tmp_path)
    assert check(tmp_path, CASE, events, taken=events) == []
    assert len(make_case(tmp_path).read()) == 5


def test_a_case_that_is_not_there_yet_passes_if_nothing_was_acknowledged(tmp_path: Path) -> None:
    assert check(tmp_path, CASE, [], taken=[]) == []
    assert "1 of 1 acknowledged are lost" in check(tmp_path / "other", CASE, ["x"])[0]


def test_a_torn_tail_passes_once_it_is_mended(tmp_path: Path) -> None:
    events = written(tmp_path, close=False)
    path = lane_path(tmp_path, LANE)
    whole = path.read_bytes().rstrip()
    path.write_bytes(whole[:-300])
    assert check(tmp_path, CASE, events[:3], taken=events) == []
    assert "1 of 4 acknowledged are lost" in check(tmp_path, CASE, events)[0]


def test_a_torn_lane_that_is_not_the_first_passes_once_it_is_mended(tmp_path: Path) -> None:
    one, two, make = make_case(tmp_path), make_case(tmp_path), Maker()
    events = ids(one.append(make.many(1))) + ids(two.append(make.many(2)))
    one.close()
    two.close()
    path = lane_path(tmp_path, "testdev1-2")
    path.write_bytes(path.read_bytes().rstrip()[:-300])
    assert check(tmp_path, CASE, events[:2], taken=events) == []


def swap(raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    return b"\n".join([lines[0], lines[2], lines[1], *lines[3:]])


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: raw.replace(b"number 1", b"number 9"),
        lambda raw: raw.replace(b'{"events"', b'{"even"'),
        swap,
    ],
)
def test_damage_that_is_told_and_left_alone_passes(
    tmp_path: Path, edit: Callable[[bytes], bytes]
) -> None:
    written(tmp_path)
    path = lane_path(tmp_path, LANE)
    changed = edit(path.read_bytes())
    path.write_bytes(changed)
    assert check(tmp_path, CASE, []) == []
    assert path.read_bytes() == changed


def test_strangers_and_another_order_are_named(tmp_path: Path) -> None:
    events = written(tmp_path)
    wrong = check(tmp_path, CASE, [events[1], events[0]], taken=events[:3])
    assert [f"{events[3]} was never taken" in wrong, len(wrong)] == [True, 2]
    assert "another order" in " ".join(wrong)


def test_two_writers_have_an_order_each(tmp_path: Path) -> None:
    one, two, make = make_case(tmp_path), make_case(tmp_path), Maker()
    mine, theirs = [], []
    for _ in range(3):
        mine += ids(one.append([make()]))
        theirs += ids(two.append([make()]))
    one.close()
    two.close()
    assert check(tmp_path, CASE, mine, also=[theirs], taken=mine + theirs) == []


def test_mending_without_keeping_the_bytes_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = written(tmp_path, close=False)
    path = lane_path(tmp_path, LANE)
    path.write_bytes(path.read_bytes().rstrip()[:-300])
    monkeypatch.setattr("callmate.store.lanes.opening.copy_damage", lambda *arguments: 0)
    wrong = " ".join(check(tmp_path, CASE, events[:3]))
    assert "not in quarantine" in wrong and "nothing says so" in wrong


def test_a_file_that_stock_tinydb_reads_otherwise_is_named(tmp_path: Path) -> None:
    written(tmp_path)
    path = lane_path(tmp_path, LANE)
    raw = path.read_bytes()
    assert against_stock(path) == []
    path.write_bytes(raw.rstrip() + b"\0")
    assert "cannot open" in against_stock(path)[0]
    path.write_bytes(raw.rstrip()[:-1] + b', "mine": {"1": {}}}')
    assert "other tables" in against_stock(path)[0]
    path.write_bytes(raw.replace(b"number 1", b"number 9"))
    assert "reads 4 events" in against_stock(path)[0]
