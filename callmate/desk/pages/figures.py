"""The page figures: where the time went, when to call, how often a no became a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.pages.page import Page, PageName, Row
from callmate.desk.pages.pages import Reading
from callmate.desk.pages.planning import company_of
from callmate.model.events import NewEvent
from callmate.model.insight.callfigures import call_figures
from callmate.model.insight.figuretext import (
    FigureLine,
    by_company_lines,
    call_lines,
    case_lines,
    rep_lines,
    sum_lines,
)
from callmate.model.insight.people import people
from callmate.model.insight.slots import begun, when
from callmate.model.insight.sums import sums
from callmate.model.insight.whentext import when_lines

NO_CALLS: Final = "No call yet: space starts one. What it took stands here then."
Part = tuple[str, Callable[[], Iterable[FigureLine]]]


class Figures(Reading):
    """Shows one part at a time; tab goes on to the next, past the last the page closes."""

    name: PageName = "figures"
    title = "FIGURES"

    def __init__(self, context: Context, fields: Fields) -> None:
        super().__init__(context, fields)
        self._at = 0
        self._of: object = None
        self._parts: tuple[Part, ...] = ()
        self._rows: dict[int, tuple[Row, ...]] = {}

    def begin(self, source: Input) -> None:
        self._at, self._of, self._rows = 0, None, {}
        self._parts = self._made()

    def build(self) -> Page:
        if self._of is not self._c.case:
            self._parts, self._rows = self._made(), {}
        if not self._parts:
            return Page(self.name, self.title, (Row(NO_CALLS, role="dim"),), "esc back")
        self._at = min(self._at, len(self._parts) - 1)
        name, lines = self._parts[self._at]
        if self._at not in self._rows:
            self._rows[self._at] = tuple(
                Row(one.words, one.label, one.right, one.role, bar=one.bar) for one in lines()
            )
        title = f"{name} {self._at + 1}/{len(self._parts)}"
        return Page(self.name, title, self._rows[self._at], "tab more · esc back")

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        """The next part, or the one before; None past the last."""
        if not self._parts or self._at + by >= len(self._parts):
            return None
        self._at = max(0, self._at + by)
        return []

    def leave(self, source: Input) -> list[NewEvent]:
        """What was read for the page is let go with it."""
        self._parts, self._rows, self._of = (), {}, None
        return []

    def _made(self) -> tuple[Part, ...]:
        """The parts there are, each worked out when it is first looked at."""
        c = self._c
        self._of = c.case
        mine = call_figures(c.fold, c.clock.now()) if c.fold else ()
        company = company_of(c)
        theirs = c.world.calls_made(company) if company.strip() else ()
        parts: list[Part] = []
        if mine:
            parts.append(("THE LAST CALL", lambda: call_lines(mine[-1], c.money)))
        if len(mine) > 1:
            parts.append(("THIS CASE", lambda: case_lines(mine, c.money)))
        if theirs:
            parts += [
                (company, lambda: sum_lines(sums(theirs), c.money)),
                (f"REPS: {company}", lambda: rep_lines(people(theirs), False)),
                (f"WHEN TO CALL: {company}", lambda: when_lines(when(begun(theirs)))),
            ]
        return (*parts, *self._of_all(bool(theirs)))

    def _of_all(self, has_when: bool) -> tuple[Part, ...]:
        """What all calls come to, added up at once when the first of it is looked at."""
        world, money = self._c.world, self._c.money
        found = cache(world.call_totals)
        if not has_when and not found().whole.calls:
            return ()
        parts: list[Part] = [
            ("ALL CALLS", lambda: sum_lines(found().whole, money)),
            ("COMPANIES", lambda: by_company_lines(found().companies)),
        ]
        if not has_when:
            parts.append(("WHEN TO CALL", lambda: when_lines(when(world.call_waits()))))
        return tuple(parts)
