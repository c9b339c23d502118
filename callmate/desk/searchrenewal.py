"""Brings the search up to date with case files that changed behind a window's back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from callmate.desk.logs import read_raw
from callmate.model.documents import Doc, documents, forgotten
from callmate.model.events import Event
from callmate.model.fold import Fold, fold
from callmate.model.moves import kin, reading
from callmate.store.index import stamp_of
from callmate.store.library import Library
from callmate.store.quickread import facts_of

if TYPE_CHECKING:
    from callmate.desk.searchkeeper import SearchKeeper
    from callmate.store.search import Search

TOGETHER: Final = 40
"""Cases that are written at once."""

Found = tuple[list[Doc], int]
"""The documents of a case, and how often words of it were forgotten."""


def stale(search: Search, library: Library, skip: Collection[str] = ()) -> list[str]:
    """Cases that changed, came or went since the search read them, the newest first."""
    known = search.stamps()
    ids = sorted({*known, *library.case_ids()} - set(skip), reverse=True)
    return [one for one in ids if not known.get(one) or known[one] != stamp_of(library.root, one)]


def events_of(library: Library, case_id: str) -> list[Event]:
    """The facts of a case as its files hold them: read quickly if they are in order."""
    found = facts_of(library.root, case_id)
    return read_raw(library, case_id) if found is None else found


def facts_folded(library: Library, case_id: str, related: set[str] | None = None) -> Fold:
    """A case with the calls that were moved to it, but without its keys and drafts. ``related``
    gets the cases it shares calls with."""
    own = events_of(library, case_id)
    if related is not None:
        related.update(kin(own))
    return fold(case_id, reading(case_id, own, lambda other: events_of(library, other)))


def renew(search: Search, library: Library, keeper: SearchKeeper) -> None:
    """Read again what changed behind this window's back, a few cases at a time; what changes in
    it meanwhile is written between. Raises sqlite3.Error."""
    ids = stale(search, library, keeper.live)
    related: set[str] = set()
    read = _reader(library, related)
    _write(search, library, keeper, ids, read)
    _write(search, library, keeper, sorted(related.difference(ids, keeper.live)), read)
    search.scrub()


def _reader(library: Library, related: set[str]) -> Callable[[str], Found]:
    def read(case_id: str) -> Found:
        folded = facts_folded(library, case_id, related)
        return list(documents(folded)), forgotten(folded)

    return read


def _write(
    search: Search, library: Library, keeper: SearchKeeper, ids: Sequence[str],
    read: Callable[[str], Found],
) -> None:  # fmt: skip
    done = 0
    for few in _in_parts(ids):
        if keeper.closing:
            return
        keeper.building = done, len(ids)
        stamps = {one: stamp_of(library.root, one) for one in few}  # before they are read
        found = {one: read(one) for one, stamp in stamps.items() if stamp}
        with search.together():
            for case_id in few:
                if case_id in keeper.live:
                    continue
                if case_id in found:
                    docs, emptied = found[case_id]
                    search.put(case_id, docs, emptied, stamps[case_id])
                else:
                    search.remove(case_id)
        done += len(few)
        keeper.write_waiting()


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER))
