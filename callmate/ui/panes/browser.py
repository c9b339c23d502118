"""Past cases in the middle pane: the list, or the case that is open for reading."""

from __future__ import annotations

from callmate.desk.browser.shown import Reading
from callmate.model.summary import CaseSummary
from callmate.ui.paint import Line, between, title, user
from callmate.ui.panes.timeline import window
from callmate.ui.scene import Scene


def browser(scene: Scene, width: int, height: int) -> list[Line]:
    """The cases that match, or the timeline of the one that is open for reading."""
    if scene.browse.reading is not None:
        return _reading(scene, scene.browse.reading, width, height)
    listing = scene.browse.listing
    head = title("PAST CASES", f"{listing.total:,} of {listing.of:,}", width)
    if not listing.rows:
        words = "no company, problem or state has these words" if listing.of else "no cases yet"
        return [head, ((f" {words}", "dim"),)]
    last = len(listing.rows) - height + 1
    first = max(0, min(listing.index - listing.first - (height - 2) // 2, last))
    lines = [
        _case_line(row, width, listing.first + first + offset == listing.index)
        for offset, row in enumerate(listing.rows[first : first + height - 1])
    ]
    return [head, *lines]


def _case_line(row: CaseSummary, width: int, chosen: bool) -> Line:
    role = "cursor" if chosen else "text"
    dim = "cursor" if chosen else "dim"
    date = f" {row.last_at[:10]} "
    calls = f" {row.calls} call{'s' if row.calls != 1 else ''} "
    name = user(row.title or row.company)
    left: Line = ((date, dim), (name, role), (f"  {user(row.state)}", dim))
    return between(left, ((calls, dim),), width, role)


def _reading(scene: Scene, reading: Reading, width: int, height: int) -> list[Line]:
    """The events about the one selected: no more is looked at than is seen."""
    more = "for reading" if scene.call else "⏎ takes it up again"
    head = title(f"READ ONLY {user(reading.case.title)}", more, width)
    first = max(0, reading.index - height)
    rows = reading.rows[first : reading.index + height]
    chosen = reading.chosen
    selected = chosen.id if chosen else ""
    facts = reading.fold.facts
    return [head, *window(reading.case, facts, rows, selected, scene.now, width, height - 1)]
