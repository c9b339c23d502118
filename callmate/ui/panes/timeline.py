"""The timeline: what happened, newest at the bottom, following unless something is selected."""

from __future__ import annotations

from collections.abc import Sequence

from callmate.model.moment import Moment, local
from callmate.model.state import Case, Fact
from callmate.model.timeline import Row, is_visible, row, visible
from callmate.ui.paint import Line, Span, between, user, width_of, wrap
from callmate.ui.scene import Scene


def timeline(scene: Scene, width: int, height: int) -> list[Line]:
    """The last rows that fit, or those around the selected one."""
    if scene.case is None:
        return _empty(width)
    if scene.view.private:
        return hidden()
    if not scene.case.calls:
        return _before_the_call(scene.case, width)
    selected = scene.view.selected
    rows = visible(scene.facts) if selected else _last(scene.facts, height + 1)
    return window(scene.case, rows, selected, scene.now, width, height)


def hidden() -> list[Line]:
    """In place of anything that tells of the case."""
    return [(), ((" Hidden. Logging goes on. ctrl+l shows it again.", "dim"),)]


def _last(facts: Sequence[Fact], count: int) -> list[Fact]:
    """The last visible facts: a long call costs no more to draw than a short one."""
    found: list[Fact] = []
    for fact in reversed(facts):
        if is_visible(fact):
            found.append(fact)
            if len(found) == count:
                break
    found.reverse()
    return found


def window(
    case: Case, rows: list[Fact], selected: str, now: Moment, width: int, height: int
) -> list[Line]:
    """``height`` lines of a timeline; a day line is drawn in where the date changes."""
    chosen = next((i for i, fact in enumerate(rows) if fact.id == selected), len(rows) - 1)
    last = min(len(rows), max(chosen + 1 + height // 3, height)) if selected else len(rows)
    lines: list[Line] = []
    index = last - 1
    while index >= 0 and len(lines) < height:
        fact = rows[index]
        newest = index == len(rows) - 1
        lines.append(line_of(row(case, fact, now), width, fact.id == selected, newest))
        if index == 0 or _day(rows[index - 1]) != _day(fact):
            lines.append(_day_line(fact, width))
        index -= 1
    shown = lines[:height]
    shown.reverse()
    return shown


def reading(case: Case, rows: Sequence[Fact], now: Moment, width: int, height: int) -> list[Line]:
    """Lines from the first row on, as far as they fit."""
    lines: list[Line] = []
    before = ""
    for fact in rows:
        if _day(fact) != before:
            before = _day(fact)
            lines.append(_day_line(fact, width))
        lines.append(line_of(row(case, fact, now), width, selected=False))
        if len(lines) >= height:
            break
    return lines[:height]


def _day(fact: Fact) -> str:
    return local(fact.moment.at).strftime("%Y-%m-%d")


def _day_line(fact: Fact, width: int) -> Line:
    words = f" {local(fact.moment.at):%A %d %B %Y} "
    return ((words, "title.dim"), (" " * max(0, width - len(words)), "title.dim"))


def line_of(row: Row, width: int, selected: bool, newest: bool = False) -> Line:
    """One event: time, glyph, words; a running state is drawn out to its clock."""
    at = local(row.moment.at).strftime("%H:%M:%S")
    role = "struck" if row.struck else row.role
    if newest and role == "text":
        role = "strong"
    stamp = f" {at}{'≈' if row.late else ' '}"
    label = f"{row.glyph} {user(row.label)}".rstrip()
    words = f" {user(row.words)}" if row.words else ""
    draft: tuple[Span, ...] = ((f" {user(row.draft)} (draft)", "dim"),) if row.draft else ()
    left: Line = ((stamp, "dim"), (label + words, role), *draft)
    right: Line = ((f" {user(row.right)} ", role),) if row.right else ()
    if row.right and row.glyph == "‖":
        gap = width - width_of(left) - width_of(right) - 1
        left = (*left, (" " + "─" * max(0, gap), "rule"))
    if selected:
        left = tuple((text, "cursor") for text, _ in left)
        right = tuple((text, "cursor") for text, _ in right)
        return between(left, right, width, "cursor")
    return between(left, right, width)


def _before_the_call(case: Case, width: int) -> list[Line]:
    """A case without a call: what to dial, and what to say first."""
    brief = case.known("brief") or case.known("problem")
    lines: list[Line] = [(), ((" space", "key"), ("   as you dial: the call begins", "text"))]
    if case.known("phone"):
        lines.append(((" dial ", "dim"), (user(case.known("phone")), "strong")))
    lines += [(), *(((f" {piece}", "text"),) for piece in wrap(user(brief), width - 2, 5) if piece)]
    return lines


def _empty(width: int) -> list[Line]:
    return [
        (),
        ((" Nothing logged yet.", "dim"),),
        (),
        ((" space", "key"), ("   the call begins: press it as you dial", "text")),
        ((" ctrl+n", "key"), ("  a case first: company, account, the outcome you want", "text")),
        ((" /", "key"), ("       past cases", "text")),
        ((" ?", "key"), ("       all keys", "text")),
    ]
