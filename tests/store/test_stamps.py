"""What several caches say of the same cases, compared one case at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.store import stamps
from callmate.store.stamps import side_by_side, stamp_of
from tests.store.support import CASE, Maker, make_case

TOLD = st.dictionaries(st.text("AB0", min_size=1, max_size=4), st.sampled_from("xyz"))


@given(TOLD, TOLD, TOLD)
def test_each_case_comes_once_with_what_each_says_of_it(
    one: dict[str, str], two: dict[str, str], three: dict[str, str]
) -> None:
    every = one, two, three
    found = list(side_by_side(*(sorted(told.items(), reverse=True) for told in every)))
    ids = sorted({case for told in every for case in told}, reverse=True)
    assert found == [(case, [told.get(case, "") for told in every]) for case in ids]


def test_a_case_of_which_only_one_tells_is_there() -> None:
    assert list(side_by_side([("B", "1")], [])) == [("B", ["1", ""])]
    assert list(side_by_side([], [])) == []


def test_a_stamp_outlives_the_machines_start_only_for_files_closed_in_good_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut may leave a padded file with new events and with its old time and size."""
    case = make_case(tmp_path)
    case.append([Maker()()])
    padded = stamp_of(tmp_path, CASE)
    assert stamp_of(tmp_path, CASE) == padded
    monkeypatch.setattr(stamps, "boot_id", lambda: "another start")
    assert stamp_of(tmp_path, CASE) != padded
    case.close()
    sealed = stamp_of(tmp_path, CASE)
    monkeypatch.undo()
    assert stamp_of(tmp_path, CASE) == sealed


def test_a_change_of_modes_or_of_a_byte_shows_though_the_time_of_the_write_stays(
    tmp_path: Path,
) -> None:
    case = make_case(tmp_path)
    case.append([Maker()()])
    case.close()
    (lane,) = (tmp_path / "cases" / CASE).glob("*.json")
    before, first = lane.stat(), stamp_of(tmp_path, CASE)
    lane.chmod(0o000)
    barred = stamp_of(tmp_path, CASE)
    assert barred != first
    lane.chmod(0o600)
    opened = stamp_of(tmp_path, CASE)
    assert opened not in (first, barred)
    lane.write_bytes(lane.read_bytes())
    os.utime(lane, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert stamp_of(tmp_path, CASE) not in (first, opened)
