"""The page company: its map, who may do what, its people and its scorecard, over all cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.learned import Learned
from callmate.desk.pages.page import Page, PageName, Row
from callmate.desk.pages.pages import Reading
from callmate.desk.pages.planning import company_of
from callmate.model.events import NewEvent
from callmate.model.granting import open_asks
from callmate.model.hiding import without_account
from callmate.model.insight.slots import begun, when
from callmate.model.insight.whentext import best_line
from callmate.model.planning.companytext import CompanyLine, Part, company_parts

NO_COMPANY: Final = "No company is known yet: ctrl+o opens the sheet, where it is the first line."


class Organisation(Reading):
    """Shows one part at a time; tab goes on to the next, past the last the page closes."""

    name: PageName = "company"
    title = "COMPANY"

    def __init__(self, context: Context, fields: Fields) -> None:
        super().__init__(context, fields)
        self._learned = Learned(context.world)
        self._at = 0
        self._of: object = None
        self._parts: tuple[Part, ...] = ()

    def begin(self, source: Input) -> None:
        self._at, self._of = 0, None
        self._learned.read(company_of(self._c))

    def build(self) -> Page:
        name = company_of(self._c)
        if not name.strip():
            return Page(self.name, self.title, (Row(NO_COMPANY, role="dim"),), "esc back")
        if self._of is not self._c.case:
            self._parts, self._of = self._made(name), self._c.case
        part = self._parts[self._at]
        rows = tuple(Row(one.words, one.label, one.right, one.role) for one in part.lines)
        place = f"{self._at + 1}/{len(self._parts)}"
        return Page(self.name, f"{name}: {part.name} {place}", rows, "tab more · esc back")

    def _made(self, name: str) -> tuple[Part, ...]:
        c = self._c
        known = self._learned.company(name, c.fold, c.clock.now().at)
        asks = [ask.what for ask in open_asks(without_account(c.case))] if c.case else []
        wanted = c.case.known("outcome") if c.case else ""
        texts = dict.fromkeys(text for text in (*asks, wanted) if text.strip())
        parts = company_parts(known, [(text, known.route(text)) for text in texts])
        return self._with_best_hour(name, parts)

    def _with_best_hour(self, name: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """When to call them stands on the map, above the ways in, where enough is known."""
        best = best_line(when(begun(self._c.world.calls_made(name))))
        if best is None:
            return parts
        line = CompanyLine(best.label, best.words, best.role)
        return (replace(parts[0], lines=(line, *parts[0].lines)), *parts[1:])

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        """The next part, or the one before; None past the last."""
        if not self._parts or self._at + by >= len(self._parts):
            return None
        self._at = max(0, self._at + by)
        return []
