"""With no call running: the receipt of the last one, and what other cases wait for."""

from __future__ import annotations

from datetime import datetime

from callmate.model.moment import microseconds, whole_seconds
from callmate.model.receipt import Entry, left
from callmate.ui.paint import Line, between, fit, user, wrap
from callmate.ui.scene import Scene

LABEL = 9
NO_BREAK = "\N{NO-BREAK SPACE}"
STRIP = 2
"""Lines of the receipt that stand where the checklist is during a call, on a small screen."""


def has_receipt(scene: Scene) -> bool:
    return scene.receipt is not None and scene.call is None and not scene.view.private


def receipt_strip(scene: Scene, width: int, height: int) -> list[Line]:
    """The first lines, where the checklist stands during a call."""
    entries = scene.receipt.lines if scene.receipt else ()
    return [_line(scene, entry, width) for entry in entries[: min(height, STRIP)]]


def receipt_card(scene: Scene, width: int, height: int) -> list[Line]:
    """The receipt in the card's rectangle: whole if it fits, else the end of it, which says
    what was promised and what comes next."""
    if scene.receipt is None:
        return []
    entries = scene.receipt.lines
    if height <= len(entries):
        return [_line(scene, entry, width) for entry in entries[-height:]]
    heading = f" RECEIPT  call {scene.receipt.number}"
    lines: list[Line] = [fit(((heading, "card.dim"),), width, "card"), fit((), width, "card")]
    spare = height - len(lines) - len(entries) - 2
    for entry in entries:
        wrapped = _wrapped(scene, entry, width, 1 + max(0, spare))
        spare -= len(wrapped) - 1
        lines += wrapped
    footer = fit(((" callmate report prints the whole of it", "card.dim"),), width, "card")
    blank = fit((), width, "card")
    return [*lines, *[blank] * (height - len(lines) - 1), footer][:height]


def _line(scene: Scene, entry: Entry, width: int) -> Line:
    """One entry on one line; a countdown at the right is never cut."""
    left_part: Line = ((f" {entry.label:<{LABEL - 1}}", "card.dim"), (user(entry.words), "card"))
    right = _countdown(scene, entry)
    return between(left_part, ((f"  {right} ", "card"),) if right else (), width, "card")


def _wrapped(scene: Scene, entry: Entry, width: int, rows: int) -> list[Line]:
    """One entry on as many lines as it needs and may have."""
    right = _countdown(scene, entry).replace(" ", NO_BREAK)
    words = user(entry.words) + (f" · {right}" if right else "")
    lines = []
    for number, piece in enumerate(wrap(words, width - LABEL - 1, max(1, rows))):
        label = entry.label if number == 0 else ""
        parts: Line = ((f" {label:<{LABEL - 1}}", "card.dim"), (piece, "card"))
        lines.append(fit(parts, width, "card"))
    return lines


def _countdown(scene: Scene, entry: Entry) -> str:
    if entry.label != "promise" or scene.due is None:
        return ""
    return left(scene.due.seconds(scene.now.at))


def todo(scene: Scene) -> str:
    """What can still be put right about the last call, for the line of the field."""
    if not has_receipt(scene) or scene.receipt is None:
        return ""
    return " · ".join(scene.receipt.todo)


def seconds_to(due: datetime, now: datetime) -> int:
    """Seconds until then; negative once it is over."""
    return whole_seconds(microseconds(due - now))


def reminders(scene: Scene, width: int) -> list[Line]:
    """What other cases wait for, while none is open."""
    lines: list[Line] = []
    for due, row in scene.reminders:
        seconds = seconds_to(due, scene.now.at) if due else None
        role = "error" if seconds is not None and seconds < 0 else "warn"
        words: Line = ((" ◆ ", role), (user(row.title), "strong"), ("  promised", "dim"))
        right = f"  {left(seconds)} " if seconds is not None else ""
        lines.append(between(words, ((right, role),), width))
    return [*lines, ((" /", "key"), ("       opens one of them", "text")), ()] if lines else []
