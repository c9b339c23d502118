"""What a playback and a practice show of themselves: their line of keys, the moments, the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from callmate.ui.paint import Line, between, fit, title, user, wrap

OBEYED: Final = "This is a playback: space pauses, → steps, ctrl+q closes."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a playback has come; ``mode`` is PLAY or PRACTICE."""

    mode: str
    done: int
    total: int
    paused: bool = False
    over: bool = False
    told: bool = False
    """Whether to say what this is: a key was pressed that does nothing here."""


def bar(progress: Progress, width: int, height: int) -> list[Line]:
    """The last lines of the screen: that this is a playback, and the keys it obeys."""
    glyph, words = "▶", "space pauses · → next · ctrl+q closes"
    if progress.over:
        glyph, words = "■", "it is over · ctrl+q closes"
    elif progress.paused:
        glyph, words = "‖", "paused · space goes on · → next · ctrl+q closes"
    role = "bar"
    if progress.told:
        words, role = OBEYED, "warn"
    left: Line = ((f" {glyph} {progress.mode} ", "state.wait"), (f" {words}", role))
    right: Line = ((f" {progress.done}/{progress.total} ", "bar.dim"),)
    lines = [between(left, right, width, "bar")]
    return [*lines, *((fit((), width, "bar"),) * max(0, height - 1))][:height]


def transcript(moments: Sequence[str], total: int, width: int, height: int) -> list[Line]:
    """The moments so far, the newest marked; where there is little room, the newest alone."""
    if height <= 2:
        return _newest(moments, total, width, height)
    lines = [title("HAPPENS NOW", f"{len(moments)}/{total}", width)]
    newest = _block(moments[-1] if moments else "Get ready.", width, height - 1)
    lines += [fit(((f" {piece}", "card"),), width, "card") for piece in newest]
    room = height - len(lines)
    for words in reversed(moments[:-1]):
        pieces = wrap(user(words), width - 2, max(1, room))
        if len(pieces) > room:
            break
        lines += [((f" {piece}", "dim"),) for piece in pieces]
        room -= len(pieces)
    return lines


def _block(words: str, width: int, height: int) -> list[str]:
    """A moment with a free line above and below where there is room."""
    pieces = wrap(user(words), width - 2, max(1, height))
    return ["", *pieces, ""] if len(pieces) + 2 <= height else pieces


def _newest(moments: Sequence[str], total: int, width: int, height: int) -> list[Line]:
    words = moments[-1] if moments else "Get ready."
    count = f" {len(moments)}/{total} "
    pieces = wrap(user(words), width - len(count) - 3, height)
    marked = [(f" {'▸' if row == 0 else ' '} {piece}", "card") for row, piece in enumerate(pieces)]
    return [
        between((span,), ((count if row == 0 else "", "card.dim"),), width, "card")
        for row, span in enumerate(marked)
    ]


def scored(lines: Sequence[str], width: int, height: int) -> list[Line]:
    """How a practice went."""
    shown = [title("HOW IT WENT", "ctrl+q closes", width)]
    for number, words in enumerate(lines):
        role = "strong" if number == 0 else "text"
        shown += [((f" {piece}", role),) for piece in wrap(user(words), width - 2, 3)]
    return shown[:height]
