"""Leaves nothing in index and search of words that are no more in the files they were made of."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from callmate.desk.caches.indexrenewal import summariser
from callmate.desk.caches.searchrenewal import kept_of, read_case
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.store.library import Library
from callmate.store.search import searchfile
from callmate.store.stamps import stamp_of


def wipe(world: StoredWorld, cases: Iterable[str]) -> None:
    """Read these cases again, and wipe what was replaced. Raises CallmateError if another window
    is in the way, which keeps for as long as it reads what was there before."""
    import sqlite3

    library, index, ids = world.library, world.index, sorted(cases)
    busy = CallmateError(
        "A window of callmate keeps the list or the search busy, where words may still be; close "
        "it, and do this again."
    )
    try:
        index.rebuild(library.root, ids, summariser(library, index))
        wiped = index.scrub() and _wipe_search(library, ids)
    except sqlite3.OperationalError:
        raise busy from None
    if not wiped or index.trouble:
        raise busy


def _wipe_search(library: Library, cases: Iterable[str]) -> bool:
    path: Path = library.root / searchfile.NAME
    if not path.exists():
        return True
    from callmate.store.search.writer import SearchWriter

    with closing(SearchWriter(path)) as search:
        for case_id in cases:
            stamp = stamp_of(library.root, case_id)
            if stamp:
                search.put(case_id, *kept_of(read_case(library, case_id)), stamp)
            else:
                search.remove(case_id)
        return search.wipe()
