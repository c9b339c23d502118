"""Cases of archives, taken in: once, whole, and never over what is here."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.errors import UsageError
from callmate.ids import UlidSource
from callmate.store.archives import archive
from callmate.store.archives.backing import backup
from callmate.store.lanes import chain
from callmate.store.library import Library
from callmate.store.proof.verifying import check_folder
from callmate.store.quickread import facts_of
from tests.faults.steps import killed_at
from tests.store.stocked import CASES, contents, events_of, lane_in, taken
from tests.store.support import Maker, ids, make_library

NOW = ManualClock().at
CASE = CASES[0]

pytestmark = pytest.mark.usefixtures("no_syncs")


def trouble(root: Path, case: str = CASE) -> str:
    file = make_library(root).case(case)
    file.read()
    return file.trouble


def with_files(path: Path, files: Mapping[str, bytes]) -> Path:
    archive.write(path, "case", [(name, [body]) for name, body in files.items()], {}, made=NOW)
    return path


def forged(path: Path, saved: Path, change: Callable[[bytes], bytes | None]) -> Path:
    """The archive with the lane of the first case changed, or left out, and the old manifest."""
    name, _ = lane_in(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for one in old.namelist():
            body: bytes | None = old.read(one)
            if one == name and body is not None:
                body = change(body)
            if body is not None:
                new.writestr(one, body)
    return path


def test_a_case_from_elsewhere_is_here_byte_for_byte(tmp_path: Path, saved: Path) -> None:
    found = taken(tmp_path / "new", saved)
    assert {one.new for one in found.values()} == {7} and not any(
        one.said for one in found.values()
    )
    assert events_of(tmp_path / "new") == events_of(tmp_path / "old")
    wanted = {
        name: body for name, body in contents(tmp_path / "old").items() if name.startswith("cases/")
    }
    assert contents(tmp_path / "new") == wanted, "unknown kinds and versions are verbatim, too"
    backup(tmp_path / "new", None, tmp_path / "b.zip", NOW)
    assert lane_in(tmp_path / "b.zip") == lane_in(saved)


def test_the_same_again_is_nothing_new(tmp_path: Path, saved: Path) -> None:
    taken(tmp_path / "new", saved)
    before = contents(tmp_path / "new")
    for root in (tmp_path / "new", tmp_path / "old"):
        again = taken(root, saved)
        assert all((one.new, one.refused, one.said) == (0, False, []) for one in again.values())
    assert contents(tmp_path / "new") == before


def test_what_was_added_there_is_added_here(tmp_path: Path, saved: Path) -> None:
    taken(tmp_path / "new", saved)
    mine = make_library(tmp_path / "new").case(CASE)
    mine.append([Maker(seed=5)(text="of this machine")])
    mine.close()
    other = make_library(tmp_path / "old").case(CASE)
    added = other.append(Maker(seed=9).many(3))
    other.close()
    backup(tmp_path / "old", None, tmp_path / "b.zip", NOW)
    found = taken(tmp_path / "new", tmp_path / "b.zip")
    assert (found[CASE].new, found[CASES[1]].new, found[CASE].said) == (3, 0, [])
    events = events_of(tmp_path / "new")[CASE]
    assert len(events) == 11 and {*ids(added)} < {*ids(events)}
    assert not trouble(tmp_path / "new")
    assert taken(tmp_path / "new", saved)[CASE].new == 0, "an older one takes nothing away"
    assert len(events_of(tmp_path / "new")[CASE]) == 11


def test_what_was_forgotten_here_stays_so(tmp_path: Path, saved: Path) -> None:
    case = make_library(tmp_path / "old").case(CASE)
    event = next(one for one in case.read() if one.body.get("text") == "an ünïcode word")
    case.append(Maker(seed=9).many(2))
    case.forget([event.id])
    case.close()
    assert taken(tmp_path / "old", saved)[CASE].new == 0
    assert b"code word" not in b"".join(contents(tmp_path / "old" / "cases" / CASE).values())


def test_an_event_that_says_another_thing_is_refused(tmp_path: Path, saved: Path) -> None:
    _, body = lane_in(saved)
    docs = list(json.loads(body)["events"].values())
    prev, lines = chain.FIRST_PREV, []
    for doc in docs:
        event = chain.to_event(doc)
        said = {"text": "another"} if event.body else {}
        other = replace(event, lane="elsewhere-1", body=said)
        written = chain.write(other, prev, b"0" * 16)
        prev = written.hash
        lines.append(f'"{event.n}": {written.text}')
    lane = '{"events": {\n' + ",\n".join(lines) + "}}\n"
    path = with_files(
        tmp_path / "b.zip", {f"lanes/{CASE}/elsewhere-1.json": lane.encode()}
    )  # fmt: skip
    before = events_of(tmp_path / "old")
    found = taken(tmp_path / "old", path)[CASE]
    assert found.refused and "is another one here" in found.said[0]
    assert events_of(tmp_path / "old") == before


BROKEN: list[tuple[Callable[[bytes], bytes | None], str]] = [
    (lambda body: body.replace(b"word", b"w0rd"), "its body was changed"),
    (lambda body: body[: len(body) // 2], "is damaged from event"),
    (lambda body: body[: body.rindex(b",\n")] + b"}}\n", "was changed, or cut off, before it was"),
    (lambda body: None, "was missing from what was imported"),
    (lambda body: b"", "it is empty"),
    (lambda body: bytes(900), "it is not a store"),
]


@pytest.mark.parametrize(("change", "why"), BROKEN)
def test_what_is_broken_is_kept_marked_and_never_written(
    tmp_path: Path, saved: Path, change: Callable[[bytes], bytes | None], why: str
) -> None:
    path = forged(tmp_path / "b.zip", saved, change)
    found = taken(tmp_path / "new", path)
    assert found[CASE].said and not found[CASES[1]].said
    assert why in trouble(tmp_path / "new") and not trouble(tmp_path / "new", CASES[1])
    assert facts_of(tmp_path / "new", CASE) is None, "a cache reads it with care, too"
    assert check_folder(tmp_path / "new" / "cases" / CASE, CASE).troubles, "verify says it, too"
    before = contents(tmp_path / "new")
    case = make_library(tmp_path / "new").case(CASE)
    case.append([Maker()()])
    case.close()
    after = contents(tmp_path / "new")
    assert {name: after[name] for name in before} == before
    assert why in trouble(tmp_path / "new")


@pytest.mark.parametrize(("change", "why"), BROKEN)
def test_what_is_broken_is_never_merged(
    tmp_path: Path, saved: Path, change: Callable[[bytes], bytes | None], why: str
) -> None:
    before = events_of(tmp_path / "old")
    found = taken(tmp_path / "old", forged(tmp_path / "b.zip", saved, change))[CASE]
    assert found.new == 0 and events_of(tmp_path / "old") == before
    assert bool(found.said) is (why != "was missing from what was imported")
    assert not trouble(tmp_path / "old")


def test_a_whole_lane_is_put_beside_a_damaged_one(tmp_path: Path, saved: Path) -> None:
    name, body = lane_in(saved)
    damaged = body.replace(b"word", b"w0rd")
    (tmp_path / "old" / name).write_bytes(damaged)
    whole = events_of(tmp_path / "new") if taken(tmp_path / "new", saved) else {}
    assert taken(tmp_path / "old", saved)[CASE].new > 0
    assert events_of(tmp_path / "old")[CASE] == whole[CASE]
    assert (tmp_path / "old" / name).read_bytes() == damaged and trouble(tmp_path / "old")


def test_events_of_another_case_are_refused(tmp_path: Path, saved: Path) -> None:
    _, body = lane_in(saved)
    path = with_files(tmp_path / "b.zip", {f"lanes/{CASES[1]}/abcdefgh-1.json": body})
    with pytest.raises(UsageError, match="holds events of another case"):
        taken(tmp_path / "new", path)
    assert not (tmp_path / "new" / "cases").exists()
    assert not list((tmp_path / "new").glob(".incoming*"))
    with pytest.raises(UsageError, match="has no case in it"):
        taken(tmp_path / "new", with_files(tmp_path / "c.zip", {"report.txt": b"x"}))


def test_a_lane_that_a_window_writes_is_left_to_it(tmp_path: Path, saved: Path) -> None:
    taken(tmp_path / "new", saved)
    device = (tmp_path / "old" / "device").read_text()
    library = make_library(tmp_path / "old")
    case = library.case(CASE)
    case.append(Maker(seed=9).many(2))
    backup(tmp_path / "old", None, tmp_path / "b.zip", NOW)
    case.close()
    (tmp_path / "new" / "device").write_text(device)
    open_here = Library(tmp_path / "new", ManualClock(), UlidSource())
    writing = open_here.case(CASE)
    writing.ready()
    found = taken(tmp_path / "new", tmp_path / "b.zip")[CASE]
    assert found.new == 0 and any("is being written to" in one for one in found.said)
    writing.close()


def test_a_kill_while_archives_are_taken_in_damages_nothing(tmp_path: Path, saved: Path) -> None:
    """A case that was not here is not, or wholly; one that was has all it had, or all of both."""
    taken(tmp_path / "start", saved)
    shutil.rmtree(tmp_path / "start" / "cases" / CASES[1])
    case = make_library(tmp_path / "old").case(CASE)
    case.append(Maker(seed=9).many(3))
    case.close()
    backup(tmp_path / "old", None, tmp_path / "b.zip", NOW)
    wanted = events_of(tmp_path / "old")
    step, hit = 0, True
    while hit:
        root = tmp_path / str(step)
        shutil.copytree(tmp_path / "start", root)
        hit = killed_at(step, partial(taken, root, tmp_path / "b.zip"))
        found = events_of(root)
        assert len(found[CASE]) in (7, 10) and len(found.get(CASES[1], [])) in (0, 7)
        assert not trouble(root) and not trouble(root, CASES[1])
        taken(root, tmp_path / "b.zip")
        assert events_of(root) == wanted
        step += 2
    assert step > 20
