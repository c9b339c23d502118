"""The rectangles that past cases take together, as if they were one, and the part of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, fit, width_of
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
    rows = [*lines[y : y + height], *[blank] * (height - len(lines[y : y + height]))]
    return [fit(_from(row, x), width) if x else fit(row, width) for row in rows]


def _from(line: Line, x: int) -> Line:
    """A line without its first cells; half a wide character is a blank."""
    left = x
    out: list[tuple[str, str]] = []
    for text, role in line:
        if left <= 0:
            out.append((text, role))
            continue
        size = cells(text)
        if size <= left:
            left -= size
            continue
        cut = clip(text, left, "")
        rest = text[len(cut) :]
        if cells(cut) < left:  # the next character stands on both sides
            first = clip(rest, 2, "")
            rest = " " * (cells(cut) + cells(first) - left) + rest[len(first) :]
        out.append((rest, role))
        left = 0
    return tuple(out) if width_of(line) > x else ()
