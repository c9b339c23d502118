"""The driver behind a browser, made to survive what is sent and to end with its server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput

from callmate.clock import SystemClock
from callmate.ui.driver import Tracked
from callmate.ui.keystream import KeyStream


class RobustWeb(Tracked, WebDriver):
    """The driver behind a browser: it ends when the server does."""

    def run_input_thread(self) -> None:
        try:
            self._read_packets()
        except _ExitInput:
            pass
        except Exception as error:
            self.terminal.failure = error
        finally:
            self._input_reader.close()
            if not self.exit_event.is_set():
                self.terminal.dark = True
                self._leave()

    def _read_packets(self) -> None:
        stream, packets = KeyStream(SystemClock().steady), ByteStream()
        for data in self._input_reader:
            for kind, payload in packets.feed(data) if data else ():
                if kind == "D":
                    self._emit(stream.feed(payload))
                else:
                    self._on_meta(kind, payload)
            self._emit(stream.tick())
        self._emit(stream.finish())

    def write(self, data: str) -> None:
        with self._unless_gone():
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        with self._unless_gone():
            super().write_meta(data)

    @contextmanager
    def _unless_gone(self) -> Iterator[None]:
        """A server that is gone ends the app, not the painting that noticed it."""
        try:
            yield
        except OSError:
            self.terminal.dark = True
