"""A pane: draws a value as lines and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from callmate.ui.paint import BLANK, Line, strip_of

if TYPE_CHECKING:
    from callmate.ui.scene import Scene

Draw = Callable[["Scene", int, int], list[Line]]
"""A pure function: the scene, and the pane's width and height in cells, to at most that many
lines."""


class Pane(Widget):
    """Paints what ``draw`` makes of the scene. It asks nobody and remembers only its lines."""

    DEFAULT_CSS = "Pane { width: auto; height: auto; }"
    can_focus = False

    def __init__(self, pane_id: str, draw: Draw, palette: Mapping[str, Style], base: str) -> None:
        super().__init__(id=pane_id)
        self._draw = draw
        self._palette = palette
        self._base = base
        self._scene: Scene | None = None
        self._lines: list[Line] = []
        self._strips: dict[int, Strip] = {}
        self._drawn_for = (0, 0)

    def show(self, scene: Scene) -> None:
        """Take a new value; only lines that read differently are painted again."""
        self._scene = scene
        self._redraw()

    def use(self, palette: Mapping[str, Style]) -> None:
        """Change the colours."""
        self._palette = palette
        self._strips.clear()
        self.refresh()

    def _redraw(self) -> None:
        width, height = self.size
        if self._scene is None or not width or not height:
            return
        lines = self._draw(self._scene, width, height)[:height]
        if self._drawn_for != (width, height):
            self._drawn_for = (width, height)
            self._lines = lines
            self._strips.clear()
            self.refresh()
            return
        first = -1
        for y in range(height + 1):
            if y < height and _line(self._lines, y) != _line(lines, y):
                self._strips.pop(y, None)
                first = y if first < 0 else first
            elif first >= 0:  # lines that follow on each other are one rectangle
                self.refresh(Region(0, first, width, y - first))
                first = -1
        self._lines = lines

    def on_resize(self) -> None:
        self._redraw()

    def line_at(self, y: int) -> Line:
        """The line drawn in a row, for finding what was clicked."""
        return _line(self._lines, y)

    def render_line(self, y: int) -> Strip:
        if self._drawn_for != (self.size.width, self.size.height):
            self._redraw()
        strip = self._strips.get(y)
        if strip is None:
            strip = strip_of(_line(self._lines, y), self.size.width, self._palette, self._base)
            self._strips[y] = strip
        return strip


def _line(lines: list[Line], y: int) -> Line:
    return lines[y] if 0 <= y < len(lines) else BLANK
