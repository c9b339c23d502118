"""A fact: one thing that happened, as it is to be read now."""

from __future__ import annotations

from dataclasses import dataclass

from callmate.model.events import Body
from callmate.model.moment import Moment


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened, with everything learned about it since.

    ``body`` holds the latest values; ``moment`` the effective time (``recorded`` is when it was
    written down); ``live`` is false while it is struck out or undone; ``undone`` is true of
    what the undo key took back; ``late`` marks a fact entered afterwards.
    """

    id: str
    kind: str
    call: str
    body: Body
    moment: Moment
    recorded: Moment
    lane: str
    cause: str | None = None
    live: bool = True
    late: bool = False
    undone: bool = False

    @property
    def auto(self) -> bool:
        """Whether another fact's rules caused it (a closure)."""
        return bool(self.body.get("auto"))

    def text(self, key: str) -> str:
        """A value as text; empty where it is missing or null."""
        value = self.body.get(key)
        return value if isinstance(value, str) else "" if value is None else str(value)
