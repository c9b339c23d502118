"""What is looked up once a second and never for a key: what cases ask for, the quote."""

from __future__ import annotations

from dataclasses import dataclass

from callmate.desk.desk import Desk
from callmate.model.moment import Moment, elapsed_us
from callmate.model.quote import quote
from callmate.model.state import Case
from callmate.model.summary import Duty, duties

EVERY_US = 60_000_000
MOST = 3


@dataclass(frozen=True, slots=True)
class Reminded:
    """``rows``: what cases ask for, the most pressing first, and how much ``more`` there is;
    ``quoted``: the strongest sentence of the open case, empty if there is none."""

    rows: tuple[Duty, ...] = ()
    more: int = 0
    quoted: str = ""


class Reminders:
    """Keeps what was found last; ``now`` is what a screen shows of it."""

    def __init__(self) -> None:
        self.now = Reminded()
        self._looked: Moment | None = None
        self._case: Case | None = None

    def look(self, desk: Desk) -> None:
        """Ask for what is to be done at most once a minute, and only while no case is open; look
        at the open case only after it changed, or once a minute."""
        now, case = desk.context.clock.now(), desk.context.case
        is_old = self._looked is None or elapsed_us(self._looked, now) >= EVERY_US
        if not is_old and case is self._case:
            return
        if case is not None:
            self.now = Reminded(quoted=quote(case, now))
        elif is_old:
            found = duties(desk.context.world.waiting(), now.at)
            self.now = Reminded(found[:MOST], max(0, len(found) - MOST))
        else:
            self.now = Reminded()
        self._case, self._looked = case, now
