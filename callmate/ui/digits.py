"""Digits three rows high, drawn with half blocks so that they are solid from across the desk."""

from __future__ import annotations

from typing import Final

HEIGHT: Final = 3
FONT: Final = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 3, 1, 7),
    "4": (5, 5, 7, 1, 1), "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1),
    "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
}  # fmt: skip
"""Five rows of three pixels, the highest bit at the left."""

COLON: Final = (0, 1, 0, 1, 0)
HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def big(text: str, wide: int = 1) -> tuple[str, str, str]:
    """A clock such as ``15:40:01`` as three lines; ``wide`` cells a pixel."""
    rows = ["", "", ""]
    for index, char in enumerate(text):
        bits, pixels = (COLON, 1) if char == ":" else (FONT.get(char, (0,) * 5), 3)
        gap = "" if index == 0 else " " * wide
        for row in range(HEIGHT):
            rows[row] += gap + _row(bits, row, pixels, wide)
    return rows[0], rows[1], rows[2]


def _row(bits: tuple[int, ...], row: int, pixels: int, wide: int) -> str:
    upper = bits[2 * row]
    lower = bits[2 * row + 1] if 2 * row + 1 < len(bits) else 0
    cells = []
    for pixel in reversed(range(pixels)):
        half = HALVES[upper >> pixel & 1, lower >> pixel & 1]
        cells.append(half * wide)
    return "".join(cells)
