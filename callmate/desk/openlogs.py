"""The logs of the cases that a window has in use: few of them keep their files open."""

from __future__ import annotations

from typing import Final

from callmate.desk.logs import CaseLog, merged
from callmate.model.events import Event

MOST_AWAKE: Final = 4
"""A day of many cases must not run out of files, nor fill the memory with what was read."""


class OpenLogs(dict[str, CaseLog]):
    """By case; the one that was used last stands last."""

    def use(self, case_id: str, log: CaseLog | None = None) -> None:
        """Put a log last; nothing where there is none."""
        log = self.pop(case_id, None) or log
        if log is not None:
            self[case_id] = log

    def with_held(self, case_id: str, events: list[Event]) -> list[Event]:
        """The events of its files with those of its log that are in memory only."""
        log = self.get(case_id)
        return merged(events, log.file.unsaved) if log else events

    def rest(self) -> None:
        """Let go of what is open and remembered for cases that were left."""
        for log in list(self.values())[:-MOST_AWAKE]:
            log.file.rest()
