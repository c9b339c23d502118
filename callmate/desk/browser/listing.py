"""The list of past cases: what is searched for, in which order, and the place in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from callmate.desk.browser.shown import Listing
from callmate.desk.context import Context
from callmate.model.listing import Order
from callmate.model.query import parse


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows the list is drawn in, and how many lines there are for a preview."""

    rows: int = 20
    preview: int = 1


class Lister:
    """Keeps the list and its cursor; asks the world for what is looked at only."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.state = Listing()
        self.room = Room()
        """The screen tells."""

    def show(self, text: str) -> None:
        """Show what fits the words; the same words keep the place."""
        index = self.state.index if text == self.state.text else 0
        query = parse(text, self._c.clock.now().at.date())
        order = replace(self.state.order, filters=query)
        if query.is_empty:
            of = self._c.world.listing(order, 0, 0).total
        else:
            of = self.state.of or self._c.world.listing(Order(), 0, 0).total
        self.state = replace(self.state, text=text, order=order, of=of)
        self._look(index)

    def sort(self, step: int) -> None:
        """The next order, from the top."""
        self.state = replace(self.state, order=self.state.order.next(step))
        self._look(0)

    def group(self) -> None:
        """The cases of each company together, or not, with the cursor where it was."""
        order = self.state.order
        self.state = replace(self.state, order=replace(order, grouped=not order.grouped))
        self._look(0)

    def move(self, step: int) -> None:
        """So many rows on, as far as there are any."""
        index = self.state.index + step
        seen = self.room.rows
        first, last = self.state.first, self.state.first + len(self.state.rows)
        index = min(max(0, index), max(0, self.state.total - 1))
        if (index - seen < first and first > 0) or (index + seen >= last < self.state.total):
            self._look(index)
        else:
            self.state = replace(self.state, index=index)

    def _look(self, index: int) -> None:
        """The rows about a place, and no others: a window of three screens."""
        first = max(0, index - self.room.rows)
        order = self.state.order
        found = self._c.world.listing(order, first, 3 * self.room.rows)
        self.state = replace(
            self.state, rows=found.rows, groups=found.groups, first=first, total=found.total,
            index=min(index, max(0, found.total - 1)),
        )  # fmt: skip
