"""T10: many processes on one case, some killed; two machines on a shared folder; files that are
moved, barred or gone under a running program.

No process overwrites what another wrote, each sees live what the others write, and what cannot be
written is held and said until it can be.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from tests.conftest import ROOT
from tests.desk.support import on_disk
from tests.faults import barred, moved, shared
from tests.faults.members import notes
from tests.faults.outcome import Effort, Outcome, Run, Say
from tests.faults.verdict import check
from tests.store.support import CASE, ids, make_case

TWENTY: Final = 20
KILLS: Final = 5


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="crowds, moves and bars")
    for name, part in PARTS.items():
        say(name)
        (folder / name).mkdir()
        outcome.add(part(folder / name, effort, say))
    return outcome


def crowds(folder: Path, effort: Effort, say: Say) -> Outcome:
    """Two processes, and twenty of which five are killed and replaced."""
    outcome = Outcome()
    for members, kills in ((2, 0), (2, 1), (TWENTY, KILLS)):
        outcome.add(crowd(folder / f"of-{members}-{kills}", effort, members, kills))
    return outcome


def desks(folder: Path, effort: Effort, say: Say) -> Outcome:
    """The same with whole desks: keys, notes, the index and the search."""
    members, kills, batches = effort.pick((3, 1, 4), (TWENTY, KILLS, 10))
    return crowd(folder, effort, members, kills, kind="desks", batches=batches)


def crowd(
    root: Path, effort: Effort, members: int, kills: int, *,
    kind: str = "files", bug: str = "", batches: int = 0,
) -> Outcome:  # fmt: skip
    """One crowd, and what is wrong with its case afterwards."""
    outcome = Outcome(tried=1)
    batches = batches or effort.pick(1000, 5000) // members
    command = [
        sys.executable, "-m", "tests.faults.crowd", str(root), "--kind", kind, "--bug", bug,
        "--members", str(members), "--kills", str(kills), "--batches", str(batches),
        "--seed", str(effort.seed),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0 or done.stderr:
        outcome.fail(f"{members} {kind}, {kills} killed: {done.stderr.strip()[-400:]}")
    if done.returncode == 0:
        rows = json.loads(done.stdout)
        outcome.acknowledged = sum(len(row["wrote"]) for row in rows)
        outcome.expect(sum(row["killed"] for row in rows) == kills, "not all were killed")
        for sentence in JUDGES[kind](root, rows):
            outcome.fail(f"{members} {kind}, {kills} killed: {sentence}")
    return outcome


def _files(root: Path, rows: list[dict[str, Any]]) -> list[str]:
    wrong = _blind(rows, sorted(ids(make_case(root).read())))
    return wrong + check(root, CASE, [], also=[row["wrote"] for row in rows])


def _desks(root: Path, rows: list[dict[str, Any]]) -> list[str]:
    person, world = on_disk(root)
    try:
        wrong = _blind(rows, sorted(notes(person)))
        stored, case = person.log, person.case.id
    finally:
        world.close()
    kept = Counter(one.body["values"].get("text") for one in stored if one.kind == "detail")
    typed = typed_texts(one.body for one in stored if one.kind == "key")
    for text in (text for row in rows for text in row["wrote"]):
        if kept[text] != 1:
            wrong.append(f"the note {text} is there {kept[text]} times")
        if text not in typed:
            wrong.append(f"not all keys of the note {text} are there, in their order")
    return wrong + check(root, case, [])


def typed_texts(keys: Iterable[Mapping[str, Any]]) -> set[str]:
    """The printed keys of each text, in the order of the files, from the bodies of all keys."""
    texts: dict[str, str] = {}
    for body in keys:
        character, entry = body["character"], body["entry"]
        if entry and character and character.isprintable():
            texts[entry] = texts.get(entry, "") + character
    return set(texts.values())


def away(folder: Path, effort: Effort, say: Say) -> Outcome:
    """Files and folders that are taken away under their writer."""
    return moved.try_all(folder, effort)


JUDGES: Final[dict[str, Callable[[Path, list[dict[str, Any]]], list[str]]]] = {
    "files": _files,
    "desks": _desks,
}


def _blind(rows: list[dict[str, Any]], there: list[str]) -> list[str]:
    """Members that did not see all that is there."""
    alive = [row["saw"] for row in rows if not row["killed"]]
    return [f"a member saw {len(saw)} of {len(there)}" for saw in alive if sorted(saw) != there]


PARTS: Final[dict[str, Run]] = {
    "crowds": crowds,
    "desks": desks,
    "shared": shared.run,
    "away": away,
    "barred": barred.run,
}
