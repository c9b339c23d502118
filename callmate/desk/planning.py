"""The page plan."""

from __future__ import annotations

from callmate.desk.context import Input
from callmate.desk.page import PageName
from callmate.desk.pages import Reading
from callmate.model.events import NewEvent


class Planning(Reading):
    name: PageName = "plan"
    title = "PLAN"

    def rest(self, source: Input) -> list[NewEvent]:
        return []
