"""The rectangles that past cases take together, as if they were one, and the part of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, Span, fit, width_of
from callmate.ui.regions import Box, is_too_small, is_wide, regions

SMALL: Final = ("timeline", "checklist", "card")
"""What a small screen has no better use for between calls, one below the other."""
LEFT: Final = ("checklist", "facts", "timeline")
RIGHT: Final = ("card", "aside")


@dataclass(frozen=True, slots=True)
class Spread:
    """One rectangle made of several: where it begins, its size, and the panes it is made of.

    ``right`` are panes beside it that show something else in the rectangle ``beside``.
    """

    x: int
    y: int
    width: int
    height: int
    boxes: dict[str, Box] = field(default_factory=dict)
    beside: Box | None = None
    right: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def spread(width: int, height: int, calls: bool) -> Spread:
    """What past cases have of such a screen; during a call the middle pane alone."""
    boxes = {} if is_too_small(width, height) else regions(width, height)
    if "timeline" not in boxes:
        return Spread(0, 0, width, height)
    middle = boxes["timeline"]
    if calls:
        return Spread(*middle, {"timeline": middle})
    if not is_wide(width, height):
        mine: dict[str, Box] = {name: boxes[name] for name in SMALL if name in boxes}
        return Spread(*middle[:3], sum(box.height for box in mine.values()), mine)
    main = {name: boxes[name] for name in LEFT}
    card, aside = (boxes[name] for name in RIGHT)
    beside = Box(card.x, card.y, card.width, card.height + aside.height)
    everything = {**main, "card": card, "aside": aside}
    return Spread(0, middle.y, card.x, middle.height, everything, beside, RIGHT)


def part(lines: Sequence[Line], x: int, y: int, width: int, height: int) -> list[Line]:
    """The part of these lines that stands in a rectangle; all of it is filled."""
    blank: Line = ()
    shown = lines[y : y + height]
    rows = [*shown, *[blank] * (height - len(shown))]
    if x == 0:  # a line that ends where the rectangle does needs no cutting
        return [row if width_of(row) == width else _part_of(row, 0, width) for row in rows]
    return [_part_of(row, x, width) for row in rows]


def _part_of(line: Line, x: int, width: int) -> Line:
    return fit(_between(line, x, x + width), width)


def _between(line: Line, first: int, end: int) -> Line:
    """The cells of a line from one to another; of a wide character that stands astride an edge a
    blank is left."""
    out: list[Span] = []
    at = 0
    for text, role in line:
        size = cells(text)
        if at + size > first and at < end:
            out.append((_cut(text, max(0, first - at), min(size, end - at)), role))
        at += size
    return tuple(out)


def _cut(text: str, first: int, end: int) -> str:
    if first == 0 and end == cells(text):
        return text
    head, whole = clip(text, first, ""), clip(text, end, "")
    rest = whole[len(head) :]
    if cells(head) < first and rest:
        wide = clip(rest, 2, "")
        rest = " " * (cells(head) + cells(wide) - first) + rest[len(wide) :]
    return rest + " " * (end - first - cells(rest))
