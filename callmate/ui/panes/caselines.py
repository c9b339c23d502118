"""Lines of the list of past cases: one a case, a company or a hit. What fits at 80, all at 160."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from callmate.model.damaged import DAMAGED
from callmate.model.listing import Group
from callmate.model.search.documents import Doc
from callmate.model.search.matching import spans
from callmate.model.search.query import Query
from callmate.model.summary import CaseSummary
from callmate.model.timeline import GLYPHS, ROLES
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, Span, between, fit, title, user, width_of

LINES_KEPT: Final = 256
STATE: Final = 13
WHOLE_STATE: Final = 20
NEXT: Final = 14
HOURS: Final = 7
MONEY: Final = 9
COMPANY: Final = 24
PROMISE: Final = "promise: "
"""What goes without saying after its glyph and the name of who promised."""
ALL_FROM: Final = 100
"""Cells from which a line has a column for the company and the whole state."""
LONGEST_MARKED: Final = 2000
"""Characters of a text in which the words that were looked for are marked."""
LEAD: Final = 16
"""Cells of a long text that stand before the first word that was found."""
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
SHORT: Final = {"call running": "● call", "given up": "given up"}
AGES: Final = ((2 * 365, 365, "y"), (60, 30, "mo"), (14, 7, "wk"), (1, 1, "d"))


def day(at: str) -> str:
    """The day of an RFC 3339 time as it was there: `` 2 Apr 2026``; blank where there is none."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return " " * 11
    return f"{when.day:>2} {MONTHS[when.month - 1]} {when.year}"


def hours(seconds: int) -> str:
    """``2.1 h``, ``25 h``, ``12 m``; nothing for no time at all."""
    if seconds < 3600:
        return f"{seconds // 60} m" if seconds >= 60 else ""
    return f"{seconds / 3600:.1f} h" if seconds < 36_000 else f"{seconds // 3600} h"


def next_date(row: CaseSummary, now: datetime) -> Span:
    """How long there is until something is due, or since when it is overdue."""
    try:
        due = datetime.fromisoformat(row.next_at)
    except ValueError:
        return "", "dim"
    seconds = (due - now).total_seconds()
    days = int(abs(seconds) // 86_400)
    size = next((f"{days // one} {word}" for least, one, word in AGES if days >= least), "")
    size = size or f"{int(abs(seconds) // 3600)} h"
    return (f"in {size}", "warn") if seconds > 0 else (f"overdue {size}", "error")


def state(row: CaseSummary, short: bool = True) -> Span:
    """How a case stands; in one word where there is little room."""
    if row.trouble:
        return f"! {DAMAGED}", "error"
    words = row.archived or row.state
    if short:
        head, _, rest = words.partition(":")
        words = SHORT.get(words, "broken" if rest.strip() == "promise broken" else head)
    role = {"granted": "ok", "resolved": "ok", "refused": "error", "broken": "error"}.get(words)
    return words, "accent" if row.running else role or "dim"


def name(row: CaseSummary) -> str:
    """What a case is called, safe to show."""
    return user(row.title or row.company or row.id)


def matter(title: str, company: str) -> str:
    """The title without the company before it."""
    bare = title.removeprefix(company).lstrip(": ") if company else title
    return bare if bare and bare != title else title


def case_line(row: CaseSummary, now: datetime, width: int, chosen: bool) -> Line:
    """Day, company, title, state, next date, hours, money."""
    line = _case_line(row, now.replace(second=0, microsecond=0), width)
    return _chosen(line) if chosen else line


@lru_cache(maxsize=LINES_KEPT)
def _case_line(row: CaseSummary, now: datetime, width: int) -> Line:
    """The same while nothing of it changes: the cursor moves past it again and again."""
    wide = width >= ALL_FROM
    pin = "★" if row.pinned else " "
    left: list[Span] = [(f"{pin}{day(row.last_at)} ", "dim")]
    due = next_date(row, now)
    if wide:
        right = [_cell(state(row, short=False), WHOLE_STATE), _cell(due, NEXT)]
    else:  # what is due says more than that it is open
        right = [_cell(due if due[0] and not row.trouble else state(row), STATE)]
    right += [
        _cell((hours(row.spent_s), "dim"), HOURS, at_end=True),
        _cell((user(row.stake), "text"), MONEY, at_end=True),
        (" ", "text"),
    ]
    room = width - width_of(tuple(left)) - width_of(tuple(right)) - 1
    if wide:
        company = clip(user(row.company), COMPANY - 1)
        left.append((company + " " * (COMPANY - cells(company)), "strong"))
        room -= COMPANY
    words = matter(row.title, row.company) if wide else row.title or row.company or row.id
    tags = "".join(f" #{tag}" for tag in row.tags)
    left.append((clip(user(words), room), "text"))
    left.append((user(tags), "dim"))
    return between(left, right, width)


def _cell(words: Span, width: int, at_end: bool = False) -> Span:
    text = clip(words[0], width - 1)
    blank = " " * (width - cells(text))
    return (f"{blank}{text}" if at_end else f"{text}{blank}"), words[1]


def _chosen(line: Line) -> Line:
    return tuple((text, "cursor") for text, _ in line)


def group_line(group: Group, width: int) -> Line:
    """``SONY · 12 cases, 3 open, 14 h``."""
    cases = f"{group.cases:,} case{'' if group.cases == 1 else 's'}"
    parts = [cases, f"{group.open:,} open" if group.open else "none open", hours(group.spent_s)]
    told = f" · {', '.join(part for part in parts if part)}"
    called = clip(user(group.company) or "no company", max(8, width - cells(told) - 2))
    return title(f"{called}{told}", "", width)


def hit_line(doc: Doc, query: Query, width: int, chosen: bool) -> Line:
    """``12 Apr 2026 SONY · rebate  ◆ Sam: credit of $40 by Friday``."""
    line = _hit_line(doc, query, width)
    return _chosen(line) if chosen else line


@lru_cache(maxsize=LINES_KEPT)
def _hit_line(doc: Doc, query: Query, width: int) -> Line:
    named = " · ".join(
        part for part in (user(doc.company), user(matter(doc.title, doc.company))) if part
    )
    head: list[Span] = [(f" {day(doc.at)} ", "dim"), (f"{clip(named, width * 3 // 10)}  ", "dim")]
    if doc.event:
        who = f"{clip(user(doc.rep), 20)}: " if doc.rep and doc.kind != "rep" else ""
        head.append((f"{GLYPHS.get(doc.kind, '·')} {who}", ROLES.get(doc.kind, "text")))
    else:
        head = [head[0], ("the case: ", "dim")]
    room = max(8, width - width_of(tuple(head)) - 1)
    words = doc.words.removeprefix(PROMISE) if doc.kind == "promise" else doc.words
    return fit((*head, *marked(query, user(words), room)), width)


def marked(query: Query, text: str, room: int) -> Line:
    """A text with the words marked that were looked for; of a long one, the part they are in."""
    found = spans(query, text[:LONGEST_MARKED])
    start = 0
    if found and cells(text[: found[0][1]]) > room:
        start = max(0, found[0][0] - LEAD)
    parts: list[Span] = [("…", "dim")] if start else []
    at = start
    for begin, end in found:
        parts += [(text[at:begin], "text"), (text[begin:end], "accent")]
        at = end
    parts.append((text[at : at + 4 * room], "text"))
    return fit([part for part in parts if part[0]], room)
