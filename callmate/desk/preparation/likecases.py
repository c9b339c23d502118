"""What is said while a case is being prepared: that there are others with the company, or that
it looks like an old one. ``/`` shows those."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from callmate.desk.context import Context
from callmate.model.listing import Order
from callmate.model.moment import local
from callmate.model.resembles import resembling
from callmate.model.search.query import parse
from callmate.model.spoken import brief
from callmate.model.summary import CaseSummary

LONGEST: Final = 24
"""Characters of the old case's title, so that the line can be read whole."""
LOOKED_AT: Final = 50
"""Lines at the top of the list, among which is the case on the desk."""


class LikeCases:
    """Looks at the company's other cases when the matter of a new one is told."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self._said: set[str] = set()
        self._found: tuple[str, str] | None = None
        """The case on the desk, and what to search for to see what it is like."""

    def others(self, company: str) -> str:
        """A line about the cases there are with a company; empty if there are none."""
        case = self._c.case
        name = company.replace('"', " ").strip()
        if not name or (case is not None and case.calls):
            return ""
        search = f'company:"{name}"'
        here = case.id if case is not None else ""
        order = Order(filters=parse(search, self._c.clock.now().at.date()), by_name=True)
        found = self._c.world.listing(order, 0, LOOKED_AT)
        count = found.total - sum(row.id == here for row in found.rows)
        if count <= 0:
            return ""
        self._found = (here, search)
        if count == 1:
            return "There is an earlier case with them: esc, then / finds it; ⏎ ⏎ takes it up."
        return f"{count} earlier cases with them: esc, then / finds them; ⏎ ⏎ takes one up."

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
        title = found.title.replace('"', " ")
        self._found = (case.id, f'"{title}"')
        return f"Like “{brief(found.title, LONGEST)}” ({_when(found)}): esc, then / shows it."

    def search(self) -> str:
        """What to search for to see them, once; empty if nothing was said of the case on the desk,
        or one has called since."""
        found, case = self._found, self._c.case
        if found is None or case is None or found[0] != case.id or case.calls:
            return ""
        self._found = None
        return found[1]


def _when(row: CaseSummary) -> str:
    state = row.state.partition(":")[0]
    if not row.last_at:
        return state
    at = local(datetime.fromisoformat(row.last_at))
    return f"{state}, {at.day} {at:%b %Y}"
