"""Verifying names the first thing that was changed, by file, line, event and time."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from callmate.model.events import NewEvent
from callmate.store.fs import Fs
from callmate.store.lanes import chain, scan
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.scan import Found, Health, Place, Sink
from callmate.store.proof.diagnosis import Trouble
from callmate.store.proof.verifying import (
    FolderChecked,
    check_folder,
    check_lane,
    hash_at,
    quarantined,
)
from tests.store.forging import (
    CHANGES,
    EVENTS,
    LANE,
    START,
    Changed,
    a_letter,
    doc_of,
    line_of,
    lines_of,
    put,
    without,
    written,
)  # fmt: skip
from tests.store.support import CASE, Maker, lane_path, make_case


@pytest.mark.parametrize(("change", "kind", "n", "line", "words"), CHANGES)
def test_the_first_change_is_named(
    tmp_path: Path, change: Changed, kind: str, n: int, line: int, words: str
) -> None:
    path = written(tmp_path)
    lines = lines_of(path)
    change(lines)
    put(path, lines)
    found = check_lane(path).trouble
    assert found is not None
    assert (found.kind, found.n, found.line) == (kind, n, line)
    assert words in found.what
    assert found.told().startswith(f"{CASE}/{LANE}.json, line {line}: event {n} ")


def test_what_is_told_of_an_event_that_was_changed(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = lines_of(path)
    a_letter(lines)
    put(path, lines)
    checked = check_lane(path)
    assert checked.trouble is not None
    assert checked.trouble.told() == (
        f"{CASE}/{LANE}.json, line 5: event 4 (2026-03-02 09:00:04 +00:00) was changed: what it "
        "says is not what was written"
    )
    assert (checked.held, checked.good, checked.beyond) == (3, 3, 4)
    lines = lines_of(written(tmp_path / "other"))
    without(4)(lines)
    put(path, lines)
    trouble = check_lane(path).trouble
    assert trouble is not None
    between = "between 2026-03-02 09:00:03.00 +00:00 and 2026-03-02 09:00:05.00 +00:00"
    assert f" event 4 ({between}) is missing" in trouble.told()


def test_a_whole_lane_is_good(tmp_path: Path) -> None:
    checked = check_lane(written(tmp_path), CASE)
    assert checked.trouble is None and checked.health is Health.WHOLE
    assert (checked.held, checked.good, checked.forgotten, checked.beyond) == (EVENTS, EVENTS, 0, 0)
    assert checked.first_at == f"{START}01.000000+00:00"
    assert checked.last_at == f"{START}08.000000+00:00"


@pytest.mark.parametrize(
    ("bytes_", "kind", "told"),
    [
        (b"", "no_lane", f"{CASE}/{LANE}.json: it is empty"),
        (bytes(99), "no_lane", f"{CASE}/{LANE}.json: it is not a file of callmate"),
        (b"[]", "no_lane", f"{CASE}/{LANE}.json: it is not a file of callmate"),
        (b'{"other": {}}', "no_lane", f"{CASE}/{LANE}.json: it is not a file of callmate"),
    ],
)
def test_a_file_that_is_no_lane(tmp_path: Path, bytes_: bytes, kind: str, told: str) -> None:
    path = written(tmp_path)
    path.write_bytes(bytes_)
    checked = check_lane(path)
    assert checked.is_unreadable and checked.trouble is not None
    assert (checked.trouble.kind, checked.trouble.told()) == (kind, told)


def test_a_file_another_program_wrote_is_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    with TinyDB(path) as db:
        db.table("events").remove(doc_ids=[EVENTS])
    checked = check_lane(path)
    assert checked.trouble is not None and checked.trouble.kind == "rewritten"
    assert not checked.is_unreadable


def test_a_changed_beginning_is_line_one(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"events", b"eventz", 1))
    trouble = check_lane(path).trouble
    assert trouble is not None and (trouble.kind, trouble.line) == ("altered", 1)


@pytest.mark.parametrize("gone", [2, 3, 4, 40, 200])
def test_an_end_that_is_broken_off_is_told(tmp_path: Path, gone: int) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-gone])
    checked = check_lane(path)
    assert checked.trouble is not None and checked.trouble.kind in ("end", "unfinished")
    assert checked.trouble.line in (EVENTS, EVENTS + 1)


@pytest.mark.parametrize("more", [b"x", b"}", b"\0", b"  {}"])
def test_what_stands_behind_the_end_is_told(tmp_path: Path, more: bytes) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes() + more)
    checked = check_lane(path)
    assert checked.trouble is not None
    assert (checked.trouble.kind, checked.trouble.n, checked.held) == ("behind", EVENTS, EVENTS)


def test_a_link_and_a_folder_are_no_lanes(tmp_path: Path) -> None:
    path = written(tmp_path)
    lane_path(tmp_path, "link").symlink_to(path)
    lane_path(tmp_path, "folder").mkdir()
    checked = check_folder(path.parent, CASE)
    assert [lane.trouble is None for lane in checked.lanes] == [False, False, True]
    assert checked.is_unreadable and not checked.is_good
    assert all(one.kind == "unreadable" for one in checked.troubles)


def test_forgotten_events_are_counted(tmp_path: Path) -> None:
    case, make = make_case(tmp_path), Maker()
    events = case.append(make.many(5))
    case.forget([events[1].id, events[3].id])
    case.close()
    checked = check_folder(case.folder, CASE)
    assert checked.is_good and (checked.events, checked.forgotten) == (5, 2)


def test_a_lane_of_another_case_is_told(tmp_path: Path) -> None:
    checked = check_lane(written(tmp_path), "01JNB0000000000000000000CB")
    assert checked.trouble is not None and checked.trouble.kind == "foreign"
    assert f"belongs to case {CASE}" in checked.trouble.told()


def test_copies_of_a_lane_are_compared(tmp_path: Path) -> None:
    path = written(tmp_path)
    copy = lane_path(tmp_path, f"{LANE} (conflict)")
    copy.write_bytes(path.read_bytes())
    lines = lines_of(path)
    without(6, 7, 8)(lines)
    put(path, lines)
    checked = check_folder(path.parent, CASE)
    assert checked.is_good and checked.events == EVENTS  # the copy goes on where the lane ends
    assert [head.lane for head in checked.heads] == [LANE]
    doc = doc_of(lines[4])
    doc |= {"kind": "other"}
    put(path, [*lines[:4], line_of(doc)])
    checked = check_folder(path.parent, CASE)
    assert [one.kind for one in checked.troubles] == ["differs"]
    assert "of which it is a copy" in checked.troubles[0].told()


def test_the_hash_after_any_event(tmp_path: Path) -> None:
    path = written(tmp_path)
    checked = check_lane(path)
    docs = [doc_of(line) for line in lines_of(path)]
    for n in range(1, EVENTS + 1):
        assert hash_at(checked, n) == chain.header_hash(docs[n - 1])


def test_calls_ends_are_found_with_all_that_was_written_with_them(tmp_path: Path) -> None:
    case, make = make_case(tmp_path), Maker()

    def of(kind: str, cause: str | None = None, call: str | None = None) -> NewEvent:
        made = make(kind)
        return NewEvent(made.id, kind, made.moment, {}, call, cause)

    begin = of("call_start")
    case.append([begin])
    key = of("key")
    end = of("call_end", key.id, begin.id)
    case.append([key, of("rep_end", key.id), end, of("tick", key.id), of("note", key.id)])
    case.append([of("key"), of("note")])
    case.close()
    checked = check_folder(case.folder, CASE).lanes[0]
    assert checked.begun == {begin.id: f"{START}01.000000+00:00"}
    assert [(one.id, one.call, one.n) for one in checked.ends] == [(end.id, begin.id, 6)]
    assert checked.ends[0].hash == hash_at(checked, 6)


def test_what_is_in_quarantine_is_named(tmp_path: Path) -> None:
    (tmp_path / "quarantine").mkdir()
    (tmp_path / "quarantine" / "a-1.bin").touch()
    (tmp_path / "quarantine" / ".a-1.bin.7").touch()
    assert quarantined(tmp_path) == ["a-1.bin"]
    assert quarantined(tmp_path / "nothing") == []


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callmate.store.proof.verifying.TELL_EVERY", 3)
    counts: list[int] = []
    check_lane(written(tmp_path), CASE, tell=counts.append)
    assert counts == [3, 3]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read what nobody may")
def test_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    folder = written(tmp_path).parent
    folder.chmod(0)
    try:
        checked = check_folder(folder, CASE)
    finally:
        folder.chmod(0o700)
    assert checked.is_unreadable and "cannot be read" in checked.problem


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    assert check_folder(tmp_path / "gone", CASE) == FolderChecked(
        tmp_path / "gone", [], f"{tmp_path / 'gone'} cannot be read (No such file or directory)"
    )
    assert Trouble(tmp_path / "a", "end", 0, 0, "", "x").told() == f"{tmp_path.name}/a: it x"


@pytest.mark.parametrize(
    ("ending", "words"),
    [(".doubtful", "was changed, or cut off, before it was imported"),
     (".missing", "was missing from what was imported")],
)  # fmt: skip
def test_what_came_doubtful_stays_a_problem(tmp_path: Path, ending: str, words: str) -> None:
    path = written(tmp_path)
    path.rename(path.with_name(f"{LANE}{ending}.json"))
    checked = check_folder(path.parent, CASE)
    assert [one.told() for one in checked.troubles] == [f"{CASE}/{LANE}{ending}.json: it {words}"]
    assert not checked.is_good and not checked.is_unreadable


def test_what_stands_before_a_bad_sector_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_on(fd: int, place: Place, sink: Sink) -> Found:
        def take(doc: Doc) -> None:
            sink(doc)
            if doc["n"] == 3:
                raise OSError(errno.EIO, "Input/output error")

        return scan.read_on(fd, place, take)

    monkeypatch.setattr("callmate.store.proof.verifying.read_on", read_on)
    path = written(tmp_path)
    checked = check_folder(path.parent, CASE)
    assert checked.is_unreadable and [lane.held for lane in checked.lanes] == [3]
    assert checked.troubles[0].told() == (
        f"{CASE}/{LANE}.json, line 5: event 4 (after 2026-03-02 09:00:03 +00:00) cannot be read "
        "(Input/output error)"
    )


def test_half_of_a_write_that_goes_on_is_no_trouble(tmp_path: Path) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()

    class Writing(Fs):
        """A writer that is in the midst of another write at each of the first looks."""

        looks = 0

        def open(self, path: Path, flags: int) -> int:
            self.looks += 1
            path.write_bytes(whole[: -700 * self.looks] if self.looks < 4 else whole)
            return super().open(path, flags)

    fs = Writing()
    assert check_lane(path, CASE, fs).trouble is None and fs.looks == 4
    path.write_bytes(whole[:-100])
    assert check_lane(path, CASE).trouble is not None
