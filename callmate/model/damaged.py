"""The line in the list of a case whose files cannot be read whole: marked, never hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from callmate.ids import milliseconds_of
from callmate.model.moment import local
from callmate.model.summary import CaseSummary

DAMAGED: Final = "damaged"
"""What the state of a case is called of which nothing can be read."""


def unread(error: Exception) -> str:
    """What is said of a case that ran into an error of the program itself."""
    return f"This case could not be read ({type(error).__name__}); its files are left as they are."


def marked(summary: CaseSummary, trouble: str, before: CaseSummary | None) -> CaseSummary:
    """The line of a case with this ``trouble``, a sentence, or "" for none.

    Where nothing of the case can be read, it keeps the line it had ``before``; without one, it
    has the day it was begun for its title, which its id tells.
    """
    if not trouble:
        return summary
    if summary.title:
        return replace(summary, trouble=trouble)
    if before is not None and before.title:
        return replace(before, trouble=trouble, state=DAMAGED, running=False)
    began = local(datetime.fromtimestamp(milliseconds_of(summary.id) / 1000, UTC))
    at = began.isoformat(timespec="seconds")
    title = f"Damaged case of {began.day} {began:%b %Y}"
    return replace(
        summary, title=title, state=DAMAGED, trouble=trouble,
        opened_at=summary.opened_at or at, last_at=summary.last_at or at,
    )  # fmt: skip
