"""Keeps the index up to date with what changed behind its back."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from callmate.desk.logs import read_raw
from callmate.ids import is_ulid
from callmate.model.damaged import marked, unread
from callmate.model.fold import fold
from callmate.model.shelf.moves import kin, reading
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import indexfile
from callmate.store.index.index import Index
from callmate.store.library import Library

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld


def summariser(
    library: Library, index: Index, related: set[str] | None = None
) -> Callable[[str], CaseSummary]:
    """What reads a case and gives its line, marked if its files cannot be read whole. ``related``
    gets the cases that share calls with those that were read. An error in one case is said on its
    line, and those after it are read all the same."""

    def summary(case_id: str) -> CaseSummary:
        try:
            return read(case_id)
        except Exception as error:
            return marked(CaseSummary(case_id), unread(error), index.case(case_id))

    def read(case_id: str) -> CaseSummary:
        case = library.case(case_id)
        own = case.read()
        events = reading(case_id, own, lambda other: read_raw(library, other))
        if related is not None:
            related.update(kin(own))
        found = summarise(fold(case_id, events))
        trouble = case.trouble
        return marked(found, trouble, index.case(case_id)) if trouble else found

    return summary


def renew(world: StoredWorld) -> None:
    """Bring the index up to date with what changed behind its back, or is not in it yet."""
    gc.enable()  # the start makes no garbage and does without; the reading of many cases does not
    _renew(world.library, world.index)


def _renew(library: Library, index: Index, search: bool = False) -> None:
    """``search`` tells whether the search is wanted too; little of it is left to who keeps it."""
    from callmate.desk.caches.builder import MANY, build_aside, is_much

    stale, related = list(index.stale(library.root)), set[str]()
    much = len(stale) > MANY or (search and is_much(library, stale))
    if much and not index.trouble and build_aside(library.root):
        stale = list(index.stale(library.root))
    read = summariser(library, index, related)
    index.rebuild(library.root, stale, read)
    others = sorted(one for one in related.difference(stale) if is_ulid(one))
    index.rebuild(library.root, others, read)


def renew_aside(world: StoredWorld) -> bytes:
    """The same beside a running window, and the search: with connections of their own, for a
    thread. Where no file can be written, what the index came to, for ``Index.take``."""
    root, library = world.library.root, world.library
    if not root.is_dir():
        return b""
    index = Index(root / indexfile.NAME, writable=not library.trouble)
    index.be_small()
    try:
        _renew(library, index, search=True)
        return index.copied()
    finally:
        index.close()
