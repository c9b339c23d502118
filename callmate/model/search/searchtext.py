"""A text as it is searched: one spelling for all that looks the same or means the same number.

Never shown and never stored in place of what was typed. What is indexed and what is asked for go
through the same fold, so that they meet whatever was typed, pasted or imported.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, islice
from typing import Final

from callmate.text import fold

VERSION: Final = f"1 {unicodedata.unidata_version}"
"""Changes whenever a text may fold to something else than before."""

_CYRILLIC: Final = dict(
    zip("авгеһіјкӏмнопрѕстухԁԛԝѵьԍү", "abrehijklmhonpsctyxdqwvbgy", strict=True)
)
_GREEK: Final = dict(zip("αβγεζηικμνορτυχω", "abyeznikmvoptuxw", strict=True))
_LATIN: Final = dict(zip("ıłøđħŧðɑɡɩɪᴊᴀʙᴄᴅᴇꜰɢʜᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ilodhtdagiijabcdefghklmnoprstuvwyz",
                           strict=True))  # fmt: skip
LOOKALIKES: Final = str.maketrans(
    {**_CYRILLIC, **_GREEK, **_LATIN, "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Small letters that are, or pass for, Latin ones. A whole word of another script folds as well:
what is asked for folds the same way."""

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")
_APART = re.compile("([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
"""Scripts without spaces between words: each character is a word of its own."""

_NUMBER = re.compile(r"(?<![a-z0-9])(?:[a-z]{1,4}-)?\(?\d++(?:[ ().,/-]{1,2}+\d++)*+")
_DIGIT = re.compile("[0-9]")
_GROUP = re.compile(r"[a-z0-9]+")
SHORTEST: Final = 4
LONGEST: Final = 24


def search_fold(text: str) -> str:
    """``text`` in small letters without accents, look-alike letters made Latin, digits ASCII.

    Characters of scripts without spaces stand apart; the rest of the text is as it was.
    """
    folded = fold(text)
    if folded.isascii():
        return folded
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", folded)))
    plain = "".join(_digit(char) if char.isdecimal() else char for char in plain)
    return " ".join(_APART.sub(r" \1 ", plain.translate(LOOKALIKES)).split())


def _digit(char: str) -> str:
    return char if char.isascii() else str(unicodedata.decimal(char))


def number_forms(folded: str) -> list[str]:
    """Numbers written in groups, each also in one piece, and from each later group on.

    ``(800) 555-0100`` gives ``8005550100`` and ``5550100``; ``ab-12345`` gives ``ab12345``.
    """
    if not _DIGIT.search(folded):
        return []
    forms: dict[str, None] = {}
    for found in _NUMBER.finditer(folded):
        groups = _GROUP.findall(found[0])
        if len(groups) > 1 and sum(map(len, groups)) <= LONGEST:
            pieces = islice(accumulate(reversed(groups), _before), 1, None)
            forms.update((piece, None) for piece in pieces if len(piece) >= SHORTEST)
    return list(forms)


def _before(rest: str, group: str) -> str:
    return group + rest


def search_text(text: str) -> str:
    """What is indexed of a text: folded, with the forms of its numbers behind."""
    folded = search_fold(text)
    return " ".join((folded, *number_forms(folded)))
