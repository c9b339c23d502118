"""The lanes of a case, and those of a day, as event logs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from callmate.desk.ports import TAKE_UP
from callmate.ids import is_ulid
from callmate.model.events import Event, NewEvent
from callmate.model.shelf.moves import Raw, kin, order, reading
from callmate.model.shelf.shelving import READ
from callmate.store.casefile import CaseFile, LaneFolder
from callmate.store.dayfile import DayFile
from callmate.store.library import Library
from callmate.store.proof.heads import code_of
from callmate.store.quickread import day_of_kinds, events_of_kinds

BEGINNING = ("start", "rep", "hold")
"""Commands by which a call begins."""


class DayLog:
    """The day's lane as an event log."""

    def __init__(self, days: DayFile) -> None:
        self._days = days
        self.today: date | None = None

    @property
    def lane(self) -> str | None:
        current = self._days.current
        return current.lane if current else None

    def _folder(self) -> LaneFolder | None:
        """The day that is written; before the first key of this window, today as it stands."""
        if self._days.current is not None or self.today is None:
            return self._days.current
        return self._days.open_day(self.today)

    def read(self) -> list[Event]:
        folder = self._folder()
        return folder.read() if folder else []

    def append(self, events: Sequence[NewEvent]) -> list[Event]:
        return self._days.append(events)

    def follow(self) -> list[Event]:
        return []

    def head_code(self) -> str:
        return ""

    def spare(self, lanes: Callable[[], Collection[str]]) -> None:
        """Half a text of the day is never taken up."""

    def is_damaged(self) -> bool:
        return self._days.current is not None and self._days.current.is_damaged

    def forget(self, ids: Sequence[str]) -> int:
        folder = self._folder()
        return folder.forget(ids) if folder and ids else 0

    def of(self, day: date) -> list[Event]:
        """Another day's events."""
        return self._days.open_day(day).read()


class CaseLog:
    """A case's lanes as an event log, with the calls that were moved here from other cases."""

    def __init__(self, file: CaseFile, files: Callable[[str], LaneFolder], raw: Raw) -> None:
        """``files`` opens the files of another case, ``raw`` reads what they hold."""
        self.file = file
        self._files, self._raw = files, raw
        self._kin: set[str] = set()

    @property
    def lane(self) -> str | None:
        return self.file.ready()

    def read(self) -> list[Event]:
        own = self.file.read()
        self._kin = kin(own) - {self.file.case}
        events = reading(self.file.case, own, self._raw)
        self.file.seen(max((event.clock for event in events), default=""))
        return events

    def append(self, events: Sequence[NewEvent]) -> list[Event]:
        return self.file.append(events)

    def follow(self) -> list[Event]:
        return self.file.follow()

    def head_code(self) -> str:
        file = self.file
        damaged = any(name != file.lane for name in file.damaged)  # the own one is mended first
        return "" if file.held or damaged else code_of(file.heads())

    def spare(self, lanes: Callable[[], Collection[str]]) -> None:
        self.file.spared = lanes

    def is_damaged(self) -> bool:
        return self.file.is_damaged

    def forget(self, ids: Sequence[str]) -> int:
        """In the files of the cases that have a part in this one, too."""
        others = (self._files(one) for one in sorted(self._kin) if is_ulid(one))
        return self.file.forget(ids) + sum(other.forget(ids) for other in others)


def merged(events: Sequence[Event], held: Sequence[Event]) -> list[Event]:
    """Events of the files, with those that the disk has not taken yet."""
    there = {event.id for event in events}
    return sorted([*events, *(one for one in held if one.id not in there)], key=order)


def read_raw(library: Library, case_id: str) -> list[Event]:
    """What the files of a case hold; nothing where there are none."""
    return library.case(case_id).read() if is_ulid(case_id) else []


def read_once(library: Library) -> Raw:
    """The same for whoever asks for the same cases again and again: each is read once."""
    return cache(lambda case_id: read_raw(library, case_id))


def filed(library: Library, case_id: str, log: CaseFile | None) -> list[Event]:
    """What its files hold of how a case was put in order, with names and corrections. What is
    written into its open ``log`` from now on comes after all it has."""
    events = events_of_kinds(library.root, case_id, READ, library.site.fs)
    found = read_raw(library, case_id) if events is None else events
    if log is not None:
        found = merged(found, log.unsaved)
        log.seen(max((event.clock for event in found), default=""))
    return [event for event in found if event.kind in READ]


def taken_up(root: Path, today: date) -> Event | None:
    """The last command of today or yesterday that took up an old case; none where the files of
    the day are to be read with care."""
    for day in (today, today - timedelta(days=1)):
        told = day_of_kinds(root, day, ("command",)) or []
        taken = [event for event in told if event.body.get("command") == TAKE_UP]
        if taken:
            return taken[-1]
    return None


def begun(day: Sequence[Event]) -> Event | None:
    """The last key of a day, if it was to begin a call."""
    key = next((event for event in reversed(day) if event.kind == "key"), None)
    return key if key is not None and key.body.get("command") in BEGINNING else None


def is_told(library: Library, key: Event) -> bool:
    """Whether anything that a key of the day caused is in a case that was begun after it."""
    for case_id in library.case_ids():
        if case_id < key.id:
            break
        if any(event.cause == key.id for event in library.case(case_id).read()):
            return True
    return False
