"""Lines of spans with roles, and the palettes that give roles a colour.

A pane is drawn by a pure function as lines; each span names a role (``hold``, ``dim`` …), never
a colour. State is always a word, a glyph and a reversed band too, so that no colour is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Final, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from callmate.text import show
from callmate.ui.cells import cells, clip

Span = tuple[str, str]
Line = tuple[Span, ...]

BLANK: Final[Line] = ()

S = TypeVar("S")
Draw = Callable[[S, int, int], list[Line]]
"""What draws a pane: a value, and the pane's width and height in cells, as lines."""

Colours = tuple[str, str, str]
"""Foreground, background, and attributes (``bold``, ``reverse`` …)."""

DARK: Final[Mapping[str, Colours]] = {
    "text": ("#e6e9ec", "#10151a", ""),
    "strong": ("#ffffff", "#10151a", "bold"),
    "dim": ("#9fabb6", "#10151a", ""),
    "struck": ("#9fabb6", "#10151a", "strike"),
    "accent": ("#7fd1ff", "#10151a", "bold"),
    "ok": ("#7fe08a", "#10151a", "bold"),
    "warn": ("#ffd166", "#10151a", "bold"),
    "error": ("#ff8f87", "#10151a", "bold"),
    "hold": ("#ffd166", "#10151a", ""),
    "rule": ("#5c6a76", "#10151a", ""),
    "title": ("#e6e9ec", "#2a3540", "bold"),
    "title.dim": ("#b8c2cb", "#2a3540", ""),
    "key": ("#ffd166", "#1b232b", "bold"),
    "bar": ("#e6e9ec", "#1b232b", ""),
    "bar.dim": ("#8b96a1", "#1b232b", ""),
    "cursor": ("#10151a", "#7fd1ff", "bold"),
    "typing": ("#10151a", "#ffd166", "bold"),
    "typing.cursor": ("#ffd166", "#10151a", "bold"),
    "alarm": ("#10151a", "#ff8f87", "bold"),
    "card": ("#ffffff", "#1d2a36", "bold"),
    "card.dim": ("#b3bfca", "#1d2a36", ""),
    "band": ("#e6e9ec", "#1b232b", ""),
    "band.strong": ("#ffffff", "#1b232b", "bold"),
    "band.dim": ("#b0bac4", "#1b232b", ""),
    "band.warn": ("#ffd166", "#1b232b", "bold"),
    "band.digits": ("#ffffff", "#1b232b", "bold"),
    "state.idle": ("#e6e9ec", "#3a4854", "bold"),
    "state.talk": ("#0b1a0d", "#7fe08a", "bold"),
    "state.hold": ("#1f1600", "#ffd166", "bold"),
    "state.wait": ("#04141f", "#7fd1ff", "bold"),
    "state.closing": ("#240503", "#ff8f87", "bold"),
}

LIGHT: Final[Mapping[str, Colours]] = {
    "text": ("#1a2026", "#fbfbf9", ""),
    "strong": ("#000000", "#fbfbf9", "bold"),
    "dim": ("#56616b", "#fbfbf9", ""),
    "struck": ("#56616b", "#fbfbf9", "strike"),
    "accent": ("#00527a", "#fbfbf9", "bold"),
    "ok": ("#0d5f1d", "#fbfbf9", "bold"),
    "warn": ("#7a4a00", "#fbfbf9", "bold"),
    "error": ("#a3150c", "#fbfbf9", "bold"),
    "hold": ("#7a4a00", "#fbfbf9", ""),
    "rule": ("#78838d", "#fbfbf9", ""),
    "title": ("#1a2026", "#dfe5ea", "bold"),
    "title.dim": ("#46515b", "#dfe5ea", ""),
    "key": ("#6b3f00", "#eceff2", "bold"),
    "bar": ("#1a2026", "#eceff2", ""),
    "bar.dim": ("#5d6770", "#eceff2", ""),
    "cursor": ("#ffffff", "#00527a", "bold"),
    "typing": ("#ffffff", "#7a4a00", "bold"),
    "typing.cursor": ("#7a4a00", "#ffffff", "bold"),
    "alarm": ("#ffffff", "#a3150c", "bold"),
    "card": ("#000000", "#e3eef6", "bold"),
    "card.dim": ("#44505a", "#e3eef6", ""),
    "band": ("#1a2026", "#eceff2", ""),
    "band.strong": ("#000000", "#eceff2", "bold"),
    "band.dim": ("#4c5761", "#eceff2", ""),
    "band.warn": ("#7a4a00", "#eceff2", "bold"),
    "band.digits": ("#000000", "#eceff2", "bold"),
    "state.idle": ("#ffffff", "#4c5761", "bold"),
    "state.talk": ("#ffffff", "#0d5f1d", "bold"),
    "state.hold": ("#ffffff", "#7a4a00", "bold"),
    "state.wait": ("#ffffff", "#00527a", "bold"),
    "state.closing": ("#ffffff", "#a3150c", "bold"),
}


def _plain(role: str) -> Colours:
    attributes = {"": "", "text": "", "dim": "", "rule": "", "band": "", "bar": ""}
    if role.startswith("state.") or role in ("cursor", "typing", "alarm", "title"):
        return ("", "", "bold reverse")
    return ("", "", attributes.get(role, "strike" if role == "struck" else "bold"))


PLAIN: Final[Mapping[str, Colours]] = {role: _plain(role) for role in DARK}
"""For NO_COLOR: bold, reverse and strike only."""

PALETTES: Final[Mapping[str, Mapping[str, Colours]]] = {
    "dark": DARK, "light": LIGHT, "plain": PLAIN,
}  # fmt: skip


def styles(palette: str) -> dict[str, Style]:
    """The styles of all roles in a palette."""
    return {role: _style(colours) for role, colours in PALETTES[palette].items()}


def _style(colours: Colours) -> Style:
    foreground, background, attributes = colours
    parts = [attributes, foreground, f"on {background}" if background else ""]
    return Style.parse(" ".join(part for part in parts if part))


def width_of(line: Line) -> int:
    """Cells a line takes."""
    return sum(cells(text) for text, _ in line)


def user(text: str) -> str:
    """A person's text made safe for one line of the screen."""
    return show(text, newline="⏎")


def fit(line: Iterable[Span], width: int, fill: str = "text") -> Line:
    """A line cut or padded to exactly ``width`` cells."""
    out: list[Span] = []
    left = width
    for text, role in line:
        if left <= 0:
            break
        piece = clip(text, left)
        out.append((piece, role))
        left -= cells(piece)
    if left > 0:
        out.append((" " * left, fill))
    return tuple(out)


def between(left: Iterable[Span], right: Iterable[Span], width: int, fill: str = "text") -> Line:
    """Two parts at the ends of a line; the left gives way if there is no room for both."""
    tail = fit_tail(right, width)
    room = width - width_of(tail)
    return (*fit(left, room, fill), *tail)


def fit_tail(spans: Iterable[Span], width: int) -> Line:
    """Spans as they are, cut only if they alone are too wide."""
    line = tuple(spans)
    return line if width_of(line) <= width else fit(line, width)


def title(words: str, right: str, width: int) -> Line:
    """A pane's heading."""
    return between(((f" {words}", "title"),), ((f"{right} ", "title.dim"),), width, "title")


def headed(words: str, remarks: Iterable[str], width: int) -> Line:
    """A heading with the first of some remarks that leaves its words whole, or with none."""
    room = width - cells(words) - 4
    return title(words, next((one for one in remarks if cells(one) <= room), ""), width)


def within(draw: Draw[S]) -> Draw[S]:
    """A pane's function, kept to its height and, line by line, to its width."""

    @wraps(draw)
    def drawn(scene: S, width: int, height: int) -> list[Line]:
        lines = draw(scene, width, height)[: max(0, height)]
        return [line if width_of(line) <= width else fit(line, width) for line in lines]

    return drawn


def strip_of(line: Line, width: int, palette: Mapping[str, Style], base: str) -> Strip:
    """A line as Textual paints it."""
    line = fit(line, width, base)
    fallback = palette["text"]
    return Strip([Segment(text, palette.get(role, fallback)) for text, role in line], width)


def wrap(text: str, width: int, rows: int) -> list[str]:
    """A text in at most ``rows`` lines of ``width`` cells, broken at spaces where it can be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for word in paragraph.split(" "):
            joined = f"{current} {word}" if current else word
            if cells(joined) <= width:
                current = joined
                continue
            if current:
                lines.append(current)
            current = word
        lines.append(current)
    if len(lines) > rows:
        lines = [*lines[: rows - 1], clip(" ".join(lines[rows - 1 :]), width)]
    return [clip(line, width) for line in lines]
