"""What Textual's drivers lack: a terminal may send anything, stall, or be gone.

``robust`` wraps the driver class Textual chose, so that TEXTUAL_DRIVER and the browser's driver
keep working. All drivers of a process share one :class:`Terminal`, which outlives the app: it
holds the keys that were read and not yet seen, for the app that is started after a crash.
"""

from __future__ import annotations

import os
import queue
import select
import selectors
import signal
import termios
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

from textual import messages
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from callmate.clock import SystemClock
from callmate.ui.keystream import KeyStream
from callmate.ui.terminal import TERMINAL, Input, Terminal

READ_BYTES: Final = 65536
POLL_SECONDS: Final = 0.1

STALL_SECONDS: Final = 0.25
"""How long painting waits for a terminal that does not read before it drops the picture."""

CLOSE_SECONDS: Final = 0.5
"""How long leaving waits, twice at most, for a terminal that does not read."""

RESTORE: Final = (
    b"\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""No mouse, paste markers or focus reports; wrapped lines, plain keys, normal screen, cursor."""


class Tracked(Driver):
    """A driver that notes what it read, and first gives an app what the one before did not see."""

    terminal: Terminal = TERMINAL

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._again = self.terminal.rest()

    def start_application_mode(self) -> None:
        again, self._again = self._again, []
        for event in again:
            self.process_message(event)
        super().start_application_mode()  # type: ignore[safe-super]

    def send_message(self, message: Message) -> None:
        if isinstance(message, Input):
            self.terminal.arrived(message)
        super().send_message(message)

    def _emit(self, found: Iterable[Message]) -> None:
        for message in found:
            self.process_message(message)

    def _leave(self) -> None:
        """End the app, after all that was read before has been seen."""
        self.send_message(messages.ExitApp())


class RobustPosix(Tracked, LinuxDriver):
    """The driver of a terminal on Linux and macOS."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._stalled = False

    def start_application_mode(self) -> None:
        super().start_application_mode()
        # Python's own handlers interrupt each other: of two sizes the older could be told last.
        tell_size = signal.getsignal(signal.SIGWINCH)
        if callable(tell_size):
            self._loop.add_signal_handler(signal.SIGWINCH, tell_size, signal.SIGWINCH, None)

    def write(self, data: str) -> None:
        """Paint ``data``, or drop it: when nobody is there, or the terminal has stopped reading.

        A dropped picture must not hold up the keys; once the terminal reads again, all of the
        screen is painted anew.
        """
        writer = self._writer_thread
        if self._stalled or self.terminal.dark or writer is None or not writer.is_alive():
            return
        try:
            writer._queue.put(data, timeout=STALL_SECONDS)
        except queue.Full:
            self._stalled = True
            self._loop.call_later(STALL_SECONDS, self._look_again)

    def _look_again(self) -> None:
        """Paint all of the screen once the terminal has read what waits for it."""
        writer = self._writer_thread
        if not self._stalled or writer is None or not writer.is_alive():
            return
        if writer._queue.qsize():
            self._loop.call_later(STALL_SECONDS, self._look_again)
            return
        self._stalled = False
        self._app.call_later(self._app.refresh)

    def stop_application_mode(self) -> None:
        writer = self._writer_thread
        if self._stalled and writer is not None:
            # Old pictures make room for what gives the terminal back in order.
            with suppress(queue.Empty):
                while True:
                    writer._queue.get_nowait()
            self._stalled = False
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Stop reading. What is not read stays in the terminal, for an app started next."""
        if self.exit_event.is_set():
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()

    def close(self) -> None:
        writer = self._writer_thread
        if writer is None or not writer.is_alive():
            return
        with suppress(queue.Full):
            writer._queue.put(None, timeout=CLOSE_SECONDS)
        writer.join(CLOSE_SECONDS)
        self.terminal.stuck = writer.is_alive()

    def restore_now(self) -> None:
        """Give the terminal back at once, from any thread, without the help of any other."""
        if self.terminal.dark:
            return
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        if self._file is None:
            return
        out = self._file.fileno()
        with suppress(OSError):
            if select.select([], [out], [], 0)[1]:
                os.write(out, RESTORE)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self.terminal.failure = error
            self._leave()

    def run_input_thread(self) -> None:
        """Read until told to stop or the terminal is gone."""
        stream = KeyStream(SystemClock().steady)
        with selectors.SelectSelector() as ready:
            ready.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if ready.select(POLL_SECONDS):
                    raw = self._read()
                    if not raw:
                        self._emit(stream.finish())
                        self.terminal.dark = True
                        self._leave()
                        return
                    self._emit(stream.feed(raw))
                self._emit(stream.tick())
        self._emit(stream.finish())

    def _read(self) -> bytes:
        """What the terminal sent; nothing when it is gone, which Linux reports as an error."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:
            return b""


def robust(driver_class: type[Driver], terminal: Terminal = TERMINAL) -> type[Driver]:
    """``driver_class``, made to survive what terminals do. For ``App.get_driver_class``."""
    bases: tuple[type, ...] = (Tracked, driver_class)
    if issubclass(driver_class, LinuxDriver):
        bases = (RobustPosix,) if driver_class is LinuxDriver else (RobustPosix, driver_class)
    elif driver_class.__module__ == "textual.drivers.web_driver":
        from callmate.ui.webdriver import RobustWeb  # Not loaded for a terminal: it costs time.

        bases = (RobustWeb,)
    return type(f"Robust{driver_class.__name__}", bases, {"terminal": terminal})
