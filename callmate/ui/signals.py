"""Ending in time when the system says so: terminal closed, machine shut down, kill.

Textual installs nothing for SIGHUP and SIGTERM: the process dies with the terminal left in its
raw state. A handler that only asks the app to end can hang for ever when the terminal is gone.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from textual.app import App

from callmate.ui.driver import RobustPosix
from callmate.ui.terminal import TERMINAL, Terminal

ENDINGS: Final = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)

PATIENCE_SECONDS: Final = 1.6
"""How long the app has to end by itself; with Python's own ending it stays under two."""

FINAL_STATUS: Final = 128
"""Exit status after a signal is this plus its number, as shells count."""


def install_signals(
    app: App[Any], on_signal: Callable[[int], None], terminal: Terminal = TERMINAL
) -> bool:
    """End ``app`` on SIGHUP, SIGTERM and SIGINT, within two seconds whatever it is doing.

    For ``App.on_mount``. ``on_signal`` is called with the signal's number in the app's own
    thread, before the app ends: the place to write it down. Says whether handlers were set:
    not in a test run, and not outside the main thread.
    """
    if app.is_headless or threading.current_thread() is not threading.main_thread():
        return False
    ending = _Ending(app, on_signal, terminal)
    for number in ENDINGS:
        signal.signal(number, ending.received)
    return True


class _Ending:
    """One app's way out."""

    def __init__(self, app: App[Any], on_signal: Callable[[int], None], terminal: Terminal) -> None:
        self._app, self._on_signal, self._terminal = app, on_signal, terminal
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()

    def received(self, number: int, _frame: FrameType | None) -> None:
        """The handler: runs in the main thread, even while its event loop is busy."""
        terminal = self._terminal
        if terminal.signal is not None:
            return
        terminal.signal = number
        terminal.dark = terminal.dark or hung_up()
        watchdog = threading.Timer(PATIENCE_SECONDS, self._force, (number,))
        watchdog.daemon = True
        watchdog.start()
        if self._loop.is_closed():
            raise SystemExit(FINAL_STATUS + number)
        self._loop.call_soon_threadsafe(self._finish, number, context=self._context)

    def _finish(self, number: int) -> None:
        try:
            self._on_signal(number)
        except Exception as error:
            self._terminal.failure = error
        finally:
            self._app.exit(return_code=FINAL_STATUS + number)

    def _force(self, number: int) -> None:
        """The app did not end: give the terminal back and go. Every key seen is on disk."""
        driver = self._app._driver
        if isinstance(driver, RobustPosix):
            driver.restore_now()
        os._exit(FINAL_STATUS + number)


def hung_up() -> bool:
    """Whether the terminal is gone, not merely a SIGHUP sent by ``kill``."""
    if sys.__stdin__ is None or sys.__stdin__.closed:
        return True
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), 0)
    gone = select.POLLHUP | select.POLLERR | select.POLLNVAL
    return any(seen & gone for _fd, seen in poll.poll(0))
