"""Reads again, in a thread, cases that this window wrote without having read them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from callmate.desk.logs import merged, read_raw
from callmate.ids import is_ulid
from callmate.model.damaged import marked
from callmate.model.events import Event
from callmate.model.fold import Fold, fold
from callmate.model.shelf.moves import reading
from callmate.model.summary import CaseSummary, summarise
from callmate.store.library import Library
from callmate.store.quickread import facts_of

LET_GO_S: Final = 2.0
"""How long the end of the program waits for a case that is being read."""

PAUSE_S: Final = 0.3
"""How long a case is left alone first: what the key did is painted, and the next key may come."""
SAID: Final = "Case {} could not be read again ({}): that is done at the next start."

Held = Mapping[str, Sequence[Event]]
"""By case, what the disk has not taken yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case that is to be read. Each asking is an object of its own."""

    case: str
    held: Held = field(default_factory=dict, compare=False)
    before: CaseSummary | None = None
    """The line it had."""


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """A case as it reads now."""

    fold: Fold
    summary: CaseSummary


class CaseReader:
    """One for each window; its methods are for the window's thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._wanted: dict[str, Wanted] = {}
        self._found: dict[str, ReadAgain] = {}
        self._busy = False
        self._hurry = 0
        self._failed: set[str] = set()
        self._change = threading.Condition()

    def want(self, case_id: str, held: Held, before: CaseSummary | None) -> None:
        """It was written: what was read of it before counts no more."""
        with self._change:
            self._found.pop(case_id, None)
            self._failed.discard(case_id)
            self._wanted[case_id] = Wanted(case_id, held, before)
            if not self._busy:
                self._busy = True
                threading.Thread(target=self._run, name="cases", daemon=True).start()

    def drop(self, case_id: str) -> None:
        """Its owner has it as it is now."""
        with self._change:
            self._wanted.pop(case_id, None)
            self._found.pop(case_id, None)
            self._failed.discard(case_id)

    def take(self) -> dict[str, ReadAgain]:
        """What was read since, by case."""
        with self._change:
            found, self._found = self._found, {}
        return found

    def settle(self, seconds: float | None = None) -> bool:
        """Wait until all is read that is wanted; whether it is."""
        with self._change:
            self._hurry += 1
            self._change.notify_all()
            done = self._change.wait_for(lambda: not self._busy, seconds)
            self._hurry -= 1
            return done

    @property
    def behind(self) -> frozenset[str]:
        """The cases that are still to be read, or to be taken; those that could not be read."""
        with self._change:
            return frozenset({*self._wanted, *self._found, *self._failed})

    def _run(self) -> None:
        while True:
            with self._change:
                wanted = next(iter(self._wanted.values()), None)
                if wanted is None:
                    self._busy = False
                    self._change.notify_all()
                    return
                if not self._change.wait_for(lambda: self._hurry, PAUSE_S):
                    wanted = self._wanted.get(wanted.case, wanted)
            try:
                found = self._read(wanted)
            except Exception as error:  # one of our own: others are read, and it is said
                found = None
                self._library.site.notice(SAID.format(wanted.case, f"{error!r}"))
            with self._change:
                if self._wanted.get(wanted.case) is not wanted:  # it was written meanwhile
                    continue
                del self._wanted[wanted.case]
                if found is None:
                    self._failed.add(wanted.case)
                else:
                    self._found[wanted.case] = found

    def _read(self, wanted: Wanted) -> ReadAgain:
        """Quickly, unless its files are to be judged, or its line would need its drafts."""
        was_well = wanted.before is None or not wanted.before.trouble
        if was_well and (own := self._facts(wanted.case)) is not None:
            folded = self._folded(wanted, own)
            if (summary := summarise(folded)).title:
                return ReadAgain(folded, summary)
        file = self._library.case(wanted.case)
        folded = self._folded(wanted, file.read())
        trouble = file.trouble
        summary = summarise(folded)
        return ReadAgain(folded, marked(summary, trouble, wanted.before) if trouble else summary)

    def _folded(self, wanted: Wanted, own: Sequence[Event]) -> Fold:
        mine = merged(own, wanted.held.get(wanted.case, ()))
        return fold(wanted.case, reading(wanted.case, mine, lambda one: self._raw(wanted, one)))

    def _facts(self, case_id: str) -> list[Event] | None:
        return facts_of(self._library.root, case_id, self._library.site.fs)

    def _raw(self, wanted: Wanted, case_id: str) -> list[Event]:
        found = self._facts(case_id) if is_ulid(case_id) else []
        events = read_raw(self._library, case_id) if found is None else found
        return merged(events, wanted.held.get(case_id, ()))
