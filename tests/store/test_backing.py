"""A backup has everything, may be made at any time, and never damages or replaces a thing."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.errors import CallmateError
from callmate.store.archives.archive import ROOMY, Archive
from callmate.store.archives.backing import backup
from callmate.store.archives.restoring import restore
from callmate.store.lanes.chain import verify
from tests.faults.steps import STEPS, killed_at
from tests.store.stocked import CASES, contents, events_of, stocked
from tests.store.support import Maker, lane_path, make_case, stock_ids

NOW = ManualClock().at

pytestmark = pytest.mark.usefixtures("no_syncs")


def unzipped(path: Path, folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as pack:
        pack.extractall(folder)
    return contents(folder)


def test_everything_is_in_it_but_caches_and_the_device(tmp_path: Path) -> None:
    events = stocked(tmp_path / "store", tmp_path / "config")
    saved = backup(tmp_path / "store", tmp_path / "config", tmp_path / "a.zip", NOW)
    assert (saved.cases, saved.damaged, saved.left_out) == (2, {}, {})
    assert saved.events == sum(map(len, events.values())) + 2  # a key of the day, a company
    found = unzipped(tmp_path / "a.zip", tmp_path / "out")
    found.pop("manifest.json")
    settings = {
        name.removeprefix("settings/"): found.pop(name)
        for name in [*found]
        if name.startswith("settings/")
    }
    assert found == contents(tmp_path / "store")
    assert settings == contents(tmp_path / "config")


def test_a_call_may_be_logged_meanwhile(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path / "store")
    case.append(make.many(40))
    padded = lane_path(tmp_path / "store", "testdev1-1").read_bytes()
    saved = backup(tmp_path / "store", None, tmp_path / "a.zip", NOW)
    assert saved.events == 40 and not saved.damaged
    assert lane_path(tmp_path / "store", "testdev1-1").read_bytes() == padded
    case.append([make()])
    lane = unzipped(tmp_path / "a.zip", tmp_path / "out").popitem()
    found = unzipped(tmp_path / "a.zip", tmp_path / "out")
    name = next(one for one in found if one.startswith("cases/"))
    assert found[name].endswith(b"}}\n") and len(found[name]) < len(padded), lane[0]
    assert len(stock_ids(tmp_path / "out" / name)) == 40
    case.close()


def test_half_of_a_write_that_goes_on_is_left_out(tmp_path: Path) -> None:
    make = Maker()
    case = make_case(tmp_path / "store")
    case.append(make.many(3))
    case.close()
    path = lane_path(tmp_path / "store", "testdev1-1")
    path.write_bytes(path.read_bytes()[:-3] + b',\n"4": {"at":"20')
    saved = backup(tmp_path / "store", None, tmp_path / "a.zip", NOW)
    assert (saved.events, saved.damaged) == (3, {})
    unzipped(tmp_path / "a.zip", tmp_path / "out")
    assert len(stock_ids(tmp_path / "out" / path.relative_to(tmp_path / "store"))) == 3


def test_damaged_lanes_are_taken_as_they_are_and_named(tmp_path: Path) -> None:
    root = tmp_path / "store"
    stocked(root)
    lanes = sorted((root / "cases").rglob("*.json"))
    changed = lanes[0].read_bytes().replace(b"word", b"w0rd")
    lanes[0].write_bytes(changed)
    lanes[1].write_bytes(bytes(700))
    saved = backup(root, None, tmp_path / "a.zip", NOW)
    names = [lane.relative_to(root).as_posix() for lane in lanes]
    assert list(saved.damaged) == names
    found = unzipped(tmp_path / "a.zip", tmp_path / "out")
    assert [found[name] for name in names] == [changed, bytes(700)]
    with Archive.open(tmp_path / "a.zip", ROOMY) as opened:
        assert opened.manifest.about["damaged"] == saved.damaged


def test_what_cannot_be_taken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "store"
    stocked(root)
    os.mkfifo(root / "letters" / "pipe")
    (root / "letters" / "link").symlink_to("/etc/passwd")
    (root / "letters" / "folder").symlink_to("/etc")
    (root / "letters" / "new\nline").write_text("")
    (root / "letters" / ".hidden").write_text("half of a write")
    saved = backup(root, None, tmp_path / "a.zip", NOW)
    assert saved.left_out == {
        "letters/pipe": "it is not a plain file",
        "letters/link": "it is not a plain file",
        "letters/folder": "it is not a plain file",
        "'letters/new\\nline'": "its name is not fit for an archive",
    }
    assert ".hidden" not in str(unzipped(tmp_path / "a.zip", tmp_path / "out").keys())


def test_it_lies_in_no_folder_of_ours(tmp_path: Path) -> None:
    root, config = tmp_path / "store", tmp_path / "config"
    stocked(root, config)
    (tmp_path / "link").symlink_to(root / "letters")
    for folder in (root, root / "cases", config, tmp_path / "link"):
        with pytest.raises(CallmateError, match="lies in callmate's own folder"):
            backup(root, config, folder / "a.zip", NOW)
    with pytest.raises(CallmateError, match="There is no store at"):
        backup(tmp_path / "none", config, tmp_path / "a.zip", NOW)
    assert not (tmp_path / "a.zip").exists()


def test_a_store_of_no_case_can_be_backed_up(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    saved = backup(tmp_path / "store", tmp_path / "none", tmp_path / "a.zip", NOW)
    assert (saved.cases, saved.events) == (0, 0)


def test_a_kill_leaves_no_half_of_a_backup(tmp_path: Path) -> None:
    root, target = tmp_path / "store", tmp_path / "out" / "a.zip"
    stocked(root)
    before = contents(root)
    target.parent.mkdir()
    step, whole = 0, False
    while not whole:
        whole = not killed_at(step, lambda: backup(root, None, target, NOW))
        if target.exists():
            with Archive.open(target) as found:
                assert not any(map(found.fault, found.manifest.files))
            target.unlink()
        step += 1
    assert step > len(STEPS) and contents(root) == before
    backup(root, None, target, NOW)
    assert os.listdir(target.parent) == ["a.zip"], "what the killed ones left is swept away"


def test_the_lanes_in_it_are_whole_chains(tmp_path: Path) -> None:
    import json

    stocked(tmp_path / "store")
    backup(tmp_path / "store", None, tmp_path / "a.zip", NOW)
    with Archive.open(tmp_path / "a.zip") as found:
        for case in CASES:
            name = next(one for one in found.names if one.startswith(f"cases/{case}"))
            docs = json.loads(found.read(name))["events"].values()
            assert verify(docs).ok and len(docs) == 7


def test_backups_made_while_others_write_hold_whole_events(tmp_path: Path) -> None:
    """Each has all that was written before it was begun, and no half of what came after."""
    root, many = tmp_path / "store", 400
    make_case(root).append([Maker()()])
    done, written = os.pipe()
    pid = os.fork()
    if pid == 0:
        case, make = make_case(root, "writerab"), Maker(seed=3)
        for number in range(many):
            case.append([make(text=f"{number} " + "x" * (number % 900))])
            os.write(written, b".")
        os._exit(0)
    os.close(written)
    counts, sure = [], 0
    for number in range(6):
        sure += len(os.read(done, many))
        saved = backup(root, None, tmp_path / f"{number}.zip", NOW)
        assert not saved.damaged and not saved.left_out
        counts.append(saved.events)
        assert saved.events > sure, "and the one that was there before"
        restore(tmp_path / f"{number}", tmp_path / "config", tmp_path / f"{number}.zip")
        read = events_of(tmp_path / f"{number}")[CASES[0]]
        assert [one.n for one in read if one.lane == "writerab-1"] == [*range(1, saved.events)]
    os.close(done)
    os.waitpid(pid, 0)
    assert counts == sorted(counts)
