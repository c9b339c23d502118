"""The advice of the preparation, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callmate.ui.paint import Line, fit, user, wrap
from callmate.ui.scene import Scene

SMALL = 14
"""Rows of the middle pane up to which details give way to the rectangle of the card."""
DETAIL = "dim"
"""The role of what a piece of advice rests on."""
MOST_ROWS = 3
"""Rows that one piece of advice may take."""


def rows(advice: Sequence[tuple[str, str]], width: int) -> Iterator[Line]:
    """Each piece on as many lines as it needs and may have."""
    for role, told in advice:
        yield from (((f" {piece}", role),) for piece in wrap(user(told), width - 2, MOST_ROWS))


def beside(scene: Scene, height: int) -> list[tuple[str, str]]:
    """The advice that stands below the lines of the section."""
    advice = scene.sheet.advice if scene.sheet else ()
    apart = height <= SMALL and scene.call is None
    return [one for one in advice if not (apart and one[0] == DETAIL)]


def details(scene: Scene, width: int, height: int) -> list[Line] | None:
    """What the advice rests on, in the rectangle of the card, which is free before a call; None
    if nothing is to stand there."""
    if scene.sheet is None or scene.call is not None:
        return None
    told = [("card.dim", words) for role, words in scene.sheet.advice if role == DETAIL]
    return [fit(line, width, "card") for line in rows(told, width)][:height]
