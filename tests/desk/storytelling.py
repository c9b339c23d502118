"""Cases in the store of a test, written as if somebody had been at the phone three days ago."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from callmate.clock import ManualClock, SystemClock
from callmate.desk.doors.doors import store
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import fold


class Story:
    """Cases that are written down as it were by hand, an event a minute."""

    def __init__(self) -> None:
        self._clock = ManualClock(SystemClock().now().at - timedelta(days=3))
        self._new_id = UlidSource()

    def case(self, company: str, problem: str, **values: str) -> str:
        case_id = self._new_id()
        values |= {"company": company, "problem": problem}
        self._write(case_id, self._event("case_opened", values=values))
        return case_id

    def call(self, case_id: str, *facts: tuple[str, dict[str, Any]]) -> list[str]:
        """A call with these facts; their ids."""
        start = self._event("call_start")
        events = [self._event(kind, start.id, **body) for kind, body in facts]
        self._write(case_id, start, *events, self._event("call_end", start.id))
        return [event.id for event in events]

    def say(self, case_id: str, kind: str, **body: Any) -> None:
        self._write(case_id, self._event(kind, **body))

    def _write(self, case_id: str, *events: NewEvent) -> None:
        with store() as world:
            log = world.case(case_id)
            log.append(events)
            world.changed(fold(case_id, log.read()), self._clock.now())

    def _event(self, kind: str, call: str | None = None, **body: Any) -> NewEvent:
        self._clock.advance(60)
        return NewEvent(self._new_id(), kind, self._clock.now(), body, call=call)
