"""Keeps the index up to date with what changed behind its back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callmate.model.events import Event
from callmate.model.fold import fold
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import Index

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld


def summary_of(case_id: str, events: list[Event]) -> CaseSummary:
    """A case's line, from its events."""
    return summarise(fold(case_id, events))


def renew(world: StoredWorld) -> None:
    """Bring the index up to date with what changed behind its back, or is not in it yet."""
    root, library = world.library.root, world.library
    stale = list(world.index.stale(root))
    world.index.rebuild(root, stale, lambda case_id: library.case(case_id).read(), summary_of)


def renew_aside(world: StoredWorld) -> None:
    """The same beside a running window: with a connection of its own, for a thread."""
    root, library = world.library.root, world.library
    if not root.is_dir():
        return
    index = Index(root / "index.sqlite")
    try:
        stale = list(index.stale(root))
        index.rebuild(root, stale, lambda case_id: library.case(case_id).read(), summary_of)
    finally:
        index.close()
