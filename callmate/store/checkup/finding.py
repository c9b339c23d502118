"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

OK: Final = "ok"
LOOK: Final = "look"
BROKEN: Final = "broken"

Mend = Callable[[], str]
"""Mends something without risk; says what it did. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How something is: ``state`` is ``ok``, ``look`` (nothing is lost, but you should know) or
    ``broken``; ``about`` names it in a word, ``said`` tells how it is, ``cure`` what to do.
    ``mend`` does that, where it can be done without risk."""

    state: str
    about: str
    said: str
    cure: str = ""
    mend: Mend | None = None


def ok(about: str, said: str) -> Finding:
    return Finding(OK, about, said)


def look(about: str, said: str, cure: str = "", mend: Mend | None = None) -> Finding:
    return Finding(LOOK, about, said, cure, mend)


def broken(about: str, said: str, cure: str, mend: Mend | None = None) -> Finding:
    return Finding(BROKEN, about, said, cure, mend)
