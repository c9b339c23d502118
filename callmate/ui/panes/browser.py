"""Past cases: the list with what was found, and the rectangles it has on each size of screen.

During a call it keeps to the middle pane. With no call running it also has the rectangles of
checklist and card on a small screen, and all between band and field on a wide one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from callmate.desk.browser.actionline import PICKS
from callmate.desk.browser.listing import Room
from callmate.desk.browser.shown import Listing
from callmate.model.listing import called
from callmate.model.spoken import counted
from callmate.model.words import same_text
from callmate.ui.paint import Line, fit, headed, user, wrap
from callmate.ui.panes.caselines import case_line, group_line, hit_line
from callmate.ui.panes.preview import preview
from callmate.ui.panes.reading import reading
from callmate.ui.panes.spread import Spread, part, spread
from callmate.ui.scene import Scene

TALL_FROM: Final = 14
"""Rows from which the preview has three lines."""
BELOW_FROM: Final = 24
"""Rows from which it has two fifths of them."""
MOST_HINT: Final = 3
"""A hint may have one line of so many: what it says is not cut where the list has room."""
BAR: Final = 16
"""Cells of the bar that shows how far the search is built."""


def room(width: int, height: int, calls: bool) -> Room:
    """How many rows of the list such a screen shows, and lines of the preview."""
    there = spread(width, height, calls)
    below = _below(there)
    return Room(max(1, there.height - 1 - below), there.beside.height if there.beside else below)


def _below(there: Spread) -> int:
    """The lines below the list."""
    if there.beside:
        return 1
    if there.height >= BELOW_FROM:
        return there.height * 2 // 5
    return 3 if there.height >= TALL_FROM else 1


def drawn(scene: Scene, name: str, width: int, height: int) -> list[Line] | None:
    """What of the browser stands in the rectangle of a pane; None if it does not reach there."""
    view = scene.view
    if view.pane != "browser" or view.private or (view.quote and name == "card"):
        return None
    there = spread(*scene.size, scene.call is not None)
    box = there.boxes.get(name)
    if box is None or scene.replay is not None:
        return None
    if there.beside and name in there.right:
        lines = preview(scene.browse.listing, scene.now.at, there.beside.width, there.beside.height)
        return part(lines, 0, box.y - there.beside.y, width, height)
    lines = _main(scene, there)
    return part(lines, box.x - there.x, box.y - there.y, width, height)


def browser(scene: Scene, width: int, height: int) -> list[Line]:
    """The browser, or what of it stands in the middle pane."""
    if scene.size == (0, 0):
        return _main(scene, Spread(0, 0, width, height, {}))
    return drawn(scene, "timeline", width, height) or []


def _main(scene: Scene, there: Spread) -> list[Line]:
    """All of it but what stands beside."""
    width, height = there.width, there.height
    if scene.browse.reading is not None:
        return reading(scene, scene.browse.reading, width, height)
    listing = scene.browse.listing
    said = _said(listing, width, max(1, height // MOST_HINT))
    below = max(len(said), min(_below(there), max(0, height - 2)))
    foot = said or preview(listing, scene.now.at, width, below)
    if there.beside and not said:
        foot = []
    if said and below > len(said) + 1:
        foot = [*said, *preview(listing, scene.now.at, width, below - len(said))]
    head = _picking(scene, listing, width) if _picks(scene) else _head(listing, width)
    lines = [head, *_rows(scene, listing, width, height - 1 - below)]
    blank: Line = ()
    lines += [blank] * (height - below - len(lines))
    return [*lines, *foot[:below]]


def _picks(scene: Scene) -> bool:
    """Whether a case is asked for that another one, or a call of it, is to become a part of."""
    field = scene.view.field
    return field is not None and field.purpose == "filing" and field.name in PICKS


def _picking(scene: Scene, listing: Listing, width: int) -> Line:
    """What was found, and how one is picked; a call can go to a case of its own."""
    found = f"{listing.total:,} of {listing.of:,}"
    picks = (f"{found} · ↑↓ picks one", f"{found} · ↑↓", found)
    if scene.view.field is not None and scene.view.field.name == "move":
        picks = (f"{picks[0]} · + name: a new case", "+ name: a new case", found)
    return headed("WHICH CASE?", picks, width)


def _head(listing: Listing, width: int) -> Line:
    """How much was found of how much, and the order; of that as much as there is room for."""
    query = listing.order.filters
    if query.is_empty and query.hints:
        told = "search not understood"
        return headed("PAST CASES", (f"{told}: all {listing.of:,} shown", told), width)
    return headed("PAST CASES", _found(listing), width)


def _found(listing: Listing) -> Iterator[str]:
    """What was found, the longest way to say it first."""
    if not listing.said:
        found = f"{listing.total:,} of {listing.of:,}"
        if listing.only_cases:
            yield f"{found} · tab: what was said"
        else:
            order = called(listing.order)
            yield f"{found} · {order}: tab"
            yield f"{found} · {order}"
        yield from (f"{found} · tab", found)
        return
    hits = f"{len(listing.hits):,}{'+' if listing.more else ''} hit"
    hits += "" if len(listing.hits) == 1 and not listing.more else "s"
    cases = {doc.case for doc in listing.hits}
    there = hits if listing.more else f"{hits} in {counted(len(cases), 'case')}"
    turn = "tab: cases" if listing.more else "tab"
    if listing.total:
        yield f"{listing.total:,} by name · {there} · {turn}"
    yield from (f"{there} · {turn}", there, hits)


def _said(listing: Listing, width: int, rows: int) -> list[Line]:
    """What could not be understood, in so many rows, or how far the search is built."""
    if listing.hint:
        pieces = wrap(f"? {user(listing.hint)}", width - 2, max(1, min(rows, MOST_HINT)))
        return [fit(((f" {piece}", "warn"),), width) for piece in pieces]
    if listing.indexing is None:
        return []
    done, of = listing.indexing
    full = BAR * done // max(1, of)
    bar = "▇" * full + "░" * (BAR - full)
    return [((f" search is being built {bar} {100 * done // max(1, of)} %", "accent"),)]


def _rows(scene: Scene, listing: Listing, width: int, height: int) -> list[Line]:
    """The rows about the cursor. They stand still while it moves in their midst, and go on by half
    a screen, so that a move paints two lines and not all of them."""
    if not listing.places:
        words = "nothing has these words" if listing.of and listing.text.strip() else "no cases yet"
        return [((f" {words}", "dim"),)]
    if not listing.groups:
        half = max(1, height // 2)
        top = listing.index // half * half - height // 4
        top = max(0, min(top, listing.places - height))
        return _lines(scene, listing, width, top, height)[0]
    first = max(listing.first, listing.index - height)
    lines, chosen = _lines(scene, listing, width, first, listing.index + height + 1 - first)
    top = max(0, min(chosen - (height - 1) // 2, len(lines) - height))
    return lines[top : top + height]


def _lines(
    scene: Scene, listing: Listing, width: int, first: int, count: int
) -> tuple[list[Line], int]:
    """Lines of so many places, with the headings of companies, and which is the cursor's."""
    lines: list[Line] = []
    chosen = 0
    groups = {group.key: group for group in listing.groups}
    before: str | None = None
    if 0 < first - listing.first <= len(listing.rows):
        before = same_text(listing.rows[first - listing.first - 1].company)
    for place in range(first, min(listing.places, first + count)):
        here = place == listing.index
        if place < listing.cases:
            at = place - listing.first
            if not 0 <= at < len(listing.rows):
                continue
            row = listing.rows[at]
            key = same_text(row.company)
            if key in groups and key != before:
                lines.append(group_line(groups[key], width))
            before = key
            line = case_line(row, scene.now.at, width, here)
        else:
            doc = listing.said[place - listing.cases]
            away = doc.case in listing.away
            line = hit_line(doc, listing.order.filters, width, here, away)
        if here:
            chosen = len(lines)
        lines.append(line)
    return lines, chosen
