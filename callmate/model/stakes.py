"""What money a case is about, as far as it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from callmate.model.state import Case

_SIGN: Final = r"[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|CAD|AUD)\b"
_NUMBER: Final = r"\d[\d.,\u00a0' ]*\d|\d"
_WORD: Final = r"(?:dollars?|bucks|euros?|pounds?|francs?|quid)\b"
_AMOUNT = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?(?P<first>{_NUMBER}))|(?:(?P<last>{_NUMBER})\s?(?:{_SIGN}|{_WORD}))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it was written, and as a number."""

    words: str
    number: float


def amounts(text: str) -> Iterator[Amount]:
    """The sums of money in a text."""
    for found in _AMOUNT.finditer(text):
        yield Amount(found.group().strip(), number_of(found["first"] or found["last"]))


def number_of(digits: str) -> float:
    """``1,234.50``, ``1.234,50`` and ``1 234`` as a number: the last sign before one or two
    digits at the end parts off the cents."""
    bare = re.sub(r"[\u00a0' ]", "", digits).rstrip(".,")
    cents = re.search(r"[.,](\d{1,2})$", bare)
    whole = re.sub(r"[.,]", "", bare[: cents.start()] if cents else bare)
    return float(f"{whole or 0}.{cents[1] if cents else 0}")


def stake_of(case: Case) -> Amount | None:
    """What is at stake: the largest sum in the outcome wanted; if that names none, in the matter;
    if that names none either, in what was asked for."""
    given = [case.known("outcome"), case.known("problem"), *(ask.what for ask in case.asks)]
    for text in given:
        if found := list(amounts(text)):
            return max(found, key=lambda one: one.number)
    return None
