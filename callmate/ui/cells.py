"""How wide a text is in terminal cells, and cutting it there.

Measured with Rich, as Textual measures what it lays out: a table of our own, or another
package's newer one, would disagree with the compositor and shift what stands to the right.
"""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes


def cells(text: str) -> int:
    """Width of ``text`` in terminal cells. ``text`` has been through ``callmate.text.show``."""
    return cell_len(text)


def clip(text: str, width: int, more: str = "…") -> str:
    """``text``, or as much of it as fits in ``width`` cells with ``more`` after it.

    A character is never cut in two, nor parted from its combining marks; where a wide one does
    not fit, the result is one cell short. Never wider than ``width``.
    """
    if cell_len(text) <= width:
        return text
    tail = more if cell_len(more) <= width else ""
    room = width - cell_len(tail)
    used = end = 0
    for _start, stop, size in split_graphemes(text)[0]:
        if used + size > room:
            break
        used, end = used + size, stop
    return text[:end] + tail
