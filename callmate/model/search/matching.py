"""Whether a document is what a query asks for, and where in a text the words are that it asks for.

This is the meaning of a search in plain code. The store finds the same by its index.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.search.documents import THE_CASE, Doc
from callmate.model.search.query import Query, Term
from callmate.model.search.rules import Rule
from callmate.model.search.searchtext import search_fold, search_text
from callmate.model.summary import DONE, CaseSummary

ANYWHERE: Final = ("words", "rep", "department", "company", "title", "unseen")
"""Where words are looked for of which no field says where."""
ITS_OWN: Final = ("words", "rep", "department", "unseen")
"""What a document does not share with all others of its case."""
NAMES: Final = {"company": "company", "rep": "rep", "dept": "department"}
"""Fields that are a value of the document; the others are words of a fact with this tag."""
_AWAY: Final = {"archived": "done", "practice": "practice", "merged": "merged"}
_CALLED: Final = {
    "resolved": "resolved", "dropped": "given up", "refused": "refused", "granted": "granted",
}  # fmt: skip
_JOINED: Final = frozenset(" ().,/-")
"""What may stand between the groups of one number."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the newest first, whether there is ``more``, and a sentence that says
    why there may be less than there is."""

    hits: tuple[Doc, ...] = ()
    more: bool = False
    trouble: str = ""


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


def matches(query: Query, doc: Doc, row: CaseSummary, now: datetime) -> bool:
    """Whether ``doc``, of the case that ``row`` sums up, is found."""
    if not (query.put_away or row.archived in ("", "done")):
        return False
    day = doc.at[:10]
    if query.after is not None and day < query.after.isoformat():
        return False
    if query.before is not None and not "" < day < query.before.isoformat():
        return False
    if query.said_only and doc.kind == THE_CASE:
        return False
    plain = () if doc.kind == THE_CASE else plain_terms(query)
    if plain and not any(occurs(term, getattr(doc, name)) for term in plain for name in ITS_OWN):
        return False
    rules = (_rule_holds(rule, doc, row, now) != rule.left_out for rule in query.rules)
    return all(_is_in(term, doc) != term.left_out for term in query.terms) and all(rules)


def plain_terms(query: Query) -> tuple[Term, ...]:
    """The words of which one must stand in what a document alone says: if a query has nothing but
    words, those that a whole case is called by find that case, not all that was said in it."""
    said = [term for term in query.terms if not term.left_out and term.where != "company"]
    asks_more = any(rule.what == "promise" and not rule.left_out for rule in query.rules)
    return () if asks_more or any(term.where for term in said) else tuple(said)


def _is_in(term: Term, doc: Doc) -> bool:
    if not term.where:
        return any(occurs(term, getattr(doc, name)) for name in ANYWHERE)
    if name := NAMES.get(term.where):
        return occurs(term, getattr(doc, name))
    return term.where in doc.tags.split() and occurs(term, doc.words)


def occurs(term: Term, text: str) -> bool:
    """Whether the words of a term stand in a text."""
    inside = tokens(search_text(text))
    return any(_places(tokens(one), term.exact, inside) for one in spellings(term))


def sought_in(*texts: str) -> str:
    """Texts as a row keeps them in which words are looked for by ``needles``: the words of each
    with a space on both sides, a line each."""
    return "\n".join(f" {' '.join(tokens(search_text(text)))} " for text in texts)


def needles(term: Term) -> tuple[str, ...]:
    """What stands in ``sought_in`` of a text if the words of a term do; none for no words."""
    found = (tokens(one) for one in spellings(term))
    return tuple(f" {' '.join(words)}{' ' if term.exact else ''}" for words in found if words)


def _places(sought: Sequence[str], exact: bool, inside: Sequence[str]) -> list[int]:
    """Where these words stand in a row; the last may be the beginning of one."""
    if not sought:
        return []
    *first, last = sought
    return [
        at
        for at in range(len(inside) - len(first))
        if list(inside[at : at + len(first)]) == first
        and (inside[at + len(first)] == last if exact else inside[at + len(first)].startswith(last))
    ]


def _rule_holds(rule: Rule, doc: Doc, row: CaseSummary, now: datetime) -> bool:
    if rule.what == "promise":
        open_ = "promise open" in doc.tags
        if rule.value == "overdue":
            return open_ and 0 < doc.due_s < now.timestamp()
        return f"promise {rule.value}" in doc.tags
    return case_holds(rule, row, now)


def case_holds(rule: Rule, row: CaseSummary, now: datetime) -> bool:
    """Whether a rule about whole cases holds for this one."""
    match rule.what:
        case "pinned":
            return row.pinned
        case "money":
            return row.stake_n > 0 and rule.low <= row.stake_n <= rule.high
        case "tag":
            return has_tag(row.tags, rule.value)
        case "overdue":
            live = (task for task in row.tasks if not task.is_over(now))
            return any(task.standing(now) == "overdue" for task in live)
    return _is_in_state(row, rule.value)


def _is_in_state(row: CaseSummary, state: str) -> bool:
    if state in _AWAY:
        return row.archived == _AWAY[state]
    if state in ("open", "closed"):
        return (row.state in DONE) == (state == "closed")
    if state == "any":
        return row.archived != "merged"
    if state == "running":
        return row.running
    return bool(row.trouble) if state == "damaged" else row.state == _CALLED[state]


def has_tag(tags: Iterable[str], sought: str) -> bool:
    """Whether one of the tags begins so."""
    begins = search_fold(sought)
    return any(search_fold(tag).startswith(begins) for tag in tags)


def spans(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """Where in ``text`` the words stand that a query looks for, from and to, in order.

    For marking them: each word of a term by itself, whatever else must be true of the document.
    """
    sought = [
        (word, term.exact or word is not words[-1])
        for term in query.terms
        if not term.left_out
        for words in (tokens(search_fold(term.words)),)
        for word in words
    ]
    return tuple(
        (start, end)
        for start, end in _words(text)
        if any(_is_word(text[start:end], word, exact) for word, exact in sought)
    )


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
    found = tokens(search_fold(written))
    return any(one == word if exact else one.startswith(word) for one in found)
