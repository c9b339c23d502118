"""What a door says of a case whose files are damaged, where one reads it."""

from __future__ import annotations

from collections.abc import Callable

from callmate.desk.caches.damagekept import keep_damage
from callmate.desk.doors.verifying import kin_of
from callmate.desk.world import StoredWorld
from callmate.store.layout import case_folder
from callmate.store.proof.verifying import check_folder

Tell = Callable[[str], None]
"""Hears a sentence, or "" where there is nothing to say."""


def nobody(sentence: str) -> None:
    """Whom to tell where nobody listens."""


def damage_of(world: StoredWorld, case_id: str) -> str:
    """What is wrong with the files of a case that was read from its log, or with those of a case
    it shares calls with, in a sentence; "" if they are whole. The list says so from now on, too."""
    row = world.index.case(case_id)
    trouble = world.trouble(case_id) or (_trouble(world, case_id) if row and row.trouble else "")
    if trouble:
        return _told(world, case_id, case_id, trouble)
    if row and row.trouble and _is_good(world, case_id):
        world.index.set_trouble(case_id, "")
    for other in sorted(kin_of(world.library.root, case_id)):
        if trouble := _trouble(world, other):
            return _told(world, case_id, other, trouble)
    return ""


def _is_good(world: StoredWorld, case_id: str) -> bool:
    return check_folder(case_folder(world.library.root, case_id), case_id).is_good


def _trouble(world: StoredWorld, case_id: str) -> str:
    file = world.library.case(case_id)
    file.read()
    return file.trouble


def _told(world: StoredWorld, case_id: str, damaged: str, trouble: str) -> str:
    checked = check_folder(case_folder(world.library.root, damaged), damaged)
    if checked.is_good and not (trouble := _trouble(world, damaged)):
        return ""  # another window was writing it
    keep_damage(world.index, damaged, trouble)
    found = [checked.problem] if checked.problem else [one.told() for one in checked.troubles]
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    which = "This case" if damaged == case_id else "A case that this one shares calls with"
    first = next(iter(found), trouble.removesuffix("."))
    return f"{which} is damaged: {first}{more}; see: callmate verify {case_id}"
