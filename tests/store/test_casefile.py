"""A case as its lanes together: written, read, followed, and written by two at once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from callmate.store.casefile import CaseFile, order
from callmate.store.dayfile import DayFile
from tests.store.support import (
    CASE,
    Maker,
    ids,
    lane_path,
    make_case,
    make_site,
    stock_ids,
)


def test_what_is_appended_is_read_again(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    written = case.append([make(text="a"), make("key", key="n")]) + case.append([make(text="b")])
    assert [event.n for event in written] == [1, 2, 3]
    assert make_case(tmp_path).read() == written
    assert stock_ids(lane_path(tmp_path, "testdev1-1")) == ids(written)
    case.close()
    assert make_case(tmp_path).read() == written


def test_stock_tinydb_opens_the_lane_after_every_append(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    have: list[str] = []
    for number in range(150):
        have += ids(case.append([make(text="}}" * number)]))
        assert stock_ids(lane_path(tmp_path, "testdev1-1")) == have
    case.close()


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    root = tmp_path / "home"
    case = make_case(root)
    case.append([Maker()()])
    lane = lane_path(root, "testdev1-1")
    assert stat.S_IMODE(lane.stat().st_mode) == 0o600
    for folder in (lane.parent, lane.parent.parent, root):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    case.close()


def test_a_lane_is_continued_and_its_padding_dropped(tmp_path: Path) -> None:
    make = Maker()
    for number in range(3):
        case = make_case(tmp_path)
        assert case.append([make()])[0].n == number + 1
        assert lane_path(tmp_path, "testdev1-1").stat().st_size % 65536 == 0
        case.close()
        assert lane_path(tmp_path, "testdev1-1").read_bytes().endswith(b"}}\n")
    assert os.listdir(tmp_path / "cases" / CASE) == ["testdev1-1.json"]


def test_a_second_window_takes_the_next_lane_and_both_follow(tmp_path: Path) -> None:
    make = Maker()
    one, two = make_case(tmp_path), make_case(tmp_path)
    assert one.read() == two.read() == []
    first = one.append([make()])
    second = two.append([make()])
    assert (first[0].lane, second[0].lane) == ("testdev1-1", "testdev1-2")
    assert one.follow() == second
    assert two.follow() == first
    third = two.append([make()])
    assert one.follow() == third
    assert one.follow() == [] and one.follow() == []
    assert make_case(tmp_path).read() == [*first, *second, *third]
    one.close()
    two.close()


def test_an_answer_sorts_after_what_it_answers_whatever_the_clock(tmp_path: Path) -> None:
    ahead, behind = Maker(), Maker(seed=1)
    ahead.clock.advance(3600)
    one, two = make_case(tmp_path, "aaaaaaaa"), make_case(tmp_path, "bbbbbbbb")
    first = one.append([ahead()])
    two.follow()
    answer = two.append([behind()])
    assert answer[0].clock > first[0].clock
    assert sorted([*answer, *first], key=order) == [*first, *answer]


def test_following_reads_nothing_if_nothing_changed(tmp_path: Path) -> None:
    from callmate.store.fs import Fs

    class Counting(Fs):
        opened = 0

        def open(self, path: Path, flags: int) -> int:
            self.opened += 1
            return super().open(path, flags)

    fs = Counting()
    other = make_case(tmp_path)
    other.append([Maker()()])
    case = make_case(tmp_path, "watching", fs)
    case.read()
    case.follow()
    before = fs.opened
    for _ in range(5):
        assert case.follow() == []
    assert fs.opened == before


def test_a_replaced_file_is_read_anew_without_repeats(tmp_path: Path) -> None:
    make = Maker()
    one, two = make_case(tmp_path), make_case(tmp_path)
    kept, gone = one.append([make(text="kept"), make(text="gone")])
    two.read()
    one.forget([gone.id])
    more = one.append([make(text="more")])
    assert two.follow() == more
    assert [event.body for event in make_case(tmp_path).read()] == [
        {"text": "kept"}, {}, {"text": "more"},
    ]  # fmt: skip
    assert kept.id in ids(make_case(tmp_path).read())


def test_a_lane_stays_locked_when_it_is_written_anew(tmp_path: Path) -> None:
    make = Maker()
    one, two = make_case(tmp_path), make_case(tmp_path)
    event = one.append([make(text="gone")])[0]
    assert one.forget([event.id]) == 1
    assert two.append([make()])[0].lane == "testdev1-2"
    one.close()
    two.close()


def test_a_second_write_within_one_tick_is_seen(tmp_path: Path) -> None:
    make = Maker()
    one, two = make_case(tmp_path), make_case(tmp_path)
    first = one.append([make()])
    path = lane_path(tmp_path, first[0].lane)
    before = path.stat()
    assert two.follow() == first
    second = one.append([make()])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert two.follow() == second
    one.close()


def test_a_file_replaced_while_it_is_opened_is_opened_again(tmp_path: Path) -> None:
    from callmate.store.fs import Fs

    class Racing(Fs):
        raced = False

        def open(self, path: Path, flags: int) -> int:
            fd = super().open(path, flags)
            if not self.raced and path.name == "testdev1-1.json":
                self.raced = True
                copy = path.with_name("copy")
                copy.write_bytes(path.read_bytes())
                os.replace(copy, path)
            return fd

    make = Maker()
    case = make_case(tmp_path)
    case.append([make()])
    case.close()
    racing = make_case(tmp_path, fs=Racing())
    event = racing.append([make()])[0]
    assert (event.lane, event.n) == ("testdev1-1", 2)
    assert len(make_case(tmp_path).read()) == 2
    racing.close()


def test_unknown_kinds_and_newer_versions_are_kept(tmp_path: Path) -> None:
    from callmate.store.lanes import chain
    from callmate.store.lanes.scan import HEAD

    make = Maker()
    case = make_case(tmp_path)
    event = case.append([make("from_the_future", shape="round")])[0]
    case.close()
    newer = type(event)(**{**{f: getattr(event, f) for f in event.__slots__}, "v": 99})
    line = b'\n"1": ' + chain.write(newer, chain.FIRST_PREV, b"0" * 16).text.encode()
    lane_path(tmp_path, "testdev1-1").write_bytes(HEAD + line + b"}}")
    again = make_case(tmp_path)
    assert again.read() == [newer]
    assert again.append([make()])[0].lane == "testdev1-2"  # a newer format is not written on


def test_a_file_replaced_under_its_writer_loses_nothing(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path)
    event = case.append([make()])[0]
    case.site.syncer.flush()
    path = lane_path(tmp_path, event.lane)
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    os.replace(copy, path)  # someone puts a backup back while the program runs
    second = make_case(tmp_path)
    other = second.append([make()])[0]
    assert (other.lane, other.n) == (event.lane, 2)
    later = case.append([make()])[0]  # not to the file that has no name any more
    assert later.lane not in (event.lane, other.lane)
    case.site.syncer.flush()
    assert ids(make_case(tmp_path).read()) == [event.id, other.id, later.id]
    assert case.lane == "testdev1-2"
    assert ids(case.follow()) == [other.id]
    case.close()
    second.close()


def test_the_day_changes_at_local_midnight(tmp_path: Path) -> None:
    make = Maker()
    days = DayFile(tmp_path, make_site(tmp_path))
    make.clock.at = make.clock.at.replace(hour=23, minute=59, second=58)
    first = days.append([make("key", key="a")])
    second = days.append([make("key", key="b")])
    assert days.day == date(2026, 3, 3)
    assert first[0].n == second[0].n == 1
    make.clock.set_wall(make.clock.at - timedelta(hours=1))
    assert days.append([make("key", key="c")])[0].n == 2
    days.close()
    assert sorted(os.listdir(tmp_path / "days")) == ["2026-03-02", "2026-03-03"]
    assert [e.body["key"] for e in days.open_day(date(2026, 3, 3)).read()] == ["b", "c"]


WRITER = """
import sys
from pathlib import Path
from tests.store.support import Maker, make_case
case, make = make_case(Path(sys.argv[1])), Maker(seed=int(sys.argv[2]))
case.read()
for number in range(int(sys.argv[3])):
    event, = case.append([make(text=str(number))])
    case.follow()
    print(event.lane, event.id, flush=True)
case.close()
"""


def test_two_processes_write_one_case_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    both = [
        subprocess.Popen([*command, seed, "150"], stdout=subprocess.PIPE, text=True)
        for seed in ("1000000", "2000000")
    ]
    watching: CaseFile = make_case(tmp_path, "watching")
    seen = watching.read()
    acked = [line.split() for process in both for line in process.communicate()[0].splitlines()]
    seen += watching.follow() + watching.follow()
    assert len(acked) == 300
    assert sorted(ids(seen)) == sorted(event_id for _, event_id in acked)
    events = make_case(tmp_path).read()
    assert sorted(ids(events)) == sorted(event_id for _, event_id in acked)
    assert len({event.lane for event in events}) in (1, 2)
    for lane in {event.lane for event in events}:
        numbers = [event.n for event in events if event.lane == lane]
        assert numbers == list(range(1, len(numbers) + 1))
