"""Records for a terminal and for a pipe: a line each, in columns or as JSON.

In a pipe columns are parted by tabs and nothing is cut, so that ``cut`` and ``awk`` can take them.
On a terminal they stand in line. No text that was typed can make a column, a line or a colour.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TextIO

from callmate.text import cut, show

SGR: Final = {"strong": "1", "quiet": "2", "bad": "31", "good": "32", "found": "1;4"}
"""The few looks that lines have, as codes of ECMA-48."""
GAP: Final = "  "
WIDEST: Final = 240


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's text in one line, what it looks like, and in it what is marked: from and to."""

    text: str = ""
    look: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Where lines are printed to."""

    terminal: bool = False
    colour: bool = False
    width: int = 80


def look_of(stream: TextIO) -> Look:
    """A terminal gets columns in line, and colours unless NO_COLOR is set or it has none."""
    if not stream.isatty():
        return Look()
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(True, wanted, min(shutil.get_terminal_size().columns, WIDEST))


def flat(text: str) -> str:
    """A text on one line, fit for a terminal and for a column."""
    return show(text, " ")


def cells(text: str) -> int:
    """How wide a terminal draws a text: two cells for wide characters, none for marks on one."""
    if text.isascii():
        return len(text)
    kinds = ((unicodedata.category(char), char) for char in text)
    return sum(
        0 if kind in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for kind, char in kinds
    )


def lines(rows: Sequence[Sequence[Cell]], look: Look) -> list[str]:
    """The rows as lines, without line ends. The last column gets the room that the others leave."""
    if not look.terminal:
        return ["\t".join(cell.text for cell in row) for row in rows]
    widths = [max(cells(cell.text) for cell in column) for column in zip(*rows, strict=True)]
    return [_line(row, widths, look) for row in rows]


def _line(row: Sequence[Cell], widths: Sequence[int], look: Look) -> str:
    *first, last = row
    shown = [
        _painted(cell, look) + " " * (width - cells(cell.text))
        for cell, width in zip(first, widths, strict=False)
        if width
    ]
    room = max(20, look.width - sum(width + len(GAP) for width in widths[:-1] if width))
    return GAP.join([*shown, _painted(_shortened(last, room), look)]).rstrip()


def _shortened(cell: Cell, room: int) -> Cell:
    text = cut(cell.text, room)
    kept = tuple(
        (start, end) for start, end in cell.marks if end <= len(text) - (text != cell.text)
    )
    return Cell(text, cell.look, kept)


def _painted(cell: Cell, look: Look) -> str:
    if not look.colour:
        return cell.text
    parts, at = [], 0
    for start, end in cell.marks:
        parts += [_sgr(cell.text[at:start], cell.look), _sgr(cell.text[start:end], "found")]
        at = end
    return "".join([*parts, _sgr(cell.text[at:], cell.look)])


def _sgr(text: str, look: str) -> str:
    return f"\x1b[{SGR[look]}m{text}\x1b[0m" if text and look else text


def json_lines(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """One JSON object a line."""
    from callmate.exchange import strictjson

    return [strictjson.write(dict(record)) for record in records]
