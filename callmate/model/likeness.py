"""How much two asks, or an ask and what was granted, have in common."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from callmate.model.words import same_text

LIKE: Final = 0.49
"""The share of the shorter text's words that two asks must have in common to be alike."""
ONE_MATTER: Final = 0.7
"""The share from which a yes to the one may be taken for a yes to the other."""
_WORD: Final = re.compile(r"[\w.,$€£%']+")
_SMALL: Final = (
    "a an and as at back be by can do for from get i in into is it its me my no not now of off on "
    "or our out please so that the them then there this to today up us was we when where why will "
    "with without you your"
)
_NO_WORDS: Final = frozenset(_SMALL.split())
"""Words that say nothing of what an ask is about."""


def alike(one: str, other: str) -> float:
    """How much two asks have in common: 1 for the same words, 0 for none."""
    if same_text(one) == same_text(other):
        return 1.0 if one.strip() else 0.0
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second)) * 0.999


def says_more(known: str, other: str) -> bool:
    """Whether a text has words that carry it which another does not have."""
    return bool(_words(other) - _words(known))


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    """The words that carry a text, without their commonest endings."""
    found = (word.strip(".,'") for word in _WORD.findall(same_text(text)))
    return frozenset(_stem(word) for word in found if word and word not in _NO_WORDS)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending).removesuffix("e")
    return word.removesuffix("e")
