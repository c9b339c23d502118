"""What a store wrote under an id that it gave up is its own: words can be forgotten there."""

from __future__ import annotations

import shutil
from pathlib import Path

from callmate.store.archives.backing import backup
from callmate.store.archives.receiving import receive
from callmate.store.archives.restoring import restore
from callmate.store.clones import MOST_FORMER, device_file, devices_in, is_own
from tests.store.support import CASE, Maker, make_library, make_site
from tests.store.test_restoring import NOW


def stored(root: Path) -> tuple[str, str]:
    """A store with a case, and a backup of it beside; the store's id, and the event's."""
    library = make_library(root)
    case = library.case(CASE)
    event = case.append([Maker()(text="frobnitz")])[0]
    case.close()
    backup(root, None, root.with_suffix(".zip"), NOW)
    return library.device, event.id


def forgets(root: Path, event: str) -> bool:
    library = make_library(root)
    count = library.case(CASE).forget([event])
    words = any(b"frobnitz" in path.read_bytes() for path in (root / "cases" / CASE).iterdir())
    return count == 1 and not words and not library.site.notices


def test_a_case_that_came_back_from_a_backup_can_be_forgotten(tmp_path: Path) -> None:
    device, event = stored(tmp_path / "a")
    shutil.rmtree(tmp_path / "a" / "cases" / CASE)
    receive(make_library(tmp_path / "a"), tmp_path / "a.zip")
    library = make_library(tmp_path / "a")
    assert library.device != device and library.site.former == {device}
    assert library.case(CASE).append([Maker(seed=5)()])[0].lane == f"{library.device}-1"
    assert forgets(tmp_path / "a", event)


def test_a_store_that_was_restored_is_ones_own(tmp_path: Path) -> None:
    device, event = stored(tmp_path / "a")
    restore(tmp_path / "b", tmp_path / "config", tmp_path / "a.zip")
    library = make_library(tmp_path / "b")
    assert library.device != device and library.site.former == {device}
    assert library.case(CASE).append([Maker(seed=5)()])[0].lane == f"{library.device}-1"
    assert forgets(tmp_path / "b", event)


def test_what_another_device_wrote_is_left_to_it(tmp_path: Path) -> None:
    _, event = stored(tmp_path / "a")
    receive(make_library(tmp_path / "b"), tmp_path / "a.zip")
    assert not forgets(tmp_path / "b", event)


def test_the_file_of_a_device() -> None:
    many = [f"{'abcdefg' if n % 2 else 'abcdefh'}{chr(97 + n % 26)}" for n in range(52)]
    text = device_file("testdevi", many).decode()
    assert devices_in(text)[0] == "testdevi" and set(devices_in(text)) == {"testdevi", *many}
    assert devices_in("testdevi\n") == ("testdevi",)
    assert devices_in("testdevi\nno id\n") == () == devices_in("")
    assert len(device_file("a" * 8, map(str, range(10_000_000, 10_001_000)))) < 9 * MOST_FORMER + 10


def test_a_name_tells_whose_a_lane_is(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    site.former = frozenset({"abcdefgh"})
    assert is_own("testdev1-2.json", site) and is_own("abcdefgh-1.kept-0123.json", site)
    assert not is_own("abcdefg2-1.json", site) and not is_own("", site)
