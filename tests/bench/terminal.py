"""A program in a pseudo-terminal, judged from outside: what it paints, when, and what it uses.

Time 0 is the program's ``exec``. A frame counts when it would be visible: bytes between the marks
of synchronized output count at the second mark. Chunks are stamped as they are read; the emulator,
which is slow, works only while the program is silent.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

import pyte

COLUMNS: Final = 160
ROWS: Final = 48
LIMIT_S: Final = 30.0
PAUSE_S: Final = 0.4
END_S: Final = 5.0
DRAIN_S: Final = 5.0
SILENT_S: Final = 0.06
"""No program here is silent for so long while it still has something to paint at once."""

BEGIN_SYNC, END_SYNC = "\x1b[?2026h", "\x1b[?2026l"
MARKS: Final = re.compile(r"(\x1b\[\?2026[hl])")
QUERY: Final = b"\x1b[?2026$p"
ANSWER: Final = b"\x1b[?2026;2$y"
STRANGE: Final = re.compile(r"\x1b\[[<>=][0-9:;]*[ -/]*[@-~]|\x1b\[\?[0-9;]*\$p")
"""Sequences the emulator would draw as text."""
PARTIAL: Final = re.compile(r"\x1b(?:\[[0-9;:<=>?]*[ -/]*)?\Z")

SCRUBBED: Final = frozenset({
    "COLUMNS", "ESCDELAY", "LINES", "NO_COLOR", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME",
    "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONUNBUFFERED", "TERM_PROGRAM", "TMUX",
})  # fmt: skip
"""What a developer's shell may set and a user's does not. The first of the Python ones makes a
program compile itself anew at every start."""


def clean_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment a user would have, and ``extra``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in SCRUBBED and not name.startswith(("CALLMATE_", "TEXTUAL"))
    }
    term = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {**kept, **term, **extra}


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process has used: seconds of a core, resident MiB."""

    at: float
    cpu_s: float
    rss_mib: float


class Program:
    """A running program and its screen. ``frames`` are the times at which the screen changed."""

    def __init__(self, argv: list[str], folder: Path, environment: Mapping[str, str]) -> None:
        master, slave = os.openpty()
        size = struct.pack("HHHH", ROWS, COLUMNS, COLUMNS * 8, ROWS * 16)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
        self._process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, cwd=folder, start_new_session=True,
            env=clean_environment(environment), preexec_fn=_take_terminal,
        )  # fmt: skip
        self.started = monotonic()
        os.close(slave)
        os.set_blocking(master, False)
        self._fd = master
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._shown: dict[int, tuple[Any, ...]] = {}
        self._waiting: list[tuple[float, bytes]] = []
        self._rest = ""
        self._in_sync = False
        self.frames: list[float] = []
        self.bytes_read = 0
        self.ended = False

    # reading

    def pump(self, seconds: float) -> bool:
        """Read what comes within ``seconds``; whether anything came. Nothing is interpreted."""
        if self.ended or not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return False
        while True:
            try:
                data = os.read(self._fd, 65536)
            except BlockingIOError:
                return True
            except OSError:  # EIO: the program is gone
                data = b""
            if not data:
                self.ended = True
                return True
            self._waiting.append((monotonic(), data))
            self.bytes_read += len(data)
            if QUERY in data:
                self.write(ANSWER)

    def drain(self) -> None:
        """Read all that comes in one go, so that its times are right: interpreting takes long."""
        end = monotonic() + DRAIN_S
        while self.pump(SILENT_S) and monotonic() < end:
            pass

    def settle(self, quiet: float, limit: float = LIMIT_S) -> None:
        """Read until nothing came for ``quiet`` seconds, then interpret it."""
        end = monotonic() + limit
        while self.pump(min(quiet, end - monotonic())) and monotonic() < end:
            pass
        self.interpret()

    def interpret(self, seen: Callable[[float], None] | None = None) -> None:
        """Let the emulator catch up; ``seen`` is told the time of each frame that changed."""
        waiting, self._waiting = self._waiting, []
        for at, data in waiting:
            text = self._rest + self._decode(data)
            cut = PARTIAL.search(text)
            self._rest = text[cut.start() :] if cut else ""
            text = text[: cut.start()] if cut else text
            for part in MARKS.split(STRANGE.sub("", text)):
                if part in (BEGIN_SYNC, END_SYNC):
                    self._in_sync = part == BEGIN_SYNC
                else:
                    self._stream.feed(part)
                if not self._in_sync and self._changed():
                    self.frames.append(at)
                    if seen is not None:
                        seen(at)

    def _changed(self) -> bool:
        """Whether a cell differs from the last frame, in text or colour."""
        changed = False
        for y in self._screen.dirty:
            line = self._screen.buffer[y]
            cells = tuple(line[x] for x in range(COLUMNS))
            if self._shown.get(y) != cells:
                self._shown[y] = cells
                changed = True
        self._screen.dirty.clear()
        return changed

    def text(self) -> str:
        """The screen as it is now."""
        return "\n".join(self._screen.display)

    def time_of(self, pattern: str, limit: float = LIMIT_S) -> float:
        """When the frame was visible that first matches. Raises TimeoutError with the screen."""
        wanted, found = re.compile(pattern, re.DOTALL), list[float]()

        def look(at: float) -> None:
            if not found and wanted.search(self.text()):
                found.append(at)

        look(monotonic())
        end = monotonic() + limit
        while not found and monotonic() < end and not self.ended:
            self.drain()
            self.interpret(look)
        if not found:
            raise TimeoutError(f"never showed {pattern}:\n{self.text()}")
        return found[0]

    # typing

    def write(self, data: bytes) -> float:
        """Type these bytes; when."""
        at = monotonic()
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                self.pump(0.001)
        return at

    # what it costs

    def usage(self) -> Usage:
        """What the process has used so far, all threads together."""
        proc = Path(f"/proc/{self._process.pid}")
        cpu = 0
        for task in (proc / "task").iterdir():
            cpu += int((task / "schedstat").read_text(encoding="ascii").split()[0])
        rollup = (proc / "smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Rss:\s+(\d+) kB", rollup, re.MULTILINE)
        return Usage(monotonic(), cpu / 1e9, int(found[1]) / 1024 if found else 0.0)

    def close(self, keys: Sequence[bytes]) -> None:
        """Type ``keys``, which are to end it, with a pause after each; kill it if they do not."""
        for key in keys:
            if not self.ended:
                self.write(key)
                self._wait_end(PAUSE_S)
        self._wait_end(END_S)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def _wait_end(self, seconds: float) -> None:
        end = monotonic() + seconds
        while self._process.poll() is None and monotonic() < end:
            self.pump(0.02)


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
