"""A past case open for reading: its timeline over all calls, and the event selected in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from callmate.desk.browser.shown import Reading
from callmate.desk.ports import Watch
from callmate.model.events import Event
from callmate.model.facts import Fact
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
    facts, pins = fold.facts, pinned(fold.case, fold.facts)
    return Reading(fold, rows, index, pins, trouble, facts, len(facts))


def follow(reading: Reading, live: Fold | None, watch: Watch) -> Reading:
    """The same place in a case that went on since: in the ``live`` one of the desk if that is
    what is read, else in its files."""
    case_id, chosen = reading.case.id, reading.chosen.id if reading.chosen else ""
    if live is not None and live.case.id == case_id:
        same = reading.facts is live.facts and reading.count == len(live.facts)
        return reading if same else reading_of(live, chosen, reading.trouble)
    again = watch.again(case_id)
    return reading if again is None else reading_of(again, chosen, reading.trouble)


def as_it_stands(reading: Reading) -> Fact | None:
    """The selected event; as it is by now, should it have changed since it was drawn."""
    entry = reading.fold.ledger.entries.get(reading.chosen.id) if reading.chosen else None
    return entry.fact() if entry else reading.chosen


def moved(reading: Reading, step: int) -> Reading:
    """The same with the event selected that is so many lines on, or the last one there is."""
    last = max(0, len(reading.rows) - 1)
    return replace(reading, index=min(max(0, reading.index + step), last))
