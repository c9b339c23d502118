"""Any page of the desk, drawn: head, rows, the chosen one marked and always in sight."""

from __future__ import annotations

from callmate.desk.pages.page import Page, Row
from callmate.ui.cells import cells
from callmate.ui.paint import Line, between, fit, headed, title, user, width_of, wrap
from callmate.ui.regions import is_wide, regions
from callmate.ui.scene import Scene

LABEL = 12
"""Cells of the left column, where a page has one."""
SHORTEST = 8
"""Cells that a bar has at least."""
APART = 4
"""Cells around a heading and what stands at its other edge."""
MOST_ROWS = 6
"""Lines that the words of one row may take."""
SPREAD = ("timeline", "checklist", "card")
"""Rectangles that a page takes between calls on a small screen."""
LOOKED_AT = 4
"""Characters that are looked at for a cell: one is often several (an accent, a joined sign)."""


def page(scene: Scene, width: int, height: int) -> list[Line]:
    """The page that is open, or what of it fits into the timeline's rectangle."""
    rooms = _rooms(scene)
    return _whole(scene, width, sum(rooms.values()) or height)[:height]


def below(scene: Scene, name: str, width: int, height: int) -> list[Line] | None:
    """What of the page stands in the rectangle of the checklist or the card: with no call running
    a small screen has nothing more urgent there. None if the page does not reach so far."""
    rooms = _rooms(scene)
    if not rooms:
        return None
    above = sum(list(rooms.values())[: list(rooms).index(name)])
    lines = _whole(scene, width, sum(rooms.values()))[above : above + height]
    blank: Line = ()
    return [fit(line, width) for line in (*lines, *[blank] * (height - len(lines)))]


def _rooms(scene: Scene) -> dict[str, int]:
    """The rows of the rectangles that a page has between calls, one below the other; none where
    it has its own alone."""
    alone = scene.page is None or scene.call is not None or scene.view.pane != "page"
    if alone or scene.view.private or scene.view.quote or is_wide(*scene.size):
        return {}
    boxes = regions(*scene.size)
    return {name: boxes[name].height for name in SPREAD if name in boxes}


def _whole(scene: Scene, width: int, height: int) -> list[Line]:
    """The page in so many rows, scrolled so that the chosen row is seen whole."""
    shown = scene.page
    if shown is None:
        return []
    keys = (shown.hint, shown.hint.partition(" · ")[0])
    head = headed(user(shown.title), keys, width)
    drawn = [_row(shown, at, width) for at in range(len(shown.rows))]
    foot = _foot(scene, shown, width)
    room = max(0, height - 1 - len(foot))
    top = _top([len(lines) for lines in drawn], shown.index, room)
    lines = [line for row in drawn for line in row]
    if len(lines) <= room:
        blank: Line = ()
        padding = [blank] * (room - len(lines)) if foot else []
        return [head, *lines, *(fit(line, width) for line in padding), *foot]
    more = "" if top + room >= len(lines) else f" ↓ {len(lines) - top - room} more "
    visible = lines[top : top + room]
    if more and visible:
        visible[-1] = between(visible[-1], ((more, "dim"),), width)
    return [head, *visible, *foot]


def _foot(scene: Scene, shown: Page, width: int) -> list[Line]:
    """Of a wrap-up the head code, where the page hides the receipt that has it: it is to be noted
    when the call ends."""
    if shown.name != "wrapup" or not scene.code or not _rooms(scene):
        return []
    return [fit(((" head code ", "dim"), (scene.code, "text")), width)]


def _top(heights: list[int], index: int, room: int) -> int:
    """The first line shown: the chosen row in sight, a line of what comes before it too."""
    before, here = sum(heights[:index]), heights[index] if index < len(heights) else 0
    last = max(0, sum(heights) - room)
    wanted = before + here - room + 1
    if index == 0 or wanted <= 0:
        return 0
    return min(last, wanted, before) if here <= room else min(last, before)


def _row(shown: Page, at: int, width: int) -> list[Line]:
    row, chosen = shown.rows[at], at == shown.index
    if row.role == "head":
        return _heading(user(row.words), user(row.right), width)
    role = "cursor" if chosen and row.action else row.role
    label = _label(shown, row, chosen)
    right: Line = ((f" {user(row.right)} ", "dim"),) if row.right else ()
    room = max(8, width - width_of(label) - width_of(right) - 1)
    words = row.words[: room * MOST_ROWS * LOOKED_AT]  # of a very long text no more has room
    drawn = _drawn(row.bar, room - cells(user(words)) - 1) or _drawn(row.bar, room)
    pieces = wrap(f"{drawn} {user(words)}" if drawn else user(words), room, MOST_ROWS) or [""]
    lines = [between((*label, (pieces[0], role)), right, width)]
    indent = " " * width_of(label)
    return [*lines, *(fit(((indent, "text"), (piece, role)), width) for piece in pieces[1:])]


def _drawn(bar: str, room: int) -> str:
    """A bar as long as there is room for it; none where too little of it would be seen."""
    if room >= len(bar):
        return bar
    return "".join(bar[at * len(bar) // room] for at in range(room)) if room >= SHORTEST else ""


def _heading(words: str, right: str, width: int) -> list[Line]:
    """A heading and what its lines mean, below each other where both have no room beside."""
    if not right or cells(words) + cells(right) + APART <= width:
        return [title(words, right, width)]
    return [title(words, "", width), fit(((f" {right}", "dim"),), width)]


def _label(shown: Page, row: Row, chosen: bool) -> Line:
    """Mark, digit and label; pages without digits or labels have no such column."""
    mark = "▸" if chosen else " "
    digits = any(one.digit for one in shown.rows)
    wide = max((cells(user(one.label)) for one in shown.rows), default=0)
    wide = min(wide, LABEL)
    parts: list[tuple[str, str]] = [(f"{mark}", "accent" if chosen else "text")]
    if digits:
        parts.append((f"{row.digit or ' '} ", "warn"))
    if wide:
        words = user(row.label)[:wide]
        parts.append((words + " " * (wide - cells(words) + 1), "dim"))
    return tuple(parts)
