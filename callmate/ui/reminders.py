"""Promises that other cases wait for: looked up now and then, never for a key."""

from __future__ import annotations

from datetime import datetime

from callmate.desk.desk import Desk
from callmate.model.moment import Moment, elapsed_us
from callmate.model.summary import CaseSummary, reminders

EVERY_US = 60_000_000
MOST = 3


class Reminders:
    """What a screen with no case open has to remind of."""

    def __init__(self) -> None:
        self.rows: tuple[tuple[datetime, CaseSummary], ...] = ()
        self._looked: Moment | None = None

    def look(self, desk: Desk) -> None:
        """Ask the list of cases again, at most once a minute, and only while no case is open."""
        now = desk.context.clock.now()
        if desk.context.case is not None:
            return
        if self._looked is None or elapsed_us(self._looked, now) >= EVERY_US:
            self._looked = now
            self.rows = reminders(desk.context.world.cases(), now.at, MOST)
