"""The listed cases that are called by some words, while these are typed letter by letter.

What all of them are called is held in memory until the index changes, and what one letter more
finds is looked for among what was found without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callmate.model.search.matching import needles
from callmate.model.search.query import Query, Term

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of these must stand in the text, or none of them may."""

    needles: tuple[str, ...]
    left_out: bool = False

    @staticmethod
    def of(term: Term) -> Wanted:
        return Wanted(needles(term), term.left_out)

    def among(self, texts: list[str]) -> list[str]:
        if len(self.needles) == 1 and not self.left_out:  # the usual one, as fast as can be
            (needle,) = self.needles
            return [text for text in texts if needle in text]
        wanted = not self.left_out
        return [text for text in texts if any(one in text for one in self.needles) is wanted]

    def narrows(self, before: Wanted) -> bool:
        """Whether it finds nothing that ``before`` does not."""
        if self == before:
            return True
        either = self.left_out or before.left_out
        return not either and all(any(old in new for old in before.needles) for new in self.needles)


class Called:
    """Tells the cases that are in the list and called so."""

    def __init__(self) -> None:
        self._written: tuple[Any, ...] = ()
        self._all: list[str] = []
        """Of each case its id, and on the lines after it what it is called."""
        self._wanted: tuple[Wanted, ...] = ()
        self._found: list[str] = []

    def ids(self, db: sqlite3.Connection, written: tuple[Any, ...], query: Query) -> list[str]:
        """In no order. ``written`` differs once ``db`` does; ``query`` has words alone."""
        wanted = tuple(map(Wanted.of, query.terms))
        if written != self._written:
            self._read(db, written)
        found = self._found if self._narrow(wanted) else self._all
        for one in wanted:
            found = one.among(found)
        self._wanted, self._found = wanted, found
        return [text.partition("\n")[0] for text in found]

    def _read(self, db: sqlite3.Connection, written: tuple[Any, ...]) -> None:
        from callmate.store.index.listing import LISTED

        asked = f"select id || char(10) || sought from cases where {LISTED}"
        self._all = [row[0] for row in db.execute(asked)]
        self._written, self._wanted, self._found = written, (), self._all

    def _narrow(self, wanted: tuple[Wanted, ...]) -> bool:
        """Whether what is wanted now is among what was found last."""
        pairs = zip(wanted, self._wanted, strict=False)
        return len(wanted) >= len(self._wanted) and all(new.narrows(old) for new, old in pairs)


def tells(query: Query) -> bool:
    """Whether what the cases are called is all that a query asks for, of those that are listed."""
    dated = query.after is not None or query.before is not None
    return (
        bool(query.terms)
        and not (query.rules or dated)
        and not any(term.where for term in query.terms)
    )
