"""Documents as rows of the search, and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from callmate.model.search.documents import Doc
from callmate.model.search.searchtext import search_text
from callmate.store.index.rows import plain, seconds
from callmate.store.search.searchfile import TICKS

Row = tuple[Any, ...]

DOCUMENT: Final = (
    "c.id, d.event, d.call, d.kind, d.at, d.words, d.rep, d.department, c.company, d.tags, "
    "d.number, c.title, d.due_s"
)
"""The columns of a document; ``doc_of`` takes rows of them."""
DOCS: Final = "from docs d join cases c on c.no=d.case_no"
"""Where they stand."""
KEPT: Final = "event, call, kind, at, words, rep, department, tags, number, due_s, unseen"
"""The columns of ``docs`` that a document fills, after its number and its case's."""
AT: Final = 3
"""Where ``at`` stands among them."""


def doc_of(row: Row) -> Doc:
    """A document as it was found."""
    return Doc(*row)


def row_of(doc: Doc) -> Row:
    """What ``docs`` keeps of a document."""
    return plain((
        doc.event, doc.call, doc.kind, doc.at, doc.words, doc.rep, doc.department, doc.tags,
        doc.number, doc.due_s, doc.unseen,
    ))  # fmt: skip


def found_by(row: Row, company: str, title: str) -> Row:
    """What ``found`` holds of a row: the same whenever it is asked, so that it can be deleted."""
    words, rep, department, tags, unseen = row[4], row[5], row[6], row[7], row[10]
    return (
        search_text(words), _short(rep), _short(department), _short(company), _short(title), tags,
        search_text(unseen) if unseen else "",
    )  # fmt: skip


@lru_cache(maxsize=256)
def _short(text: str) -> str:
    """The same few names come with every document of a case."""
    return search_text(text)


def tick(at: str) -> int:
    """The rowid that a document of this time (RFC 3339) would have if it were alone."""
    return int(seconds(at) * TICKS)
