"""The index of the library: its names, its order, and how it is rebuilt when missing or damaged."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from callmate.model.summary import CaseSummary, Known
from callmate.store.index.index import Index
from callmate.store.library import Library
from tests.store.support import Maker, make_library


def summary_of(library: Library, case_id: str) -> CaseSummary:
    events = library.case(case_id).read()
    return CaseSummary(case_id, title=str(events[0].body["text"]), calls=len(events))


def filled(root: Path, count: int = 3) -> Library:
    library, make = make_library(root), Maker()
    for number in range(count):
        case = library.new_case()
        case.append([make(text=f"case {number}")])
        case.close()
    return library


def refresh(library: Library) -> int:
    stale = list(library.index.stale(library.root))
    return library.index.rebuild(library.root, stale, lambda one: summary_of(library, one))


def test_the_index_is_rebuilt_when_missing_and_then_left_alone(tmp_path: Path) -> None:
    library = filled(tmp_path)
    assert library.index.fresh
    assert refresh(library) == 3
    assert sorted(one.title for one in library.index.cases()) == ["case 0", "case 1", "case 2"]
    assert list(library.index.stale(tmp_path)) == []
    library.close()
    again = make_library(tmp_path)
    assert not again.index.fresh
    assert len(again.index.cases(limit=2)) == 2
    again.close()


@pytest.mark.parametrize("damage", ["garbage", "other version", "half", "folder"])
def test_a_damaged_index_is_thrown_away(tmp_path: Path, damage: str) -> None:
    library = filled(tmp_path)
    refresh(library)
    library.close()
    path = tmp_path / "index.sqlite"
    if damage == "garbage":
        path.write_bytes(b"not a database" * 500)
    elif damage == "half":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        with sqlite3.connect(path) as db:
            db.execute("pragma user_version=99")
    again = make_library(tmp_path)
    refresh(again)
    assert len(again.index.cases()) == 3
    assert bool(again.index.trouble) == (damage == "folder")
    again.close()


def test_a_case_changed_behind_its_back_is_found(tmp_path: Path) -> None:
    library = filled(tmp_path)
    refresh(library)
    changed, gone = library.case_ids()[:2]
    case = library.case(changed)
    case.append([Maker()(text="more")])
    case.close()
    for lane in (tmp_path / "cases" / gone).iterdir():
        lane.unlink()
    assert set(library.index.stale(tmp_path)) == {changed, gone}
    refresh(library)
    known = library.index.case(changed)
    assert known is not None and known.calls == 2
    assert library.index.case(gone) is None
    library.close()


def test_only_cases_open_at_a_crash_are_dirty(tmp_path: Path) -> None:
    library = filled(tmp_path)
    refresh(library)
    closed, crashed, _ = library.case_ids()
    library.index.mark_dirty(closed, "lane-1")
    library.index.mark_dirty(crashed, "lane-1")
    library.index.mark_clean(closed, "lane-1", tmp_path)
    library.close()
    again = make_library(tmp_path)
    assert again.index.dirty() == [crashed]
    again.index.rebuild(tmp_path, [crashed], lambda one: summary_of(again, one))
    assert again.index.dirty() == []
    assert list(again.index.stale(tmp_path)) == []
    again.close()


def test_names_complete_newest_first_across_cases_and_zones(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.sqlite")
    old = Known("Ana", "2026-03-02T09:00:00+00:00", "refused", "billing")
    new = Known("ana", "2026-03-02T04:30:00-05:00", "granted", "billing")  # 09:30 UTC
    bob = Known("Bob", "2026-03-02T10:15:00+01:00", "", "")  # 09:15 UTC
    index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", company="Acme", reps=(old, bob)))
    index.put(CaseSummary("01BRZ3NDEKTSV4RRFFQ69G5FAV", company="ACME", reps=(new,)))
    index.put(CaseSummary("01CRZ3NDEKTSV4RRFFQ69G5FAV", company="Other", reps=(Known("Cy"),)))
    assert index.names("acme", "rep") == [new, bob]
    assert index.names("acme", "department") == []
    index.put(CaseSummary("01BRZ3NDEKTSV4RRFFQ69G5FAV", company="ACME"))
    assert index.names("acme", "rep") == [bob, old]
    index.close()


def test_the_latest_case_is_first_and_running_ones_are_known(tmp_path: Path) -> None:
    index = Index(None)
    index.put(
        CaseSummary("A", "Gas", last_at="2026-03-02T09:00:00+01:00", running=True, script_id="s")
    )
    index.put(CaseSummary("B", "Water", last_at="2026-03-02T08:30:00+00:00"))
    assert [one.id for one in index.cases()] == ["B", "A"]
    assert [one.id for one in index.running()] == ["A"]
    assert [one.id for one in index.of_script("s")] == ["A"]
    assert index.cases()[1] == index.case("A")


def test_a_case_without_anything_in_it_is_in_no_list() -> None:
    index = Index(None)
    index.put(CaseSummary("AB", "Gas", last_at="2026-03-02T09:00:00+01:00"))
    index.put(CaseSummary("AC", last_at="2026-03-02T10:00:00+01:00"))
    assert [one.id for one in index.cases()] == ["AB"]
    assert [one.id for one in index.beginning("A")] == ["AB"]


def test_an_index_kept_busy_by_another_window_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callmate.store.index.indexfile.WAIT_S", 0.0)
    one, two = Index(tmp_path / "i"), Index(tmp_path / "i")
    one._db.execute("begin immediate")
    assert not two.put(CaseSummary("A", "Gas"))
    assert two.trouble and two.cases() == []
    one._db.execute("rollback")
    assert two.put(CaseSummary("A", "Gas"))
    assert [line.id for line in one.cases()] == ["A"]


def test_opening_looks_at_no_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = filled(tmp_path)
    refresh(library)
    library.close()
    seen: list[str] = []
    for name in ("listdir", "scandir", "stat", "lstat", "open"):
        real = getattr(os, name)

        def watched(path: object, *rest: object, _real: object = real, **named: object) -> object:
            seen.append(str(path))
            return _real(path, *rest, **named)  # type: ignore[operator]

        monkeypatch.setattr(os, name, watched)
    again = make_library(tmp_path)
    again.index.cases(50)
    again.company("Acme")
    assert seen and not [path for path in seen if "cases" in path]
    again.close()


def test_a_lone_surrogate_in_a_title_does_not_stop_the_index(own_world: Path) -> None:
    index = Index(own_world / "index.sqlite")
    assert index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", title="a\ud83d", company="b\ud83d"))
    assert [row.title for row in index.cases()] == ["a?"]
    assert list(index.names("b\ud83d", "rep")) == []
    index.close()
