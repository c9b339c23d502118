"""Where a store has what: folders of lanes, one for each case, each day, and the library."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from callmate.ids import is_ulid
from callmate.store.lanes.scan import is_lane

CASES: Final = "cases"
DAYS: Final = "days"
LIBRARY: Final = "library"
"""What is known of companies."""
QUARANTINE: Final = "quarantine"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_day(name: str) -> bool:
    """Whether a folder is one of a day, by its name."""
    return _DAY.fullmatch(name) is not None


def case_folder(root: Path, case_id: str) -> Path:
    return root / CASES / case_id


def day_folder(root: Path, day: date) -> Path:
    return root / DAYS / day.isoformat()


def each_case(root: Path) -> Iterator[str]:
    """The ids of all cases of a store, in no order; none where it has no folder of cases.

    Raises OSError if that cannot be listed.
    """
    try:
        with os.scandir(root / CASES) as entries:
            yield from (entry.name for entry in entries if is_ulid(entry.name))
    except (FileNotFoundError, NotADirectoryError):
        return


def lane_folders(root: Path) -> Iterator[tuple[Path, str]]:
    """Each folder of lanes of a store, and the case whose they are, "" for what is of none.

    What is no folder and stands where one should is given too. Raises OSError if they cannot be
    listed.
    """
    for case_id in sorted(each_case(root)):
        yield case_folder(root, case_id), case_id
    if (root / DAYS).is_dir():
        for name in sorted(os.listdir(root / DAYS)):
            if is_day(name):
                yield root / DAYS / name, ""
    if os.path.lexists(root / LIBRARY):
        yield root / LIBRARY, ""
    for part in (root / CASES, root / DAYS):
        if os.path.lexists(part) and not part.is_dir():
            yield part, ""


def lanes_in(folder: Path) -> list[Path]:
    """What a folder has of lanes, by their names; nothing if there is no such folder."""
    try:
        return sorted(folder / name for name in os.listdir(folder) if is_lane(name))
    except (FileNotFoundError, NotADirectoryError):
        return []
