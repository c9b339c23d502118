"""What a person types to find something, read: words, "phrases", fields, days. It is never wrong:
what cannot be read gets a hint in plain words, and the rest is searched for.

    sam credit -refused "forty dollars"     words, one left out, a phrase as it stands
    company:sony rep:sam promise:broken     fields; in:"last spring", before:2026-03, money:>100
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from callmate.model.search.rules import PUT_AWAY, Rule

WORD_FIELDS: Final = (
    "company", "rep", "dept", "promise", "asked", "refused", "granted", "offered", "note", "number",
)  # fmt: skip
"""Fields that words are looked for in: names, or what was said in facts of one kind."""
NAMED_FIELDS: Final = ("", "company", "rep", "dept")
"""Where words stand for which the names of a case are looked through."""
CASE_FIELDS: Final = ("state", "tag", "is", "overdue", "money")
"""Fields that ask something of the whole case."""
DATE_FIELDS: Final = ("before", "after", "in")
FIELDS: Final = (*WORD_FIELDS, *CASE_FIELDS, *DATE_FIELDS)
MOST_CHARACTERS: Final = 500
MOST_TERMS: Final = 24


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other in one document. The last may be the beginning of a
    longer word, unless it is ``exact``. ``where`` is one of WORD_FIELDS, or empty for anywhere."""

    words: str
    where: str = ""
    exact: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All terms must occur in one document, all rules hold for it or its case, and it is to be
    from ``after`` on and from before ``before``."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    rules: tuple[Rule, ...] = ()
    after: date | None = None
    before: date | None = None
    hints: tuple[str, ...] = ()
    said_only: bool = False
    """Whether words are looked for in what was said alone, and not in the cases themselves."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, so that all is found."""
        return not (self.terms or self.rules or self.after or self.before)

    @property
    def asks_words(self) -> bool:
        """Whether it looks for something that was said, rather than for whole cases."""
        return any(term.where != "company" for term in self.terms) or any(
            rule.what == "promise" for rule in self.rules
        )

    @property
    def names_cases(self) -> bool:
        """Whether the names of a case alone can tell that it is meant: nothing is asked of one
        thing that was said."""
        fields = (term.where in NAMED_FIELDS for term in self.terms)
        return all(fields) and not any(rule.what == "promise" for rule in self.rules)

    @property
    def asks_documents(self) -> bool:
        """Whether documents tell which cases are meant, not their lines alone."""
        return bool(self.terms) or self.asks_words

    @property
    def put_away(self) -> bool:
        """Whether it asks for cases that are in no list otherwise."""
        return any(r.what == "state" and r.value in PUT_AWAY and not r.left_out for r in self.rules)


def parse(text: str, today: date) -> Query:
    """What is asked for; ``today`` tells what ``last spring`` means. Never raises."""
    from callmate.model.search.reading import read  # only once somebody looks for something

    return read(text, today)
