"""The list of past cases: what is searched for, in which order, and the place in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from callmate.desk.browser.shown import Listing
from callmate.desk.context import Context
from callmate.model.listing import Listed, Order
from callmate.model.search.matching import Found
from callmate.model.search.query import Query, parse

MOST_HITS: Final = 200
BEST_CASES: Final = 3
"""Cases with the words in their name that stand above what was said in any case; more of them
where little was said."""
SCREENS: Final = 3
"""So many screens of rows are held: the one that is seen, and one each way."""
AHEAD: Final = 2
"""So many screens each way are held once it is quiet."""


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
        self._read_again = 0
        self.room = Room()
        """The screen tells."""
        self.calm = False
        """Whether somebody calls ``settle`` when no key came for a moment: what no list is drawn of
        is left until then."""
        self.unsettled = False

    def fit(self, room: Room) -> None:
        """The screen tells how much there is room for."""
        before, self.room = self.room, room
        if room != before and self._c.view.pane == "browser":
            self._look(self.state.index)

    def show(self, text: str) -> None:
        """Show what fits the words; the same words keep the place."""
        before, world = self.state, self._c.world
        same = text == before.text
        query = parse(text, self._c.clock.now().at.date())
        of = before.of if text and before.of else world.listing(Order(), 0, 0).total
        found = self._said(query) if query.asks_words else Found()
        self.state = replace(
            before,
            text=text,
            order=replace(before.order, filters=query),
            of=of,
            hits=found.hits,
            more=found.more,
            away=found.away,
            only_cases=same and before.only_cases,
            hint=next(iter(query.hints), found.trouble),
            indexing=world.indexing(),
        )
        self._look(before.index if same else 0)

    def _said(self, query: Query) -> Found:
        """What was said; the cases themselves only where none is called so: those that are stand
        above."""
        world = self._c.world
        order = replace(self.state.order, filters=query, by_name=True)
        called = world.listing(order, 0, 0).total if query.names_cases else 0
        return world.search(replace(query, said_only=called > 0), MOST_HITS)

    def renew(self) -> None:
        """Once a second: while the search is being built more is found, and a case that was put in
        order may read otherwise than its line said."""
        read_again, before = self._c.world.read_again(), self._read_again
        if read_again != before:
            self._read_again = read_again
            self.again()
        elif self._c.world.indexing() != self.state.indexing:
            self.show(self.state.text)

    def again(self) -> None:
        """A case reads otherwise than its line says."""
        self.state = replace(self.state, about=None)
        self.show(self.state.text)
        self.settle()

    def sort(self, step: int) -> None:
        """The next order; where something said was found, the cases of it in its place, or back."""
        state = self.state
        if state.hits:
            self.state = replace(state, only_cases=not state.only_cases)
        else:
            self.state = replace(state, order=state.order.next(step))
        self._look(0)

    def group(self) -> None:
        """The cases of each company together, or not."""
        order = self.state.order
        self.state = replace(self.state, order=replace(order, grouped=not order.grouped))
        self._look(0)

    def move(self, step: int) -> None:
        """So many rows on, as far as there are any."""
        state, seen = self.state, self.room.rows
        index = min(max(0, state.index + step), max(0, state.places - 1))
        end = state.first + len(state.rows)
        is_near = index + seen >= end < state.cases or index - seen < state.first > 0
        if is_near and index < state.cases:
            self._look(index)
        else:
            self.state = replace(state, index=index)
            self._about()

    def settle(self) -> None:
        """No key came for a moment: read what was left until now."""
        if not self.unsettled:
            return
        self.unsettled = False
        state, wanted = self.state, AHEAD * self.room.rows
        end = state.first + len(state.rows)
        is_near = state.index + wanted > end < state.cases or state.index - wanted < state.first > 0
        if is_near and state.index < state.cases:
            self._rows(state.index, wanted, min(state.index, wanted) + wanted + self.room.rows)
        self._preview()

    def _look(self, index: int) -> None:
        """The rows about a place, and no others."""
        seen = self.room.rows
        self._rows(index, seen, min(index, seen) + seen if self.calm else SCREENS * seen)
        self._about()

    def _rows(self, index: int, before: int, count: int) -> None:
        """So many rows, from so many before a place on."""
        state = self.state
        few = bool(state.hits) and not state.only_cases
        by_name = not state.only_cases and state.order.filters.names_cases
        order = replace(state.order, by_name=by_name)
        first = 0 if few else max(0, index - before)
        best = max(BEST_CASES, self.room.rows - len(state.hits))
        most = best if few else count
        found = self._c.world.listing(order, first, most) if by_name or not few else Listed()
        state = replace(
            state, rows=found.rows, groups=found.groups, first=first, total=found.total,
            cases=len(found.rows) if few else found.total,
        )  # fmt: skip
        self.state = replace(state, index=min(index, max(0, state.places - 1)))

    def _about(self) -> None:
        """The cursor may be on another case."""
        self.unsettled = True
        if not self.calm or not self.state.places:
            self.settle()

    def _preview(self) -> None:
        """What is known of the case the cursor is on: from the index, no file is read."""
        state, world = self.state, self._c.world
        hit, row = state.hit, state.chosen
        case = hit.case if hit else row.id if row else ""
        about = state.about if state.about and state.about.id == case else None
        if case and about is None:
            about = world.summary(case)
        room = self.room.preview
        event = hit.event if hit else ""
        preview = world.around(case, event, room) if case and room > 1 else ()
        self.state = replace(state, about=about, preview=preview, told=event)
