"""Keeps the index up to date with what changed behind its back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from callmate.model.damaged import marked
from callmate.model.fold import fold
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import Index
from callmate.store.library import Library

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld


def summariser(library: Library, index: Index) -> Callable[[str], CaseSummary]:
    """What reads a case and gives its line, marked if its files cannot be read whole."""

    def summary(case_id: str) -> CaseSummary:
        case = library.case(case_id)
        found = summarise(fold(case_id, case.read()))
        trouble = case.trouble
        return marked(found, trouble, index.case(case_id)) if trouble else found

    return summary


def renew(world: StoredWorld) -> None:
    """Bring the index up to date with what changed behind its back, or is not in it yet."""
    library, index = world.library, world.index
    index.rebuild(library.root, list(index.stale(library.root)), summariser(library, index))


def renew_aside(world: StoredWorld) -> None:
    """The same beside a running window: with a connection of its own, for a thread."""
    root, library = world.library.root, world.library
    if not root.is_dir():
        return
    index = Index(root / "index.sqlite")
    try:
        index.rebuild(root, list(index.stale(root)), summariser(library, index))
    finally:
        index.close()
