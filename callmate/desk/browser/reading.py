"""A past case open for reading: its timeline over all calls, and the event selected in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from callmate.desk.browser.shown import Reading
from callmate.model.events import Event
from callmate.model.fold import Fold
from callmate.model.shelf.pins import pinned
from callmate.model.timeline import is_visible


def read_case(case_id: str, events: Iterable[Event], event: str = "", trouble: str = "") -> Reading:
    """A case as it stands, opened at an event; at its beginning if there is no such event."""
    fold = Fold(case_id)
    fold.add(events)
    return reading_of(fold, event, trouble)


def reading_of(fold: Fold, event: str = "", trouble: str = "") -> Reading:
    """The same of a case that is folded already."""
    rows = tuple((at, fact) for at, fact in enumerate(fold.facts) if is_visible(fact))
    index = next((n for n, (_, fact) in enumerate(rows) if fact.id == event), 0)
    return Reading(fold, rows, index, pinned(fold.case, fold.facts), trouble)


def moved(reading: Reading, step: int) -> Reading:
    """The same with the event selected that is so many lines on, or the last one there is."""
    last = max(0, len(reading.rows) - 1)
    return replace(reading, index=min(max(0, reading.index + step), last))
