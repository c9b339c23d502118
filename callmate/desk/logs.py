"""The lanes of a case, and those of a day, as event logs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from callmate.model.events import Event, NewEvent
from callmate.store.casefile import CaseFile, DayFile, LaneFolder


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

    def forget(self, ids: Sequence[str]) -> int:
        folder = self._folder()
        return folder.forget(ids) if folder and ids else 0

    def of(self, day: date) -> list[Event]:
        """Another day's events."""
        return self._days.open_day(day).read()


class CaseLog:
    """A case's lanes as an event log."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file

    @property
    def lane(self) -> str | None:
        return self.file.ready()

    def read(self) -> list[Event]:
        return self.file.read()

    def append(self, events: Sequence[NewEvent]) -> list[Event]:
        return self.file.append(events)

    def follow(self) -> list[Event]:
        return self.file.follow()

    def forget(self, ids: Sequence[str]) -> int:
        return self.file.forget(ids)
