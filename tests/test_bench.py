"""The benchmark's parts do what they say. Nothing here is timed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.packs.loader import load
from callmate.store.lanes.scan import Health
from tests.bench import opening, plans
from tests.bench.__main__ import options_of
from tests.bench.cards import long_case
from tests.bench.cards import measure as measure_cards
from tests.bench.figures import Figure, at_most, number, p99, plus, table, times
from tests.bench.library import Size, big_case, make_library, open_library
from tests.bench.shim import NoCompiler, Shim, compile_shim, covering, parse
from tests.bench.stage import prepare_call

CASES = 13
SIZE = Size(CASES, 100, million=250)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one case of each history and one more, and a bigger case."""
    root = tmp_path_factory.mktemp("bench") / "library"
    open_library(root, SIZE)
    return root


def lanes(root: Path) -> list[Path]:
    return sorted(root.glob("cases/*/*.json"))


def test_stock_tinydb_reads_every_file_and_85_of_100_documents_are_keys(library: Path) -> None:
    sizes = Counter[int]()
    for lane in lanes(library):
        with TinyDB(lane, access_mode="r") as db:
            documents = db.table("events").all()
        keys = sum(document["kind"] == "key" for document in documents)
        assert keys == len(documents) * 85 // 100
        sizes[len(documents)] += 1
    assert sizes == {100: CASES, 250: 1}


def test_the_program_opens_the_library(library: Path) -> None:
    world = StoredWorld(library, ManualClock(), UlidSource())
    try:
        assert not list(world.index.stale(library))
        cases = world.cases()
        assert len(cases) == CASES + 1
        assert not any(case.running for case in cases)
        assert {case.calls for case in cases if case.id != big_case(SIZE)} > {1}
        for lane in lanes(library):
            found = world.library.case(lane.parent.name).verify()
            assert {one.health for one in found.values()} == {Health.WHOLE}
        company = next(case.company for case in cases if case.company.startswith("Qantas"))
        assert world.names(company, "rep")
    finally:
        world.close()


def test_opening_and_verifying_are_measured_on_whole_files(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "EVENTS", 300)
    figures = opening.opening(tmp_path, 1)
    figures += opening.verifying(library, big_case(SIZE), SIZE.million, lambda words: None)
    assert [figure.floor is not None and figure.value > 0 for figure in figures] == [True, True]
    with pytest.raises(SystemExit, match="not whole: 250 of 251"):
        opening.verifying(library, big_case(SIZE), SIZE.million + 1, lambda words: None)


def test_a_case_of_it_can_be_called_about_again(library: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(library, root)
    clock = ManualClock()
    world = StoredWorld(root, clock, UlidSource())
    desk = Desk(world, clock)
    chosen = next(case.id for case in world.cases() if case.id != big_case(SIZE))
    desk.context.open(chosen, world.case(chosen))
    desk.press("space", " ", clock.now())
    world.close()
    with TinyDB(next((root / "cases" / chosen).glob("*.json")), access_mode="r") as db:
        kinds = [document["kind"] for document in db.table("events").all()]
    assert kinds[-2:] == ["key", "call_start"] and len(kinds) == 102


def test_the_same_seed_makes_the_same_files(library: Path, tmp_path: Path) -> None:
    make_library(tmp_path / "again", SIZE)
    make_library(tmp_path / "other", Size(CASES, 100, million=250, seed=7))

    def contents(root: Path) -> list[bytes]:
        return [lane.read_bytes() for lane in lanes(root)]

    assert contents(tmp_path / "again") == contents(library) != contents(tmp_path / "other")


def test_a_folder_with_something_else_in_it_is_refused(library: Path, tmp_path: Path) -> None:
    assert open_library(library, SIZE) == 0
    with pytest.raises(SystemExit, match="another size"):
        open_library(library, Size(1))
    (tmp_path / "letter.txt").touch()
    with pytest.raises(SystemExit, match="not empty"):
        open_library(tmp_path, SIZE)


def test_a_library_with_an_index_of_another_form_is_filled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size(1, 20)
    open_library(tmp_path / "kept", size)
    written = lanes(tmp_path / "kept")[0].stat()
    monkeypatch.setattr("tests.bench.library.SCHEMA", "create table other(x);")
    assert open_library(tmp_path / "kept", size) > 0
    assert open_library(tmp_path / "kept", size) == 0
    assert lanes(tmp_path / "kept")[0].stat() == written


def test_a_prepared_call_leaves_nothing_behind(library: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(library, root)
    home = prepare_call(root)
    assert [doc["kind"] for doc in home.documents if doc["kind"] == "note"] == ["note"]
    home.remove()
    assert len(lanes(root)) == CASES + 1 and not (root / "days").exists()


def test_the_options_are_read() -> None:
    options = options_of(["--quick", "--only", "start,idle", "--library", "kept"])
    assert options.quick and options.only == ["start", "idle"] and options.library == Path("kept")
    with pytest.raises(SystemExit):
        options_of(["--only", "start,sleep"])


def test_a_target_is_met_or_missed() -> None:
    assert times("a", 12, "ms", 10, 1.2).met is True
    assert times("a", 12.1, "ms", 10, 1.2).met is False
    assert plus("b", 15.1, "ms", 10, 5).met is False
    assert at_most("c", 0, "", 0).met is True
    assert Figure("d", 1, "ms", None, "", None).met is None


def test_the_table_has_a_line_for_each_figure() -> None:
    lines = table([times("start", 300, "ms", 200, 1.2), at_most("lost", 0, "", 0)]).split("\n")
    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        "start", "300 ms", "200", "1.50", "≤ 1.2 ×", "MISSED",
    ]  # fmt: skip
    assert lines[3].split("|")[5:7] == [" none    ", " met    "]
    assert len({len(line) for line in lines}) == 1
    assert (number(0.123), number(12.34), number(12345.6)) == ("0.12", "12.3", "12,346")


def test_the_99th_of_a_hundred_leaves_one_out() -> None:
    assert p99([float(value) for value in range(200)]) == 198
    assert p99([3.0, 1.0]) == 3.0


def test_the_sync_that_covers_a_write_is_the_first_lane_sync_begun_after_it() -> None:
    log = "1000000000 1100000000 /s/cases/A/x-1.json\n2000000000 2100000000 /s/cases/A\n"
    log += "3000000000 3200000000 /s/cases/A/x-1.json\n4000000000 41"
    syncs = parse(log)
    assert [sync.begin for sync in syncs] == [1.0, 2.0, 3.0]
    found = covering(syncs, 1.05, Path("/s/cases"))
    assert found is not None and (found.begin, found.end) == (3.0, 3.2)
    assert covering(syncs, 3.05, Path("/s/cases")) is None


def test_the_shim_notes_the_syncs_of_a_program(tmp_path: Path) -> None:
    try:
        library = compile_shim(tmp_path)
    except NoCompiler as error:
        pytest.skip(str(error))
    shim = Shim(library, tmp_path / "log")
    code = (
        "import os, sys; fd = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY);"
        "os.write(fd, b'x'); os.fdatasync(fd); os.fsync(fd)"
    )
    target = tmp_path / "lane.json"
    run = [sys.executable, "-c", code, str(target)]
    subprocess.run(run, env=shim.environment(2.0), check=True)
    syncs = shim.syncs()
    assert [sync.path for sync in syncs] == [str(target)] * 2
    assert all(sync.end - sync.begin >= 0.002 for sync in syncs)


def test_figures_are_told_as_json() -> None:
    told = json.loads(json.dumps(times("start", 300, "ms", 200, 1.5).as_json()))
    assert told["met"] is True and told["ratio"] == 1.5 and told["most"] == 300


def test_the_judge_is_measured_at_the_end_of_a_long_case() -> None:
    long = long_case(load(), 600)
    assert sum(sum(call.counts.values()) for call in long.judge.case.calls) > 500
    call = long.judge.active()
    assert call is not None
    assert call.state("rep")
    figures = measure_cards(2)
    assert [figure.unit for figure in figures] == ["µs", "µs"]
    assert options_of(["--only", "cards"]).only == ["cards"]


def test_plan_and_letter_are_measured_beside_the_fold_of_a_long_case() -> None:
    made = plans.events(600)
    assert len(made) == 601
    assert sum(event.kind == "call_start" for event in made) == plans.CALLS
    live = plans.events(600, plans.KEYS_A_FACT)
    assert len(live) == 601
    assert sum(event.kind == "key" for event in live) == 500
    figures = plans.measure(1, 600)
    assert [figure.unit for figure in figures] == ["ms"] * 4
    assert all(figure.floor for figure in figures)
    assert options_of(["--only", "plans"]).only == ["plans"]
