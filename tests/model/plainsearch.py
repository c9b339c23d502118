"""The meaning of a search in plain code: the store is to find the same by its index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from callmate.model.search.documents import THE_CASE, Doc
from callmate.model.search.matching import (
    ANYWHERE,
    ITS_OWN,
    NAMES,
    SAID,
    has_tag,
    plain_terms,
    spellings,
    tokens,
)
from callmate.model.search.query import Query, Term
from callmate.model.search.rules import Rule
from callmate.model.search.searchtext import search_text
from callmate.model.summary import DONE, CaseSummary

_AWAY: Final = {"archived": "done", "practice": "practice", "merged": "merged"}
_CALLED: Final = {
    "resolved": "resolved", "dropped": "given up", "refused": "refused", "granted": "granted",
}  # fmt: skip


def matches(query: Query, doc: Doc, row: CaseSummary, now: datetime) -> bool:
    """Whether ``doc``, of the case that ``row`` sums up, is found."""
    if not (query.put_away or row.counts):
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


def _is_in(term: Term, doc: Doc) -> bool:
    if not term.where:
        return any(occurs(term, getattr(doc, name)) for name in ANYWHERE)
    if name := NAMES.get(term.where):
        return occurs(term, getattr(doc, name))
    said = any(occurs(term, getattr(doc, name)) for name in SAID)
    return term.where in doc.tags.split() and said


def occurs(term: Term, text: str) -> bool:
    """Whether the words of a term stand in a text."""
    inside = tokens(search_text(text))
    return any(_places(tokens(one), term.exact, inside) for one in spellings(term))


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
            return row.is_overdue(now)
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
