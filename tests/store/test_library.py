"""The library as a whole: its folder, its device, its cases by name, and companies."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from callmate.errors import CallmateError
from callmate.model.summary import CaseSummary
from callmate.paths import config_home, store_home
from callmate.store.stamps import stamp_of
from tests.store.support import Maker, make_library


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
    with pytest.raises(CallmateError, match=r"(?s)Gas bill.*Gas meter|Gas meter.*Gas bill"):
        library.resolve("gas")
    with pytest.raises(CallmateError):
        library.case("../../etc")
    for unknown in ("water", "", "%", "_"):
        with pytest.raises(CallmateError, match="No case begins"):
            library.resolve(unknown)
    library.close()


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
