"""Past cases on the screen: the list, what was found, and a case that is open for reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callmate.ui.cells import cells
from callmate.ui.paint import Line, width_of
from callmate.ui.panes.spread import part


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


WORDS = st.lists(st.sampled_from(["a", "ab ", "你", "é", "🦊", "x" * 9, "שלום"]), max_size=8)


@given(WORDS, st.integers(0, 30), st.integers(0, 30))
def test_parts_side_by_side_are_the_line(words: list[str], first: int, second: int) -> None:
    line: Line = tuple((word, "text") for word in words)
    whole = part([line], 0, 0, first + second, 1)[0]
    left, right = part([line], 0, 0, first, 1)[0], part([line], first, 0, second, 1)[0]
    assert (width_of(left), width_of(right)) == (first, second)
    apart = text_of(left) + text_of(right)
    assert cells(apart) == cells(text_of(whole))
    if "  " not in apart:  # nothing was astride the edge
        assert apart.strip() == text_of(whole).strip()
