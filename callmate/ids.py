"""ULIDs: ids that sort by the time they were made (github.com/ulid/spec)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26

NewId = Callable[[], str]


def encode(value: int) -> str:
    """A 128-bit number as 26 characters of Crockford's base 32."""
    return "".join(ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def is_ulid(text: str) -> bool:
    """Whether ``text`` has the form of a ULID, upper case."""
    return len(text) == LENGTH and text[0] in "01234567" and all(c in ALPHABET for c in text)


def milliseconds_of(ulid: str) -> int:
    """When an id was made, in milliseconds since 1970."""
    value = 0
    for character in ulid[:10]:
        value = value << 5 | ALPHABET.index(character)
    return value


class UlidSource:
    """Makes ULIDs that never go backwards within the process, even if the clock does."""

    def __init__(
        self,
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._milliseconds = milliseconds
        self._entropy = entropy
        self._last = 0

    def __call__(self) -> str:
        stamp = self._milliseconds() << 80
        if stamp >> 80 > self._last >> 80:
            self._last = stamp | int.from_bytes(self._entropy(10), "big") >> 1
        else:
            self._last += 1
        return encode(self._last)
