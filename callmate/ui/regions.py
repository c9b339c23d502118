"""Where each pane stands, for any size of the terminal. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

LEAST: Final = (40, 10)
WIDE_FROM: Final = (100, 28)


class Box(NamedTuple):
    """A pane's place in cells."""

    x: int
    y: int
    width: int
    height: int


def is_wide(width: int, height: int) -> bool:
    """Whether three columns fit."""
    return width >= WIDE_FROM[0] and height >= WIDE_FROM[1]


def is_too_small(width: int, height: int) -> bool:
    return width < LEAST[0] or height < LEAST[1]


def regions(width: int, height: int) -> dict[str, Box]:
    """The panes that are shown, by name; they tile the screen without overlap."""
    if is_too_small(width, height):
        return {"small": Box(0, 0, width, height)}
    return _wide(width, height) if is_wide(width, height) else _narrow(width, height)


def _wide(width: int, height: int) -> dict[str, Box]:
    left = 34 if width >= 140 else 27
    right = 46 if width >= 140 else 36
    top, bottom = 3, 4
    body = height - top - bottom
    checks = min(13, body // 2)
    card = min(15, body // 2)
    middle = width - left - right
    return {
        "band": Box(0, 0, width, top),
        "checklist": Box(0, top, left, checks),
        "facts": Box(0, top + checks, left, body - checks),
        "timeline": Box(left, top, middle, body),
        "card": Box(left + middle, top, right, card),
        "aside": Box(left + middle, top + card, right, body - card),
        "field": Box(0, height - 4, width, 1),
        "keys": Box(0, height - 3, width, 2),
        "status": Box(0, height - 1, width, 1),
    }


def _narrow(width: int, height: int) -> dict[str, Box]:
    """The layout of 80×24; a lower terminal gives up keys, then checklist, then card rows."""
    spare = height - 10
    keys = 3 if height >= 24 else 2 if height >= 14 else 1
    card = 4 if spare >= 10 else 2 if spare >= 4 else 1
    strip = 2 if spare >= 8 else 1 if spare >= 3 else 0
    timeline = height - 3 - 1 - strip - card - 1 - keys
    boxes = {"band": Box(0, 0, width, 3), "facts": Box(0, 3, width, 1)}
    y = 4
    for name, rows in (
        ("timeline", timeline), ("checklist", strip), ("card", card), ("field", 1), ("keys", keys),
    ):  # fmt: skip
        if rows > 0:
            boxes[name] = Box(0, y, width, rows)
        y += rows
    return boxes
