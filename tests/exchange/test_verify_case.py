"""The checker that goes with an exported case: it knows nothing of callmate and finds the same."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from callmate.exchange import verify_case
from callmate.store.proof import anchors
from callmate.store.proof.heads import Head, code_of, number_of, spelled
from callmate.store.proof.verifying import FolderChecked, LaneChecked, check_folder, check_lane
from tests.conftest import ROOT
from tests.model.support import HISTORIES
from tests.store.forging import CHANGES, Changed, lines_of, put, written
from tests.store.support import CASE, Maker, lane_path, make_case

SCRIPT = ROOT / "callmate" / "exchange" / "verify_case.py"


def read(path: Path) -> verify_case.Lane:
    return verify_case.Lane(f"{path.parent.name}/{path.name}", lambda: path.open("rb"))


def same(path: Path) -> tuple[verify_case.Lane, LaneChecked]:
    """A lane read by both; they agree on what holds, how much, and up to which hash."""
    here, there = read(path), check_lane(path, CASE)
    assert bool(here.wrong) == (there.trouble is not None), (here.wrong, there.trouble)
    assert (here.count, here.hash) == (there.held, there.hash or "0" * 64)
    assert (here.forgotten, here.last) == (there.forgotten, there.last_at)
    assert here.is_lane != there.is_unreadable
    return here, there


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def two_lanes(root: Path) -> FolderChecked:
    """Two machines in turn, each reading the other's now and then; six of each."""
    make = Maker()
    one, other = make_case(root), make_case(root, "testdev2")
    for position in range(6):
        one.append([make("call_end" if position == 3 else "note")])
        other.append([make()])
        if position % 2:
            one.follow()
            other.follow()
    one.close()
    other.close()
    return check_folder(one.folder, CASE)


def test_it_stands_alone_and_needs_no_new_python() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names
    for word in ("removeprefix", "removesuffix", "match ", "prove", "tamper"):
        assert word not in text.replace("re.match(", ""), word


@pytest.mark.parametrize("changed", [one[0] for one in CHANGES])
def test_it_finds_what_verify_finds(tmp_path: Path, changed: Changed) -> None:
    path = written(tmp_path)
    lines = lines_of(path)
    changed(lines)
    put(path, lines)
    here, _ = same(path)
    assert here.wrong


@pytest.mark.parametrize("seed", range(4))
def test_any_bit_that_is_turned_over(tmp_path: Path, seed: int) -> None:
    whole = written(tmp_path).read_bytes()
    path = tmp_path / CASE / "testdev1-1.json"
    path.parent.mkdir()
    chance = random.Random(seed)
    for _ in range(150):
        at = chance.randrange(len(whole) - 1)
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        same(path)


def test_a_cut_at_any_byte(tmp_path: Path) -> None:
    whole = written(tmp_path, 3).read_bytes()
    path = tmp_path / CASE / "testdev1-1.json"
    path.parent.mkdir()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        if end > 12:  # with less of it, there is nothing to tell a lane by
            same(path)


def test_forgotten_words_and_padding_are_fine(tmp_path: Path) -> None:
    case, make = make_case(tmp_path), Maker()
    events = case.append(make.many(5))
    case.forget([events[1].id])
    path = lane_path(tmp_path, "testdev1-1")
    assert path.read_bytes().endswith(b"  ")
    here, _ = same(path)
    assert here.forgotten == 1 and not here.wrong
    case.close()
    empty = lane_path(tmp_path, "empty-1")
    empty.write_bytes(b'{"events": {}}   ')
    assert not read(empty).wrong


def numbers(folder: FolderChecked) -> Iterable[int]:
    """The code at every point of the merged order."""
    heads: dict[str, Head] = {}
    for step in anchors.merged(folder.own):
        heads[step.lane] = Head(step.lane, step.n, step.hash)
        yield number_of(heads.values())


def test_both_know_the_same_codes(tmp_path: Path) -> None:
    folder = two_lanes(tmp_path)
    lanes = [read(lane.path) for lane in folder.own]
    for position, number in enumerate(numbers(folder), start=1):
        found = anchors.find(folder, number).point
        there = verify_case.point_of(lanes, number)
        assert found is not None
        assert (there[0]["id"], there[1]) == (found.step.id, found.later)
        assert found.later == 12 - position
        assert verify_case.read_code(spelled(number).lower().replace("0", "o")) == number
        assert verify_case.spelled(number) == spelled(number)
    assert anchors.find(folder, 1).point is None is verify_case.point_of(lanes, 1)


def test_a_window_that_had_not_read_the_other_made_a_code_too(tmp_path: Path) -> None:
    folder = two_lanes(tmp_path)
    one, other = folder.own
    end = one.ends[0]
    alone = number_of([Head(one.lane, end.n, end.hash)])
    behind = number_of([Head(one.lane, end.n, end.hash), Head(other.lane, 1, _hash(other, 1))])
    for number, later in ((alone, 8), (behind, 7)):
        found = anchors.find(folder, number)
        assert found.point is not None and (found.point.step.n, found.point.later) == (4, later)
        there = verify_case.point_of([read(lane.path) for lane in folder.own], number)
        assert (there[0]["n"], there[1]) == (4, later)


def _hash(lane: LaneChecked, n: int) -> str:
    return next(step.hash for step in anchors.steps_of(lane) if step.n == n)


def test_where_a_lane_is_gone_a_copy_of_it_counts(tmp_path: Path) -> None:
    folder = two_lanes(tmp_path)
    code = code_of(folder.heads)
    gone = folder.own[0].path
    gone.rename(gone.with_name("testdev1-1.kept-0123.json"))
    assert code_of(check_folder(folder.folder, CASE).heads) == code
    done = run(folder.folder, "--code", code)
    assert done.returncode == 0 and f"the head code is {code}" in done.stdout


def test_what_is_too_much_to_try_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = two_lanes(tmp_path)
    monkeypatch.setattr(anchors, "MOST_TRIED", 5)
    assert anchors.find(folder, 1) == anchors.Search(None, whole=False)


def test_the_codes_of_calls_ends(tmp_path: Path) -> None:
    folder = two_lanes(tmp_path)
    (coded,) = anchors.codes(folder)
    found = anchors.find(folder, verify_case.read_code(coded.code)).point
    assert found is not None and found.step.id == coded.end.id
    one = FolderChecked(folder.folder, [folder.own[0]])
    (alone,) = anchors.codes(one)
    assert alone.code == code_of([Head("testdev1-1", 4, folder.own[0].ends[0].hash)])


def evidence(root: Path, target: Path) -> Path:
    """An archive as an export makes it, of two lanes."""
    folder = two_lanes(root)
    files = {f"lanes/{CASE}/{lane.path.name}": lane.path.read_bytes() for lane in folder.lanes}
    files["report.txt"] = b"what it came to\n"
    listed = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    }
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps({"callmate": "case", "files": listed}))
    return target


def test_an_archive_a_folder_and_lanes_are_checked(tmp_path: Path) -> None:
    archive = evidence(tmp_path, tmp_path / "case.zip")
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    lanes = sorted((folder / "lanes" / CASE).iterdir())
    code = code_of(check_folder(lanes[0].parent, CASE).heads)
    for paths in ([archive], [folder], [lanes[0].parent], lanes):
        done = run(*paths, "--code", code.lower())
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count(": good, 6 events up to 2026-03-02T09:00:") == 2
        assert f"case {CASE}: the head code is {code}\n" in done.stdout
        assert "the code given was made at event 6 of testdev2-1" in done.stdout
        assert "it did not know 0 events" in done.stdout
    assert "cannot be seen without a head code" in run(archive).stdout
    wrong = run(archive, "--code", "0000-0000-0000")
    assert wrong.returncode == 1 and "No point of this record has the code" in wrong.stdout
    assert run(archive, "--code", "K7QD").returncode == 2


def test_what_is_wrong_with_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(evidence(tmp_path, tmp_path / "case.zip")) as packed:
        packed.extractall(folder)
    (folder / "report.txt").write_text("something else\n")
    lane = folder / "lanes" / CASE / "testdev1-1.json"
    lane.rename(lane.with_name("testdev1-2.json"))
    done = run(folder)
    assert done.returncode == 1
    assert "report.txt: is not the file that was exported" in done.stdout
    assert "testdev1-1.json: is in the list of files, and is not there" in done.stdout
    assert "testdev1-2.json: is not in the list of files" in done.stdout
    assert "report.txt and manifest.json could be made anew by anybody" in done.stdout
    lane.with_name("testdev1-2.json").write_bytes(b"no lane\n")
    assert run(folder).returncode == 2


@pytest.mark.parametrize("ending", [".doubtful", ".missing"])
def test_what_came_doubtful_is_no_good(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path)
    doubtful = path.rename(path.with_name(f"testdev1-1{ending}.json"))
    done = run(doubtful)
    assert done.returncode == 1
    assert "PROBLEM, it was not whole before it was imported" in done.stdout


@pytest.mark.parametrize("made", [b"", b"PK\3\4 broken", None])
def test_what_cannot_be_read_is_said(tmp_path: Path, made: bytes | None) -> None:
    path = tmp_path / "case.zip"
    if made is not None:
        path.write_bytes(made)
    done = run(path)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout


def test_nothing_in_a_record_steers_a_terminal(tmp_path: Path) -> None:
    path = written(tmp_path)
    told = path.read_bytes().replace(b"2026-03-02T09:00:04", b"\\u001b]0;x\\u0007", 1)
    path.write_bytes(told.replace(b"number 3", b"number 9"))
    done = run(path)
    assert done.returncode == 1 and "\x1b" not in done.stdout and "?]0;x?" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_histories_read_the_same(tmp_path: Path, history: Path) -> None:
    from datetime import UTC

    from callmate.clock import ManualClock
    from callmate.exchange.importing import to_events
    from callmate.exchange.script import read_script
    from callmate.ids import UlidSource

    case = make_case(tmp_path)
    case.append(to_events(read_script(history), ManualClock().now(), UTC, UlidSource()))
    case.close()
    here, there = same(lane_path(tmp_path, "testdev1-1"))
    assert not here.wrong and here.count == there.held > 0
    assert here.ends == [(end.n, end.hash) for end in there.ends]
