"""The hint that a case being prepared looks like an old one: said once, and found by ``/``."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from callmate.desk.context import Context
from callmate.model.moment import local
from callmate.model.resembles import resembling
from callmate.model.spoken import brief
from callmate.model.summary import CaseSummary

LONGEST: Final = 34
"""Characters of the old case's title, so that the line can be read whole."""


class LikeCases:
    """Looks at the company's other cases when the matter of a new one is told."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self._said: set[str] = set()
        self._found: tuple[str, str] | None = None
        """The case on the desk, and the title of the one it looks like."""

    def hint(self, company: str, problem: str, outcome: str) -> str:
        """A line about the case this one looks like; empty if there is none, or it was said."""
        c = self._c
        case = c.case
        new = case is not None and not case.calls and case.id not in self._said
        if case is None or not new or not company or not problem:
            return ""
        rows = [row for row in c.world.with_company(company) if row.id != case.id]
        found = resembling(rows, problem, outcome, c.clock.now().at)
        if found is None:
            return ""
        self._said.add(case.id)
        self._found = (case.id, found.title)
        return f"Like “{brief(found.title, LONGEST)}” ({_when(found)}): / shows it."

    def search(self) -> str:
        """What to search for to see it, once; empty if nothing was said of the case on the desk."""
        found, case = self._found, self._c.case
        if found is None or case is None or found[0] != case.id:
            return ""
        self._found = None
        title = found[1].replace('"', " ")
        return f'"{title}"'


def _when(row: CaseSummary) -> str:
    state = row.state.partition(":")[0]
    if not row.last_at:
        return state
    at = local(datetime.fromisoformat(row.last_at))
    return f"{state}, {at.day} {at:%b %Y}"
