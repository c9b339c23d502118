"""Keeps the search up to date in a thread of its own, so that no key ever waits for it.

What changed in this window is handed over once a second at most; what changed behind its back is
read from the files. Whatever cannot be written is said, and everything else goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.model.search.documents import Folded, Following, Snapshot, forgotten
from callmate.store.cachefile import is_damage, throw_away
from callmate.store.search import searchfile

if TYPE_CHECKING:
    from callmate.store.search.writer import SearchWriter

PAUSE_S: Final = 0.8
"""The least time between two writings; less than between two ticks, which hand over."""
LET_GO_S: Final = 2.0
"""How long the end of the program waits for what is still to be written."""

Renew = Callable[["SearchWriter", "SearchKeeper"], None]
"""Brings the search up to date with the files; in the keeper's thread."""


class SearchKeeper:
    """One for each window. ``take``, ``renew``, ``discard``, ``settle`` and ``close`` are its
    owner's; the connection that writes is the thread's, and nobody else's.

    The thread sets ``place``, ``trouble`` and ``building``, and all others read them; ``live`` is
    added to by the owner. Each changes in one step, so that whoever reads it needs no lock.
    """

    def __init__(self, root: Path, renew: Renew, name: str = "search") -> None:
        """``name`` tells this search from others, if it has to be kept in memory."""
        self.place: Path | str = root / searchfile.NAME
        self.trouble = ""
        """Why there is no search, or less than there should be; "" if all is well."""
        self.building: tuple[int, int] | None = None
        """How many cases of how many are in while this window builds the search anew."""
        self.live: set[str] = set()
        """The cases that this window hands over: what their files say is behind."""
        self._memory = searchfile.in_memory(name)
        self._read_again = renew
        self._waiting: dict[str, Snapshot] = {}
        self._stamps: Mapping[str, str] = {}
        self._hopeless = False
        self._wanted = self._closing = self._busy = self._damaged = False
        self._hurry = 0
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        # Those of the thread:
        self._search: SearchWriter | None = None
        self._cases: dict[str, Following] = {}
        self._behind: set[str] = set()

    # The owner's.

    def take(self, case_id: str, folded: Folded) -> None:
        """A case changed; what is written of it is as it is now."""
        with self._change:
            self.live.add(case_id)
            if not self._hopeless:
                self._waiting[case_id] = Snapshot(folded.case, tuple(folded.facts))
                self._begin()

    def renew(self) -> None:
        """Look for what changed behind this window's back, and read it."""
        with self._change:
            self._wanted = not self._hopeless
            self._begin()

    def discard(self) -> None:
        """The file was found damaged: throw it away and build it anew."""
        with self._change:
            self._damaged = True
        self.renew()

    def settle(self, seconds: float | None = None) -> bool:
        """Wait until all is written that was handed over; whether it is."""
        with self._change:
            self._hurry += 1
            self._change.notify_all()
            done = self._change.wait_for(lambda: not self._is_behind(), seconds)
            self._hurry -= 1
            return done

    def close(self, stamps: Mapping[str, str] | None = None) -> None:
        """Write what is left, and say of the cases that this window wrote which files they are
        in now (``stamps``). Waits a moment and no longer: what is missing is read at the start."""
        with self._change:
            self._stamps, self._closing = stamps or {}, True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(LET_GO_S)

    def _begin(self) -> None:
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._run, name="search", daemon=True)
            self._thread.start()
        self._change.notify_all()

    def _is_behind(self) -> bool:
        return bool(self._waiting or self._wanted or self._busy)

    # The thread's.

    @property
    def closing(self) -> bool:
        """Whether the program ends, so that nothing long is to be begun or gone on with."""
        return self._closing

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._waiting or self._wanted or self._closing)
                wanted, self._wanted = self._wanted and not self._closing, False
                self._busy = True
            self._work(wanted)
            with self._change:
                self._busy = False
                self._change.notify_all()
                if self._closing and not self._waiting:
                    break
                self._change.wait_for(lambda: self._closing or self._hurry, PAUSE_S)
        if self._search is not None:
            self._search.close()

    def _work(self, wanted: bool) -> None:
        try:
            if self._damaged:
                self._throw_away()
            search = self._opened()
            if wanted or (search.fresh and not self._closing):
                self._read_again(search, self)
                search.fresh = False
            self.write_waiting()
            if self._closing:
                self._seal(search)
        except Exception as error:  # also one of our own: the thread goes on, and it is said
            self._fail(error)
        finally:
            self.building = None

    def _opened(self) -> SearchWriter:
        import sqlite3

        from callmate.store.search.writer import SearchWriter

        if self._search is None:
            try:
                self._search = SearchWriter(self.place)
            except (sqlite3.Error, OSError) as error:
                if "fts5" in str(error):
                    raise
                self._search, self.place = SearchWriter(self._memory), self._memory
                self.trouble = f"Search is kept in memory until the end ({error})."
            self._search.be_small()
        return self._search

    def write_waiting(self) -> None:
        """Write what was handed over meanwhile. Raises sqlite3.Error."""
        assert self._search is not None
        wrote = False
        while True:
            with self._change:
                if not self._waiting:
                    break
                case_id, snapshot = self._waiting.popitem()
            self._behind.add(case_id)
            docs = self._cases.setdefault(case_id, Following()).of(snapshot)
            self._search.put(case_id, docs, forgotten(snapshot))
            self._behind.discard(case_id)
            wrote = True
        if wrote:
            self._search.scrub()
            if not isinstance(self.place, str):
                self.trouble = ""

    def _seal(self, search: SearchWriter) -> None:
        for case_id in self._stamps.keys() & (self.live - self._behind):
            search.stamp(case_id, self._stamps[case_id])

    def _fail(self, error: Exception) -> None:
        """Say it. A damaged file is thrown away, and built anew the next time."""
        self.trouble = f"Search is behind ({error}); it is renewed at the next start."
        with self._change:
            self._behind |= self._waiting.keys()
            self._waiting.clear()
        if "fts5" in str(error):
            self._hopeless = True
            self.trouble = "This Python's SQLite has no FTS5, so nothing can be searched for."
        if is_damage(error):
            self._throw_away()
            self._wanted = not self._closing

    def _throw_away(self) -> None:
        self._damaged = False
        if self._search is not None:
            self._search.close()
            self._search = None
        self._cases.clear()
        if isinstance(self.place, Path):
            throw_away(self.place)
