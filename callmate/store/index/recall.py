"""What an index remembers of the cases, whatever became of their files; it is only read."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from callmate.store.index import indexfile


@dataclass(frozen=True, slots=True)
class Known:
    """A case by its line; ``last_at`` (RFC 3339) is when something last happened in it."""

    case: str
    title: str = ""
    last_at: str = ""
    trouble: str = ""
    """What its line says is wrong with its files; "" if nothing is."""


def known_cases(root: Path) -> dict[str, Known]:
    """Every case of an index by its id, the latest first; none if there is no index, or one that
    cannot be read."""
    import sqlite3

    path = root / indexfile.NAME
    if path.is_symlink() or not path.is_file():  # a pipe would be waited for
        return {}
    # Where nobody has it open nothing is to be left beside it.
    quiet = "" if Path(f"{path}-wal").exists() else "&immutable=1"
    lines = "select id, title, last_at, trouble from cases order by last_s desc, id desc"
    try:
        uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro{quiet}"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            return {row[0]: Known(*row) for row in db.execute(lines)}
    except sqlite3.Error:
        return {}
