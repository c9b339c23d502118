"""The head of a lane: its last event and the hash that stands for all of them; and the short code
made of all heads of a case, which anchors the end of its record.

A chain tells that something in its midst was changed, not that its end was cut off. Who wrote
down the code (on paper, in a letter, in a mail) can tell that too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from callmate.ids import ALPHABET

PREFIX: Final = "callmate head 1\n"
CHARACTERS: Final = 12
GROUP: Final = 4
BITS: Final = 5 * CHARACTERS

_MEANT: Final = str.maketrans("OIL", "011", "- \t\u2010\u2011\u2012\u2013\u2014")
"""What is easily mistaken for a digit, and what stands between the groups."""


class Head(NamedTuple):
    """How far a lane goes: its name, the number of its last event, and the hash after it (the
    ``prev`` of the one to come)."""

    lane: str
    n: int
    hash: str


def number_of(heads: Iterable[Head]) -> int:
    """The code as a number; the order of the heads does not matter, a lane with no event is none.

    It is cheaper to compare than the code.
    """
    lines = "".join(f"{lane} {n} {hash_}\n" for lane, n, hash_ in sorted(heads) if n)
    digest = hashlib.sha256(f"{PREFIX}{lines}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - BITS)


def code_of(heads: Iterable[Head]) -> str:
    """Twelve characters in three groups: ``K7QD-2M9X-P4TB``; "" where there is no event."""
    known = [head for head in heads if head.n]
    return spelled(number_of(known)) if known else ""


def spelled(number: int) -> str:
    """A code as it is written."""
    text = "".join(ALPHABET[number >> at & 31] for at in range(BITS - 5, -1, -5))
    return "-".join(text[at : at + GROUP] for at in range(0, CHARACTERS, GROUP))


def read_code(text: str) -> int | None:
    """A code as somebody typed it, as a number; None if it cannot be one.

    Small letters will do, with or without dashes, O for 0, I and L for 1.
    """
    letters = text.strip().upper().translate(_MEANT)
    if len(letters) != CHARACTERS or any(one not in ALPHABET for one in letters):
        return None
    number = 0
    for one in letters:
        number = number << 5 | ALPHABET.index(one)
    return number
