"""What a writer remembers of its lane: written again if another program destroyed the file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes import journal
from callmate.store.lanes.sync import Status
from tests.store.support import Maker, UnsyncedFs, ids, lane_path, make_case, stock_ids
from tests.store.test_displaced import LANE, kept, written


def overwritten(root: Path, make: Maker, fs: Fs | None = None) -> tuple[CaseFile, list[str]]:
    """A case resumed by a second window with three events, whose file is then written over."""
    first = make_case(root, fs=UnsyncedFs())
    first.append(make.many(2))
    first.close()
    case = make_case(root, fs=fs or UnsyncedFs())
    case.read()
    before = ids(case.append([*make.many(2), make(text="a secret")]))
    case.site.syncer.flush()
    lane_path(root, LANE).write_bytes(b"{}" * 1000)
    return case, before


def test_what_was_written_over_is_written_again(tmp_path: Path) -> None:
    make = Maker()
    case, before = overwritten(tmp_path, make)
    case.retry()  # no key is needed to notice it
    (copy,) = kept(tmp_path)
    assert stock_ids(copy)[2:] == before
    assert case.site.notices[-1].startswith(
        f"5 events were written again: {LANE}.json was cut short while it was written."
    )
    assert ids(make_case(tmp_path).read())[2:] == before
    case.close()


def test_what_no_memory_holds_from_the_start_goes_to_the_next_lane(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_READ", 0)
    make = Maker()
    case, before = overwritten(tmp_path, make)
    after = ids(case.append([make()]))
    assert kept(tmp_path) == []
    assert case.site.syncer.flush() and case.site.syncer.status == Status(4, 4, 4)
    assert stock_ids(lane_path(tmp_path, "testdev1-2")) == before + after
    assert case.site.notices[-1].startswith(
        f"3 events were written again: {LANE}.json was cut short while it was written. "
        "2 older events are gone."
    )
    case.close()


def test_a_long_memory_of_a_lane_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 30)
    memory = journal.Journal(6)
    memory.add([(n, b'{"id":"x"}') for n in (7, 8, 9)])
    assert (memory.first, memory.last) == (8, 9)
    assert list(memory.since(9)) == [b'"9": {"id":"x"}']


def test_what_is_forgotten_is_forgotten_in_memory(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    assert case.forget([before[2]]) == 1
    lane_path(tmp_path, LANE).write_bytes(b"")
    case.retry()
    assert ids(make_case(tmp_path).read()) == before
    assert all(b"a secret" not in path.read_bytes() for path in tmp_path.rglob("*.*"))
    case.close()


def test_a_folder_that_was_removed_is_made_again_with_its_lane(tmp_path: Path) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    shutil.rmtree(case.folder)
    case.retry()
    (copy,) = kept(tmp_path)
    assert stock_ids(copy) == before
    assert not (tmp_path / "quarantine").exists()
    assert case.site.notices[-1].startswith("A folder was removed and made again")
    case.close()


def test_something_else_in_the_place_of_the_folder_sends_its_lane_to_quarantine(
    tmp_path: Path,
) -> None:
    make = Maker()
    case, before = written(tmp_path, make)
    shutil.rmtree(case.folder)
    case.folder.write_text("not a folder")
    case.retry()
    (piece,) = (tmp_path / "quarantine").iterdir()
    assert stock_ids(piece) == before
    case.close()


def test_what_others_wrote_is_in_the_folder_that_is_made_again(tmp_path: Path) -> None:
    make = Maker()
    other = make_case(tmp_path, "otherdev")
    theirs = ids(other.append(make.many(2)))
    case = make_case(tmp_path, fs=UnsyncedFs())
    case.read()
    ours = ids(case.append(make.many(2)))
    case.retry()
    theirs += ids(other.append(make.many(2)))  # to the file that is held open
    other.close()
    shutil.rmtree(case.folder)
    case.retry()
    assert ids(make_case(tmp_path).read()) == [*theirs[:2], *ours, *theirs[2:]]
    case.close()
    assert not case._beside._held


def test_no_forgotten_word_comes_back_with_a_folder(tmp_path: Path) -> None:
    make = Maker()
    first = make_case(tmp_path)
    secret = ids(first.append([make(text="a secret")]))
    second = make_case(tmp_path, fs=UnsyncedFs())
    second.append([make()])
    second.read()
    second.retry()
    first.close()
    assert second.forget(secret) == 1
    shutil.rmtree(second.folder)
    second.retry()
    second.close()
    assert all(b"a secret" not in one.read_bytes() for one in tmp_path.rglob("*.*"))


def test_what_was_forgotten_is_written_anew_as_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_READ", 0)
    make = Maker()
    case, before = overwritten_after_forgetting(tmp_path, make)
    case.append([make()])
    text = lane_path(tmp_path, "testdev1-2").read_text().rstrip("}\n ")
    docs = {doc["id"]: doc for doc in json.loads(text + "}}}")["events"].values()}
    assert before[-1] in docs and not {"body", "salt"} & docs[before[-1]].keys()
    assert docs[before[0]]["body"]
    assert case.verify()["testdev1-2"].why == ""
    case.close()


def overwritten_after_forgetting(root: Path, make: Maker) -> tuple[CaseFile, list[str]]:
    """As ``overwritten``, with the last event forgotten before."""
    first = make_case(root, fs=UnsyncedFs())
    first.append(make.many(2))
    first.close()
    case = make_case(root, fs=UnsyncedFs())
    case.read()
    before = ids(case.append([*make.many(2), make(text="a secret")]))
    assert case.forget(before[-1:]) == 1
    lane_path(root, LANE).write_bytes(b"{}" * 1000)
    return case, before
