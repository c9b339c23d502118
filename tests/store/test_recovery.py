"""What the power cut left behind: a torn tail is repaired, anything else is left alone."""

from __future__ import annotations

import json
import os
from itertools import product
from pathlib import Path

import pytest
from tinydb import TinyDB

from callmate.model.events import NewEvent
from callmate.store.lanes.scan import SECTOR
from tests.store.support import CASE, Maker, UnsyncedFs, ids, lane_path, make_case, stock_ids

LANE = "testdev1-1"


class Torn:
    """A lane before and after one insert, to be put back in every state between."""

    def __init__(self, root: Path, last: list[NewEvent], make: Maker) -> None:
        self.root, self.make, self.path = root, make, lane_path(root, LANE)
        case = make_case(root)
        self.acked = ids(case.append(make.many(3)))
        self.before = self.path.read_bytes()
        self.new = ids(case.append(last))
        self.after = self.path.read_bytes()
        self.first = self.before.rindex(b"}}")
        self.end = len(self.after.rstrip())
        case.site.syncer.stop()
        os.close(case._writer.lane._storage.fd)  # type: ignore[union-attr]

    def states(self) -> list[bytes]:
        sectors = range(self.first // SECTOR, -(-self.end // SECTOR))
        subsets = []
        for present in product((False, True), repeat=len(sectors)):
            state = bytearray(self.before.ljust(len(self.after)))
            for sector, there in zip(sectors, present, strict=True):
                if there:
                    at = slice(sector * SECTOR, (sector + 1) * SECTOR)
                    state[at] = self.after[at]
            subsets.append(bytes(state))
        return subsets

    def cuts(self, step: int = 1) -> list[bytes]:
        states = []
        for cut in range(self.first, self.end, step):
            whole = self.after[:cut]
            rest = len(self.after) - cut
            states += [whole, whole + b"\0" * rest, whole + self.before[cut:], whole + b"\xa5" * 9]
        return states

    def check(self, state: bytes) -> bool:
        """Open the lane in this state; whether it was repaired rather than left alone."""
        self.path.write_bytes(state)
        case = make_case(self.root, fs=UnsyncedFs())
        seen = ids(case.read())
        assert seen[:3] == self.acked
        assert set(seen[3:]) <= set(self.new)
        added = case.append([self.make(text="after the cut")])[0]
        case.site.syncer.stop()
        assert ids(make_case(self.root).read())[-1] == added.id
        path = lane_path(self.root, added.lane)
        assert added.id in stock_ids(path)
        case.close()
        if added.lane != LANE:
            path.unlink()
            assert self.path.read_bytes() == state
        return added.lane == LANE


def test_a_write_cut_at_any_byte_is_repaired(tmp_path: Path) -> None:
    make = Maker()
    torn = Torn(tmp_path, [make(text="}}}} \\u007d")], make)
    assert all(torn.check(state) for state in torn.cuts(step=3))


@pytest.mark.parametrize("size", [0, 300, 1200, 2000])
def test_a_write_torn_at_any_sectors_is_repaired(tmp_path: Path, size: int) -> None:
    make = Maker()
    torn = Torn(tmp_path, [make(text="x" * size + "}}" * 20)], make)
    assert all(torn.check(state) for state in torn.states())


def test_a_torn_write_of_several_events_costs_no_event_before_it(tmp_path: Path) -> None:
    make = Maker()
    torn = Torn(tmp_path, [make(text="a" * 400), make(text="b" * 700)], make)
    for state in torn.states():
        torn.check(state)


def test_the_damaged_bytes_are_kept_and_the_person_is_told(tmp_path: Path) -> None:
    make = Maker()
    torn = Torn(tmp_path, [make(text="half of this")], make)
    torn.path.write_bytes(torn.after[: torn.end - 200])
    case = make_case(tmp_path)
    case.append([make()])
    assert "never finished" in case.site.notices[0]
    kept = list((tmp_path / "quarantine").iterdir())
    assert len(kept) == 1 and kept[0].read_bytes().startswith(b',\n"4": {')
    assert stock_ids(torn.path)[:3] == torn.acked
    case.close()


def test_a_torn_lane_that_is_not_taken_up_is_mended_too(tmp_path: Path) -> None:
    make = Maker()
    cases = [make_case(tmp_path), make_case(tmp_path), make_case(tmp_path, "elsewher")]
    lanes = [case.append(make.many(2))[0].lane for case in cases]
    for case in cases:
        case.close()
    _, torn, strange = (lane_path(tmp_path, lane) for lane in lanes)
    for path in (torn, strange):
        path.write_bytes(path.read_bytes()[:-200])
    left = strange.read_bytes()
    case = make_case(tmp_path)
    assert len(case.read()) == 4
    case.append([make()])
    assert len(case.damaged) == 2  # a key does not wait for it
    case.retry()
    case.follow()
    assert list(case.damaged) == [strange.stem] and strange.read_bytes() == left
    assert len(stock_ids(torn)) == 1
    assert len(list((tmp_path / "quarantine").iterdir())) == 1
    assert sum("never finished" in notice for notice in case.site.notices) == 1
    case.close()


def test_a_lane_that_another_window_writes_is_not_mended(tmp_path: Path) -> None:
    make = Maker()
    one, two = make_case(tmp_path), make_case(tmp_path)
    one.append(make.many(1))
    path = lane_path(tmp_path, two.append(make.many(2))[0].lane)
    state = path.read_bytes().rstrip()[:-200]
    path.write_bytes(state)  # as if it were in the middle of a write
    case = make_case(tmp_path)
    case.read()
    case.append([make()])
    case.retry()
    assert path.read_bytes() == state
    for each in (one, case):
        each.close()


def edited(path: Path, old: bytes, new: bytes) -> bytes:
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "bad_n"),
    [
        (b"number 1", b"number 7", 2),
        (b"number 3", b"number 7", 4),  # the last one, nothing behind it
        (b'"kind":"note"', b'"kind":"nota"', 2),
        (b'"text":"number 2"', b'"text": "number 2"', 3),
        (b'{"events": {', b'{ "events": {', 1),
        (b'"n":2,', b'"n":2, "n":2,', 2),
    ],
)
def test_a_file_edited_by_hand_is_never_written(
    tmp_path: Path, old: bytes, new: bytes, bad_n: int
) -> None:
    make = Maker()
    case = make_case(tmp_path)
    events = case.append(make.many(4))
    case.close()
    state = edited(lane_path(tmp_path, LANE), old, new)
    case = make_case(tmp_path)
    assert set(ids(case.read())) >= set(ids(events)) - {events[max(bad_n - 1, 0)].id}
    assert case.damaged
    assert case.verify()[LANE].bad_n == bad_n
    assert case.append([make()])[0].lane == "testdev1-2"
    assert case.site.notices
    assert lane_path(tmp_path, LANE).read_bytes() == state
    case.close()


def test_a_file_rewritten_by_stock_tinydb_is_read_and_left_alone(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    events = case.append(make.many(4))
    case.close()
    with TinyDB(lane_path(tmp_path, LANE)) as db:
        db.table("mine").insert({"a": 1})
    state = lane_path(tmp_path, LANE).read_bytes()
    case = make_case(tmp_path)
    assert case.read() == events
    assert case.append([make()])[0].lane == "testdev1-2"
    assert lane_path(tmp_path, LANE).read_bytes() == state
    case.close()


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b'{"events": []}', b"\0" * 5000, b'{"a": 1', b"\xff\xfe"]
)
def test_what_is_no_lane_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = lane_path(tmp_path, LANE)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    case = make_case(tmp_path)
    assert case.read() == []
    assert LANE in case.damaged
    assert case.append([Maker()()])[0].lane == "testdev1-2"
    assert path.read_bytes() == content
    assert [p.read_bytes() for p in (tmp_path / "quarantine").iterdir()] == [content.rstrip(b" ")]
    case.close()


def test_zeros_after_the_data_are_a_torn_tail(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    events = case.append(make.many(2))
    case.close()
    path = lane_path(tmp_path, LANE)
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    case = make_case(tmp_path)
    assert case.append([make()])[0].n == 3
    assert ids(case.read())[:2] == ids(events)
    case.close()


def test_the_last_event_of_a_file_closed_in_good_order_was_never_torn(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    events = case.append(make.many(3))
    case.close()
    state = edited(lane_path(tmp_path, LANE), b'"text":"number 2"', b'"text":number 2"')
    case = make_case(tmp_path)
    assert ids(case.read()) == ids(events[:2])
    assert case.damaged
    assert case.append([make()])[0].lane == "testdev1-2"
    assert lane_path(tmp_path, LANE).read_bytes() == state
    case.close()


@pytest.mark.parametrize("new", [b",\x0b", b",", b", ", b""])
def test_events_are_found_where_a_line_does_not_end(tmp_path: Path, new: bytes) -> None:
    make = Maker()
    case = make_case(tmp_path)
    events = case.append(make.many(4))
    case.close()
    path = lane_path(tmp_path, LANE)
    head, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"\n" + rest.replace(b",\n", new))
    case = make_case(tmp_path)
    assert case.read() == events
    assert case.damaged


@pytest.mark.parametrize("what", ["symlink", "fifo", "folder", "dangling"])
def test_what_is_not_a_plain_file_is_refused(tmp_path: Path, what: str) -> None:
    path = lane_path(tmp_path, LANE)
    path.parent.mkdir(parents=True)
    target = tmp_path / "elsewhere"
    if what == "symlink":
        target.write_bytes(b"precious")
        path.symlink_to(target)
    elif what == "dangling":
        path.symlink_to(target)
    elif what == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    case = make_case(tmp_path)
    assert case.read() == []
    assert LANE in case.damaged
    assert case.append([Maker()()])[0].lane == "testdev1-2"
    assert case.follow() == []
    assert not target.exists() or target.read_bytes() == b"precious"
    case.close()


def test_a_large_lane_closed_in_good_order_is_opened_by_its_end(tmp_path: Path) -> None:
    from callmate.store.lanes import opening

    make = Maker()
    case = make_case(tmp_path)
    case.append([make(text="x" * opening.CHECK_WHOLE_UP_TO), make(text="last")])
    case.close()
    path = lane_path(tmp_path, LANE)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"xxx", b"yyy", 1))
    case = make_case(tmp_path)
    assert case.append([make()])[0].n == 3  # found without reading the change at the start
    case.close()
    assert case.verify()[LANE].bad_n == 1
    assert json.loads(path.read_bytes())["events"]["3"]["case"] == CASE
