"""The page due."""

from __future__ import annotations

from callmate.desk.page import PageName
from callmate.desk.pages import Reading


class Duties(Reading):
    name: PageName = "due"
    title = "DUE"
