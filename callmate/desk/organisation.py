"""The page company."""

from __future__ import annotations

from callmate.desk.page import PageName
from callmate.desk.pages import Reading


class Organisation(Reading):
    name: PageName = "company"
    title = "COMPANY"
