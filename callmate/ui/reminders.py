"""What is looked up once a second and never for a key: what other cases wait for, the quote."""

from __future__ import annotations

from dataclasses import dataclass

from callmate.desk.desk import Desk
from callmate.model.moment import Moment, elapsed_us
from callmate.model.quote import quote
from callmate.model.state import Case
from callmate.model.summary import Reminder, reminders

EVERY_US = 60_000_000
MOST = 3


@dataclass(frozen=True, slots=True)
class Reminded:
    """``rows``: what other cases wait for, the most pressing first; ``quoted``: the strongest
    sentence of the open case, empty if there is none."""

    rows: tuple[Reminder, ...] = ()
    quoted: str = ""


class Reminders:
    """Keeps what was found last; ``now`` is what a screen shows of it."""

    def __init__(self) -> None:
        self.now = Reminded()
        self._looked: Moment | None = None
        self._case: Case | None = None

    def look(self, desk: Desk) -> None:
        """Ask the list of cases at most once a minute, and only while no case is open; the open
        case only after it changed, or once a minute."""
        now, case = desk.context.clock.now(), desk.context.case
        is_old = self._looked is None or elapsed_us(self._looked, now) >= EVERY_US
        if not is_old and case is self._case:
            return
        if case is not None:
            self.now = Reminded(quoted=quote(case, now))
        elif is_old:
            self.now = Reminded(reminders(desk.context.world.cases(), now.at, MOST))
        else:
            self.now = Reminded()
        self._case, self._looked = case, now
