"""Whether the files of a case are as they were, told without reading them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from callmate.store.scan import is_lane


def stamp_of(root: Path, case_id: str) -> str:
    """What tells, without reading them, that the lanes of a case are as they were; "" if none."""
    folder = root / "cases" / case_id
    try:
        with os.scandir(folder) as entries:
            lanes = [
                _stamp(entry.name, entry.stat(follow_symlinks=False))
                for entry in entries
                if is_lane(entry.name)
            ]
    except FileNotFoundError:
        return ""
    except OSError:  # no folder, or one that may not be read: itself is looked at
        try:
            lanes = [_stamp("", os.lstat(folder))]
        except OSError:
            return ""
    return json.dumps(sorted(lanes)) if lanes else ""


def _stamp(name: str, stat: os.stat_result) -> tuple[str, int, int, int]:
    return name, stat.st_ino, stat.st_size, stat.st_mtime_ns
