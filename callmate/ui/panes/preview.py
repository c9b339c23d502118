"""What stands beside the list of past cases: the case the cursor is on, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from callmate.desk.browser.shown import Listing
from callmate.model.agenda import in_order
from callmate.model.search.documents import Doc
from callmate.model.summary import CaseSummary
from callmate.model.taskwords import when, words
from callmate.model.timeline import GLYPHS, ROLES
from callmate.ui.cells import clip
from callmate.ui.paint import Line, Span, between, fit, title, user, wrap
from callmate.ui.panes.caselines import day, hours, marked, name, next_date, said, state

LEAST_TITLED: Final = 5
"""Lines from which one of them is a heading."""
MOST_TASKS: Final = 3
MOST_REPS: Final = 4
WANTED_ROWS: Final = 2
NARROW: Final = 60
"""Cells below which the list itself has no room for the whole of a line."""


def preview(listing: Listing, now: datetime, width: int, height: int) -> list[Line]:
    """As much as there is room for; one line where there is one."""
    about = listing.about
    if about is None or height <= 0:
        return []
    if width < NARROW and 1 < height < LEAST_TITLED:
        return _whole_names(listing, about, now, width, height)
    if height < LEAST_TITLED:
        more = [] if height < 3 else [*_tasks(about, now, width), *_reps(about, width)]
        return [_one_line(about, now, width), *more][:height]
    lines = [title(name(about), f"  {_counted(about, now)}", width), *_told(about, now, width)]
    if listing.preview and len(lines) < height - 1:
        lines.append(title("THERE" if listing.told else "LAST", "", width))
        lines += _events(listing, width, height - len(lines))
    return lines[:height]


def _whole_names(
    listing: Listing, about: CaseSummary, now: datetime, width: int, height: int
) -> list[Line]:
    """What the line in the list had no room for: all of a hit, or the case with its state."""
    hit = listing.hit
    named: Line
    if hit is None:
        due, role = next_date(about, now)
        told, its_role = state(about)
        named = ((f" {clip(name(about), width - 2)}", "strong"),)
        stands: Line = ((f" {user(told)} ", its_role), (f" {due}", role))
        task = next((user(words(task)) for task in in_order(about.tasks, now)), "")
        more = f" ◆ {task}" if task else f" WANT {user(about.wanted)}" if about.wanted else ""
        return [named, stands, ((clip(more, width - 1), "text"),)][:height]
    who = f"{user(hit.rep)}: " if hit.rep and hit.kind != "rep" else ""
    rows = wrap(f"{who}{user(said(hit))}", width - 2, height - 1)
    named = ((f" {clip(user(hit.title), width - 2)}", "strong"),)
    return [*(((f" {piece}", "text"),) for piece in rows), named]


def _one_line(row: CaseSummary, now: datetime, width: int) -> Line:
    """What is wanted, and what is next."""
    if row.trouble:
        return fit(((f" ! {user(row.trouble)}", "error"),), width)
    want = user(row.wanted)
    left: Line = ((" WANT ", "dim"), (want, "text")) if want else ((f" {user(row.state)}", "dim"),)
    task = next(iter(in_order(row.tasks, now)), None)
    if task is None:
        return between(left, ((f"  {_counted(row, now)} ", "dim"),), width)
    due, role = next_date(row, now)
    right: Line = ((f"  ◆ {clip(user(words(task)), width // 2)}", "text"), (f" {due} ", role))
    return between(left, right, width)


def _counted(row: CaseSummary, now: datetime) -> str:
    calls = f"{row.calls} call{'' if row.calls == 1 else 's'}"
    return " · ".join(part for part in (calls, hours(row.spent_at(now)), user(row.stake)) if part)


def _told(row: CaseSummary, now: datetime, width: int) -> Iterator[Line]:
    if row.trouble:
        for piece in wrap(f"! {user(row.trouble)}", width - 2, 2):
            yield ((f" {piece}", "error"),)
    words_of, role = state(row, short=False)
    tags = "".join(f"  #{tag}" for tag in row.tags)
    yield ((" state   ", "dim"), (user(words_of), role), (user(tags), "dim"))
    for number, piece in enumerate(wrap(user(row.wanted), width - 10, WANTED_ROWS)):
        if piece:
            yield ((" want    " if number == 0 else " " * 9, "dim"), (piece, "strong"))
    yield from _tasks(row, now, width)
    yield from _reps(row, width)


def _tasks(row: CaseSummary, now: datetime, width: int) -> Iterator[Line]:
    for task in in_order(row.tasks, now)[:MOST_TASKS]:
        late = task.standing(now) == "overdue"
        right: Line = ((f"  {when(task, now)} ", "error" if late else "warn"),)
        yield between(((" ◆ ", "warn"), (user(words(task)), "text")), right, width)


def _reps(row: CaseSummary, width: int) -> Iterator[Line]:
    """Whom one spoke to, the last first, and what came of it."""
    for rep in row.reps[:MOST_REPS]:
        told = ", ".join(part for part in (rep.department, rep.last_result) if part)
        said: Span = (f"  {user(told)}", "dim")
        yield ((f" {day(rep.last_at)} ▸ ", "dim"), (user(rep.value), "accent"), said)


def _events(listing: Listing, width: int, height: int) -> list[Line]:
    """Its last events; about a hit, those before and after it."""
    docs = sorted(listing.preview, key=lambda doc: doc.at)
    here = listing.told
    at = next((n for n, doc in enumerate(docs) if here and doc.event == here), len(docs) - 1)
    first = max(0, min(at - height // 2, len(docs) - height))
    shown = docs[first : first + height]
    return [_event(doc, listing, width, bool(here) and doc.event == here) for doc in shown]


def _event(doc: Doc, listing: Listing, width: int, here: bool) -> Line:
    role = ROLES.get(doc.kind, "text")
    glyph = GLYPHS.get(doc.kind, "·")
    head: Line = ((f" {day(doc.at)} {doc.at[11:16]} ", "dim"), (f"{glyph} ", role))
    line = fit((*head, *marked(listing.order.filters, user(doc.words), width - 22)), width)
    return tuple((text, "cursor") for text, _ in line) if here else line
