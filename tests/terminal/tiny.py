"""A small program for the pseudo-terminal tests: says on a pipe what happens to it.

``python -m tests.terminal.tiny FD REPORT``. Keys with a meaning: ``!`` an error in the app,
``&`` an error in the thread that reads keys, ``$`` an event loop that hangs, ``=`` painting
without end, ``-`` the end of that, ``ctrl+q`` a normal end.
"""

from __future__ import annotations

import os
import sys
import threading
from itertools import count
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from callmate.ui.signals import install_signals
from callmate.ui.supervise import SafeApp, Supervisor, leave
from callmate.ui.terminal import Input


class Tiny(SafeApp):
    """Says each key once and obeys the few above."""

    def __init__(self, fd: int) -> None:
        super().__init__()
        self._fd = fd

    def say(self, line: str) -> None:
        os.write(self._fd, f"{line}\n".encode())

    def compose(self) -> ComposeResult:
        yield Static("quiet", id="field")

    def on_mount(self) -> None:
        install_signals(self, lambda number: self.say(f"signal {number}"))
        self.say("ready")

    def on_unmount(self) -> None:
        self.say("unmount")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, Input) and not event.is_forwarded:
            self.say(
                f"key {event.key}" if isinstance(event, events.Key) else f"paste {event.text!r}"
            )
            self.terminal.taken(event)
            if isinstance(event, events.Key):
                self._obey(event.character or "")
        await super().on_event(event)

    def _obey(self, character: str) -> None:
        if character == "!":
            raise ValueError("bad account 12345678 of 'Jane Doe'")
        if character == "&":
            driver = self._driver
            assert driver is not None
            vars(driver)["_emit"] = None
        if character == "$":
            threading.Event().wait()
        if character == "=":
            frames = count()
            self._painting = self.set_interval(1 / 60, lambda: self._flood(next(frames)))
        if character == "-":
            self._painting.stop()
            self.query_one("#field", Static).update("quiet again")

    def _flood(self, frame: int) -> None:
        self.query_one("#field", Static).update(f"{frame} " * 2000)
        self.say(f"frame {frame}")


def main(fd: int, report: Path) -> None:
    """Run it until it ends."""

    def leftover(left: list[Input]) -> None:
        for event in left:
            os.write(fd, f"left {event.key if isinstance(event, events.Key) else ''}\n".encode())

    status = Supervisor(lambda: Tiny(fd), report, leftover=leftover).run()
    os.write(fd, f"status {status}\n".encode())
    leave(status)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
