"""With no call running: the receipt of the last one, and what cases ask for."""

from __future__ import annotations

from datetime import datetime

from callmate.model.moment import microseconds, whole_seconds
from callmate.model.receipt import Entry, left
from callmate.model.summary import Duty
from callmate.model.taskwords import when, words
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, between, fit, user, wrap
from callmate.ui.scene import Scene

LABEL = 9
NO_BREAK = "\N{NO-BREAK SPACE}"
LEAST_REPEATED = 8
"""Cells of a person's own words that are repeated at the least."""
MOST_ROWS = 4
"""Rows that one line of the receipt may have."""
CODE = "head code"
LEAST_FOR_CODE = 60
"""Cells of a line that has room for the code beside something else."""
STRIP = 2
"""Lines of the receipt that stand where the checklist is during a call, on a small screen."""


def has_receipt(scene: Scene) -> bool:
    return scene.receipt is not None and scene.call is None and not scene.view.private


def receipt_strip(scene: Scene, width: int, height: int) -> list[Line]:
    """The first lines, where the checklist stands during a call."""
    return _small(scene, width)[: min(height, STRIP)]


def receipt_card(scene: Scene, width: int, height: int) -> list[Line]:
    """The receipt in the card's rectangle: whole if it fits, else the end of it, which says
    what was promised and what comes next."""
    if scene.receipt is None:
        return []
    entries = scene.receipt.lines
    code = _code_line(scene, width)
    if height <= len(entries) + len(code):
        return _small(scene, width)[-height:]
    heading = f" RECEIPT  call {scene.receipt.number}"
    blank = fit((), width, "card")
    lines: list[Line] = [fit(((heading, "card.dim"),), width, "card")]
    rows = _rows(scene, width, height - len(lines) - len(code))
    wrapped = [line for entry, most in zip(entries, rows, strict=True)
               for line in _wrapped(scene, entry, width, most)]  # fmt: skip
    spare = height - len(lines) - len(wrapped) - len(code)
    lines += [*([blank] if spare > 2 else []), *wrapped, *code]
    footer = fit(((" callmate report prints the whole of it", "card.dim"),), width, "card")
    return [*lines, *[blank] * (height - len(lines) - 1), footer][:height]


def _code_line(scene: Scene, width: int) -> list[Line]:
    """The head code on a line of its own; none while there is no code."""
    parts: Line = ((f" {CODE} ", "card.dim"), (scene.code, "card"))
    return [fit(parts, width, "card")] if scene.code else []


def _rows(scene: Scene, width: int, height: int) -> list[int]:
    """How many rows each line may have: one, and what is over for those that need more, the
    last line first, which says what comes next."""
    entries = scene.receipt.lines if scene.receipt else ()
    rows = [1] * len(entries)
    spare = height - len(entries)
    for at in range(len(entries) - 1, -1, -1):
        more = min(spare, len(_wrapped(scene, entries[at], width, MOST_ROWS)) - 1)
        rows[at] += more
        spare -= more
    return rows


def _small(scene: Scene, width: int) -> list[Line]:
    """Six rows for strip and card together: where the last line needs two of them, talk and hold
    share one. The head code stands at the right of the one that says least."""
    entries = scene.receipt.lines if scene.receipt else ()
    if not entries:
        return []
    last = _wrapped(scene, entries[-1], width, 2)
    if len(last) == 1:
        return [_line(scene, entry, width, at == 1) for at, entry in enumerate(entries)]
    talk, hold = (_label(entry) for entry in entries[:2])
    shared = fit((*talk, ("   ", "card"), *hold), width, "card")
    rest = (_line(scene, entry, width, at == 0) for at, entry in enumerate(entries[2:-1]))
    return [shared, *rest, *last]


def _label(entry: Entry) -> Line:
    return ((f" {entry.label:<{LABEL - 1}}", "card.dim"), (user(entry.words), "card"))


def _line(scene: Scene, entry: Entry, width: int, coded: bool = False) -> Line:
    """One entry on one line; a countdown at the right, or the head code, is never cut."""
    right = _countdown(scene, entry)
    if coded and scene.code and width >= LEAST_FOR_CODE:
        right = f"{CODE} {scene.code}"
    return between(_label(entry), ((f"  {right} ", "card"),) if right else (), width, "card")


def _wrapped(scene: Scene, entry: Entry, width: int, rows: int) -> list[Line]:
    """One entry on as many lines as it needs and may have."""
    right = _countdown(scene, entry).replace(" ", NO_BREAK)
    words = user(entry.words) + (f" · {right}" if right else "")
    rows = max(1, rows)
    words = _squeezed(words, width - LABEL - 1, rows)
    lines = []
    for number, piece in enumerate(wrap(words, width - LABEL - 1, rows)):
        label = entry.label if number == 0 else ""
        parts: Line = ((f" {label:<{LABEL - 1}}", "card.dim"), (piece, "card"))
        lines.append(fit(parts, width, "card"))
    return lines


def _squeezed(words: str, width: int, rows: int) -> str:
    """Of a sentence that is too long it is the words it repeats that are cut, not its end."""
    before, opened, rest = words.partition("“")
    repeated, closed, after = rest.rpartition("”")
    room = min(cells(repeated), rows * width - cells(f"{before}“”{after}")) if opened else 0
    while closed and room > LEAST_REPEATED and len(wrap(words, width, rows + 1)) > rows:
        words = f"{before}“{clip(repeated, room)}”{after}"
        room -= 1
    return words


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
    """What cases ask for, while none is open: the case, the promise or the step, and how long
    there is."""
    lines = [_reminder(scene, one, width) for one in scene.reminders]
    if not lines:
        return []
    more = f" ({scene.more_due} more)" if scene.more_due else ""
    opens: Line = ((" d", "key"), (f"       all that is due{more}", "text"))
    return [*lines, opens, ((" /", "key"), ("       past cases", "text")), ()]


def _reminder(scene: Scene, one: Duty, width: int) -> Line:
    now = scene.now.at
    role = "error" if one.task.standing(now) == "overdue" else "warn"
    right = when(one.task, now)
    title = clip(user(one.row.title), max(LEAST_REPEATED, width // 4))
    left: Line = ((" ◆ ", role), (title, "strong"), (f"  {user(words(one.task))}", "text"))
    return between(left, ((f"  {right} ", role if one.task.due else "dim"),), width)
