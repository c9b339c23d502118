"""Keeps the index up to date with what changed behind its back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from callmate.desk.logs import read_raw
from callmate.ids import is_ulid
from callmate.model.damaged import marked
from callmate.model.fold import fold
from callmate.model.moves import kin, reading
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import Index
from callmate.store.library import Library

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld


def summariser(
    library: Library, index: Index, related: set[str] | None = None
) -> Callable[[str], CaseSummary]:
    """What reads a case and gives its line, marked if its files cannot be read whole. ``related``
    gets the cases that share calls with those that were read."""

    def summary(case_id: str) -> CaseSummary:
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
    _renew(world.library, world.index)


def _renew(library: Library, index: Index) -> None:
    stale, related = list(index.stale(library.root)), set[str]()
    read = summariser(library, index, related)
    index.rebuild(library.root, stale, read)
    others = sorted(one for one in related.difference(stale) if is_ulid(one))
    index.rebuild(library.root, others, read)


def renew_aside(world: StoredWorld) -> bytes:
    """The same beside a running window: with a connection of its own, for a thread. Where no file
    can be written, what it came to, for ``Index.take``."""
    from callmate.desk import building

    root, library = world.library.root, world.library
    if not root.is_dir():
        return b""
    index = Index(root / "index.sqlite", writable=not library.trouble)
    try:
        if not index.trouble and building.is_much(library, index):
            building.build_aside(root)
        _renew(library, index)
        return index.copied()
    finally:
        index.close()
