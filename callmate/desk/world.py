"""The stored world as the desk sees it: the library, the index, and the log of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callmate.clock import Clock
from callmate.desk.caches.casereader import LET_GO_S, CaseReader
from callmate.desk.caches.casewatch import CaseWatch
from callmate.desk.caches.damagekept import keep_damage
from callmate.desk.caches.finder import Finder
from callmate.desk.caches.indexrenewal import summariser
from callmate.desk.caches.searchrenewal import events_of
from callmate.desk.logs import CaseLog, DayLog, begun, filed, is_told, read_raw, taken_up
from callmate.desk.openlogs import OpenLogs
from callmate.desk.ports import EventLog, Saved
from callmate.desk.safety import Safety
from callmate.ids import NewId, is_ulid
from callmate.model.damaged import marked
from callmate.model.events import Event
from callmate.model.fold import Fold
from callmate.model.insight.callfigures import CallFigures
from callmate.model.insight.slots import Begun
from callmate.model.insight.sums import Totals
from callmate.model.listing import Listed, Order
from callmate.model.moment import Moment
from callmate.model.search.query import Query
from callmate.model.shelf.moves import reading
from callmate.model.summary import CaseSummary, Known, summarise
from callmate.store.casefile import CaseFile
from callmate.store.index.index import Index
from callmate.store.library import Library
from callmate.store.stamps import stamp_of

if TYPE_CHECKING:
    from callmate.model.search.documents import Doc
    from callmate.model.search.matching import Found


class StoredWorld:
    """A store folder in use by one window. For one thread."""

    def __init__(self, root: Path, clock: Clock, new_id: NewId, real: Clock | None = None) -> None:
        """``real`` is the clock of the disk, where ``clock`` is one that jumps."""
        self._clock = clock
        self._safety = Safety(clock, real or clock)
        self.syncer = self._safety.syncer
        self.library = Library(root, clock, new_id, self.syncer)
        self._new_id = new_id
        self._owner = new_id()
        self._open = OpenLogs()
        self._days = self.library.days()
        self._day = DayLog(self._days)
        self._pending: dict[str, Fold] = {}
        self._unsearched: dict[str, Fold] = {}
        self.finder = Finder(self.library, self._owner)
        self.reader = CaseReader(self.library)
        self.watch = CaseWatch(self.library, self._open)
        self._read_again = 0
        self._scrub = False
        self._renew(self.library.unread())

    def when_durable(self, heard: Callable[[], None]) -> None:
        """Have this called, in the syncing thread, whenever more has become durable."""
        self._safety.heard = heard

    @property
    def index(self) -> Index:
        return self.library.index

    def _renew(self, ids: Sequence[str]) -> None:
        """Cases that were being written when a program ended without a word are read again."""
        library = self.library
        self.index.rebuild(library.root, ids, summariser(library, self.index))

    # cases

    def new_case(self) -> tuple[str, EventLog]:
        case_id = self._new_id()
        return case_id, self.case(case_id)

    def case(self, case_id: str) -> EventLog:
        log = self._open.get(case_id)
        log = log or CaseLog(self.library.case(case_id), self._files, self._raw)
        self._open.use(case_id, log)
        return log

    def trouble(self, case_id: str) -> str:
        """What was wrong with the files of a case as its log was read; "" if nothing was."""
        log = self._open.get(case_id)
        return log.file.trouble if log else ""

    def read(self, case_id: str) -> list[Event]:
        return reading(case_id, self._facts(case_id), self._facts)

    def _facts(self, case_id: str) -> list[Event]:
        """The same as ``_raw`` without keys and drafts, which nobody looks at."""
        events = events_of(self.library, case_id) if is_ulid(case_id) else []
        return self._open.with_held(case_id, events)

    def _files(self, case_id: str) -> CaseFile:
        log = self._open.get(case_id)
        return log.file if log else self.library.case(case_id)

    def _raw(self, case_id: str) -> list[Event]:
        """What the files of a case hold. A log that is open here keeps its place in them."""
        return self._open.with_held(case_id, read_raw(self.library, case_id))

    def day(self, now: Moment) -> EventLog:
        self._day.today = now.at.date()
        return self._day

    def unfinished(self, now: Moment) -> Event | None:
        """Today's last key, if it was to begin a call and no case knows of it.

        A key that begins a new case is in the day's file and what it causes in the case's; a
        program that dies between the two writes leaves such a key. For a thread of its own.
        """
        key = begun(self._day.of(now.at.date()))
        return key if key is not None and not is_told(self.library, key) else None

    def cases(self) -> Sequence[CaseSummary]:
        self.flush()
        return self.index.cases()

    def listing(self, order: Order, first: int, most: int) -> Listed:
        self.flush()
        now = self._clock.now().at
        query = order.filters
        ids = None if order.by_name else self.finder.cases_with(query, now, self.index)
        return self.index.listing(order, first, most, now, ids)

    def search(self, query: Query, most: int = 200) -> Found:
        self.flush()
        return self.finder.search(query, self._clock.now().at, self.index, most)

    def around(self, case_id: str, event: str = "", most: int = 50) -> tuple[Doc, ...]:
        return self.finder.around(case_id, event, most)

    def indexing(self) -> tuple[int, int] | None:
        return self.finder.indexing()

    def summary(self, case_id: str) -> CaseSummary | None:
        return self.index.case(case_id)

    def waiting(self) -> Sequence[CaseSummary]:
        self.flush()
        return self.index.waiting()

    def running(self) -> Sequence[CaseSummary]:
        self.flush()
        return self.index.running()

    def newest(self) -> CaseSummary | None:
        self.flush()
        return self.index.newest()

    def taken_up(self, now: Moment) -> Event | None:
        return taken_up(self.library.root, now.at.date())

    def of_script(self, script_id: str) -> CaseSummary | None:
        self.flush()
        return next(iter(self.index.of_script(script_id)), None)

    def with_company(self, name: str) -> Sequence[CaseSummary]:
        return self.index.with_company(name) if name else ()

    def company_names(self) -> Sequence[str]:
        return self.index.company_names()

    def calls_made(self, company: str = "", case: str = "") -> Sequence[CallFigures]:
        self.flush()
        return self.index.calls.rows(company, case)

    def call_totals(self) -> Totals:
        self.flush()
        return self.index.calls.totals()

    def call_waits(self) -> Sequence[Begun]:
        self.flush()
        return self.index.calls.waits()

    def beginning(self, text: str, most: int = -1) -> Sequence[CaseSummary]:
        self.flush()
        return self.index.beginning(text, most) if text.strip() else ()

    def tags(self) -> Sequence[str]:
        self.flush()
        return self.index.tags()

    def names(self, company: str, kind: str) -> Sequence[Known]:
        return self.index.names(company, kind) if company else ()

    def company(self, name: str) -> dict[str, Any]:
        return self.library.company(name)

    def remember_company(self, name: str, values: dict[str, Any]) -> None:
        self.library.remember_company(name, values)

    def forget_companies(self, recent: Callable[[Event], bool]) -> int:
        self._scrub = True
        return self.library.forget_companies(recent)

    # safety

    def opened(self, case_id: str) -> None:
        """The case is about to be written: after a crash it is to be read again."""
        self.index.mark_dirty(case_id, self._owner)

    def changed(self, fold: Fold, now: Moment) -> None:
        self._pending[fold.case.id] = fold
        self._open.use(fold.case.id)
        self.reader.drop(fold.case.id)

    def filed(self, case_id: str) -> list[Event]:
        log = self._open.get(case_id)
        return filed(self.library, case_id, log.file if log else None)

    def calls_of(self, case_id: str) -> Sequence[CallFigures]:
        root = self.library.root
        if case_id not in self._open and self.index.stamp(case_id) != stamp_of(root, case_id):
            self.written(case_id, None)
        if case_id in self.reader.behind:
            self.reader.settle()
        self.flush()
        return self.index.calls.of(case_id)

    def written(self, case_id: str, row: CaseSummary | None) -> None:
        self._pending.pop(case_id, None)
        held = {one: log.file.unsaved for one, log in self._open.items() if log.file.held}
        self.reader.want(case_id, held, self.index.case(case_id))
        if row is not None:
            self.index.put_line(row)

    def read_again(self) -> int:
        return self._read_again

    def flush(self) -> None:
        """Renew the summaries of cases that changed: once a second, and before they are asked
        for. No live key does."""
        while self._pending:  # a case that fails once is not tried for ever
            case_id, fold = self._pending.popitem()
            self.index.put(marked(summarise(fold), self.trouble(case_id), None))
            self._unsearched[case_id] = fold
        for case_id, log in self._open.items():
            keep_damage(self.index, case_id, log.file.trouble)
        for case_id, again in self.reader.take().items():
            self.index.put(again.summary)
            self._unsearched[case_id] = again.fold
            self._read_again += 1
        # What a full disk has left is for the events; the search takes it up when there is more.
        while self._unsearched and not self.library.site.reserve.is_tight:
            self.finder.take(*self._unsearched.popitem())
        if self._scrub:  # words were forgotten: the index is not to hold them either
            self._scrub = not self.index.scrub()

    def retry(self) -> None:
        """Once a second: write what could not be written, renew what changed."""
        self.library.retry()
        for log in self._open.values():
            log.file.retry()
        self._days.retry()
        self._open.rest()
        if self.library.site.reserve.is_tight:
            self.index.keep_in_memory()
        self.flush()

    def saved(self) -> Saved:
        return self._safety.saved(self.library)

    def seen(self) -> None:
        self._safety.seen(self.library)

    def _ours(self) -> set[str]:
        """The cases that only this window wrote: what others write is not in our search."""
        import sqlite3

        try:
            return self._open.keys() - {*self.index.dirty()}
        except sqlite3.Error:
            return set()

    def close(self) -> None:
        """Sync and let go. A case that is still being read is read again at the next start."""
        self.reader.settle(LET_GO_S)
        self.flush()
        behind = self.reader.behind
        for case_id, log in self._open.items():
            log.file.close()
            if log.file.held:  # the index knows of what no file does
                self.index.mark_dirty(case_id, self._owner)
            elif case_id not in behind:
                self.index.mark_clean(case_id, self._owner, self.library.root)
        ours = self._ours() - self._unsearched.keys()
        self.finder.close({one: stamp_of(self.library.root, one) for one in ours})
        self._days.close()
        self.library.close()
