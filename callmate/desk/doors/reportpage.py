"""A case as a page to be read by others: what it came to, and who said what and when.

Account numbers and other secrets in its words are masked, as on the screen and in letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callmate.model.clashes import clashes
from callmate.model.dates import offset, whole_day
from callmate.model.events import PRIVATE
from callmate.model.fold import Fold
from callmate.model.hiding import accounts_of, masked_report
from callmate.model.masking import masked
from callmate.model.moment import local
from callmate.model.report_text import render, render_cards
from callmate.model.timeline import row, visible
from callmate.text import show


def evidence_page(folded: Fold, found: Mapping[str, Any]) -> str:
    """The report and the log of a case, with nothing that only its owner is to know."""
    return f"{render(masked_report(found, accounts_of(folded)))}\n\n{log_text(folded)}\n"


def page(folded: Fold, found: Mapping[str, Any], private: bool = False) -> str:
    """The same for its owner, with the cards that came."""
    shown = masked_report(found, accounts_of(folded))
    return f"{render(shown)}\n\n{log_text(folded, private)}\n{render_cards(shown)}"


def log_text(folded: Fold, private: bool = False) -> str:
    """Who said what and when: every line of the timeline, a day at a time; one's own anger only
    on demand."""
    lines, accounts = ["LOG"], accounts_of(folded)
    against = clashes(folded.case, folded.facts)
    day = ""
    for fact in visible(folded.facts):
        if fact.kind in PRIVATE and not private:
            continue
        shown_row = row(folded.case, fact, fact.moment)
        at = local(shown_row.moment.at)
        if (heading := f"{whole_day(at.date())}, UTC{offset(at)}") != day:
            day = heading
            lines.append(f"  {day}")
        about = "≈" if shown_row.late else " "
        said = fact.text("said") or shown_row.words
        said = show(said if fact.kind == "case_number" else masked(said, accounts))
        words = " ".join(part for part in (shown_row.label, said) if part)
        struck = " (struck out)" if shown_row.struck else ""
        right = f"  [{shown_row.right}]" if shown_row.right else ""
        right += f"  {against[fact.id]}" if fact.id in against else ""
        lines.append(f"  {at:%H:%M:%S}{about}{shown_row.glyph} {words}{right}{struck}")
    return "\n".join(lines)
