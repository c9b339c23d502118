"""When texts a person typed mean the same, and what they speak of."""

from __future__ import annotations

import re
from functools import lru_cache

from callmate.text import fold


def same_text(text: str) -> str:
    """A text folded for comparing asks and departments: case and runs of spaces do not count."""
    return " ".join(text.casefold().split())


def speaks_of(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words is in a text."""
    return bool(any_of(words).search(fold(text)))


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; with a star also longer words that begin so; a sign such as $ anywhere."""
    return re.compile("|".join(_one(fold(word)) for word in words) or r"(?!)")


def _one(word: str) -> str:
    stem = word.removesuffix("*")
    begin = r"(?<!\w)" if stem[:1].isalnum() else ""
    end = r"(?!\w)" if stem == word and stem[-1:].isalnum() else ""
    return f"{begin}{re.escape(stem)}{end}"
