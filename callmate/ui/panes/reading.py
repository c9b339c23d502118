"""A past case open for reading: one timeline over all its calls, and where live keys go."""

from __future__ import annotations

from itertools import islice
from typing import Final

from callmate.desk.browser.shown import Reading
from callmate.model.durations import running_state
from callmate.model.state import Fact
from callmate.model.timeline import is_visible, row
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, fit, title, user
from callmate.ui.panes.caselines import day
from callmate.ui.panes.open import clock
from callmate.ui.panes.states import STATES
from callmate.ui.panes.timeline import line_of, window
from callmate.ui.scene import Scene

READ: Final = len(" READ ONLY  ") + 2
"""Cells of the head beside the case's name and what keys do; the name keeps LEAST_CALLED."""
LEAST_CALLED: Final = 20
LONGEST: Final = 24
"""Cells of the company in the words that say where keys go."""


def reading(scene: Scene, there: Reading, width: int, height: int) -> list[Line]:
    """Head, what is wrong with it, the events about the one selected, and the call that runs."""
    lines = [_head(scene, there, width)]
    if there.trouble:
        lines.append(fit(((f" ! {user(there.trouble)}", "error"),), width))
    lines += [_pin(scene, there, fact, width) for fact in there.pins[: _most_pins(height)]]
    foot = _live(scene, width)
    room = height - len(lines) - len(foot)
    if not there.rows:
        events: list[Line] = [((" nothing was logged in this case", "dim"),)]
    else:
        rows = there.rows[max(0, there.index - height) : there.index + height]
        chosen = there.rows[there.index][1].id
        case, facts = there.case, there.facts
        events = window(case, facts, rows, chosen, scene.now, width, room, dated=True)
    blank: Line = ()
    return [*lines, *events, *[blank] * (room - len(events)), *foot]


def _head(scene: Scene, there: Reading, width: int) -> Line:
    """That nothing of it is written, and what a key does here."""
    place = f"{there.index + 1:,} of {len(there.rows):,}"
    if scene.call is not None:
        company = _called(scene)
        longest = f"keys go to the call: {company}" if company else "keys go to this call"
        rights = (longest, "keys go to the call", "")
    else:
        rights = (f"⏎ takes it up · {place}", place, "")
    called = user(there.case.title)
    least = min(cells(called), LEAST_CALLED)
    right = next(one for one in rights if not one or width - cells(one) - READ >= least)
    return title(f"READ ONLY  {clip(called, max(8, width - cells(right) - READ))}", right, width)


def _most_pins(height: int) -> int:
    """So many of the lines at the top: the events keep most of the room."""
    return max(1, height // 4)


def _pin(scene: Scene, there: Reading, fact: Fact, width: int) -> Line:
    """An event that is kept on top, with its day."""
    shown = row(there.case, fact, scene.now)
    words = f"{user(shown.label)} {user(shown.words)}".strip()
    head: Line = ((" ★ ", "warn"), (f"{day(fact.moment.at.isoformat())} ", "dim"))
    return fit((*head, (f"{shown.glyph} {words}", shown.role)), width)


def _called(scene: Scene) -> str:
    """The company on the line, safe to show; empty while nobody said which."""
    case, call = scene.case, scene.call
    named = (call.organisation if call else "") or (case.known("company") if case else "")
    return clip(user(named), LONGEST)


def _live(scene: Scene, width: int) -> list[Line]:
    """What was logged last in the call that runs: the word that a live key came to."""
    case, call = scene.case, scene.call
    if case is None or call is None:
        return []
    kind, since = running_state(call)
    glyph, word, role = STATES[kind]
    head: Line = ((f" {glyph} {word} {clock(since, scene.now)} ", role),)
    if company := _called(scene):
        head = (*head, (f" {company} ", "bar.dim"))
    latest = (fact for fact in reversed(scene.facts) if is_visible(fact) and fact.kind != "anger")
    last = next(islice(latest, 1), None)
    if last is None:
        return [fit(head, width, "bar")]
    shown = line_of(row(case, last, scene.now), width, False)
    return [fit((*head, *((text, "bar") for text, _ in shown)), width, "bar")]
