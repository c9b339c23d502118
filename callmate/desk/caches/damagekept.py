"""The list keeps that a case was found damaged, though its files look as they did when its line was
made: whoever reads many cases in haste does not follow their chains."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from callmate.store.casefile import CaseFile
from callmate.store.index import indexfile
from callmate.store.index.index import Index
from callmate.store.index.recall import known_cases
from callmate.store.lanes.lane import Site
from callmate.store.layout import QUARANTINE
from callmate.store.proof.verifying import FolderChecked


def keep_damage(index: Index, case_id: str, trouble: str) -> None:
    """Have the list say of a case what is wrong with its files, if anything is."""
    if trouble and case_id not in index.troubled():
        index.set_trouble(case_id, trouble)


def keep_verified(root: Path, folders: Iterable[FolderChecked]) -> None:
    """Have the list say what was found of these cases: damaged, or good again."""
    known, changed = known_cases(root), dict[str, str]()
    for folder in folders:
        case = folder.folder.name
        if (row := known.get(case)) is None or folder.is_good != bool(row.trouble):
            continue
        trouble = trouble_of(root, case)
        if folder.is_good and not trouble:
            changed[case] = ""
        elif not folder.is_good:
            found = (lane.trouble.told() for lane in folder.lanes if lane.trouble)
            changed[case] = trouble or next(found, folder.problem).removesuffix(".") + "."
    if changed:
        index = Index(root / indexfile.NAME)
        for case, trouble in changed.items():
            index.set_trouble(case, trouble)
        index.close()


def trouble_of(root: Path, case: str) -> str:
    """What is wrong with the files of a case as they are now, which are only read."""
    file = CaseFile(root, case, Site("verify00", root / QUARANTINE, refusal="only read"))
    file.read()
    return file.trouble
