"""What was done last to a case, or in this window: named before it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from callmate.desk.browser.actions import Actions, Subject
from callmate.desk.context import Context, Input
from callmate.model.shelf import shelving, telling
from callmate.model.spoken import brief

LONGEST: Final = 24
"""Characters of a title, so that the line can be read whole."""
NOTHING: Final = "Nothing to take back."


@dataclass(frozen=True, slots=True)
class Back:
    """An action that can be taken back: the case in which, the cause of it, and what it was."""

    case: str
    cause: str
    told: str


class TakingBack:
    """Finds the action and takes it back."""

    def __init__(self, context: Context, actions: Actions) -> None:
        self._c, self._actions = context, actions
        self.fresh = False
        """Whether no other key was heard since the last action: it is the one that is meant."""

    def offered(self, subject: Subject | None) -> Back | None:
        """The last action in the chosen case, else the last of this window; that first if it was
        only just done."""
        last = self._actions.last
        own = self._of(subject.id) if subject is not None else None
        if last is None or (own is not None and not self.fresh):
            return own
        return self._of(last.case, last.cause) or own

    def _of(self, case: str, cause: str = "") -> Back | None:
        """One action in a case, else its last; None if there is none that still holds."""
        events = self._actions.filed(case)
        cause = cause or shelving.last_group(events)
        if not cause or not shelving.undone(cause, case, self._actions.filed):
            return None
        row = self._c.world.summary(case)
        what = telling.told(event for event in events if event.cause == cause)
        title = brief(row.title, LONGEST) if row is not None else ""
        return Back(case, cause, ", ".join(part for part in (what, title) if part))

    def take(self, source: Input, back: Back | None) -> None:
        """Take it back, and say what it was; the case that it took off the desk returns."""
        filed = shelving.undone(back.cause, back.case, self._actions.filed) if back else {}
        if back is None or not filed:
            self._c.say(NOTHING)
            return
        last = self._actions.last
        last = last if last is not None and last.cause == back.cause else None
        self._actions.write(source, filed, last.rows if last else {})
        if last is not None:
            self._actions.last = None
            if last.off_desk:
                self._c.turn_to(source, last.off_desk)
        self._c.say(f"Taken back: {back.told}.")
