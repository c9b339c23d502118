"""What is known of the process's terminal, whichever app runs in it."""

from __future__ import annotations

import signal
from collections import deque
from typing import Final

from textual import events

Input = events.Key | events.Paste


class Terminal:
    """What is known of the process's terminal. One object for all apps run in a process."""

    def __init__(self) -> None:
        self.dark = False
        """Nobody is at the other end any more: nothing can be read or shown."""
        self.stuck = False
        """The terminal is there but did not read to the end what was painted."""
        self.signal: int | None = None
        """The number of the signal that told the process to end."""
        self.failure: Exception | None = None
        """What ended the thread that reads the keys, where that is an error of ours."""
        self._in_flight: deque[Input] = deque()

    @property
    def ended_by(self) -> int | None:
        """The signal that ends the program; a terminal lost without one counts as a hangup."""
        return self.signal or (int(signal.SIGHUP) if self.dark else None)

    def arrived(self, event: Input) -> None:
        """``event`` was read from the terminal."""
        self._in_flight.append(event)

    def taken(self, event: events.Event) -> None:
        """``event`` is written down: it need not be given again. For ``App.on_event``."""
        if self._in_flight and self._in_flight[0] is event:
            self._in_flight.popleft()
            return
        for index, waiting in enumerate(self._in_flight.copy()):
            if waiting is event:
                del self._in_flight[index]
                return

    def rest(self) -> list[Input]:
        """Take all that was read and never seen, oldest first, as events fit to be sent."""
        left = []
        while self._in_flight:
            left.append(_fresh(self._in_flight.popleft()))
        return left


TERMINAL: Final = Terminal()


def _fresh(event: Input) -> Input:
    """``event`` as it was before any app touched it, with the time it was read."""
    again = event.copy() if isinstance(event, events.Key) else events.Paste(event.text)
    again.time = event.time
    return again
