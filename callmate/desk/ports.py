"""What the desk needs of the world, as protocols: the store fulfils them, tests fake them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from callmate.model.insight.callfigures import CallFigures
from callmate.model.insight.slots import Begun
from callmate.model.insight.sums import Totals
from callmate.model.listing import Listed, Order
from callmate.model.moment import Moment
from callmate.model.search.query import Query
from callmate.model.summary import CaseSummary, Known

if TYPE_CHECKING:
    from callmate.model.search.documents import Doc
    from callmate.model.search.matching import Found

TAKE_UP: Final = "take_up"
"""The command of the day's file that tells which old case came on the desk."""


class EventLog(Protocol):
    """The lanes of one case or of one day, of which this window writes its own."""

    @property
    def lane(self) -> str | None:
        """The name of the own lane, the one written before if it is free; None if there is none.
        While the disk takes no events, the one they have meanwhile."""
        ...

    def read(self) -> list[Event]:
        """All events so far, in merged order; also those the disk has not taken yet."""
        ...

    def append(self, events: Sequence[NewEvent]) -> list[Event]:
        """Write events in one go. Never fails: what the disk refuses is kept and retried."""
        ...

    def follow(self) -> list[Event]:
        """What other windows wrote since the last look."""
        ...

    def head_code(self) -> str:
        """The short code of all that is written so far, as far as it was read or written here;
        "" while something of it is in memory only."""
        ...

    def spare(self, lanes: Callable[[], Collection[str]]) -> None:
        """Not to begin to write in these lanes, as they are then, though they be free: a window
        that died left half a text there, and takes it up again."""
        ...

    def is_damaged(self) -> bool:
        """Whether something of what was read was changed since it was written, or lost."""
        ...

    def forget(self, ids: Sequence[str]) -> int:
        """Empty events for good, in the own lane; returns how many."""
        ...


class Watch(Protocol):
    """Tells what becomes of the files of a case that others may change."""

    def stamp(self, case_id: str) -> str:
        """What tells that the files of a case are as they were; "" if it has none."""
        ...

    def begin(self, case_id: str) -> None:
        """The case is about to be read: what changes from here on is told."""
        ...

    def again(self, case_id: str) -> Fold | None:
        """Once a second: the case as it reads now, some time after its files changed; else None."""
        ...


@dataclass(frozen=True, slots=True)
class Saved:
    """How safe the log is: events written, of them synced to the disk, and kept only in memory.

    ``at`` is when the last event became durable; ``late`` that the disk has been behind for over
    a second; ``full`` that it is full, and what is written goes into the room kept for that.
    """

    written: int = 0
    durable: int = 0
    unsaved: int = 0
    reason: str = ""
    at: Moment | None = None
    late: bool = False
    full: bool = False
    barred: str = ""
    """In two words, why the next event may not be saved; "" if nothing is in the way."""


class World(Protocol):
    """Everything stored, as far as the desk asks for it."""

    def new_case(self) -> tuple[str, EventLog]:
        """A new case: its id and its log."""
        ...

    def case(self, case_id: str) -> EventLog: ...

    def read(self, case_id: str) -> list[Event]:
        """A case to look at, as it reads now; its log keeps its place."""
        ...

    @property
    def watch(self) -> Watch:
        """For a case that is open for reading."""
        ...

    def day(self, now: Moment) -> EventLog:
        """The log for keys that belong to no case."""
        ...

    def cases(self) -> Sequence[CaseSummary]:
        """All cases as the index knows them, the latest activity first."""
        ...

    def listing(self, order: Order, first: int, most: int) -> Listed:
        """Rows ``first`` to ``first + most`` of the list in an order, with their tasks."""
        ...

    def summary(self, case_id: str) -> CaseSummary | None:
        """One line of the list, with its tasks and names."""
        ...

    def search(self, query: Query, most: int = 200) -> Found:
        """What was said, and the cases, that a query asks for, the newest first."""
        ...

    def around(self, case_id: str, event: str = "", most: int = 50) -> tuple[Doc, ...]:
        """What a case's timeline says about an event, else at its end; no file is read."""
        ...

    def indexing(self) -> tuple[int, int] | None:
        """How many cases of how many are in while search is built anew; None if it is not."""
        ...

    def waiting(self) -> Sequence[CaseSummary]:
        """The cases that ask for something, with their tasks."""
        ...

    def running(self) -> Sequence[CaseSummary]:
        """Cases with a call that has not ended."""
        ...

    def newest(self) -> CaseSummary | None:
        """The case with the latest activity."""
        ...

    def taken_up(self, now: Moment) -> Event | None:
        """The command by which an old case came on the desk last, today or yesterday."""
        ...

    def of_script(self, script_id: str) -> CaseSummary | None:
        """The case that was imported from a script."""
        ...

    def with_company(self, name: str) -> Sequence[CaseSummary]:
        """The cases with a company, however its name is spelled."""
        ...

    def company_names(self) -> Sequence[str]:
        """The companies of all cases, as they are spelled, the latest first."""
        ...

    def calls_made(self, company: str = "", case: str = "") -> Sequence[CallFigures]:
        """Calls as numbers, the earliest first: all, or those with a company, or of one case. Those
        of cases that are practice, or were merged away, are left out."""
        ...

    def call_totals(self) -> Totals:
        """All of those added up, and those of each company."""
        ...

    def call_waits(self) -> Sequence[Begun]:
        """When each of those that one made was begun, and how long it waited."""
        ...

    def beginning(self, text: str, most: int = -1) -> Sequence[CaseSummary]:
        """The cases whose title or id begins so, the latest first."""
        ...

    def tags(self) -> Sequence[str]:
        """The tags that any case has."""
        ...

    def names(self, company: str, kind: str) -> Sequence[Known]:
        """Known reps (``rep``) or departments (``department``) of a company, newest first."""
        ...

    def company(self, name: str) -> dict[str, Any]:
        """What is known of a company (phone, menu path, facts), empty if nothing."""
        ...

    def remember_company(self, name: str, values: dict[str, Any]) -> None: ...

    def forget_companies(self, recent: Callable[[Event], bool]) -> int:
        """Empty for good what was remembered of companies by these events; how many."""
        ...

    def opened(self, case_id: str) -> None:
        """A case is about to be written."""
        ...

    def filed(self, case_id: str) -> list[Event]:
        """What the files of a case hold of how it was put in order, with names and corrections:
        quick however long it is. What is written into it from now on comes after all it has."""
        ...

    def calls_of(self, case_id: str) -> Sequence[CallFigures]:
        """All calls of one case as numbers, the earliest first, also where they do not count."""
        ...

    def written(self, case_id: str, row: CaseSummary | None) -> None:
        """A case was written that nobody folded: ``row`` is its line, or None for the one it has,
        until it was read again in the background."""
        ...

    def read_again(self) -> int:
        """How many such cases were read again so far: what is shown of them may be old."""
        ...

    def changed(self, fold: Fold, now: Moment) -> None:
        """A case changed: renew its summary, off the key path."""
        ...

    def retry(self) -> None:
        """Once a second: what could not be written is tried again."""
        ...

    def saved(self) -> Saved: ...

    def seen(self) -> None:
        """A key came, and nothing stood on the screen in the place of what ``saved`` says."""
        ...
