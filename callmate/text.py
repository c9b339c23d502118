"""What a person typed, made safe to look at and fit to compare. The stored text never changes.

Nothing typed, pasted or imported may reach the terminal as a control sequence or reorder the
line it stands in, so every text that is painted goes through :func:`show` first.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LINE_BREAK: Final = "\N{SYMBOL FOR NEWLINE}"
"""Stands for a line break where a text is shown on one line."""

MARKS_A_CELL: Final = 4
"""Combining marks kept on one character: more than any living script needs, less than a flood."""

ZWNJ: Final = "\u200c"
ZWJ: Final = "\u200d"
JOINERS: Final = frozenset((ZWNJ, ZWJ))
DOTTED_CIRCLE: Final = "\u25cc"

VISIBLE_FORMATS: Final = frozenset(
    chr(code)
    for code in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)
)
"""Format characters by category that are nevertheless drawn: signs of Arabic, Syriac, Kaithi."""

MASK: Final = "···"
SHOWN_OF_SECRET: Final = 4

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BREAKS = re.compile("\r\n|\n|\r")
_FLAG_OF_REGION = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{2,7}\U000e007f")
_SPACES = re.compile(r"\s+")


def show(text: str, newline: str = LINE_BREAK) -> str:
    """``text`` with everything invisible or active made a visible symbol.

    Control characters become their pictures (ESC is ``␛``); C1 controls, bidirectional controls,
    other format characters, line separators, noncharacters and lone surrogates become
    ``<U+009B>``. The joiners and variation selectors that emoji and Indic scripts are built with
    stay. A line break becomes ``newline``: a visible mark, or ``" "``, or ``"\\n"``. Of a flood of
    combining marks the first few are kept; a mark with nothing before it gets a dotted circle, so
    that it cannot change the character painted left of it.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = _BREAKS.split(text)
    return newline.join(_show_line(line) for line in lines)


def has_controls(text: str) -> bool:
    """Whether a terminal would obey something in ``text``, line breaks and tabs apart."""
    return _CONTROLS.search(text) is not None


def fold(text: str) -> str:
    """``text`` for comparing names: one spelling for all that look or mean the same.

    Compatibility forms, case, format characters (zero-width tricks) and runs of spaces make no
    difference. Never shown and never stored in place of what was typed.
    """
    if text.isascii():  # nothing to decompose, and most texts by far
        return " ".join(text.casefold().split())
    before, folded = "", text
    while folded != before:  # Folding can expose something foldable; it settles within three.
        before, folded = folded, _fold_once(folded)
    return folded


def cut(text: str, longest: int) -> str:
    """``text`` in at most so many characters; what is longer ends in an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def mask(text: str) -> str:
    """A sensitive value with its last four characters shown: ``···4417``.

    A value shorter than eight characters shows none of them: four would be half of it or all.
    """
    bare = text.strip()
    return MASK + (show(bare[-SHOWN_OF_SECRET:]) if len(bare) >= 2 * SHOWN_OF_SECRET else "")


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKC", plain.casefold())
    return _SPACES.sub(" ", plain).strip()


def _show_line(line: str) -> str:
    shown: list[str] = []
    start = 0
    for flag in _FLAG_OF_REGION.finditer(line):
        _show_part(line[start : flag.start()], shown)
        shown.append(flag.group())
        start = flag.end()
    _show_part(line[start:], shown)
    return "".join(shown)


def _show_part(part: str, shown: list[str]) -> None:
    """Add to ``shown`` what each character of ``part`` is painted as."""
    marks = 0
    for char in part:
        kind = unicodedata.category(char)
        if kind in ("Mn", "Me"):
            marks += 1
            if not shown:
                shown.append(DOTTED_CIRCLE)
            if marks <= MARKS_A_CELL:
                shown.append(char)
        elif char in JOINERS:
            if not shown:
                shown.append(_token(char))
            elif shown[-1] not in JOINERS:
                shown.append(char)
        else:
            marks = 0
            shown.append(_picture(char, kind))


def _picture(char: str, kind: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    hidden = kind in ("Cc", "Cs", "Zl", "Zp") or (kind == "Cf" and char not in VISIBLE_FORMATS)
    return _token(char) if hidden or _is_nonchar(code) else char


def _is_nonchar(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _token(char: str) -> str:
    return f"<U+{ord(char):04X}>"
