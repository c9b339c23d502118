"""How the words of a query are looked for: as which spellings, in which columns, and where in a
text they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from callmate.model.search.documents import Doc
from callmate.model.search.query import Query, Term
from callmate.model.search.searchtext import search_fold, search_text

ANYWHERE: Final = ("words", "rep", "department", "company", "title", "unseen")
"""Where words are looked for of which no field says where."""
ITS_OWN: Final = ("words", "rep", "department", "unseen")
"""What a document does not share with all others of its case."""
SAID: Final = ("words", "unseen")
"""Where it stands what was said, in the words that are shown and in those that were typed."""
NAMES: Final = {"company": "company", "rep": "rep", "dept": "department"}
"""Fields that are a value of the document; the others are words of a fact with this tag."""
_ASCII_WORD: Final = re.compile("[A-Za-z0-9]+")
_JOINED: Final = frozenset(" ().,/-")
"""What may stand between the groups of one number."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the newest first, whether there is ``more``, a sentence that says why
    there may be less than there is, and which of the cases are put away."""

    hits: tuple[Doc, ...] = ()
    more: bool = False
    trouble: str = ""
    away: frozenset[str] = frozenset()


def spellings(term: Term) -> tuple[str, ...]:
    """The words of a term as they are indexed: a number in groups also in one piece."""
    folded = search_fold(term.words)
    whole = "".join(char for char in folded if char not in _JOINED)
    return (folded, whole) if whole.isdecimal() and whole != folded else (folded,)


def tokens(folded: str) -> list[str]:
    """The words of a folded text, as the index parts them."""
    apart = "".join(char if _is_of_word(char) else " " for char in folded)
    return apart.split()


def _is_of_word(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LN" or kind in ("Co", "Mn", "Mc")


def plain_terms(query: Query) -> tuple[Term, ...]:
    """The words of which one must stand in what a document alone says: if a query has nothing but
    words, those that a whole case is called by find that case, not all that was said in it."""
    said = [term for term in query.terms if not term.left_out and term.where != "company"]
    asks_more = any(rule.what == "promise" and not rule.left_out for rule in query.rules)
    return () if asks_more or any(term.where for term in said) else tuple(said)


def sought_in(*texts: str) -> str:
    """Texts as a row keeps them in which words are looked for by ``needles``: the words of each
    with a space on both sides, a line each."""
    return "\n".join(f" {' '.join(tokens(search_text(text)))} " for text in texts)


def needles(term: Term) -> tuple[str, ...]:
    """What stands in ``sought_in`` of a text if the words of a term do; none for no words."""
    found = (tokens(one) for one in spellings(term))
    return tuple(f" {' '.join(words)}{' ' if term.exact else ''}" for words in found if words)


def has_tag(tags: Iterable[str], sought: str) -> bool:
    """Whether one of the tags begins so."""
    begins = search_fold(sought)
    return any(search_fold(tag).startswith(begins) for tag in tags)


def spans(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """Where in ``text`` the words stand that a query looks for, from and to, in order.

    For marking them: each word of a term by itself, whatever else must be true of the document.
    """
    sought = _marked(query.terms)
    if not sought:
        return ()
    words = _words_of_ascii(text) if text.isascii() else _words(text)
    return tuple(
        (start, end)
        for start, end in words
        if any(_is_word(text[start:end], word, exact) for word, exact in sought)
    )


@lru_cache(maxsize=8)
def _marked(terms: tuple[Term, ...]) -> tuple[tuple[str, bool], ...]:
    """The words to be marked, and whether all of a word must be so; the same for every line."""
    return tuple(
        (word, term.exact or word is not words[-1])
        for term in terms
        if not term.left_out
        for words in (tokens(search_fold(term.words)),)
        for word in words
    )


def _words_of_ascii(text: str) -> Iterator[tuple[int, int]]:
    """The same as ``_words``, much faster: most texts have nothing else."""
    return (found.span() for found in _ASCII_WORD.finditer(text))


def _words(text: str) -> Iterator[tuple[int, int]]:
    """From and to of each word of a text as it is written."""
    start = -1
    for at, char in enumerate(f"{text} "):
        if _is_of_word(char):
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1


def _is_word(written: str, word: str, exact: bool) -> bool:
    found = [written.lower()] if written.isascii() else tokens(search_fold(written))
    return any(one == word if exact else one.startswith(word) for one in found)
