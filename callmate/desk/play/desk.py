"""The desk of a playback: it takes the script's word for what no key can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from callmate.clock import Clock
from callmate.desk.context import Input
from callmate.desk.desk import Desk
from callmate.desk.keymap import DEFAULT, Keymap
from callmate.desk.ports import World
from callmate.ids import NewId
from callmate.model.events import Event, NewEvent
from callmate.model.moment import Moment


class PlayDesk(Desk):
    """Keys go the way they go on any desk.

    While ``holds_cards`` is set no card is chosen: what one event of a script takes several keys
    for is judged once, when all of it is told.
    """

    holds_cards = False

    def __init__(
        self, world: World, clock: Clock, new_id: NewId | None = None, keymap: Keymap = DEFAULT
    ) -> None:
        super().__init__(world, clock, new_id, keymap)
        self.parts.between.wraps_up = False  # the next call begins at once, the marks are nobody's

    def let_cards_go(self) -> None:
        """Choose the cards for what there is now."""
        self.holds_cards = False
        self._look(self.context.clock.now())

    def _look(self, now: Moment) -> None:
        if not self.holds_cards:
            super()._look(now)

    def set_case(self, values: Mapping[str, Any]) -> None:
        """Tell what is known of the case."""
        if self.context.fold is None:
            self.context.open_new()
        source = self._source()
        self._write(source, [self.context.event(source, "case_set", None, values=dict(values))])

    def withdraw(self, facts: Sequence[Event]) -> None:
        """Take facts back that were only means to others."""
        source = self._source()
        self._write(source, self._withdrawn(source, facts))

    def tell(
        self, call: str, facts: Sequence[tuple[str, dict[str, Any]]], instead_of: Sequence[Event]
    ) -> str:
        """Tell facts of a call as kinds and bodies; what was written for them is withdrawn.

        The id of the call: a new one for ``call_start``.
        """
        c = self.context
        if c.fold is None:
            c.open_new()
        source = self._source()
        events = self._withdrawn(source, instead_of)
        for kind, body in facts:
            fact_id = c.new_id()
            call = fact_id if kind == "call_start" else call
            events.append(NewEvent(fact_id, kind, source.at, body, call, source.id))
        self._write(source, events)
        return call

    def tell_details(
        self, fact: Event, values: Mapping[str, Any], folded_in: Sequence[Event] = ()
    ) -> None:
        """Tell values of a fact that is written. Facts that are told with it are withdrawn, and
        their lines go: they are no slip of the hand."""
        source = self._source()
        events = self._withdrawn(source, folded_in)
        events += [self._detail(source, one, {"auto": True}) for one in folded_in]
        if values:
            events.append(self._detail(source, fact, values))
        self._write(source, events)

    def _detail(self, source: Input, fact: Event, values: Mapping[str, Any]) -> NewEvent:
        return self.context.event(source, "detail", fact.call, target=fact.id, values=dict(values))

    def _source(self) -> Input:
        c = self.context
        body = {"command": "script", "source": "play"}
        return Input(c.new_id(), "command", c.clock.now(), body)

    def _withdrawn(self, source: Input, facts: Sequence[Event]) -> list[NewEvent]:
        if not facts:
            return []
        targets = [fact.id for fact in facts]
        return [self.context.event(source, "undo", facts[0].call, targets=targets)]

    def _write(self, source: Input, events: list[NewEvent]) -> None:
        if events:
            self.context.write(source, events, self.context.log)
            self._changed(events, source.at)
