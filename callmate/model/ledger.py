"""The log as it is to be read: facts with their details, effective times and strikes.

Corrections are events of their own (``detail``, ``amend``, ``undo``, ``redo``, ``strike``,
``unstrike``); the ledger lays them over the facts they speak of. It is the mutable half of the
fold: it grows with the log and hands out frozen facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from callmate.model.amounts import as_int, target_ids
from callmate.model.events import CORRECTIONS, INPUTS, TEXTS, Event
from callmate.model.moment import Moment
from callmate.model.state import Fact

MAX_SHIFT_MS = 366 * 86_400_000
"""A shift by more than a year is no correction of a call's times; it moves nothing."""

NOT_FACTS = {*INPUTS, *TEXTS, *CORRECTIONS}


def _order(event: Event) -> tuple[str, str, int]:
    return event.clock, event.lane, event.n


def _place(at: float, moment: Moment, recorded: Moment) -> float:
    """Where a fact stands that happened at ``moment`` and was recorded at ``at`` on the axis."""
    if moment is recorded:
        return at
    if moment.boot and moment.boot == recorded.boot:
        return at + (moment.mono - recorded.mono) / 1000
    return at + (moment.at - recorded.at).total_seconds() * 1e6


def stated_moment(body: Any, recorded: Moment) -> Moment:
    """When a fact happened: ``when`` (and ``mono``, if it was measured), else when recorded."""
    when = body.get("when")
    if not isinstance(when, str):
        return recorded
    try:
        at = datetime.fromisoformat(when)
    except ValueError:
        return recorded
    if at.tzinfo is None:
        at = at.replace(tzinfo=recorded.at.tzinfo)
    mono = body.get("mono")
    if isinstance(mono, int):
        return Moment(at, recorded.boot, mono)
    return Moment(at, stated=True)


@dataclass(slots=True)
class Entry:
    """One fact as it was written, and what was said about it since."""

    event: Event
    order: int
    position: float
    """Where it stands in time: microseconds on an axis that never runs backwards."""
    moment: Moment
    details: dict[str, Any] = field(default_factory=dict)
    draft: str = ""
    amended: bool = False
    struck: bool = False
    undone: bool = False
    corrections: list[Event] = field(default_factory=list)
    written: tuple[Moment, float] | None = None
    """Moment and position before the first correction."""

    @property
    def live(self) -> bool:
        return not (self.struck or self.undone)

    def fact(self) -> Fact:
        event = self.event
        body = event.body
        if self.details or self.draft:
            body = {**body, **self.details}
            if self.draft:
                body["draft"] = self.draft
        return Fact(
            id=event.id,
            kind=event.kind,
            call=event.call or "",
            body=body,
            moment=self.moment,
            recorded=event.moment,
            lane=event.lane,
            cause=event.cause,
            live=self.live,
            late=bool(body.get("late")) or (self.moment.stated and not self.amended),
            undone=self.undone,
        )


class Ledger:
    """Entries by id, in the order they were written, each with its place in time."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._corrected: dict[str, list[Entry]] = {}
        self._void: set[str] = set()
        self._axis = 0.0
        self._boot = (0.0, 0)
        """Where on the axis the running boot was met first, and its steady clock then."""
        self._last: Moment | None = None

    def add(self, event: Event) -> Entry | None:
        """Take a fact in; None for events that are no facts."""
        if event.kind in NOT_FACTS or event.id in self.entries:
            return None
        recorded = event.moment
        at = self._advance(recorded)
        moment = stated_moment(event.body, recorded)
        entry = Entry(event, len(self.entries), _place(at, moment, recorded), moment)
        self.entries[event.id] = entry
        return entry

    def _advance(self, recorded: Moment) -> float:
        """Where on the axis something was recorded: by the steady clock within a boot, else by the
        wall if it is later. What another window wrote may be read after later events; it stands
        where it happened, whenever it is read."""
        last = self._last
        if last is not None and recorded.boot and recorded.boot == last.boot:
            axis, mono = self._boot
            at = axis + (recorded.mono - mono) // 1000
            if at < self._axis:
                return at
            self._axis = at
        else:
            wall = recorded.at.timestamp() * 1e6
            self._axis = wall if last is None else max(self._axis, wall)
            self._boot = (self._axis, recorded.mono)
        self._last = recorded
        return self._axis

    def correct(self, event: Event) -> float | None:
        """Apply a correction; from which position on facts read differently, None if none does."""
        entries = [entry for one in target_ids(event.body) for entry in self._spoken_of(one)]
        touched = [entry.position for entry in entries]
        if event.kind in ("undo", "redo"):
            self._turn(event, event.kind == "undo")
        else:
            self._corrected[event.id] = entries
            for entry in entries:
                entry.written = entry.written or (entry.moment, entry.position)
                late = bool(entry.corrections) and _order(event) < _order(entry.corrections[-1])
                entry.corrections.append(event)
                if late:  # another window's, read after a later one: the later one still counts
                    entry.corrections.sort(key=_order)
                    self._correct_anew(entry)
                else:
                    self._apply(entry, event)
        return min((*touched, *(entry.position for entry in entries)), default=None)

    def _spoken_of(self, one: str) -> list[Entry]:
        """The facts an id stands for: one of its own, or those a correction changed."""
        return [self.entries[one]] if one in self.entries else self._corrected.get(one, [])

    def _turn(self, event: Event, undo: bool) -> None:
        """Withdraw facts and corrections, or bring them back."""
        for one in target_ids(event.body):
            if one in self.entries:
                self.entries[one].undone = undo
                continue
            (self._void.add if undo else self._void.discard)(one)
            for entry in self._corrected.get(one, []):
                self._correct_anew(entry)

    def _correct_anew(self, entry: Entry) -> None:
        """As it was written, with the corrections that still hold."""
        if entry.written is not None:
            entry.moment, entry.position = entry.written
        entry.details, entry.draft = {}, ""
        entry.amended = entry.struck = False
        for event in entry.corrections:
            if event.id not in self._void:
                self._apply(entry, event)

    def _apply(self, entry: Entry, event: Event) -> None:
        if event.kind == "detail":
            values = event.body.get("values")
            entry.details.update(values if isinstance(values, dict) else {})
            if not event.body.get("field"):  # one value beside the words leaves these as they are
                entry.draft = str(event.body.get("draft") or "")
        elif event.kind == "amend":
            self._amend(entry, event)
        else:
            entry.struck = event.kind == "strike"

    def _amend(self, entry: Entry, event: Event) -> None:
        shift = event.body.get("shift_ms")
        before = entry.moment
        if shift is not None:
            shift = as_int(shift, 0) if abs(as_int(shift, 0)) <= MAX_SHIFT_MS else 0
            entry.moment = before.shifted(shift / 1000)
            entry.position += shift * 1000
        else:
            entry.moment = stated_moment(event.body, before)
            moved = (entry.moment.at - before.at).total_seconds()
            entry.position += moved * 1e6
        entry.amended = True

    def in_time_order(self) -> list[Entry]:
        """All entries by when they happened; those of one instant as they were written."""
        return sorted(self.entries.values(), key=lambda entry: (entry.position, entry.order))
