"""Everything stored, in lists: a world for tests that need no disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from callmate.clock import ManualClock
from callmate.desk.ports import TAKE_UP, EventLog, Saved
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from callmate.model.insight.callfigures import CallFigures
from callmate.model.listing import Listed, Order
from callmate.model.moment import Moment
from callmate.model.search.documents import Doc, documents
from callmate.model.search.matching import Found
from callmate.model.search.query import Query
from callmate.model.shelf.shelving import READ
from callmate.model.summary import CaseSummary, Known, summarise
from callmate.text import fold as fold_text
from tests.desk.figuring import CountingWorld
from tests.model.plainlist import listed
from tests.model.plainsearch import matches


class MemoryLog:
    """A log in memory with one lane."""

    def __init__(self, name: str, writes: list[tuple[str, tuple[Event, ...]]]) -> None:
        self.name, self._writes = name, writes
        self.events: list[Event] = []
        self.code = ""
        self.others: list[Event] = []
        """What another window wrote and nobody has followed yet."""

    @property
    def lane(self) -> str | None:
        return "memory00-0"

    def read(self) -> list[Event]:
        return list(self.events)

    def append(self, events: Sequence[NewEvent]) -> list[Event]:
        first = len(self.events) + 1
        made = [stored(event, self.name, n) for n, event in enumerate(events, first)]
        self.events.extend(made)
        self._writes.append((self.name, tuple(made)))
        return made

    def follow(self) -> list[Event]:
        fresh, self.others = self.others, []
        self.events.extend(fresh)
        return fresh

    def head_code(self) -> str:
        return self.code

    def spare(self, lanes: Callable[[], Collection[str]]) -> None:
        """There is one lane."""

    def is_damaged(self) -> bool:
        return False

    def forget(self, ids: Sequence[str]) -> int:
        return len(ids)


def stored(event: NewEvent, case: str, n: int, lane: str = "memory00-0") -> Event:
    """An event as a lane would have it."""
    return Event(
        id=event.id, n=n, lane=lane, case=case, kind=event.kind, at=event.moment.at.isoformat(),
        boot=event.moment.boot, mono=event.moment.mono, clock=f"{n:012x}-0000", call=event.call,
        cause=event.cause, body=event.body,
    )  # fmt: skip


def _fits(row: CaseSummary, query: Query) -> bool:
    told = fold_text(f"{row.company} {row.title} {row.state} {' '.join(row.tags)}")
    away = bool(row.archived) != query.put_away
    return not away and all(fold_text(one.words) in told for one in query.terms)


class MemoryWatch:
    """A case changes with the number of its events; its files are never missing."""

    def __init__(self, logs: Mapping[str, MemoryLog]) -> None:
        self._logs, self._seen = logs, ("", "")

    def stamp(self, case_id: str) -> str:
        return str(len(self._logs[case_id].events))

    def begin(self, case_id: str) -> None:
        self._seen = case_id, self.stamp(case_id)

    def again(self, case_id: str) -> Fold | None:
        before = self._seen
        self.begin(case_id)
        if self._seen == before:
            return None
        now = Fold(case_id)
        now.add(self._logs[case_id].events)
        return now


class MemoryWorld(CountingWorld):
    """Everything stored, in lists. ``writes`` holds each append: the log's name, its events."""

    def __init__(self) -> None:
        self.writes: list[tuple[str, tuple[Event, ...]]] = []
        self.logs: dict[str, MemoryLog] = {}
        self.companies: dict[str, dict[str, Any]] = {}
        self.known: dict[str, list[Known]] = {"rep": [], "department": []}
        self.clock = ManualClock()
        self._watch = MemoryWatch(self.logs)

    def _log(self, name: str) -> MemoryLog:
        return self.logs.setdefault(name, MemoryLog(name, self.writes))

    def new_case(self) -> tuple[str, EventLog]:
        name = f"case-{sum(name != 'day' for name in self.logs) + 1}"
        return name, self._log(name)

    def case(self, case_id: str) -> EventLog:
        return self._log(case_id)

    def read(self, case_id: str) -> list[Event]:
        return self._log(case_id).read()

    @property
    def watch(self) -> MemoryWatch:
        return self._watch

    def day(self, now: Moment) -> EventLog:
        return self._log("day")

    def cases(self) -> Sequence[CaseSummary]:
        folds = [self._fold(name) for name in self.logs if name != "day"]
        return [summarise(fold) for fold in folds]

    def _fold(self, name: str) -> Fold:
        fold = Fold(name)
        fold.add(self.logs[name].read())
        return fold

    def listing(self, order: Order, first: int, most: int) -> Listed:
        found = [row for row in self.cases() if row.title and _fits(row, order.filters)]
        return listed(found, order, first, most, self.clock.now().at)

    def search(self, query: Query, most: int = 200) -> Found:
        folds = [self._fold(name) for name in self.logs if name != "day"]
        now = self.clock.now().at
        found = [
            doc
            for fold in folds
            for doc in documents(fold)
            if matches(query, doc, summarise(fold), now)
        ]
        found.sort(key=lambda doc: datetime.fromisoformat(doc.at), reverse=True)
        return Found(tuple(found[:most]), len(found) > most)

    def around(self, case_id: str, event: str = "", most: int = 50) -> tuple[Doc, ...]:
        docs = [doc for doc in documents(self._fold(case_id)) if doc.event]
        place = next((n for n, doc in enumerate(docs) if doc.event == event), len(docs))
        first = max(0, min(place - most // 2, len(docs) - most))
        return tuple(docs[first : first + most])

    def indexing(self) -> tuple[int, int] | None:
        return None

    def summary(self, case_id: str) -> CaseSummary | None:
        return next((row for row in self.cases() if row.id == case_id), None)

    def waiting(self) -> Sequence[CaseSummary]:
        return [row for row in self.cases() if row.tasks]

    def running(self) -> Sequence[CaseSummary]:
        return [row for row in self.cases() if row.running]

    def newest(self) -> CaseSummary | None:
        rows = self.cases()
        return rows[-1] if rows else None

    def taken_up(self, now: Moment) -> Event | None:
        taken = [one for one in self.day(now).read() if one.body.get("command") == TAKE_UP]
        return taken[-1] if taken else None

    def of_script(self, script_id: str) -> CaseSummary | None:
        return None

    def with_company(self, name: str) -> Sequence[CaseSummary]:
        return [row for row in self.cases() if name and row.company.casefold() == name.casefold()]

    def company_names(self) -> Sequence[str]:
        return list(dict.fromkeys(row.company for row in reversed(self.cases()) if row.company))

    def beginning(self, text: str, most: int = -1) -> Sequence[CaseSummary]:
        rows = [row for row in self.cases() if row.title.casefold().startswith(text.casefold())]
        return rows[: most if most >= 0 else None]

    def tags(self) -> Sequence[str]:
        return sorted({tag for row in self.cases() for tag in row.tags})

    def names(self, company: str, kind: str) -> Sequence[Known]:
        return self.known[kind] if company else ()

    def company(self, name: str) -> dict[str, Any]:
        return self.companies.get(name, {})

    def remember_company(self, name: str, values: dict[str, Any]) -> None:
        self.companies.setdefault(name, {}).update(values)

    def forget_companies(self, recent: Callable[[Event], bool]) -> int:
        return 0

    def opened(self, case_id: str) -> None:
        return None

    def filed(self, case_id: str) -> list[Event]:
        return [event for event in self.read(case_id) if event.kind in READ]

    def calls_of(self, case_id: str) -> Sequence[CallFigures]:
        return summarise(self._fold(case_id)).figures

    def written(self, case_id: str, row: CaseSummary | None) -> None:
        return None

    def read_again(self) -> int:
        return 0

    def changed(self, fold: Fold, now: Moment) -> None:
        return None

    def retry(self) -> None:
        return None

    def saved(self) -> Saved:
        return Saved()

    def seen(self) -> None:
        return None
