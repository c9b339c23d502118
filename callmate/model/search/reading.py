"""Reads queries: takes a text apart into pieces, and each for what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from callmate.model.search.dates import LONGEST_WORDS, days, remarks
from callmate.model.search.query import (
    DATE_FIELDS,
    FIELDS,
    MOST_CHARACTERS,
    MOST_TERMS,
    WORD_FIELDS,
    Query,
    Term,
)
from callmate.model.search.rules import STANDINGS, Rule, of_case
from callmate.text import fold

_ALSO: Final = {
    "organisation": "company", "org": "company", "who": "rep", "name": "rep", "person": "rep",
    "department": "dept", "promised": "promise", "promises": "promise", "ask": "asked",
    "denied": "refused", "offer": "offered", "notes": "note", "no": "number", "tags": "tag",
    "since": "after", "on": "in", "when": "in", "status": "state", "case": "state",
}  # fmt: skip
_QUOTES: Final = dict.fromkeys(map(ord, "“”„‟＂«»"), '"') | {ord("："): ":"}
OPEN: Final = "A quotation mark is still open: the phrase is taken to end here."
ALONE: Final = "A quotation mark stands alone: put the words of the phrase after it."
_PIECE = re.compile(
    r'(?P<not>-?)(?:(?P<field>[^\W\d_]+):(?P<gap>[ \t]+(?=[^\s:"-][^\s:"]*(?:\s|$)|"))?)?'
    r'(?:"(?P<quoted>[^"]*)(?P<shut>"?)|(?P<word>\S*))'
)
_AND = re.compile(r"\s+([^\s:\"-][^\s:\"]*)(?=\s|$)")


@dataclass(slots=True)
class _Reading:
    """A query while it is read."""

    today: date
    terms: list[Term] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    after: date | None = None
    before: date | None = None

    def hint(self, sentence: str) -> None:
        if sentence not in self.hints:
            self.hints.append(sentence)


def read(text: str, today: date) -> Query:
    """The query that a text is. See ``query.parse``."""
    reading = _Reading(today)
    plain = text[:MOST_CHARACTERS].translate(_QUOTES)
    if len(text) > MOST_CHARACTERS:
        reading.hint(f"Only the first {MOST_CHARACTERS} characters are searched for.")
    at = 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        found = _PIECE.match(plain, at)
        assert found is not None  # it matches anything, the empty text too
        at = max(found.end(), at + 1)
        at = _piece(reading, found, plain, at)
    if len(reading.terms) + len(reading.rules) > MOST_TERMS:
        reading.hint(f"Only the first {MOST_TERMS} words are searched for.")
    return _whole(reading, text)


def _whole(reading: _Reading, text: str) -> Query:
    terms = tuple(reading.terms[:MOST_TERMS])
    rules = tuple(reading.rules[: MOST_TERMS - len(terms)])
    after, before = reading.after, reading.before
    if after and before and after >= before:
        reading.hint("No day is both before and after: one of the dates must be another.")
    if terms and all(term.left_out for term in terms) and not (rules or after or before):
        reading.hint("This only says what to leave out: add a word to look for.")
    return Query(text, terms, rules, after, before, tuple(reading.hints))


def _piece(reading: _Reading, found: re.Match[str], plain: str, end: int) -> int:
    """Take one piece up; where the next begins."""
    left_out, quoted = bool(found["not"]), found["quoted"]
    words = found["word"] if quoted is None else quoted
    shut = quoted is not None and bool(found["shut"])
    if quoted is not None and not shut:
        reading.hint(OPEN if words.strip() else ALONE)
    where = _field(found, words)
    if not where:
        _words(reading, Term(words, "", shut, left_out))
        return end
    if where not in FIELDS:
        return _unknown(reading, found, Term(words, "", shut, left_out), end)
    if not words.strip():
        reading.hint(f"{where}: wants a word after it.")
    elif where in DATE_FIELDS:
        return _dated(reading, where, words, left_out, plain, end, quoted is None)
    elif where in WORD_FIELDS:
        _said(reading, Term(words, where, shut, left_out))
    else:
        rule = of_case(where, words, left_out)
        if isinstance(rule, str):
            reading.hint(rule)
        else:
            reading.rules.append(rule)
    return end


def _field(found: re.Match[str], words: str) -> str:
    """The field that is named, or begun where no other begins so (``p:credit``)."""
    name = fold(found["field"] or "")
    where = _ALSO.get(name, name)
    begun = [field for field in FIELDS if name and field.startswith(name)]
    if where in FIELDS or found["gap"] or words[:1] in ("/", "\\") or len(begun) != 1:
        return where
    return begun[0]


def _words(reading: _Reading, term: Term) -> None:
    """Words that were typed, unless there is nothing in them that could be looked up."""
    words = " ".join(term.words.split())
    if words in ("AND", "OR", "NOT") and not term.exact:
        reading.hint("AND, OR and NOT are words like any other; -word leaves a word out.")
    if any(char.isalnum() for char in words):
        reading.terms.append(replace(term, words=words))
    elif words.strip("-"):
        reading.hint(f"“{words}” has no letter or figure that could be looked up.")


def _unknown(reading: _Reading, found: re.Match[str], term: Term, end: int) -> int:
    """A field that there is not is read as words; ``re: credit`` and a web address are none."""
    name = found["field"]
    if found["gap"]:
        _words(reading, replace(term, words=name, exact=False))
        return found.end("gap")
    if term.words and not term.words.startswith("//"):
        reading.hint(f"There is no field “{name}:”. There are {', '.join(FIELDS)}.")
    _words(reading, replace(term, words=f"{name}:{term.words}"))
    return end


def _said(reading: _Reading, term: Term) -> None:
    standing = fold(term.words)
    if term.where == "promise" and standing in STANDINGS and not term.exact:
        reading.rules.append(Rule("promise", standing, left_out=term.left_out))
    else:
        _words(reading, term)


def _dated(
    reading: _Reading, where: str, words: str, left_out: bool, plain: str, end: int, more: bool
) -> int:
    """A day or a time of year, with as many of the words after it as belong to it."""
    ends = [(words, end)]
    while more and len(ends) < LONGEST_WORDS and (then := _AND.match(plain, ends[-1][1])):
        ends.append((f"{ends[-1][0]} {then[1]}", then.end()))
    for said, its_end in reversed(ends):
        if found := days(said, reading.today):
            _between(reading, where, found, left_out)
            for sentence in remarks(said):
                reading.hint(sentence)
            return its_end
    reading.hint(
        f"{where}: “{words.strip()}” is no day that can be understood. Say it like 2026, march, "
        "14/3/2026, last spring or 3 weeks."
    )
    return end


def _between(reading: _Reading, where: str, found: tuple[date, date], left_out: bool) -> None:
    first, end = found
    if where == "in" and left_out:
        reading.hint("-in: cannot be looked for: use before: or after:.")
        return
    if where == "in" or (where == "after") != left_out:
        reading.after = max(reading.after or first, first)
    if where == "in" or (where == "before") != left_out:
        stop = end if where == "in" else first
        reading.before = min(reading.before or stop, stop)
