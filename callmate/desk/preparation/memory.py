"""What is remembered of a company from case to case, and what its calls teach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from callmate.desk.context import Context
from callmate.model.events import TEXT_FIELD
from callmate.model.readiness import asked_for
from callmate.model.state import Call, Case, Fact
from callmate.text import fold

FILLED_IN: Final = ("phone", "menu", "hours", "place", "country", "sector")
"""What is filled in for the next case with the same company."""
OFFERED: Final = ("account", "facts")
"""What may be another person's or another matter's: the next case has it only if it is taken."""
REMEMBERED: Final = (*FILLED_IN, *OFFERED)
ASKED: Final = "asked"
MOST_ASKED: Final = 12
Key = tuple[str, str, int, object]


class Memory:
    """Reads and renews what is known of the company of the open case."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self._asked: tuple[Key, tuple[str, ...]] | None = None

    def fill_in(self, company: str, case: Case | None) -> dict[str, str]:
        """What earlier cases can fill in, where the preparation is still empty."""
        known = self._c.world.company(company) if company else {}
        return {
            key: str(known[key])
            for key in FILLED_IN
            if known.get(key) and not (case and case.known(key))
        }

    def offered(self, key: str) -> str:
        """What an earlier case with the company had on an empty line; empty if nothing."""
        case = self._c.case
        company = case.known("company") if case else ""
        if case is None or key not in OFFERED or not company or case.known(key):
            return ""
        if not any(row.id != case.id for row in self._c.world.with_company(company)):
            return ""
        return str(self._c.world.company(company).get(key) or "")

    def keep(self, company: str, values: Mapping[str, Any]) -> None:
        """Remember lines of the preparation; those that are empty are not."""
        known = self._c.world.company(company) if company else {}
        fresh = {
            key: values[key]
            for key in (*REMEMBERED, ASKED)
            if values.get(key) and values[key] != known.get(key)
        }
        if company and fresh:
            self._c.world.remember_company(company, fresh)

    def asked(self) -> tuple[str, ...]:
        """What the company wanted to know of the caller, in this case and in those before.

        Looked up once for a call, and while none runs whenever the case has changed.
        """
        case = self._c.case
        if case is None:
            return ()
        company = case.known("company")
        key: Key = (case.id, company, len(case.calls), None if case.running else case)
        if self._asked is None or self._asked[0] != key:
            self._asked = (key, self._look_up(company))
        return self._asked[1]

    def look_again(self) -> None:
        """What was looked up may not hold any more."""
        self._asked = None

    def _look_up(self, company: str) -> tuple[str, ...]:
        before = self._c.world.company(company).get(ASKED) if company else None
        known = [one for one in before if isinstance(one, str)] if isinstance(before, list) else []
        fresh = asked_for(_worded(self._c.fold.facts if self._c.fold else ()))
        merged = {fold(one): one for one in (*known, *fresh)}
        return tuple(merged.values())[-MOST_ASKED:]

    def learn(self) -> None:
        """A call is over: what is known of them, what they asked for, and the way through the
        menu that led to a person, are there the next time."""
        case, fold_ = self._c.case, self._c.fold
        company = case.known("company") if case else ""
        if case is None or fold_ is None or not company or not case.calls:
            return
        call = max(case.calls, key=lambda one: (one.end or one.start).at)
        taught: dict[str, Any] = {key: case.known(key) for key in REMEMBERED}
        taught[ASKED] = list(self.asked())
        path = _path(call, fold_.facts)
        if path and not case.known("menu"):
            taught["menu"] = path
        self.keep(company, taught)


def _worded(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """Kind and words of what still counts."""
    return [(one.kind, one.text(TEXT_FIELD.get(one.kind, "text"))) for one in facts if one.live]


def _path(call: Call, facts: Sequence[Fact]) -> str:
    """The keys pressed in the first menu of a call in which a person answered later."""
    answered = next((one for one in facts if one.call == call.id and one.kind == "rep"), None)
    if answered is None:
        return ""
    levels = [
        one.text("text")
        for one in facts
        if one.live and one.call == call.id and one.kind == "ivr"
        and one.moment.at <= answered.moment.at
    ]  # fmt: skip
    return " · ".join(level for level in levels if level)
