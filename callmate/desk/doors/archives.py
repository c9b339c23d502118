"""``callmate backup`` and ``callmate restore``, as functions that return what there is to say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from callmate.clock import SystemClock
from callmate.paths import config_home, store_home
from callmate.store.backing import backup
from callmate.store.restoring import restore

MOST_NAMED: Final = 5


def back_up(target: Path) -> tuple[str, list[str]]:
    """What is in the backup, and what of it is damaged or was left out. Raises CallmateError."""
    saved = backup(store_home(), config_home(), target, SystemClock().now().at)
    notices = [
        *_listed("damaged and in the backup as it is", "damaged and in the backup as they are",
                 saved.damaged),
        *_listed("not in the backup", "not in the backup", saved.left_out),
    ]  # fmt: skip
    counted = f"{count(saved.cases, 'case')}, {count(saved.events, 'event')}"
    return f"{target}: {counted}; read back and found whole.", notices


def restored(path: Path) -> tuple[str, list[str]]:
    """What was restored, and what to know about it. Raises CallmateError."""
    root, config = store_home(), config_home()
    found = restore(root, config, path)
    notices = _listed(
        "damaged, as it was in the backup", "damaged, as they were in the backup",
        dict.fromkeys(found.damaged, ""),
    )  # fmt: skip
    if found.settings is False:
        notices.append(
            f"The settings in {config} were left as they are; those of the backup are in its "
            "folder “settings”."
        )
    if found.new_device:
        notices.append("This store got a new device id, since other files bear the old one.")
    counted = f"{count(found.cases, 'case')}, {count(found.events, 'event')}"
    return f"{counted} restored to {root}.", notices


def count(number: int, what: str) -> str:
    """``1 case``, ``2,000 cases``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _listed(one: str, many: str, files: Mapping[str, str]) -> list[str]:
    """Some files of which one thing is to be said, and why, in a sentence; none for none."""
    if not files:
        return []
    named = [f"{name} ({why})" if why else name for name, why in files.items()]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    verb = f"1 file is {one}" if len(named) == 1 else f"{len(named)} files are {many}"
    return [f"{verb}: {', '.join(named[:MOST_NAMED])}{more}."]
