"""Pages on the desk: which one is open, where in it the person is, what a key does there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.pages.page import Page, PageName, Row
from callmate.model.events import NewEvent


class Source(Protocol):
    """What a page shows and does."""

    def begin(self, source: Input) -> None:
        """The page is about to be shown."""
        ...

    def build(self) -> Page:
        """The page as it stands; asked again after everything that may have changed it."""
        ...

    def act(self, source: Input, row: Row) -> list[NewEvent]:
        """A row with an action was answered."""
        ...

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        """Go on, or back; None where the page is over, which closes it."""
        ...

    def leave(self, source: Input) -> list[NewEvent]:
        """The page closes: by Escape, or by a live key."""
        ...


class Reading:
    """A page that is only read, as far as it says nothing else."""

    name: PageName
    title = ""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c = context
        self._fields = fields

    def begin(self, source: Input) -> None:
        return None

    def build(self) -> Page:
        return Page(self.name, self.title)

    def act(self, source: Input, row: Row) -> list[NewEvent]:
        return []

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        return []

    def leave(self, source: Input) -> list[NewEvent]:
        return []


class Pages:
    """Owns the open page. It is built anew after each input while it is shown."""

    def __init__(self, context: Context, make: Callable[[PageName], Source]) -> None:
        self._c = context
        self._make = make
        self._source: Source | None = None
        self.shown: Page | None = None

    def open(self, source: Input, name: PageName) -> list[NewEvent]:
        """Show a page; the one that stood there closes."""
        left = self.close(source)
        self._c.view = replace(self._c.view, pane="page", strip=None, selected="", quote="")
        try:
            page = self._make(name)
            page.begin(source)
            if self._c.view.pane == "page":
                self._source, self.shown = page, page.build()
        finally:
            if self.shown is None and self._c.view.pane == "page":  # no empty page stays
                self._c.view = replace(self._c.view, pane="timeline")
        return left

    def close(self, source: Input) -> list[NewEvent]:
        """The timeline is back; what is being typed stays open."""
        page = self._source
        if page is None:
            return []
        self._source = self.shown = None
        if self._c.view.pane == "page":
            self._c.view = replace(self._c.view, pane="timeline")
        return page.leave(source)

    def renew(self) -> None:
        """Something was written: the page is as it is now; gone if another pane took its place."""
        page = self._source
        if page is None or self.shown is None:
            return
        if self._c.view.pane != "page":
            self._source = self.shown = None
            return
        fresh = page.build()
        kept = fresh if fresh.title != self.shown.title else fresh.at(self.shown.index)
        self.shown = kept

    def move(self, step: int) -> None:
        """Another row."""
        if self.shown is not None:
            self.shown = self.shown.at(self.shown.index + step)

    def answer(self, source: Input, digit: str = "") -> list[NewEvent]:
        """Enter on the chosen row, or a digit. Enter on a row that asks nothing goes on."""
        page = self._source
        if page is None or self.shown is None:
            return []
        row = self.shown.of_digit(digit) if digit else self.shown.chosen
        if row is not None and row.action:
            return page.act(source, row)
        return [] if digit else self.step(source, 1)

    def step(self, source: Input, by: int) -> list[NewEvent]:
        """On, or back; past the end the page closes."""
        page = self._source
        if page is None:
            return []
        events = page.step(source, by)
        return self.close(source) if events is None else events
