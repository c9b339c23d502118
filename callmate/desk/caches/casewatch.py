"""Tells what becomes of the files of a case that another window, or another program, may change."""

from __future__ import annotations

from collections.abc import Mapping

from callmate.desk.caches.casereader import CaseReader
from callmate.desk.logs import CaseLog
from callmate.model.fold import Fold
from callmate.store.library import Library
from callmate.store.stamps import stamp_of


class CaseWatch:
    """Watches one case at a time, for the window's thread; it is read again in another. Calls that
    were moved here from a case are read with it, and looked for only when it changes itself."""

    def __init__(self, library: Library, logs: Mapping[str, CaseLog]) -> None:
        """``logs`` are the cases this window has open."""
        self._library, self._logs = library, logs
        self._reader = CaseReader(library)
        self._seen = ("", "")

    def stamp(self, case_id: str) -> str:
        """What tells that the files of a case are as they were; "" if it has none."""
        log = self._logs.get(case_id)
        held = log.file.held if log else 0
        return stamp_of(self._library.root, case_id) or (f"{held} unsaved" if held else "")

    def begin(self, case_id: str) -> None:
        """The case is about to be read: what changes from here on is told."""
        self._seen = case_id, self.stamp(case_id)

    def again(self, case_id: str) -> Fold | None:
        """Once a second: the case as it reads now, some time after its files changed; else None."""
        before, self._seen = self._seen, (case_id, self.stamp(case_id))
        if before[0] == case_id and before != self._seen and self._seen[1]:
            held = {one: log.file.unsaved for one, log in self._logs.items() if log.file.held}
            self._reader.want(case_id, held, None)
        found = self._reader.take().get(case_id)
        return found.fold if found else None

    def settle(self) -> None:
        """Wait until all is read that changed."""
        self._reader.settle()
