"""A replay in the middle pane: beside a running call all of it, else its head and the timeline."""

from __future__ import annotations

from dataclasses import replace

from callmate.desk.browser.replaying import Frame
from callmate.model.durations import running_state
from callmate.model.moment import local, whole_seconds
from callmate.model.state import Rep
from callmate.model.timeline import hms
from callmate.ui.cells import cells, clip
from callmate.ui.paint import BLANK, Line, between, fit, title, user, width_of, wrap
from callmate.ui.panes.open import clock
from callmate.ui.panes.states import CLOSING, IDLE, STATES, State, replay_mark
from callmate.ui.panes.timeline import timeline
from callmate.ui.scene import Scene

KEYS = (
    ("tab", "pause"), ("←→", "event"), ("↑↓", "call"), ("-+", "speed"), ("⇞⇟", "minute"),
    ("esc", "back"),
)  # fmt: skip
"""What a replay hears."""
BAR = (
    ("tab", "pause, go on"), ("→", "next event"), ("←", "event before"), ("+", "faster"),
    ("-", "slower"), ("↓", "next call"), ("↑", "call before"), ("PgDn", "a minute on"),
    ("PgUp", "a minute back"), ("Home", "start"), ("End", "its end"), ("q", "quote"),
    ("esc", "back to reading"), ("space", "start call"),
)  # fmt: skip
"""The same on the key bar, while no call runs."""
LIVE = "A replay: nothing here is live, nothing is written. Space begins a call."
LONGEST_NAME = 24
"""Cells of a name on the line of the state."""
CARD_ROWS = 2
"""Rows of the card where there is little room; the keys stand in the last if it leaves it free."""
TALL = 20
"""Rows from which there is room for the reason of a card too."""


def replay(scene: Scene, frame: Frame, width: int, height: int) -> list[Line]:
    """The middle pane: with a call running all that is known of the moment, in little room."""
    if scene.past:
        told = f"{_clock(frame.passed)} of {_clock(frame.length)}"
        return [_head(frame, told, width), *timeline(scene, width, height - 1)]
    below = _below(frame, width, height)
    room = max(0, height - 2 - len(below))
    then = replace(
        scene, now=frame.now, case=frame.case, call=frame.call, facts=frame.facts, place="call",
        view=replace(scene.view, selected=""),
    )  # fmt: skip
    lines = timeline(then, width, room)
    lines += [BLANK] * (room - len(lines))
    return [_head(frame, "keys go to the call", width), _state_line(frame, width), *lines, *below]


def _head(frame: Frame, right: str, width: int) -> Line:
    at = local(frame.now.at)
    when = f"{at:%a} {at.day} {at:%b %Y %H:%M:%S}"
    mark = replay_mark(frame.speed, frame.playing) + ("" if frame.playing else " paused")
    words = f"{mark} · call {frame.number} of {frame.calls} · {when}"
    line = title(words, right if cells(words) + cells(right) + 3 <= width else "", width)
    return tuple((text, "alarm" if role == "title" else role) for text, role in line)


def _state_line(frame: Frame, width: int) -> Line:
    """The state with its clock, who is on the line, and how far the call has come."""
    (glyph, word, role), lasted = _state(frame)
    left: Line = ((f" {glyph} {word} ", role), (f" {lasted}  ", "strong"), *_who(frame))
    company = user(frame.call.organisation or frame.case.known("company"))
    name = clip(company, LONGEST_NAME)
    right: Line = ((f"  {name}  {_clock(frame.passed)} of {_clock(frame.length)} ", "dim"),)
    if width_of(left) + width_of(right) > width:
        right = ((f"  {_clock(frame.passed)} ", "dim"),)
    return between(left, right, width)


def _state(frame: Frame) -> tuple[State, str]:
    call = frame.call
    if frame.over:
        glyph, _, role = IDLE
        return (glyph, "CALL OVER", role), ""
    if call.closing:
        return CLOSING, clock(call.closing.moment, frame.now)
    kind, since = running_state(call)
    return STATES[kind], clock(since, frame.now)


def _who(frame: Frame) -> Line:
    rep = None if frame.over else frame.case.rep_on_line(frame.call)
    if rep is None:
        return ()
    return ((_name(rep), "strong"), (f" {clock(rep.start, frame.now)}", "text"))


def _name(rep: Rep) -> str:
    named = ", ".join(user(part) for part in (rep.name or "rep, no name", rep.department) if part)
    return clip(named, LONGEST_NAME)


def _below(frame: Frame, width: int, height: int) -> list[Line]:
    """The card that would have stood there, and the keys: as many rows whether there is a card
    or not, so that nothing moves."""
    if height < CARD_ROWS + 4:
        return []
    blank = fit((), width, "card")
    if height < TALL:
        said = _said(frame, width, CARD_ROWS)
        return [*said, _keys(width)] if len(said) < CARD_ROWS else said
    said = _said(frame, width, CARD_ROWS + 1)
    why = user(frame.card.footer) if frame.card else ""
    for piece in wrap(why, width - 2, CARD_ROWS) if why else ():
        said.append(fit(((f" {piece}", "card.dim"),), width, "card"))
    rows = 2 * CARD_ROWS + 1
    return [*said, *[blank] * (rows - len(said)), _keys(width)]


def _said(frame: Frame, width: int, rows: int) -> list[Line]:
    """The words of the card, at least one row."""
    words, role = "", "card"
    if frame.behind:
        words, role = "the cards of the calls before are being worked out …", "card.dim"
    elif frame.card is not None and frame.card.words:
        name = frame.card.heading.split("  ")[0].lower()
        words = f"{name}: {user(frame.card.words)}".replace("⏎", " ")
    return [fit(((f" {piece}", role),), width, "card") for piece in wrap(words, width - 2, rows)]


def _keys(width: int) -> Line:
    spans: list[tuple[str, str]] = []
    for key, label in KEYS:
        spans += [(f" {key}", "key"), (f" {label} ", "bar")]
    return fit(spans, width, "bar")


def _clock(us: int) -> str:
    return hms(whole_seconds(us))
