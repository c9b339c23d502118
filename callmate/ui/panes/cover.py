"""What takes the timeline's place on demand: past cases, the case sheet, all keys."""

from __future__ import annotations

from callmate.desk.commands import COMMANDS, keys_shown
from callmate.model.summary import CaseSummary
from callmate.ui.cells import cells
from callmate.ui.paint import Line, between, title, user, within
from callmate.ui.panes.page import page
from callmate.ui.panes.sheet import sheet
from callmate.ui.panes.timeline import hidden, reading, timeline
from callmate.ui.scene import Scene

GROUPS = {
    "live": "WHILE YOU TALK (F-keys work while typing too)",
    "more": "MORE, AFTER Z",
    "around": "BETWEEN THE CALLS",
    "edit": "PUT RIGHT",
    "card": "CARD AND CHECKLIST",
    "cases": "PAST CASES (letters search; F-keys log)",
    "view": "SEE MORE",
}


@within
def middle(scene: Scene, width: int, height: int) -> list[Line]:
    """The pane in the middle: timeline, browser, case sheet or keys."""
    match scene.view.pane:
        case "browser" | "sheet" | "page" if scene.view.private:
            return hidden()
        case "browser":
            return browser(scene, width, height)
        case "sheet":
            return sheet(scene, width, height)
        case "page":
            return page(scene, width, height)
        case "help":
            return help_lines(scene, width, height)
    return timeline(scene, width, height)


def browser(scene: Scene, width: int, height: int) -> list[Line]:
    """The cases that match, or the timeline of the one that is open for reading."""
    browse = scene.browse
    if browse.opened is not None:
        case = browse.opened.case
        more = "for reading" if scene.call else "⏎ takes it up again"
        head = title(f"READING {user(case.title)}", more, width)
        shown = browse.facts[browse.top :]
        return [head, *reading(case, browse.opened.facts, shown, scene.now, width, height - 1)]
    head = title("PAST CASES", f"{len(browse.rows):,} of {browse.total:,}", width)
    if not browse.rows:
        words = "no company, problem or state has these words" if browse.total else "no cases yet"
        return [head, ((f" {words}", "dim"),)]
    first = max(0, min(browse.index - (height - 2) // 2, len(browse.rows) - height + 1))
    lines = [
        _case_line(row, width, first + offset == browse.index)
        for offset, row in enumerate(browse.rows[first : first + height - 1])
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


def help_lines(scene: Scene, width: int, height: int) -> list[Line]:
    """Every key with what it does, from the registry."""
    lines: list[Line] = []
    for group, heading in GROUPS.items():
        lines.append(title(heading, "", width))
        for spec in COMMANDS:
            if spec.group != group:
                continue
            keys = keys_shown(scene.keymap.spec(spec))
            pad = " " * max(1, 11 - cells(keys))
            lines.append(((f" {keys}{pad}", "key"), (spec.help, "text")))
    top = min(scene.view.scroll, max(0, len(lines) - height + 1))
    shown = f"{top + 1}–{min(top + height - 1, len(lines))} of {len(lines)}"
    head = title(f"ALL KEYS  {shown}", "↑↓ scroll · ? closes · keys still log", width)
    return [head, *lines[top : top + height - 1]]
