"""Lines of the list of past cases: one a case, a company or a hit. All of it at 160; with less
room the name stays, and the columns that matter least go first.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from callmate.model.damaged import DAMAGED
from callmate.model.listing import Group
from callmate.model.search.documents import Doc
from callmate.model.search.matching import spans
from callmate.model.search.query import Query
from callmate.model.spoken import counted
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
PUT_AWAY: Final = "(put away) "
PROMISE: Final = "promise: "
"""What goes without saying after its glyph and the name of who promised."""
ALL_FROM: Final = 110
"""Cells from which a line has a column for the company and the whole state."""
LEAST_NAME: Final = 20
"""Cells of a case's name that no column takes away; hours and money leave more of it."""
GOOD_NAME: Final = 26
LEAST_NAMED: Final = 8
"""Cells of the case's name beside what was said in it; a third of the room where that is more."""
ROOMY: Final = 40
"""Cells from which what was said stands there with who said it."""
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
    minutes = int(abs(seconds) // 60)
    size = size or (f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min")
    return (f"in {size}", "warn") if seconds > 0 else (f"{size} late", "error")


def state(row: CaseSummary, short: bool = True) -> Span:
    """How a case stands; in one word where there is little room."""
    if row.trouble:
        runs = ("● " if short else "● call ") if row.running else ""
        return f"{runs}! {DAMAGED}", "error"
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
    room = width - width_of(tuple(left)) - 1
    if wide:
        company = clip(user(row.company), COMPANY - 1)
        left.append((company + " " * (COMPANY - cells(company)), "strong"))
        room -= COMPANY
    right = _columns(row, now, room, wide)
    room -= width_of(tuple(right))
    words = user(matter(row.title, row.company) if wide else row.title or row.company or row.id)
    tags = _tags(row, room - min(cells(words), LEAST_NAME))
    left.append((clip(words, room - cells(tags)), "text"))
    left.append((tags, "dim"))
    return between(left, right, width)


def _columns(row: CaseSummary, now: datetime, room: int, wide: bool) -> list[Span]:
    """What stands at the right, as far as it leaves room for the name."""
    due = next_date(row, now)
    # with one column for both, what is due says more than that it is open
    one = due if due[0] and not row.trouble else state(row)
    columns = [
        (_cell((hours(row.spent_at(now)), "dim"), HOURS, at_end=True), GOOD_NAME),
        (_cell((user(row.stake), "text"), MONEY, at_end=True), GOOD_NAME),
    ]
    if wide:
        columns.insert(0, (_cell(due, NEXT), LEAST_NAME))
        columns.insert(0, (_cell(state(row, short=False), WHOLE_STATE), LEAST_NAME))
    else:
        columns.insert(0, (_cell(one, STATE), LEAST_NAME))
    found: list[Span] = []
    for column, least in columns:
        room -= cells(column[0])
        if room < least:
            break
        found.append(column)
    return [*(found or [_sign(row, now)]), (" ", "text")]


def _sign(row: CaseSummary, now: datetime) -> Span:
    """In place of all columns: that it is urgent, or that a call runs."""
    if row.trouble or next_date(row, now)[1] == "error":
        return "●!" if row.running and row.trouble else " !", "error"
    return (" ●", "accent") if row.running else ("  ", "text")


def _tags(row: CaseSummary, room: int) -> str:
    """The tags that fit, each whole."""
    shown = ""
    for tag in row.tags:
        if cells(shown + (more := f" #{user(tag)}")) <= room:
            shown += more
    return shown


def _cell(words: Span, width: int, at_end: bool = False) -> Span:
    text = clip(words[0], width - 1)
    blank = " " * (width - cells(text))
    return (f"{blank}{text}" if at_end else f"{text}{blank}"), words[1]


def _chosen(line: Line) -> Line:
    return tuple((text, "cursor") for text, _ in line)


def group_line(group: Group, width: int) -> Line:
    """``SONY · 12 cases, 3 open, 14 h``."""
    cases = counted(group.cases, "case")
    pending = group.open - group.refused
    standing = [f"{pending:,} open"] if pending else []
    standing += [f"{group.refused:,} refused"] if group.refused else []
    standing = standing or ["none open"]
    spent = [hours(group.spent_s)] if group.spent_s >= 60 else []
    company = user(group.company) or "no company"
    for parts in ([cases, *standing, *spent], [cases, *standing], [cases]):
        told = f" · {', '.join(parts)}"
        if cells(company) + cells(told) + 2 <= width:
            break
    return title(f"{clip(company, max(LEAST_NAMED, width - cells(told) - 2))}{told}", "", width)


def hit_line(doc: Doc, query: Query, width: int, chosen: bool, away: bool = False) -> Line:
    """``12 Apr 2026 SONY · rebate  ◆ Sam: credit of $40 by Friday``; ``away``: its case is put
    away."""
    line = _hit_line(doc, query, width, away)
    return _chosen(line) if chosen else line


@lru_cache(maxsize=LINES_KEPT)
def _hit_line(doc: Doc, query: Query, width: int, away: bool) -> Line:
    named = " · ".join(
        part for part in (user(doc.company), user(matter(doc.title, doc.company))) if part
    )
    words = user(said(doc))
    head: list[Span] = [(f" {day(doc.at)} ", "dim")]
    head += [(PUT_AWAY, "dim")] if away else []
    room = width - width_of(tuple(head)) - 1
    if doc.event:
        who = f"{clip(user(doc.rep), 20)}: " if doc.rep and doc.kind != "rep" else ""
        glyph = f"{GLYPHS.get(doc.kind, '·')} {who if room >= ROOMY else ''}"
        least = max(LEAST_NAMED, room // 3)  # the words win; the name has what they leave it
        name_of = clip(named, max(least, room - 2 - cells(glyph) - cells(words)))
        gap = "  " if room >= ROOMY else " "
        head += [(f"{name_of}{gap}", "dim"), (glyph, ROLES.get(doc.kind, "text"))]
    else:
        head.append(("the case: ", "dim"))
    room = max(8, width - width_of(tuple(head)) - 1)
    return fit((*head, *marked(query, words, room)), width)


def said(doc: Doc) -> str:
    """What was said, without what goes without saying."""
    return doc.words.removeprefix(PROMISE) if doc.kind == "promise" else doc.words


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
