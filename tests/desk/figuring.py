"""Calls as numbers, of cases that live in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from callmate.model.insight.callfigures import CallFigures
from callmate.model.insight.slots import Begun, begun
from callmate.model.insight.sums import Totals, totals
from callmate.model.summary import CaseSummary
from callmate.model.words import same_text


class CountingWorld(ABC):
    """What the index knows of calls, from the summaries themselves."""

    @abstractmethod
    def cases(self) -> Sequence[CaseSummary]: ...

    def calls_made(self, company: str = "", case: str = "") -> Sequence[CallFigures]:
        found = [
            call
            for row in self.cases()
            if row.title and row.counts and case in ("", row.id)
            for call in row.figures
            if not company or same_text(call.company) == same_text(company)
        ]
        return sorted(found, key=lambda call: call.at)

    def call_totals(self) -> Totals:
        return totals(self.calls_made())

    def call_waits(self) -> Sequence[Begun]:
        return begun(self.calls_made())
