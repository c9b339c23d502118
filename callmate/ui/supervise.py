"""Runs the app, and runs it again after an error of ours: the call goes on.

An app that is started again gets the keys that were read and not yet seen, in their order and
with the times they were typed; see :mod:`callmate.ui.terminal`.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from textual.app import App
from textual.driver import Driver

from callmate.clock import Clock, SystemClock
from callmate.errors import CallmateError
from callmate.ui.crash import describe, write_report
from callmate.ui.driver import robust
from callmate.ui.signals import FINAL_STATUS
from callmate.ui.terminal import TERMINAL, Input, Terminal

RESTARTS: Final = 3
WITHIN_SECONDS: Final = 60.0
"""More than RESTARTS crashes within this time end the program."""

FAILED: Final = 1


class SafeApp(App[None]):
    """An app with a driver that survives its terminal, and that ends quietly on an error.

    Subclasses call ``terminal.taken(event)`` in ``on_event`` once a key is written down.
    """

    terminal: Terminal = TERMINAL

    def get_driver_class(self) -> type[Driver]:
        return robust(super().get_driver_class(), self.terminal)

    def _handle_exception(self, error: Exception) -> None:
        """End with ``error`` for the supervisor. Textual would print the locals: what was typed."""
        self._return_code = FAILED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


class Supervisor:
    """Runs apps made by ``make`` until one ends by itself.

    ``report``: file that crash reports are added to. ``secrets``: what must not be in one.
    ``leftover`` is given the keys that were read and that no app has seen, at the very end.
    ``tell`` says a sentence to the person when the screen is gone.
    """

    def __init__(
        self,
        make: Callable[[], SafeApp],
        report: Path,
        *,
        secrets: Callable[[], Iterable[str]] = tuple,
        leftover: Callable[[list[Input]], None] | None = None,
        tell: Callable[[str], None] | None = None,
        clock: Clock | None = None,
        terminal: Terminal = TERMINAL,
    ) -> None:
        self._make, self._report, self._secrets = make, report, secrets
        self._leftover, self._tell = leftover, tell or _to_stderr
        self._clock: Clock = clock or SystemClock()
        self._terminal = terminal
        self._unreported = False
        self._crashes: deque[float] = deque(maxlen=RESTARTS + 1)

    def run(self) -> int:
        """The exit status: 0, 128 + n when signal n ended it (a lost terminal counts as
        SIGHUP), 1 after more crashes than it is worth to start again."""
        while True:
            app, error = self._run_once()
            if error is not None:
                self._note(error)
            if self._terminal.ended_by is not None:
                status = FINAL_STATUS + self._terminal.ended_by
                break
            if error is None:
                status = app.return_code or 0 if app is not None else 0
                break
            if self._too_many():
                status = FAILED
                where = "" if self._unreported else f", the report is in {self._report}"
                self._tell(
                    f"callmate has stopped after {len(self._crashes)} errors within a minute: what "
                    f"was saved is kept{where}; start callmate to go on."
                )
                break
        self._finish()
        return status

    def _run_once(self) -> tuple[SafeApp | None, BaseException | None]:
        self._terminal.failure = None
        app: SafeApp | None = None
        try:
            app = self._make()
            app.run()
        except CallmateError:
            raise
        except KeyboardInterrupt:
            self._terminal.signal = int(signal.SIGINT)
        except Exception as error:
            return app, error
        return app, _error_of(app, self._terminal)

    def _too_many(self) -> bool:
        now = self._clock.steady()
        self._crashes.append(now)
        return len(self._crashes) > RESTARTS and now - self._crashes[0] <= WITHIN_SECONDS

    def _note(self, error: BaseException) -> None:
        when = self._clock.now().at.isoformat(timespec="seconds")
        try:
            write_report(self._report, when, describe(error, self._secrets()))
        except OSError as problem:
            if self._unreported:
                return  # once is enough
            self._unreported = True
            self._tell(f"The crash report could not be written to {self._report}: {problem}.")

    def _finish(self) -> None:
        left = self._terminal.rest()
        if left and self._leftover is not None:
            self._leftover(left)
        if not self._terminal.dark:
            flush_input()


def _error_of(app: SafeApp | None, terminal: Terminal) -> BaseException | None:
    """What ended ``app``, where that was an error."""
    return terminal.failure or (app._exception if app is not None else None)


def flush_input() -> None:
    """Drop what was typed and not read, lest the shell take it for a command."""
    if sys.__stdin__ is not None and not sys.__stdin__.closed:
        with suppress(termios.error, OSError):
            termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)


def leave(status: int, terminal: Terminal = TERMINAL, *, at_once: bool = False) -> NoReturn:
    """End the process with ``status``, also when the terminal is gone or no longer reads.

    Python's own ending writes out standard error: on a lost terminal that changes the status,
    on one that does not read it never comes back. ``at_once``: without it in any case. All files
    must be closed before.
    """
    if terminal.dark or terminal.stuck or at_once:
        os._exit(status)
    raise SystemExit(status)


def _to_stderr(sentence: str) -> None:
    with suppress(OSError):
        print(sentence, file=sys.stderr)
