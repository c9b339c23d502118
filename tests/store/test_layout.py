"""Where a store has what."""

from __future__ import annotations

from pathlib import Path

from callmate.store.checkup.lanes import Seen, see
from callmate.store.layout import each_case, lane_folders, lanes_in
from tests.store.support import CASE, make_site


def test_all_folders_of_a_store(tmp_path: Path) -> None:
    for name in ("cases/no case", f"cases/{CASE}", "days/2026-03-02", "days/notes", "library"):
        (tmp_path / name).mkdir(parents=True)
    assert list(lane_folders(tmp_path)) == [
        (tmp_path / "cases" / CASE, CASE),
        (tmp_path / "days" / "2026-03-02", ""),
        (tmp_path / "library", ""),
    ]
    assert list(lane_folders(tmp_path / "nothing")) == []


def test_what_is_no_folder_is_named_where_one_should_be(tmp_path: Path) -> None:
    for name in ("cases", "days", "library"):
        (tmp_path / name).touch()
    assert {folder.name for folder, _ in lane_folders(tmp_path)} == {"cases", "days", "library"}
    see(tmp_path, make_site(tmp_path), seen := Seen())
    assert len(seen.damaged) == 3
    assert list(each_case(tmp_path)) == []


def test_a_file_beside_the_cases_is_no_damage(tmp_path: Path) -> None:
    """What a file manager or a person put there."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / ".DS_Store").touch()
    (tmp_path / "cases" / "notes.txt").touch()
    see(tmp_path, make_site(tmp_path), seen := Seen())
    assert not seen.damaged


def test_lanes_are_known_by_their_names(tmp_path: Path) -> None:
    for name in ("b-1.json", "a-1.json", ".b-1.json.7", "letter.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in lanes_in(tmp_path)] == ["a-1.json", "b-1.json"]
    assert lanes_in(tmp_path / "a-1.json") == lanes_in(tmp_path / "gone") == []
