"""Brings the search up to date with case files that changed behind a window's back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.desk.logs import read_raw
from callmate.ids import is_ulid
from callmate.model.events import Event
from callmate.model.fold import Fold, fold
from callmate.model.search.documents import Doc, documents, forgotten
from callmate.model.shelf.moves import kin, reading
from callmate.model.summary import is_purged
from callmate.store.index import indexfile
from callmate.store.library import Library
from callmate.store.quickread import facts_of
from callmate.store.search import searchfile
from callmate.store.stamps import Stamps, side_by_side, stamp_of

if TYPE_CHECKING:
    from callmate.desk.caches.searchkeeper import SearchKeeper
    from callmate.store.search.writer import SearchWriter

TOGETHER: Final = 40
"""Cases that are written at once."""

Kept = tuple[Sequence[Doc], int]
"""The documents of a case, and how often words of it were forgotten."""


def stale(search: SearchWriter, library: Library, skip: Collection[str] = ()) -> list[str]:
    """Cases that changed, came or went since the search read them, the newest first.

    What the index knows of the files is not looked up again: it is brought up to date first.
    """
    fresh = sorted((one for one in library.each_case() if not search.knows(one)), reverse=True)
    there = ((case_id, "") for case_id in fresh)
    found = side_by_side(search.stamps(), index_stamps(library.root), there)
    return [
        one for one, (known, listed, _) in found
        if one not in skip and _is_stale(library, one, known, listed)
    ]  # fmt: skip


def _is_stale(library: Library, case_id: str, known: str, listed: str) -> bool:
    if known and known == listed:
        return False
    there = stamp_of(library.root, case_id)
    return known != there or not there


def index_stamps(root: Path) -> Stamps:
    """Which files the index was made of, by case; nothing if it does not tell."""
    return searchfile.stamps(root / indexfile.NAME)


def events_of(library: Library, case_id: str) -> list[Event]:
    """The facts of a case as its files hold them: read quickly if they are in order."""
    found = facts_of(library.root, case_id, library.site.fs)
    return read_raw(library, case_id) if found is None else found


def read_case(library: Library, case_id: str, related: set[str] | None = None) -> Fold:
    """A case with the calls that were moved to it, but without its keys and drafts. ``related``
    gets the cases it shares calls with."""
    own = events_of(library, case_id)
    if related is not None:
        related.update(kin(own))
    return fold(case_id, reading(case_id, own, lambda other: events_of(library, other)))


def kept_of(folded: Fold) -> Kept:
    """What the search keeps of a case; of one that was purged, nothing."""
    docs = () if is_purged(folded) else tuple(documents(folded))
    return docs, forgotten(folded)


def renew(search: SearchWriter, library: Library, keeper: SearchKeeper) -> None:
    """Read again what changed behind this window's back, a few cases at a time; what changes in
    it meanwhile is written between. Raises sqlite3.Error."""
    from callmate.desk.caches.builder import MANY, build_aside

    def going() -> bool:
        keeper.write_waiting()
        return not keeper.closing

    ids, related = stale(search, library, keeper.live), set[str]()
    is_file = keeper.place == library.root / searchfile.NAME
    if len(ids) > MANY and is_file and build_aside(library.root, going):
        ids = stale(search, library, keeper.live)
    _read_again(search, library, keeper, ids, related)
    others = sorted(one for one in related.difference(ids, keeper.live) if is_ulid(one))
    _read_again(search, library, keeper, others, set())
    search.scrub()


def _read_again(
    search: SearchWriter,
    library: Library,
    keeper: SearchKeeper,
    ids: Sequence[str],
    related: set[str],
) -> None:
    for first in range(0, len(ids), TOGETHER):
        if keeper.closing:
            return
        keeper.building = first, len(ids)
        some = ids[first : first + TOGETHER]
        stamps = {one: stamp_of(library.root, one) for one in some}  # before they are read
        found, unread = _kept_of(library, [one for one in some if stamps[one]], related)
        with search.together():
            for case_id in some:
                if case_id in keeper.live or case_id in unread:
                    continue
                if case_id in found:
                    search.put(case_id, *found[case_id], stamps[case_id])
                else:
                    search.remove(case_id)
        keeper.write_waiting()
        if unread:
            one, error = next(iter(unread.items()))
            keeper.trouble = f"The case {one} is not in the search ({type(error).__name__})."


def _kept_of(
    library: Library, ids: Sequence[str], related: set[str]
) -> tuple[dict[str, Kept], dict[str, Exception]]:
    """What the search keeps of cases, and what went wrong with others of them: one that cannot be
    read keeps what it had."""
    found: dict[str, Kept] = {}
    unread: dict[str, Exception] = {}
    for one in ids:
        try:
            found[one] = kept_of(read_case(library, one, related))
        except Exception as error:
            unread[one] = error
    return found, unread
