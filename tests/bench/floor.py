"""The floor: three panes, a clock and a long timeline, and nothing stored.

What any Textual program of this shape costs. Started by the benchmark as a program of its own; it
imports nothing of callmate.
"""

from __future__ import annotations

import time

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

WORDS = (
    "caller", "says", "account", "locked", "reset", "link", "sent", "waiting", "verified",
    "transfer", "hold", "note",
)  # fmt: skip
ROWS = 2000


def row(number: int) -> str:
    """A line of the timeline."""
    words = " ".join(WORDS[(number * 7 + k) % len(WORDS)] for k in range(6))
    return f"{number:06d} 12:{number // 60 % 60:02d}:{number % 60:02d} {words}"


class Timeline(Widget):
    """The newest lines; asks only for its own repaint."""

    DEFAULT_CSS = "Timeline { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._rows = [row(number) for number in range(ROWS)]
        self._style: Style | None = None

    def add(self, text: str) -> None:
        self._rows.append(text)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._style is None:
            self._style = self.rich_style
        text = self._rows[max(0, len(self._rows) - height) + y]
        return Strip([Segment(text[:width].ljust(width), self._style)], width)


class Bare(App[None]):
    """Every key is counted in the header and added to the timeline."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #head { height: 1; background: $primary; }
    #clock { width: 12; }
    #keys { width: 1fr; }
    #left { width: 24; border: round $secondary; }
    #middle { width: 1fr; border: round $secondary; }
    #right { width: 1fr; border: round $secondary; }
    #foot { height: 1; background: $panel; }
    """

    def compose(self) -> ComposeResult:
        self._count = 0
        self._clock = Static("00:00:00", id="clock")
        self._keys = Static("keys 0", id="keys")
        self._last = Static("last: -")
        self._timeline = Timeline()
        with Horizontal(id="head"):
            yield self._clock
            yield self._keys
        with Horizontal():
            with Vertical(id="left"):
                for number in range(12):
                    yield Static(f"{chr(97 + number)}  {WORDS[number]}")
            with Vertical(id="middle"):
                yield self._last
                yield Static("Ask the caller for the account number and confirm the name.")
            with Vertical(id="right"):
                yield self._timeline
        yield Static("q quit  / search  tab next pane", id="foot")

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self._tick()

    def _tick(self) -> None:
        self._clock.update(time.strftime("%H:%M:%S"), layout=False)

    def on_key(self, event: events.Key) -> None:
        self._heard(event.key)

    def on_paste(self, event: events.Paste) -> None:
        self._heard(event.text[-20:])

    def _heard(self, what: str) -> None:
        self._count += 1
        self._keys.update(f"keys {self._count} ", layout=False)
        self._last.update(f"last: {what}", layout=False)
        self._timeline.add(f"{self._count:06d} {time.strftime('%H:%M:%S')} key {what} pressed")


if __name__ == "__main__":
    Bare().run()
