"""The running program in tmux, on a server of the test's own."""

from __future__ import annotations

import select
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from tests.e2e.window import GAP_SECONDS, LOOK_SECONDS, environment
from tests.terminal.harness import ROOT, START_SECONDS


class TmuxWindow:
    """One pane that runs callmate; ``text`` is what tmux shows of it."""

    def __init__(self, home: Path, socket: Path, size: tuple[int, int]) -> None:
        self._socket, self._last_key = str(socket), 0.0
        self._environment = environment(home)
        program = shlex.join([sys.executable, "-m", "callmate"])
        columns, rows = str(size[0]), str(size[1])
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", "day", "-x", columns, "-y", rows,
                   "-c", str(ROOT), program)  # fmt: skip

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-u", "-S", self._socket, *arguments]
        run = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=START_SECONDS
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return self._tmux("capture-pane", "-p", "-t", "day")

    def _until(self, done: Callable[[], bool], what: object) -> None:
        deadline = monotonic() + START_SECONDS
        while not done():
            assert monotonic() < deadline, f"waited for {what}; the screen:\n{self.text}"
            select.select([], [], [], LOOK_SECONDS)

    def see(self, *words: str) -> None:
        def shown() -> bool:
            text = self.text
            return all(each in text for each in words)

        self._until(shown, words)

    def see_gone(self, words: str) -> None:
        self._until(lambda: words not in self.text, f"{words} to go")

    def send(self, raw: str) -> None:
        """Type; tmux is given the bytes, so that no name of a key is misread."""
        codes = [f"{byte:02x}" for byte in raw.encode()]
        self._tmux("send-keys", "-t", "day", "-H", *codes)
        self._last_key = monotonic()

    def rest(self, seconds: float) -> None:
        """Wait until so long after the last key."""
        self._until(lambda: monotonic() - self._last_key > seconds, "a person's pause")

    def press(self, keys: str) -> None:
        self.rest(GAP_SECONDS)
        self.send(keys)

    def quit(self) -> None:
        """Close the screen; tmux ends with its only window."""
        self.send("\x11")
        self._until(lambda: not self._is_running(), "the end of the program")

    def _is_running(self) -> bool:
        command = ["tmux", "-S", self._socket, "has-session", "-t", "day"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def finish(self) -> None:
        """End the server, which is the test's own."""
        command = ["tmux", "-S", self._socket, "kill-server"]
        subprocess.run(command, capture_output=True, check=False)
