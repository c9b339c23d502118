"""What is open on the desk besides the case itself: field, strip, pane, message. Values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from callmate.model.line import Line
from callmate.model.moment import Moment, elapsed_us

Purpose = Literal["words", "rep", "time", "sheet", "search", "filing", "value"]
Pane = Literal["timeline", "browser", "sheet", "help", "page"]
Level = Literal["info", "warn", "error"]


HIDDEN = "••••"
"""What stands in the place of what others are not to read."""


@dataclass(frozen=True, slots=True)
class OpenField:
    """The line being typed.

    ``target`` is the event its words belong to, ``name`` the value they become; ``offered`` is
    taken if nothing is typed, on the sheet only with the right arrow. ``sensitive`` text is
    stored but masked, ``secret`` text is never stored. ``first`` is when its first letter was
    typed.
    """

    purpose: Purpose
    prompt: str
    opened: Moment
    target: str = ""
    kind: str = ""
    name: str = "text"
    line: Line = field(default_factory=Line)
    offered: str = ""
    call: str | None = None
    first: Moment | None = None
    sensitive: bool = False
    secret: bool = False
    inserted: bool = False
    """Whether its event is one entered afterwards, which needs a time of its own."""

    @property
    def masked(self) -> bool:
        return self.sensitive or self.secret

    @property
    def opening(self) -> dict[str, str | int]:
        """When it was opened and what it offers: its first draft says so, for the next start.

        What the sheet offers is of another case: nothing of it is written unless it is taken.
        """
        at: dict[str, str | int] = {"when": self.opened.at.isoformat(), "mono": self.opened.mono}
        told = self.offered and self.purpose != "sheet"
        return at | ({"offered": self.offered} if told else {})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a strip: its key, what it says, and what it does.

    The action ``command`` is the command of the registry that ``payload`` names.
    """

    key: str
    label: str
    action: str
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """A question in one line, never a dialog: any key that is no answer does its usual work.

    A ``wide`` one has more choices than a line holds: they stand where the key bar stands.
    With ``inserts`` the next live key is an event that was forgotten. One that ``files`` is of a
    past case, and is answered though its search is open.
    """

    prompt: str
    choices: tuple[Choice, ...]
    target: str = ""
    until: Moment | None = None
    at: Moment | None = None
    wide: bool = False
    inserts: bool = False
    files: bool = False

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Message:
    """One plain sentence for the person, until the next live key.

    ``told`` is what of it is of a case, so that nobody else is to read it; all of it in what
    merely informs.
    """

    text: str
    level: Level = "info"
    told: str = ""

    @property
    def public(self) -> str:
        """The same for a screen that others may see; empty if nothing of it is for them."""
        if self.level == "info" or self.told == self.text:
            return ""
        return self.text.replace(self.told, HIDDEN) if self.told else self.text


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is open, and where the person is in it."""

    pane: Pane = "timeline"
    field: OpenField | None = None
    strip: Strip | None = None
    message: Message | None = None
    selected: str = ""
    quote: str = ""
    private: bool = False
    listening: bool = True
    shown_until: Moment | None = None
    """Until when masked values stand in clear."""
    linking: str = ""
    """The first of two events to be linked as contradicting each other."""
    page: int = 0
    scroll: int = 0
    under: Pane = "timeline"
    """What stands there again when the list of keys is closed."""

    def reveals(self, now: Moment) -> bool:
        """Whether masked values are shown now."""
        return self.shown_until is not None and elapsed_us(now, self.shown_until) > 0

    @property
    def shows_saving(self) -> bool:
        """Whether nothing stands in the place of how safe things are."""
        return self.field is None and self.strip is None and self.message is None

    @property
    def typing(self) -> bool:
        """Whether letters are text now."""
        return self.field is not None
