"""What the words of a case action may become: a tag there is already, or one of the other cases,
which are picked from a list that gets shorter as one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from callmate.desk.browser.actions import NEW, Subject
from callmate.desk.browser.shown import Listing
from callmate.desk.context import Context
from callmate.desk.view import OpenField
from callmate.model.listing import Listed, Order
from callmate.model.search.query import parse
from callmate.model.summary import CaseSummary
from callmate.text import fold as fold_text

MOST: Final = 60
"""Cases that are offered at a time; words find the others."""


def completed(context: Context, opened: OpenField) -> str:
    """The tag that begins with what was typed; empty if there is none."""
    typed = fold_text(opened.line.text.strip())
    if not typed or opened.name != "tag":
        return ""
    return next((tag for tag in context.world.tags() if fold_text(tag).startswith(typed)), "")


class Candidates:
    """The cases that a case may be merged into, or that a call may go to."""

    def __init__(self, context: Context, subject: Subject) -> None:
        self._c, self._subject = context, subject
        self.listing = Listing()
        self.show("")

    @property
    def chosen(self) -> CaseSummary | None:
        return self.listing.chosen

    def show(self, text: str) -> None:
        """Cases in whose names these words stand, in any place; without words those with the same
        company come first. An id names one, too."""
        if text.startswith(NEW) or (text == self.listing.text and self.listing.rows):
            return
        of = self._c.world.listing(Order(), 0, 0).total
        found = self._listed(text)
        rows = self._others(found.rows)
        if not text.strip():
            row = self._c.world.summary(self._subject.id)
            company = row.company.replace('"', " ").strip() if row is not None else ""
            alike = self._others(self._listed(f'company:"{company}"').rows) if company else []
            rows = [*alike, *(one for one in rows if one not in alike)]
        rows = rows or self._others(self._c.world.beginning(text.strip(), MOST))
        total = max(len(rows), found.total - any(one.id == self._subject.id for one in found.rows))
        self.listing = Listing(text, rows=tuple(rows), cases=len(rows), total=total, of=of)
        self.move(0)

    def _listed(self, text: str) -> Listed:
        query = parse(text, self._c.clock.now().at.date())
        return self._c.world.listing(Order(filters=query, by_name=True), 0, MOST)

    def _others(self, rows: Iterable[CaseSummary]) -> list[CaseSummary]:
        return [row for row in rows if row.id != self._subject.id and row.archived != "merged"]

    def move(self, step: int) -> None:
        """So many rows on."""
        listing = self.listing
        index = min(max(0, listing.index + step), max(0, listing.places - 1))
        self.listing = replace(listing, index=index, about=None)
        if self.listing.chosen is not None:
            about = self._c.world.summary(self.listing.chosen.id)
            self.listing = replace(self.listing, about=about)
