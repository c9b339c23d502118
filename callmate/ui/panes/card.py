"""The card: the one thing to say or do now, in a rectangle that never moves."""

from __future__ import annotations

from callmate.model.summary import Known
from callmate.model.waits import Waits
from callmate.ui.paint import Line, Span, fit, user, within, wrap
from callmate.ui.panes.advice import details
from callmate.ui.panes.browser import drawn
from callmate.ui.panes.idle import has_receipt, receipt_card
from callmate.ui.panes.page import below
from callmate.ui.scene import Scene

SAY = "SAY NOW"
"""The heading that goes without saying where there is no room for one."""
RETURN = "WHEN THEY RETURN"
"""The heading of what waits to be said on hold."""
ANSWER = "WHEN SOMEBODY ANSWERS"
"""The same before anybody has answered the call."""


@within
def card(scene: Scene, width: int, height: int) -> list[Line]:
    """The quote if one was asked for, else the card, else quiet."""
    if scene.view.private:
        return [_fill((), width)] * height
    if scene.view.quote:
        said = f"“{scene.view.quote}”"
        more = "" if scene.view.pane == "browser" else "q the next one · "
        return _rows("QUOTE  read it aloud", said, f"{more}esc closes", width, height)
    if (lines := drawn(scene, "card", width, height)) is not None:
        return lines
    if (lines := below(scene, "card", width, height)) is not None:
        return lines
    if scene.known and height <= 4:
        return _known(scene, width, height)
    if height <= 4 and (told := details(scene, width, height)) is not None:
        return [*told, *[_fill((), width)] * (height - len(told))]
    if has_receipt(scene):
        return receipt_card(scene, width, height)
    shown = scene.card
    if scene.waits is not None and (shown is None or shown.heading in (RETURN, ANSWER)):
        return _companion(scene, scene.waits, width, height)
    if shown is None:
        return [_fill((), width)] * height
    return _rows(shown.heading, shown.words, shown.footer, width, height)


def _companion(scene: Scene, waits: Waits, width: int, height: int) -> list[Line]:
    """While one waits: what to say when they return, and how long it took before. Nothing here
    moves; the clock is in the band."""
    case = scene.case
    brief = case.known("brief") or case.known("problem") if case else ""
    words = brief or "Your name, what happened, what you want: two sentences (ctrl+o)."
    small = height <= 4
    shown = scene.card
    heading, footer = (shown.heading, shown.footer) if shown else (RETURN, "")
    footer = waits.words() or footer or "for when somebody is there again"
    if small:
        words = f"{heading.lower()}: {words}"
    elif case is not None and case.known("outcome"):
        words = f"{words}\n\nyou want: {case.known('outcome')}"
    return _rows(heading, words, footer, width, height)


def _known(scene: Scene, width: int, height: int) -> list[Line]:
    """On a small screen the known names stand here while a name is typed."""
    lines: list[Line] = []
    for name in scene.known[:height]:
        lines.append(_fill(((f" {user(name.value)}", "card"), known_more(name, "card.dim")), width))
    return [*lines, *[_fill((), width)] * (height - len(lines))]


def known_more(name: Known, role: str) -> Span:
    """When you last spoke with somebody, and what came of it."""
    more = ", ".join(p for p in (name.department, name.last_at[:10], name.last_result) if p)
    return f"  {user(more)}", role


def _rows(heading: str, words: str, footer: str, width: int, height: int) -> list[Line]:
    """Heading, words and footer, all filled to the pane's background."""
    if height == 1:
        return [_fill(((f" {user(words)}", "card"),), width)]
    if height <= 4:
        return _small_rows(heading, words, footer, width, height)
    blank = _fill((), width)
    lines = [_fill(((f" {heading}", "card.dim"),), width), blank]
    lines += _said(words, width, max(1, height - len(lines) - 2))
    lines.append(blank)
    lines += _below(footer, width, height - len(lines))
    return [*lines, *[blank] * (height - len(lines))][:height]


def _small_rows(heading: str, words: str, footer: str, width: int, height: int) -> list[Line]:
    """Without a heading of its own: first the words, then the footer at the bottom, in all the
    rows that the words leave it."""
    name = heading.split("  ")[0]
    said = _said(words, width, height - 1)
    below = _below(
        footer if name in (SAY, RETURN, ANSWER) else f"{name} · {footer}", width, height - len(said)
    )
    return [*said, *[_fill((), width)] * (height - len(said) - len(below)), *below]


def _said(words: str, width: int, rows: int) -> list[Line]:
    pieces = wrap(user(words).replace("⏎", "\n"), width - 2, rows)
    return [_fill(((f" {piece}", "card"),), width) for piece in pieces]


def _below(footer: str, width: int, rows: int) -> list[Line]:
    pieces = wrap(user(footer), width - 2, max(1, rows))
    return [_fill(((f" {piece}", "card.dim"),), width) for piece in pieces]


def _fill(line: Line, width: int) -> Line:
    return fit(line, width, "card")
