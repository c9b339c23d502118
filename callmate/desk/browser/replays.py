"""The replay of the case that is open for reading: begun, heard and ended by keys."""

from __future__ import annotations

from dataclasses import replace

from callmate.desk.browser.replaying import PORTION, Frame, Replaying
from callmate.desk.browser.shown import Reading
from callmate.desk.context import Context
from callmate.desk.meaning import Meaning

ALONE = 3 * PORTION
"""Facts that are judged at once while no call runs: no key is in a hurry."""
NO_CALL = "Nobody was called in this case: there is nothing to replay."


class Replays:
    """Holds the replay, if one stands there."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.shown: Replaying | None = None

    @property
    def moving(self) -> bool:
        """Whether the picture changes by itself."""
        return self.shown is not None and self._c.view.pane == "browser" and self.shown.moving

    def frame(self) -> Frame | None:
        """The picture of this moment, if the replay is what one looks at."""
        if self.shown is None or self._c.view.pane != "browser":
            return None
        return self.shown.frame(PORTION if self._c.call else ALONE)

    def stop(self) -> None:
        self.shown = None

    def press(self, what: Meaning, reading: Reading) -> bool:
        """A key while a case is read; whether it was for the replay. Enter and Escape lead back
        to reading."""
        if self.shown is None:
            return what.command == "replay" and self._begin(reading)
        if what.command == "back" and self._c.view.quote:
            return False  # first the sentence goes
        if what.command in ("open", "back"):
            self.stop()
            return True
        return self.shown.press(what.command, what.step)

    def _begin(self, reading: Reading) -> bool:
        chosen = reading.chosen
        replaying = Replaying(
            reading.fold, self._c.packs, self._c.clock, chosen.id if chosen else ""
        )
        if replaying.can_play:
            self.shown = replaying
        else:
            self._c.say(NO_CALL)
        return True

    def follow(self, reading: Reading) -> Reading:
        """The case with the event selected that the replay has come to."""
        if self.shown is None:
            return reading
        here = self.shown.here
        rows = enumerate(reading.rows)
        index = next((at for at, (_, fact) in rows if fact.id == here), reading.index)
        return replace(reading, index=index)
