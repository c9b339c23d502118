"""Runs ``tests.terminal.tiny`` in a pseudo-terminal and waits for what it says."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]

START_SECONDS: Final = 20.0
"""Bound on waiting for something that comes in well under a second on an idle machine."""

END_SECONDS: Final = 4.0
"""Bound on an end that must come within two seconds, with room for a busy machine."""


def _environment(extra: dict[str, str]) -> dict[str, str]:
    kept = {"PATH", "HOME", "LANG", "VIRTUAL_ENV", "TMPDIR"}
    mine = {name: value for name, value in os.environ.items() if name in kept}
    return mine | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)} | extra


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Child:
    """The tiny program. ``master`` is the terminal's other end; ``lines`` what it has said.

    ``controlling``: it is the terminal's session leader and gets SIGHUP when that is closed.
    """

    def __init__(self, report: Path, *, controlling: bool = True) -> None:
        self._prepare(report)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.modes_before = termios.tcgetattr(slave)
        self._start((slave, slave, slave), {}, _take_terminal if controlling else None)
        os.close(slave)

    def _prepare(self, report: Path) -> None:
        self.report = report
        self.lines: list[str] = []
        self.painted = b""
        self.drain = True
        self.master = -1
        self._heard = b""
        self._open = True

    def _start(
        self,
        streams: tuple[int, int, int],
        environment: dict[str, str],
        before: Callable[[], None] | None,
    ) -> None:
        self._ears, mouth = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.terminal.tiny", str(mouth), str(self.report)],
            stdin=streams[0], stdout=streams[1], stderr=streams[2], pass_fds=(mouth,), cwd=ROOT,
            env=_environment(environment), start_new_session=True, preexec_fn=before,
        )  # fmt: skip
        os.close(mouth)

    def send(self, raw: bytes) -> None:
        """Type ``raw``."""
        os.write(self.master, raw)

    def close_terminal(self) -> None:
        """The window is closed."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def modes(self) -> list[Any]:
        """The terminal's modes now, as ``termios.tcgetattr`` gives them."""
        return termios.tcgetattr(self.master)

    def typed(self) -> list[str]:
        """The keys it has seen."""
        return [line.removeprefix("key ") for line in self.lines if line.startswith("key ")]

    def wait_for(self, line: str, times: int = 1) -> None:
        """Wait until it has said ``line`` so many times."""
        self._until(lambda: self.lines.count(line) >= times, START_SECONDS, line)

    def wait_painted(self, text: bytes) -> None:
        """Wait until ``text`` has been painted since the program began."""
        self._until(lambda: text in self.painted, START_SECONDS, repr(text))

    def wait_end(self) -> int:
        """Wait until it is gone; its exit status. Its end closes the pipe it speaks on."""
        self._until(lambda: not self._open, END_SECONDS, "its end")
        return self.process.wait(END_SECONDS)

    def _until(self, done: Callable[[], bool], seconds: float, what: str) -> None:
        deadline = monotonic() + seconds
        while not done():
            left = deadline - monotonic()
            assert left > 0 and self._open, (
                f"waited for {what}: {self.lines} {self.painted[-400:]!r}"
            )
            sources = [self._ears] + ([self.master] if self.master >= 0 and self.drain else [])
            for source in select.select(sources, [], [], left)[0]:
                self._listen(source)

    def _listen(self, source: int) -> None:
        try:
            raw = os.read(source, 65536)
        except OSError:  # EIO: the program's end of the terminal is closed
            raw = b""
        if source == self.master:
            self.painted += raw
            self.drain = bool(raw)
            return
        self._heard += raw
        *whole, self._heard = self._heard.split(b"\n")
        self.lines += [line.decode() for line in whole]
        self._open = bool(raw)

    def finish(self) -> None:
        """End it whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.close_terminal()
        os.close(self._ears)


class WebChild(Child):
    """The tiny program behind a server for browsers, which speaks packets on pipes."""

    def __init__(self, report: Path) -> None:
        self._prepare(report)
        to_child, self._server = os.pipe()
        self.master, from_child = os.pipe()
        driver = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}
        self._start((to_child, from_child, subprocess.DEVNULL), driver, None)
        os.close(to_child)
        os.close(from_child)

    def send(self, raw: bytes) -> None:
        self.send_packet(b"D", raw)

    def send_packet(self, kind: bytes, payload: bytes) -> None:
        """Send one packet of the protocol: ``D`` for keys, ``M`` for the server's own word."""
        os.write(self._server, kind + len(payload).to_bytes(4, "big") + payload)

    def close_terminal(self) -> None:
        super().close_terminal()
        if self._server >= 0:
            os.close(self._server)
            self._server = -1
