"""The running program in a real pseudo-terminal, its screen as a person would see it.

Every wait is for something that happens, with a bound; nothing is slept through.
"""

from __future__ import annotations

import errno
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

import pyte

from tests.terminal.harness import END_SECONDS, ROOT, START_SECONDS

LOOK_SECONDS: Final = 0.02
"""How often a condition that the terminal does not announce is looked at again."""

GAP_SECONDS: Final = 0.32
"""Live letters further apart than this are not taken for typing (live.md, rule 6)."""

NARROW: Final = (80, 24)
WIDE: Final = (160, 48)
READY: Final = "KEYS ON"


def environment(home: Path) -> dict[str, str]:
    """What the program and its doors get: the store at ``home``, and nothing of this user."""
    own = home.parent
    return {
        "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "PYTHONPATH": str(ROOT), "CALLMATE_HOME": str(home), "HOME": str(own),
        "XDG_CONFIG_HOME": str(own / "config"), "TMPDIR": str(own),
    }  # fmt: skip


def callmate(home: Path, *arguments: str) -> str:
    """Run a door of the command line; what it prints."""
    command = [sys.executable, "-m", "callmate", *arguments]
    run = subprocess.run(
        command, env=environment(home), cwd=ROOT, capture_output=True, text=True,
        timeout=START_SECONDS,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


class Window:
    """One window of the program. ``raw`` is every byte it sent, ``text`` the screen now."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = NARROW,
        controlling: bool = True,
        extra: dict[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> None:
        self.home = home
        self.master, slave = pty.openpty()
        self.raw = b""
        self.last_key = 0.0
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        _set_size(slave, size)
        self.modes_before = termios.tcgetattr(slave)

        def prepare() -> None:
            if controlling:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if before is not None:
                before()

        self.process = subprocess.Popen(
            [sys.executable, "-m", "callmate", *arguments], stdin=slave, stdout=slave,
            stderr=slave, cwd=ROOT, env=environment(home) | (extra or {}),
            start_new_session=True, preexec_fn=prepare,
        )  # fmt: skip
        os.close(slave)

    # the screen

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self.screen.display)

    def line(self, words: str) -> str:
        """The first line of the screen with these words; empty if there is none."""
        return next((line for line in self.screen.display if words in line), "")

    def resize(self, size: tuple[int, int]) -> None:
        """The person pulls the window to another size, in columns and rows."""
        self.screen.resize(lines=size[1], columns=size[0])
        _set_size(self.master, size)

    def modes(self) -> list[Any]:
        """The terminal's modes now, as ``termios.tcgetattr`` gives them."""
        return termios.tcgetattr(self.master)

    # waiting

    def see(self, *words: str, seconds: float = START_SECONDS) -> Window:
        """Wait until all of these are on the screen together."""
        return self.until(lambda: all(each in self.text for each in words), words, seconds)

    def see_gone(self, words: str) -> Window:
        """Wait until it is no longer on the screen."""
        return self.until(lambda: words not in self.text, f"{words} to go")

    def until(
        self, done: Callable[[], bool], what: object, seconds: float = START_SECONDS
    ) -> Window:
        """Wait until something is so, reading what the program paints meanwhile."""
        deadline = monotonic() + seconds
        while not done():
            left = deadline - monotonic()
            assert left > 0, f"waited {seconds} s for {what}; the screen:\n{self.text}"
            if not self.read(min(left, LOOK_SECONDS)) and self.process.poll() is not None:
                assert done(), f"it ended while waiting for {what}:\n{self.text}"
        return self

    def read(self, seconds: float = 0.0) -> bool:
        """Take in what it has painted; False if its end of the terminal is closed."""
        if self.master < 0:
            select.select([], [], [], seconds)
            return False
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            painted = os.read(self.master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            painted = b""
        self.raw += painted
        self._stream.feed(painted)
        return bool(painted)

    def stall(self, done: Callable[[], bool], seconds: float = START_SECONDS) -> Window:
        """Wait until something is so while nobody reads what it paints."""
        deadline = monotonic() + seconds
        while not done():
            assert monotonic() < deadline, "it did not come while nobody reads the terminal"
            select.select([], [], [], LOOK_SECONDS)
        return self

    # typing

    def send(self, raw: bytes | str) -> Window:
        """Type at once, as a terminal sends it in one piece."""
        rest = raw.encode() if isinstance(raw, str) else raw
        while rest:
            if select.select([], [self.master], [], LOOK_SECONDS)[1]:
                # Small pieces: the line holds 4 KiB and a full one would block for ever.
                rest = rest[os.write(self.master, rest[:1024]) :]
            self.read()
        self.last_key = monotonic()
        return self

    def rest(self, seconds: float) -> Window:
        """Wait until so long after the last key: some rules go by the time between keys."""
        return self.until(lambda: monotonic() - self.last_key > seconds, "a person's pause")

    def press(self, keys: str) -> Window:
        """Type after the pause of a person who decides what to press."""
        return self.rest(GAP_SECONDS).send(keys)

    def paste(self, text: bytes | str) -> Window:
        """Paste as terminals do it, between markers."""
        raw = text.encode() if isinstance(text, str) else text
        return self.send(b"\x1b[200~" + raw + b"\x1b[201~")

    def click(self, words: str) -> Window:
        """Click on the first place where these words stand on the screen."""
        row = next(y for y, line in enumerate(self.screen.display) if words in line)
        column = self.screen.display[row].index(words)
        place = f"0;{column + 1};{row + 1}"
        return self.send(f"\x1b[<{place}M\x1b[<{place}m")

    # ending

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def close_terminal(self) -> None:
        """The window is closed by its button."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def kill(self) -> None:
        """kill -9; what it had painted before stays readable."""
        self.process.kill()
        self.process.wait()
        while self.read(0.0) and self.master >= 0 and _more(self.master):
            pass

    def wait_end(self) -> int:
        """Wait until it is gone; its exit status."""
        self.until(lambda: self.process.poll() is not None, "its end", END_SECONDS)
        assert self.process.returncode is not None
        return self.process.returncode

    def wait_end_unread(self) -> int:
        """The same while nobody reads what it paints."""
        self.stall(lambda: self.process.poll() is not None, END_SECONDS)
        return self.process.wait()

    def quit(self) -> None:
        """Close the screen as a person does, and see that all went well."""
        self.send("\x11")
        self.until(
            lambda: "Close the screen" in self.text or self.process.poll() is not None, "quit"
        )
        if self.process.poll() is None:
            self.send("y")
        assert self.wait_end() == 0, self.text

    def finish(self) -> None:
        """End it whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.close_terminal()


def _more(fd: int) -> bool:
    return bool(select.select([fd], [], [], 0)[0])


def _set_size(fd: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
