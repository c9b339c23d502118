"""The preparation in the middle pane: five lines of a section, what is missing, and advice."""

from __future__ import annotations

from callmate.desk.preparation.sections import ShownLine
from callmate.text import mask
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, fit, title, user
from callmate.ui.panes.advice import beside, rows
from callmate.ui.scene import Scene

LABEL = 15


def sheet(scene: Scene, width: int, height: int) -> list[Line]:
    """The section in which one types, the line that is open marked; sensitive lines masked."""
    shown = scene.sheet
    if shown is None:
        return []
    words = f"{shown.number}/{shown.of} {user(shown.name)}"
    lacking = _missing(shown.missing, width - cells(words) - 4)
    lines: list[Line] = [title(words, lacking, width)]
    lines += [_line(one, width) for one in shown.lines]
    told = [*rows(beside(scene, height), width)]
    if len(lines) + len(told) < height:
        lines.append(())
    return [*lines, *told][:height]


def _missing(names: tuple[str, ...], room: int) -> str:
    """How much is missing, and as many of the names as there is room for."""
    if not names:
        return "nothing missing"
    said = f"{len(names)} missing: "
    for name in names:
        more = f"{name}, "
        if cells(said) + cells(user(more)) > room:
            return f"{said.rstrip(': ')} …" if said.endswith(": ") else f"{said}…"
        said += user(more)
    return said.removesuffix(", ")


def _line(one: ShownLine, width: int) -> Line:
    words = one.text
    if words and (one.line.secret or one.line.sensitive):
        words = "•" * len(words) if one.line.secret else mask(words)
    mark = "▸" if one.here else "!" if one.missing else " "
    label = (f" {mark} {one.line.label:<{LABEL}}", "cursor" if one.here else "dim")
    room = width - LABEL - 4
    body = (clip(user(words), room), "strong") if words else (clip(one.line.hint, room), "dim")
    return fit((label, (" ", "text"), body), width)
