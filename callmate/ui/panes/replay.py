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

BAR = (
    ("↑", "call before"), ("↓", "next call"), ("Home", "start"), ("End", "end"),
    ("PgUp", "minute back"), ("PgDn", "minute on"), ("esc", "reading"),
)  # fmt: skip
"""What a replay hears beside its own commands; on the key bar while no call runs."""
LIVE = "A replay: nothing is live, nothing is written. Space pauses, esc reads on."
BESIDE = "a replay · letters log in the call · ↑↓ call · esc back to reading"
SAY_NOW = "say now"
SAID_THEN = "said then"
"""Beside a running call nobody is to read aloud what was for another one."""
LONGEST_NAME = 24
"""Cells of a name on the line of the state."""
CARD_ROWS = 2
TALL = 20
"""Rows from which there is room for the reason of a card too."""
TALL_ROWS = 5


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
    mark = replay_mark(frame.speed, frame.playing) + ("" if frame.playing else " paused")
    begin, when = f"{mark} · call {frame.number} of {frame.calls} · ", f"{at:%b %Y %H:%M:%S}"
    words = f"{begin}{at:%a} {at.day} {when}"
    if cells(words) + cells(right) + 3 > width:
        words = f"{begin}{at.day} {when}"
    line = title(words, right if cells(words) + cells(right) + 3 <= width else "", width)
    return tuple((text, "alarm" if role == "title" else role) for text, role in line)


def _state_line(frame: Frame, width: int) -> Line:
    """The state with its clock, who is on the line, and how far the call has come."""
    (glyph, word, role), lasted = _state(frame)
    left: Line = ((f" {glyph} {word} ", role), (f" {lasted}  ", "strong"), *_who(frame))
    company = clip(user(frame.call.organisation or frame.case.known("company")), LONGEST_NAME)
    told = f"{_clock(frame.passed)} of {_clock(frame.length)}"
    for words in (f"  {company}  {told} ", f"  {told} ", f"  {_clock(frame.passed)} "):
        right: Line = ((words, "dim"),)
        if width_of(left) + width_of(right) <= width:
            break
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
    """The card that would have stood there: as many rows whether there is one or not, so that
    nothing moves."""
    if height < CARD_ROWS + 4:
        return []
    rows = CARD_ROWS if height < TALL else TALL_ROWS
    said = _said(frame, width, min(rows, CARD_ROWS + 1))
    if frame.card is not None and rows - len(said) > 1:
        why = wrap(user(frame.card.footer), width - 2, rows - len(said))
        said += [fit(((f" {piece}", "card.dim"),), width, "card") for piece in why]
    return [*said, *[fit((), width, "card")] * (rows - len(said))]


def _said(frame: Frame, width: int, rows: int) -> list[Line]:
    """The words of the card, at least one row."""
    words, role = "", "card"
    if frame.behind:
        words, role = "the cards of the calls before are being worked out …", "card.dim"
    elif frame.card is not None and frame.card.words:
        name = frame.card.heading.split("  ")[0].lower()
        then = SAID_THEN if name == SAY_NOW else f"shown then, {name}"
        words = f"{then}: {user(frame.card.words)}".replace("⏎", " ")
    return [fit(((f" {piece}", role),), width, "card") for piece in wrap(words, width - 2, rows)]


def _clock(us: int) -> str:
    return hms(whole_seconds(us))
