"""T16: what was written once can be read by every later version.

Stores, backups and exports of every format there ever was (``tests/data/v*``) are opened,
continued, verified, backed up, restored and imported; each event has to be the one that was
written. And the archives themselves are tried: a kill, or a disk that fails, at every step of
making one and of taking one in.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.model.events import FORMAT_VERSION, NewEvent
from callmate.store import upgrade
from callmate.store.archives import archive
from callmate.store.archives.archive import Archive
from callmate.store.archives.backing import backup
from callmate.store.archives.receiving import receive
from callmate.store.archives.restoring import restore
from callmate.store.library import Library
from tests.data.v1.make import TWO_LANES, facts
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.steps import failing_at, killed_at
from tests.faults.verdict import against_stock, check_folder, folders_of, lanes_in

CHECKER: Final = files("callmate.exchange")
DATA: Final = Path(__file__).parents[1] / "data"
NOW: Final = ManualClock().at
QUICK_STEP: Final = 5
"""In the quick form one step of so many is cut off."""

Facts = dict[str, Any]


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="openings and faults")
    versions = sorted(DATA.glob("v*"))
    outcome.expect(bool(versions), "there is no store of an earlier format to open")
    for version in versions:
        say(version.name)
        expected = json.loads((version / "expected.json").read_text(encoding="ascii"))
        for name, way in WAYS.items():
            place = folder / f"{version.name}-{name}"
            place.mkdir()
            outcome.tried += 1
            outcome.acknowledged += sum(len(one["events"]) for one in expected["cases"].values())
            _attempt(outcome, f"{version.name}, {name}", partial(way, version, expected, place))
    outcome.figures["formats"] = ", ".join(one.name for one in versions)
    for name, trial in (("backup", backup_cut), ("restore", restore_cut)):
        place = folder / name
        place.mkdir()
        say(f"{name}, cut off")
        faults = trial(versions[-1], place, effort.pick(QUICK_STEP, 1), outcome)
        outcome.figures[f"faults in {name}"] = str(faults)
    return outcome


def _attempt(outcome: Outcome, what: str, way: Callable[[], Iterator[str]]) -> None:
    try:
        for wrong in way():
            outcome.fail(f"{what}: {wrong}")
    except Exception as error:  # whatever it is, the files could not be read
        outcome.fail(f"{what}: {type(error).__name__}: {error}")


def differing(found: Facts, expected: Facts) -> Iterator[str]:
    """What a store has otherwise than it should, a sentence each."""
    for part in ("cases", "days", "companies"):
        if found[part].keys() != expected[part].keys():
            yield f"{part}: {sorted(found[part])} instead of {sorted(expected[part])}"
        for name, wanted in expected[part].items():
            if found[part].get(name) != wanted:
                yield f"{part}: {name} is not what was written"


# Ways to read what was written.


def _opened(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """Opened, looked at, written on, and opened by stock TinyDB."""
    root = _copied(version, place)
    yield from differing(facts(root), expected)
    for folder, case in folders_of(root):
        told = expected["cases"][case] if case else {"events": [], "damaged": []}
        lanes: dict[str, list[str]] = {}
        for event in told["events"]:
            lanes.setdefault(event["lane"], []).append(event["id"])
        for path in lanes_in(folder):
            if path.stem not in told["damaged"]:
                yield from against_stock(path)
        yield from check_folder(root, folder, case, [], also=list(lanes.values()))


def _restored(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """The backup on an empty machine."""
    restore(place / "store", place / "settings", version / "backup.zip")
    yield from _mended(facts(place / "store"), expected)
    if not (place / "settings" / "config.toml").is_file():
        yield "the settings were not restored"


def _imported(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """Archives taken into a store of today; a second time they bring nothing new."""
    for name in ("backup.zip", "evidence.zip"):
        if not (version / name).exists():
            continue
        library = Library(place / name, ManualClock(), UlidSource())
        taken = {one.case: one for one in receive(library, version / name)}
        for case in taken:
            wanted = {one["id"]: one["body"] for one in expected["cases"][case]["events"]}
            found = {one.id: dict(one.body) for one in library.case(case).read()}
            if found != wanted:
                yield f"{name}: {case} is not what was written"
        again = receive(library, version / name)
        if any(one.new or one.refused for one in again):
            yield f"{name}: taken in twice, it brings something new"
        library.close()


def _checked(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """The exported case by the one file that checks it without callmate."""
    if not (version / "evidence.zip").exists():
        return
    checker = str(CHECKER.joinpath("verify_case.py"))
    code = expected["cases"][TWO_LANES]["code"]
    for more, status in ([], 0), (["--code", code], 0), (["--code", "0000-0000-0000"], 1):
        command = [sys.executable, checker, str(version / "evidence.zip"), *more]
        done = subprocess.run(command, capture_output=True, text=True, cwd=place)
        if done.returncode != status:
            yield f"verify_case.py {' '.join(more)}: {done.returncode}: {done.stdout}{done.stderr}"


def _merged(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """The backup taken into the store it is of."""
    root = _copied(version, place)
    library = Library(root, ManualClock(), UlidSource())
    if any(one.new or one.refused for one in receive(library, version / "backup.zip")):
        yield "its own backup is new to it"
    library.close()
    yield from differing(facts(root), expected)


def _backed_up(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """A backup of today of that store, restored."""
    root = _copied(version, place)
    backup(root, None, place / "new.zip", NOW)
    restore(place / "again", place / "settings", place / "new.zip")
    yield from _mended(facts(place / "again"), expected)


def _upgraded(version: Path, expected: Facts, place: Path) -> Iterator[str]:
    """A program of a newer format backs the store up before it writes to it, and reads it all."""
    root = _copied(version, place)
    with patch.object(upgrade, "FORMAT_VERSION", FORMAT_VERSION + 1):
        library = Library(root, ManualClock(), UlidSource())
        if library.trouble:
            yield library.trouble
        saved = sorted((root / "backups").glob("before-v*.zip"))
        library.days().append([_key()])
        library.close()
    if len(saved) != 1:
        yield f"{len(saved)} backups were made before the first write in a newer format"
        return
    restore(place / "again", place / "settings", saved[0])
    yield from _mended(facts(place / "again"), expected)


WAYS: Final[dict[str, Callable[[Path, Facts, Path], Iterator[str]]]] = {
    "opened": _opened, "restored": _restored, "imported": _imported, "merged": _merged,
    "checked": _checked, "backed up": _backed_up, "upgraded": _upgraded,
}  # fmt: skip


def _copied(version: Path, place: Path) -> Path:
    shutil.copytree(version / "store", place / "store")
    return place / "store"


def _mended(found: Facts, expected: Facts) -> Iterator[str]:
    """The same for a store that came out of a backup, where a torn end is left out of a lane."""
    for case, told in expected["cases"].items():
        here = found["cases"].get(case, {})
        if not here.get("damaged"):
            here.update(damaged=told["damaged"], code=told["code"])
    yield from differing(found, expected)


def _key() -> NewEvent:
    return NewEvent(UlidSource()(), "key", ManualClock().now(), {"key": "j"})


# Kills and failing disks.


def backup_cut(version: Path, place: Path, every: int, outcome: Outcome) -> int:
    """No archive bears its name that is not whole, and the store is as it was."""
    root, target = _copied(version, place), place / "out" / "a.zip"
    target.parent.mkdir()
    before, count = _bytes(root), 0
    for fault in (killed_at, failing_at):
        step, hit = 0, True
        while hit:
            hit = fault(step, lambda: backup(root, None, target, NOW))
            step, count = step + every, count + 1
            if target.exists():
                _attempt(outcome, f"backup, {fault.__name__} {step}", partial(_faults_of, target))
                target.unlink()
    outcome.expect(_bytes(root) == before, "a backup changed the store")
    backup(root, None, target, NOW)
    outcome.expect(os.listdir(target.parent) == ["a.zip"], "something of a backup was left over")
    outcome.tried += count
    return count


def _faults_of(target: Path) -> Iterator[str]:
    with Archive.open(target, archive.ROOMY) as found:
        for name in found.manifest.files:
            if fault := found.fault(name):
                yield f"{name}: {fault}"


def restore_cut(version: Path, place: Path, every: int, outcome: Outcome) -> int:
    """There is no case, or all of them are there; and the same backup goes in again."""
    expected = json.loads((version / "expected.json").read_text(encoding="ascii"))
    count = 0
    for fault in (killed_at, failing_at):
        step, hit = 0, True
        while hit:
            root, config = place / f"{count}", place / f"{count}-settings"
            again = partial(restore, root, config, version / "backup.zip")
            hit = fault(step, again)
            _attempt(
                outcome,
                f"restore, {fault.__name__} {step}",
                partial(_whole_or_none, root, expected, again),
            )
            shutil.rmtree(root, ignore_errors=True)
            shutil.rmtree(config, ignore_errors=True)
            step, count = step + every, count + 1
    outcome.tried += count
    return count


def _whole_or_none(root: Path, expected: Facts, again: Callable[[], object]) -> Iterator[str]:
    there = os.listdir(root / "cases") if (root / "cases").exists() else []
    if not there:
        again()
    elif len(there) != len(expected["cases"]):
        yield f"{len(there)} of {len(expected['cases'])} cases stand there"
    yield from _mended(facts(root), expected)


def _bytes(root: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in root.rglob("*") if file.is_file()}
