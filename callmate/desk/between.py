"""What is done between the calls: the pages, made when they are first opened, and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.meaning import Meaning
from callmate.desk.pages.page import PageName
from callmate.desk.pages.pages import Pages, Source
from callmate.desk.preparation.sheet import Sheet
from callmate.model.events import NewEvent
from callmate.model.moment import Moment
from callmate.model.rules import Packs

if TYPE_CHECKING:
    from callmate.desk.pages.planning import Planning
    from callmate.desk.pages.wrapup import Wrapup

OPENS: Final[Mapping[str, PageName]] = {
    "wrapup": "wrapup", "wrapup_here": "wrapup", "plan": "plan", "plan_here": "plan",
    "due": "due", "letters": "letters", "company": "company", "company_here": "company",
    "figures": "figures",
}  # fmt: skip
"""The page that a command opens."""

NEEDED_SOON: Final = ("pages.wrapup", "pages.planning", "preparation.advising")
"""What opening the pages of a call needs."""


def warm(packs: Packs) -> None:
    """Load that, so that no key has to wait for it: for a thread, after the first paint."""
    for name in NEEDED_SOON:
        import_module(f"callmate.desk.{name}")
    from callmate.model.advice.channels import channel_for, guess_sector

    guess_sector(packs.advice, "")
    channel_for(packs.advice, "")


class Between:
    """Carries out the commands that are for the time between the calls."""

    def __init__(self, context: Context, fields: Fields, sheet: Sheet) -> None:
        self._c, self._fields, self._sheet = context, fields, sheet
        self._wrapup: Wrapup | None = None
        self._planning: Planning | None = None
        self.pages = Pages(context, self._made)
        self.wraps_up = True
        """Whether the wrap-up opens by itself when a call ends."""

    def command(self, source: Input, name: str) -> list[NewEvent] | None:
        """The events of a command; None if it is none of these."""
        if name in OPENS:
            return self.pages.open(source, OPENS[name])
        match name:
            case "answered":
                return self._sheet.answered(source)
            case "settled":
                return self.wrapup.settled(source)
            case "rest":
                return self.planning.rest(source)
        return None

    def press(self, source: Input, what: Meaning) -> list[NewEvent]:
        """A key that the open page hears."""
        match what.command:
            case "move":
                self.pages.move(what.step)
            case "answer":
                return self.pages.answer(source, what.letter)
            case "step":
                return self.pages.step(source, what.step)
            case "leave":
                self._c.view = replace(self._c.view, message=None)
                return self.pages.close(source)
        return []

    def call_ended(self, now: Moment) -> None:
        """The call is over: its wrap-up stands there, one Escape away from the timeline."""
        c = self._c
        if self.wraps_up and c.call is None and not c.view.typing and c.view.strip is None:
            self.pages.open(Input(c.new_id(), "command", now, {"command": "wrapup"}), "wrapup")

    @property
    def wrapup(self) -> Wrapup:
        if self._wrapup is None:
            from callmate.desk.pages.wrapup import Wrapup

            self._wrapup = Wrapup(self._c, self._fields)
        return self._wrapup

    @property
    def planning(self) -> Planning:
        if self._planning is None:
            from callmate.desk.pages.planning import Planning

            self._planning = Planning(self._c, self._fields)
        return self._planning

    def _made(self, name: PageName) -> Source:
        """The source of a page; what it needs is imported with its first opening."""
        if name == "wrapup":
            return self.wrapup
        if name == "plan":
            return self.planning
        if name == "due":
            from callmate.desk.pages.duties import Duties

            return Duties(self._c, self._fields)
        if name == "letters":
            from callmate.desk.pages.letterdesk import LetterDesk

            return LetterDesk(self._c, self._fields)
        if name == "figures":
            from callmate.desk.pages.figures import Figures

            return Figures(self._c, self._fields)
        from callmate.desk.pages.organisation import Organisation

        return Organisation(self._c, self._fields)
