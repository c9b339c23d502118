"""The library as a whole: its folder, its device, its cases by name, companies, and the index."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.errors import CallmateError
from callmate.ids import UlidSource
from callmate.model.events import Event
from callmate.model.summary import CaseSummary, Known
from callmate.paths import config_home, store_home
from callmate.store.index import Index, stamp_of
from callmate.store.library import Library
from tests.store.support import Maker


def make_library(root: Path) -> Library:
    return Library(root, ManualClock(), UlidSource())


def summarise(case_id: str, events: list[Event]) -> CaseSummary:
    return CaseSummary(case_id, title=str(events[0].body["text"]), calls=len(events))


def test_a_missing_store_is_made_private(tmp_path: Path) -> None:
    root = tmp_path / "a" / "b"
    library = make_library(root)
    assert library.trouble == ""
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "device").stat().st_mode) == 0o600
    library.index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    assert stat.S_IMODE((root / "index.sqlite").stat().st_mode) == 0o600
    library.close()


def test_the_device_id_stays(tmp_path: Path) -> None:
    first = make_library(tmp_path)
    assert len(first.device) == 8
    assert make_library(tmp_path).device == first.device
    (tmp_path / "device").write_text("no id at all")
    odd = make_library(tmp_path)
    assert odd.device != first.device and odd.site.notices
    assert (tmp_path / "device").read_text() == "no id at all"


@pytest.mark.parametrize("what", ["file", "fifo", "dangling", "not ours", "not writable"])
def test_a_store_that_cannot_be_used_is_said_and_typing_goes_on(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "store"
    if what == "file":
        root.write_text("a file")
    elif what == "fifo":
        os.mkfifo(root)
    elif what == "dangling":
        root.symlink_to(tmp_path / "nowhere")
    else:
        root.mkdir()
    with monkeypatch.context() as patch:
        if what == "not ours":
            patch.setattr(os, "geteuid", lambda: 12345)
        if what == "not writable":
            patch.setattr(os, "access", lambda *_: False)
        library = make_library(root)
        assert library.trouble.endswith(f": {root}"), "what is wrong comes before a long path"
        case = library.new_case()
        events = case.append(Maker().many(2))
        assert case.unsaved == events
        assert library.site.syncer.status.unsaved == 2
        library.remember_company("Acme", {"phone": "1"})
        assert library.company("acme")["phone"] == "1"
        library.index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        library.retry()
        assert library.trouble
    if root.is_symlink() or not root.is_dir():
        root.unlink()
    library.retry()
    assert library.trouble == ""
    assert [event.id for event in case.retry()] == [event.id for event in events]
    case.close()
    library.close()
    assert make_library(root).company("Acme") == {"name": "Acme", "phone": "1"}


def test_a_linked_store_folder_of_ours_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert make_library(tmp_path / "link").trouble == ""


def test_a_store_open_to_others_is_told_with_the_cure(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert "chmod 700" in make_library(tmp_path).site.notices[0]


def test_companies_are_known_by_any_spelling_and_in_every_window(tmp_path: Path) -> None:
    one, two = make_library(tmp_path), make_library(tmp_path)
    one.remember_company("Acme Gas", {"phone": "0800 1", "facts": ["meter 7"]})
    assert two.company("ACME  gas") == {"name": "Acme Gas", "phone": "0800 1", "facts": ["meter 7"]}
    two.remember_company("acme gas", {"phone": "0800 2", "facts": None})
    assert one.companies() == {"acme gas": {"name": "acme gas", "phone": "0800 2"}}
    one.close()
    two.close()
    assert make_library(tmp_path).company("Acme gas")["phone"] == "0800 2"


def test_a_case_is_found_by_the_beginning_of_its_id_or_title(tmp_path: Path) -> None:
    library = make_library(tmp_path)
    first, second = "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BRZ3NDEKTSV4RRFFQ69G5FAV"
    library.index.put(CaseSummary(first, title="Gas bill"))
    library.index.put(CaseSummary(second, title="Gas meter"))
    assert library.resolve("01a") == first
    assert library.resolve("gas  M") == second
    assert library.resolve("GAS BILL") == first
    with pytest.raises(CallmateError, match="Gas bill.*Gas meter|Gas meter.*Gas bill"):
        library.resolve("gas")
    with pytest.raises(CallmateError):
        library.case("../../etc")
    for unknown in ("water", "", "%", "_"):
        with pytest.raises(CallmateError, match="No case begins"):
            library.resolve(unknown)
    library.close()


def filled(root: Path, count: int = 3) -> Library:
    library, make = make_library(root), Maker()
    for number in range(count):
        case = library.new_case()
        case.append([make(text=f"case {number}")])
        case.close()
    return library


def refresh(library: Library) -> int:
    stale = list(library.index.stale(library.root))
    return library.index.rebuild(
        library.root, stale, lambda case_id: library.case(case_id).read(), summarise
    )


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
    again.index.rebuild(tmp_path, [crashed], lambda case_id: again.case(case_id).read(), summarise)
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
    monkeypatch.setattr("callmate.store.indexfile.WAIT_S", 0.0)
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


def test_where_things_are_kept(tmp_path: Path) -> None:
    assert store_home({"CALLMATE_HOME": "/x/y z"}) == Path("/x/y z")
    assert store_home({"XDG_DATA_HOME": "/d", "HOME": "/h"}) == Path("/d/callmate")
    assert store_home({"XDG_DATA_HOME": "relative", "HOME": "/h"}).is_relative_to("/h")
    assert config_home({"HOME": "/h"}) == Path("/h/.config/callmate")
    assert store_home({}).is_absolute()  # HOME unset: the system's own record of the user
    assert stamp_of(tmp_path, "nothing") == ""


def test_without_any_home_the_person_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", unknown)
    with pytest.raises(CallmateError, match="CALLMATE_HOME"):
        store_home({})


def test_a_lone_surrogate_in_a_title_does_not_stop_the_index(own_world: Path) -> None:
    index = Index(own_world / "index.sqlite")
    assert index.put(CaseSummary("01ARZ3NDEKTSV4RRFFQ69G5FAV", title="a\ud83d", company="b\ud83d"))
    assert [row.title for row in index.cases()] == ["a?"]
    assert list(index.names("b\ud83d", "rep")) == []
    index.close()
