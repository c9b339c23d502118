"""What takes the timeline's place on demand: past cases, the case sheet, all keys."""

from __future__ import annotations

from callmate.desk.commands import COMMANDS, keys_shown
from callmate.ui.cells import cells
from callmate.ui.paint import Line, title, within
from callmate.ui.panes.browser import browser
from callmate.ui.panes.page import page
from callmate.ui.panes.replay import replay
from callmate.ui.panes.sheet import sheet
from callmate.ui.panes.timeline import hidden, timeline
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
        case "browser" if scene.replay is not None:
            return replay(scene, scene.replay, width, height)
        case "browser":
            return browser(scene, width, height)
        case "sheet":
            return sheet(scene, width, height)
        case "page":
            return page(scene, width, height)
        case "help":
            return help_lines(scene, width, height)
    return timeline(scene, width, height)


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
