"""The search of one window: kept up to date in a thread, read without waiting for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from callmate.desk.caches import searchrenewal
from callmate.desk.caches.searchkeeper import SearchKeeper
from callmate.model.search.query import Query
from callmate.store.index.index import Index
from callmate.store.library import Library
from callmate.store.search.reader import SearchReader

if TYPE_CHECKING:
    from callmate.model.search.documents import Doc, Folded
    from callmate.model.search.matching import Found
    from callmate.store.search.finding import FoundIn


class Finder:
    """Looks for things in all cases of a store. For the window's thread, ``renew`` for any."""

    def __init__(self, library: Library, name: str) -> None:
        """``name`` is this window's own."""
        self._library = library
        self._keeper = SearchKeeper(
            library.root, lambda search, keeper: searchrenewal.renew(search, library, keeper), name
        )
        self._reader = SearchReader(self._keeper.place)
        self._found_in: FoundIn | None = None

    @staticmethod
    def warm() -> None:
        """Load what finding needs, so that no key has to wait for it: for a thread."""
        import callmate.model.search.reading
        import callmate.store.search.finding  # noqa: F401

    def take(self, case_id: str, folded: Folded) -> None:
        """A case changed."""
        self._keeper.take(case_id, folded)

    def renew(self) -> None:
        """Read what changed behind this window's back; goes on in a thread."""
        self._keeper.renew()

    def settle(self, seconds: float | None = None) -> bool:
        """Wait for that, and for what changed; whether it is done."""
        return self._keeper.settle(seconds)

    def search(self, query: Query, now: datetime, index: Index, most: int) -> Found:
        """The newest documents that a query asks for."""
        from callmate.store.search import finding

        found = finding.find(self._look, index, query, now, most)
        away = index.put_away({hit.case for hit in found.hits}) if found.hits else frozenset()
        return replace(found, trouble=self._trouble(), away=away)

    def cases_with(self, query: Query, now: datetime, index: Index) -> frozenset[str] | None:
        """The cases in which the words of a query stand; None if it has none, or nobody can
        tell."""
        if not query.asks_documents:
            return None
        from callmate.store.search.finding import FoundIn

        self._found_in = self._found_in or FoundIn()
        return self._found_in(self._look, index, query, now)

    def around(self, case_id: str, event: str, most: int) -> tuple[Doc, ...]:
        """Documents of one case about an event, else the latest."""
        return self._look.around(case_id, event, most)

    def indexing(self) -> tuple[int, int] | None:
        """How many cases of how many are in while the search is built anew; None if it is not."""
        return self._keeper.building or self._look.progress()

    def close(self, stamps: Mapping[str, str]) -> None:
        """``stamps`` tell of cases that were open which files they are in now."""
        self._reader.close()
        self._keeper.close(stamps)

    @property
    def _look(self) -> SearchReader:
        if self._reader.place != self._keeper.place:  # no disk took it
            self._reader.close()
            self._reader = SearchReader(self._keeper.place)
        return self._reader

    def _trouble(self) -> str:
        if self._reader.damaged:
            self._keeper.discard()
        return self._keeper.trouble or self._reader.trouble
