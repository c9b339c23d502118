"""The replay of the case that is open for reading: begun, heard and ended by keys."""

from __future__ import annotations

from dataclasses import replace

from callmate.desk.browser.replaying import PORTION, Frame, Replaying
from callmate.desk.browser.shown import Reading
from callmate.desk.context import Context
from callmate.desk.meaning import Meaning
from callmate.model.moment import Moment, elapsed_us, local

ALONE = 3 * PORTION
"""Facts that are judged at once while no call runs: no key is in a hurry."""
LASTS_US = 1_000_000
"""For how long a picture stands if nobody turns it: a key of the call that runs paints what is
its own, and nothing of the replay."""
READ_ONLY = "A replay: space pauses, ← → go to an event, esc reads on; nothing is logged."
NO_CALL = "Nobody was called in this case: there is nothing to replay."


class ReplayKeys:
    """Holds the replay, if one stands there."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.shown: Replaying | None = None
        self._frame: tuple[Frame, Moment] | None = None

    @property
    def moving(self) -> bool:
        """Whether the picture changes by itself."""
        return self.shown is not None and self._c.view.pane == "browser" and self.shown.moving

    def frame(self) -> Frame | None:
        """The picture that stands there, if the replay is what one looks at."""
        if self.shown is None or self._c.view.pane != "browser":
            return None
        now = self._c.clock.now()
        if self._frame is None or elapsed_us(self._frame[1], now) >= LASTS_US:
            self._frame = self.shown.frame(PORTION if self._c.call else ALONE), now
        return self._frame[0]

    def turn(self) -> None:
        """The next picture is that of the moment it is asked for."""
        self._frame = None

    def stop(self) -> None:
        self.shown = None
        self.turn()

    def pause(self) -> None:
        """Something else is looked at for a while."""
        if self.shown is not None:
            self.shown.pause()
            self.turn()

    def press(self, what: Meaning, reading: Reading) -> bool:
        """A key while a case is read; whether it was for the replay."""
        self.turn()
        if self.shown is None:
            return what.command == "replay" and self._begin(reading)
        if what.command == "read_only":
            self._c.say(READ_ONLY)
            return True
        return self.shown.press(what.command, what.step)

    def ends(self, what: Meaning) -> bool:
        """Whether a key leads back to reading; of a sentence that stands there Escape is first."""
        quoted = what.command == "back" and self._c.view.quote
        return self.shown is not None and what.command in ("open", "back") and not quoted

    def leave(self, reading: Reading) -> Reading:
        """Back to reading, at the event the replay was begun with, or that was stepped to."""
        left = self.shown.left_at if self.shown is not None else ""
        self.stop()
        reading = _at(reading, left)
        if chosen := reading.chosen:
            at = local(chosen.moment.at)
            self._c.say(f"Reading on at {at.day} {at:%b}, {at:%H:%M:%S}.")
        return reading

    def _begin(self, reading: Reading) -> bool:
        chosen = reading.chosen
        replaying = Replaying(
            reading.fold.still(), self._c.packs, self._c.clock, chosen.id if chosen else ""
        )
        if replaying.can_play:
            self.shown = replaying
        else:
            self._c.say(NO_CALL)
        return True

    def follow(self, reading: Reading) -> Reading:
        """The case with the event selected that the replay has come to."""
        return reading if self.shown is None else _at(reading, self.shown.here)


def _at(reading: Reading, event: str) -> Reading:
    """The same with another event selected, if it has it."""
    rows = enumerate(reading.rows)
    index = next((at for at, (_, fact) in rows if fact.id == event), reading.index)
    return replace(reading, index=index)
