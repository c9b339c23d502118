"""The benchmark's parts about past cases do what they say. Nothing here is timed."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.search.query import parse
from callmate.store.search.searchfile import NAME
from tests.bench.__main__ import GROUPS, options_of, sizes
from tests.bench.caches import INDEX, is_whole, linked, without_caches
from tests.bench.caches import sizes as sizes_of
from tests.bench.figures import median
from tests.bench.keys import Answer
from tests.bench.library import Size, fill_anew, make_library
from tests.bench.lists import Listed, words_of
from tests.cases.years import years

CASES = 4


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("past") / "library"
    make_library(root, Size(CASES, 40))
    return root


def test_all_of_it_can_be_found_and_the_caches_hold_every_case(library: Path) -> None:
    assert is_whole(library, CASES)
    assert not is_whole(library, CASES + 1)
    words = words_of(library)
    world = StoredWorld(library, ManualClock(), UlidSource())
    found = {name: world.search(parse(text, date.min)).hits for name, text in words.items()}
    world.close()
    assert found["a common word"] and len(found["a rare number"]) == 1
    assert not found["no such word"]


def test_a_copy_has_the_case_files_alone_and_is_the_same_when_filled(
    library: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    linked(library, copy)
    assert not is_whole(copy, CASES)
    assert sorted(path.name for path in copy.iterdir()) == ["bench-library.json", "cases", "device"]
    fill_anew(copy, Size(CASES, 40))
    assert is_whole(copy, CASES)
    assert [figure.met for figure in sizes_of(copy)][0] in (True, False)
    without_caches(copy)
    assert not (copy / INDEX).exists() and not (copy / NAME).exists()
    shutil.rmtree(copy)
    assert is_whole(library, CASES), "the files it was linked to are there"


def test_years_lie_evenly_before_the_day_they_end(tmp_path: Path) -> None:
    until, over = datetime(2026, 3, 1, tzinfo=UTC), timedelta(days=1000)
    ids = years(tmp_path / "years", 10, until, over)
    world = StoredWorld(tmp_path / "years", ManualClock(), UlidSource())
    rows = {row.id: row for row in world.cases()}
    world.close()
    assert list(rows) and set(rows) == set(ids)
    opened = [datetime.fromisoformat(rows[one].opened_at) for one in ids]
    assert opened == sorted(opened)
    assert until - over <= opened[0] < opened[-1] < until
    assert not any(row.running for row in rows.values())


def test_a_key_that_painted_nothing_is_counted() -> None:
    listed = Listed()
    listed.take(listed.moved, [Answer(1.0, 1.01, 5, 1.02), Answer(2.0, None, 0)])
    listed.take_live([Answer(1.0, 1.01, 5, 1.02), Answer(2.0, None, 0)])
    assert listed.missed == 1
    assert median(listed.moved) == pytest.approx(10)
    assert median(listed.followed) == pytest.approx(20)
    assert median(listed.live) == pytest.approx(10)


def test_the_parts_can_be_asked_for_at_any_size() -> None:
    parts = ["browse", "search", "index", "replay"]
    assert set(parts) <= set(GROUPS)
    options = options_of(["--only", ",".join(parts), "--cases", "50"])
    assert options.only == parts
    assert sizes(False, options.cases)[0] == Size(50)
    assert sizes(False, 0)[0] == Size()
