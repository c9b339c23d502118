"""The files of the days, for keys that belong to no case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from callmate.model.events import Event, NewEvent
from callmate.store.casefile import LaneFolder
from callmate.store.lanes.lane import Site


class DayFile:
    """Keys that belong to no case, by local day: ``days/<date>/<lane>.json``.

    The day is that of the first event of an append; a new folder, with a chain of its own,
    begins with the first one after local midnight.
    """

    def __init__(self, root: Path, site: Site) -> None:
        self._root, self._site = root / "days", site
        self._day: date | None = None
        self._folder: LaneFolder | None = None
        self._waiting: list[LaneFolder] = []

    @property
    def day(self) -> date | None:
        return self._day

    def append(self, news: Sequence[NewEvent]) -> list[Event]:
        """Write events to the file of their day. Never raises for the disk."""
        if not news:
            return []
        day = news[0].moment.at.date()
        # A clock set back must not reopen yesterday: its order would be lost.
        if self._folder is None or self._day is None or day > self._day:
            if self._folder is not None:
                self._waiting.append(self._folder)
            self._day = day
            self._folder = LaneFolder(self._root / day.isoformat(), "", self._site)
        return self._folder.append(news)

    def open_day(self, day: date) -> LaneFolder:
        """A day's events, to read."""
        return LaneFolder(self._root / day.isoformat(), "", self._site)

    @property
    def current(self) -> LaneFolder | None:
        """The folder of the day written now."""
        return self._folder

    def retry(self) -> list[Event]:
        """Call about once a second; also closes days that are over."""
        written: list[Event] = []
        for folder in self._waiting:
            written += folder.retry()
        if self._waiting and self._site.syncer.status.is_settled:
            # Not before: what the disk refuses after all goes to another lane.
            self._close_waiting()
        return written + (self._folder.retry() if self._folder else [])

    def close(self) -> None:
        """Write what can be written, sync and let go."""
        self._close_waiting()
        if self._folder is not None:
            self._folder.close()

    def _close_waiting(self) -> None:
        for folder in self._waiting:
            folder.close()
        self._waiting = [folder for folder in self._waiting if folder.held]
