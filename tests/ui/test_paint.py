"""Palettes, regions, digits and the key bar: what stands under every pane."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.desk.commands import for_bar, function_keys
from callmate.ui.digits import FONT, big
from callmate.ui.paint import (
    DARK,
    LIGHT,
    PALETTES,
    PLAIN,
    between,
    fit,
    strip_of,
    styles,
    user,
    width_of,
    within,
    wrap,
)  # fmt: skip
from callmate.ui.panes.lines import keys
from callmate.ui.regions import LEAST, is_too_small, regions
from callmate.ui.scene import scene_of
from callmate.ui.widgets.keybar import KeyBar
from tests.desk.support import Person

READABLE = 4.5
DRAWN_ONLY = {"rule"}
"""Roles of lines and dashes, which say nothing on their own: 3:1 is enough (WCAG 1.4.11)."""


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, as WCAG 2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("role", DARK)
def test_every_role_can_be_read(palette: dict[str, tuple[str, str, str]], role: str) -> None:
    foreground, background, _ = palette[role]
    assert contrast(foreground, background) >= (3 if role in DRAWN_ONLY else READABLE)


def test_all_palettes_know_the_same_roles() -> None:
    assert {frozenset(palette) for palette in PALETTES.values()} == {frozenset(DARK)}
    assert set(PALETTES) == {"dark", "light", "plain"}


def test_without_colour_states_are_reversed_and_nothing_is_coloured() -> None:
    for role, style in styles("plain").items():
        assert style.color is None
        assert style.bgcolor is None
        if role.startswith("state.") or role in ("cursor", "typing", "alarm", "title"):
            assert style.reverse
            assert style.bold
    assert styles("plain")["struck"].strike
    assert not styles("plain")["text"].reverse


def test_the_cursor_can_be_told_from_the_bar_it_is_in() -> None:
    for name, palette in PALETTES.items():
        assert palette["typing"] != palette["typing.cursor"], name
    assert "reverse" not in PLAIN["typing.cursor"][2]


SPANS = st.lists(st.tuples(st.text(max_size=12).map(user), st.sampled_from(["text", "dim"])))


@given(line=SPANS, right=SPANS, width=st.integers(0, 60))
def test_fitted_lines_have_their_width_exactly(
    line: list[tuple[str, str]], right: list[tuple[str, str]], width: int
) -> None:
    assert width_of(fit(line, width)) == width
    assert width_of(between(line, right, width)) == width
    assert strip_of(tuple(line), width, styles("dark"), "text").cell_length == width


def test_within_cuts_what_is_too_much_and_leaves_the_rest() -> None:
    lines = within(lambda scene, width, height: [(("ab", "text"),), (("abcdef", "dim"),)] * 3)
    assert lines(None, 4, 3) == [
        (("ab", "text"),), (("abc…", "dim"),), (("ab", "text"),),
    ]  # fmt: skip
    assert lines(None, 4, 0) == []


@given(text=st.text(max_size=80).map(user), width=st.integers(1, 30), rows=st.integers(1, 6))
def test_wrapped_text_keeps_to_its_room(text: str, width: int, rows: int) -> None:
    lines = wrap(text, width, rows)
    assert len(lines) <= rows
    assert all(width_of(((line, ""),)) <= width for line in lines)


def test_wrapping_breaks_at_spaces_and_loses_no_word() -> None:
    text = "Could I have the case number for this visit, Porsche?"
    assert " ".join(wrap(text, 20, 9)) == text
    assert wrap(text, 20, 2)[1].endswith("…")


@pytest.mark.parametrize("width", range(40, 221, 3))
def test_panes_tile_the_screen(width: int) -> None:
    for height in range(10, 71):
        boxes = regions(width, height)
        for name, box in boxes.items():
            assert box.width > 0, (name, height)
            assert box.height > 0, (name, height)
        assert sum(box.width * box.height for box in boxes.values()) == width * height
        for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
            apart = (
                a.x + a.width <= b.x or b.x + b.width <= a.x
                or a.y + a.height <= b.y or b.y + b.height <= a.y
            )  # fmt: skip
            assert apart, (one, other, height)
        assert all(box.x + box.width <= width for box in boxes.values())
        assert all(box.y + box.height <= height for box in boxes.values())
        assert {"band", "timeline", "card", "field", "keys"} <= set(boxes)


@given(st.integers(1, 300), st.integers(1, 100))
def test_a_terminal_smaller_than_40_by_10_has_one_line(width: int, height: int) -> None:
    small = width < LEAST[0] or height < LEAST[1]
    assert is_too_small(width, height) == small
    assert ("small" in regions(width, height)) == small


def test_the_layouts_of_the_drawings() -> None:
    wide, narrow = regions(160, 48), regions(80, 24)
    assert (wide["checklist"].width, wide["timeline"].width, wide["card"].width) == (34, 80, 46)
    assert {name: (box.y, box.height) for name, box in narrow.items()} == {
        "band": (0, 3), "facts": (3, 1), "timeline": (4, 10), "checklist": (14, 2),
        "card": (16, 4), "field": (20, 1), "keys": (21, 3),
    }  # fmt: skip


def test_digits_are_three_rows_of_one_width_and_all_different() -> None:
    drawn = {digit: big(digit) for digit in FONT}
    assert len(set(drawn.values())) == 10
    assert {len(row) for rows in drawn.values() for row in rows} == {3}
    rows = big("15:40:01", 2)
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("pressed", ["", "{space}", "{space}h", "{space}e", "{space}n"])
@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_click_on_the_bar_finds_the_command_that_stands_there(pressed: str, width: int) -> None:
    scene = scene_of(Person().type(pressed).desk)
    bar = KeyBar("keys", keys, styles("dark"), "bar")
    bar._scene = scene
    bar._lines = keys(scene, width, 3)
    found = [
        command
        for y in range(3)
        for command in dict.fromkeys(bar.command_at(x, y) for x in range(width))
        if command
    ]
    expected = [spec.id for spec in for_bar(scene.place)]
    if scene.view.typing:
        expected = [spec.id for spec in function_keys(scene.place)]
    assert found == expected[: len(found)]
    assert len(found) >= 4
