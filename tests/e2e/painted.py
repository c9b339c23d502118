"""What may be in the bytes the program sends to a terminal, and finding whatever else is."""

from __future__ import annotations

import re
import unicodedata

_OURS = re.compile(
    r"\x1b\[[\d;:]*m"  # colours
    r"|\x1b\[\d+;\d+H"  # a place on the screen
    r"|\x1b\[\?(?:2026|25|1000|1003|1004|1006|1015|2004|2048|7|1049)[hl]"  # modes of ours
    r"|\x1b\[\?(?:2026|2048)\$p"  # asking whether the terminal knows two of them
    r"|\x1b\[[><=]\d*u|\x1b\[\?u"  # how keys are reported
    r"|\x1b\]22;default\x07"  # the shape of the mouse's pointer
    r"|\x1b\[[\d;]*\Z|\x1b\Z"  # the last one, not yet read to its end
)


def foreign(raw: bytes) -> list[str]:
    """Each thing in ``raw`` that a terminal would obey, or reorder, and that is not ours."""
    rest = _OURS.sub("", raw.decode("utf-8", "backslashreplace"))
    return [rest[max(0, at - 20) : at + 20] for at in _active(rest)]


def _active(text: str) -> list[int]:
    bidi = {"\u200e", "\u200f", "\u061c", *map(chr, range(0x202A, 0x202F))}
    bidi |= set(map(chr, range(0x2066, 0x206A)))
    return [
        at
        for at, char in enumerate(text)
        if char in bidi or (unicodedata.category(char) == "Cc" and char not in "\r\n")
    ]


def most_marks(raw: bytes) -> int:
    """The longest run of combining marks on one character."""
    runs = re.findall("[\u0300-\u036f]+", raw.decode("utf-8", "replace"))
    return max(map(len, runs), default=0)
