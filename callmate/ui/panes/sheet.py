"""The preparation in the middle pane: five lines of a section, what is missing, and advice."""

from __future__ import annotations

from collections.abc import Iterator

from callmate.desk.sections import ShownLine
from callmate.text import mask
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, fit, user, wrap
from callmate.ui.panes.side import title
from callmate.ui.scene import Scene

LABEL = 15
MOST_ROWS = 3
"""Rows that one piece of advice may take."""


def sheet(scene: Scene, width: int, height: int) -> list[Line]:
    """The section in which one types, the line that is open marked; sensitive lines masked."""
    shown = scene.sheet
    if shown is None:
        return []
    words = f"{shown.number}/{shown.of} {user(shown.name)}"
    lacking = _missing(shown.missing, width - cells(words) - 4)
    lines: list[Line] = [title(words, lacking, width)]
    lines += [_line(one, width) for one in shown.lines]
    advice = [*_advice(shown.advice, width)]
    if len(lines) + len(advice) < height:
        lines.append(())
    return [*lines, *advice][:height]


def _advice(advice: tuple[tuple[str, str], ...], width: int) -> Iterator[Line]:
    """Each piece on as many lines as it needs and may have."""
    for role, told in advice:
        yield from (((f" {piece}", role),) for piece in wrap(user(told), width - 2, MOST_ROWS))


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
