"""What callmate takes for granted of Textual's layout and painting; see the other contract."""

from __future__ import annotations

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from tests.terminal.contract import in_loop, parameters


class Row(Widget):
    """One line, painted by itself."""

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(f"line {y}")]).adjust_cell_length(self.size.width)


class Halves(Layout):
    """Children side by side, each as wide as the others."""

    name = "halves"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> list[WidgetPlacement]:
        width = size.width // len(children)
        return [
            WidgetPlacement(
                Region(index * width, 0, width, size.height), Offset(), Spacing(), child
            )
            for index, child in enumerate(children)
        ]


class Halved(Widget):
    """``styles.layout`` takes only Textual's own layouts, so the property is overridden."""

    @property
    def layout(self) -> Layout:
        return Halves()


class Panes(App[None]):
    def compose(self) -> ComposeResult:
        yield Halved(Row(id="left"), Row(id="right"))


@in_loop
async def test_a_layout_of_our_own_places_widgets() -> None:
    app = Panes()
    async with app.run_test(size=(40, 5)):
        assert app.query_one("#left").region == Region(0, 0, 20, 5)
        assert app.query_one("#right").region == Region(20, 0, 20, 5)
    assert parameters(Layout.arrange) == ["self", "parent", "children", "size", "greedy"]
    assert WidgetPlacement._fields[:4] == ("region", "offset", "margin", "widget")


@in_loop
async def test_a_widget_paints_its_own_lines() -> None:
    app = Panes()
    async with app.run_test(size=(40, 5)):
        strips = app.screen._compositor.render_strips()
        assert strips[3].text == "line 3".ljust(20) * 2


def test_the_style_cache_can_be_emptied() -> None:
    StylesCache.get_inner_outer.cache_clear()
    assert StylesCache.get_inner_outer.cache_info().currsize == 0
