"""Whether a case that is being prepared looks like one there is already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from callmate.model.likeness import LIKE, ONE_MATTER, alike
from callmate.model.summary import CaseSummary

RECENT: Final = timedelta(days=180)
"""For so long a case that is over may be meant again."""


def resembling(
    rows: Iterable[CaseSummary], problem: str, outcome: str, now: datetime
) -> CaseSummary | None:
    """The case that is most like a matter with the same company; None if none is alike.

    ``rows`` are the company's cases, the newest first; what is over long since, was only tried
    out or is a part of another case is none.
    """
    scored = [
        (_likeness(row, problem, outcome), row) for row in rows if row.title and _counts(row, now)
    ]
    best = max(scored, key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _likeness(row: CaseSummary, problem: str, outcome: str) -> float:
    title = row.title.removeprefix(row.company).lstrip(": ")
    same_problem, same_outcome = alike(problem, title), alike(outcome, row.wanted)
    enough = same_problem >= LIKE or same_outcome >= ONE_MATTER
    return same_problem + same_outcome if enough else 0.0


def _counts(row: CaseSummary, now: datetime) -> bool:
    if not row.counts:
        return False
    return _is_open(row) or (bool(row.last_at) and now - datetime.fromisoformat(row.last_at)
                             < RECENT)  # fmt: skip


def _is_open(row: CaseSummary) -> bool:
    return not row.archived and not row.is_closed
