"""The layout of the live screen as Textual asks for it: each pane at its region."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import NULL_SPACING, Offset, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from callmate.ui.regions import regions


class Tiled(Layout):
    """Places children by their ids; those without a region in this size are left out."""

    name = "tiled"

    def arrange(
        self, parent: Widget, children: Sequence[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        boxes = regions(size.width, size.height)
        return [
            WidgetPlacement(Region(*boxes[child.id]), Offset(), NULL_SPACING, child)
            for child in children
            if child.id in boxes
        ]
