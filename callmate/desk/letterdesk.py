"""The page letters."""

from __future__ import annotations

from callmate.desk.page import PageName
from callmate.desk.pages import Reading


class LetterDesk(Reading):
    name: PageName = "letters"
    title = "LETTERS"
