"""The band: what state the call is in, for how long, who is on the line, whether it is saved."""

from __future__ import annotations

from callmate.model.durations import running_state, spent
from callmate.model.moment import elapsed_us, local, whole_seconds
from callmate.model.state import Call
from callmate.model.timeline import hms
from callmate.ui.digits import big
from callmate.ui.paint import Line, Span, between, fit, user, within
from callmate.ui.scene import Scene

STATES = {
    "hold": ("‖", "ON HOLD", "state.hold"),
    "pitch": ("$", "SALES PITCH", "state.wait"),
    "transfer": ("→", "TRANSFER", "state.wait"),
    "supervisor": ("▲", "MANAGER", "state.wait"),
    "menu": ("#", "MENU", "state.wait"),
    "rep": ("●", "TALKING", "state.talk"),
    "waiting": ("…", "WAITING", "state.wait"),
}
IDLE = ("○", "IDLE", "state.idle")
CLOSING = ("■", "ENDING?", "state.closing")
BLOCK = 21
NARROW_BLOCK = 17


@within
def band(scene: Scene, width: int, height: int) -> list[Line]:
    """Three lines: the state reversed, its clock in big digits, and the facts of the line."""
    state, clock, since = _state(scene)
    block = BLOCK if width >= 60 else NARROW_BLOCK
    wide = 2 if width >= 140 and len(clock) <= 5 else 1
    digits = big(clock, wide)
    if block + len(digits[0]) + 4 > width:
        digits = ("", clock, "")  # a clock that is cut is worse than a small one
    pixels = max(len(digits[1]), 14 if wide == 1 else 28)
    left, right = _facts(scene, narrow=width < 100)
    lines = []
    for row in range(3):
        head = fit(_block(scene, state, since, row), block, state[2])
        number: Span = (f"  {digits[row]:<{pixels}}  ", "band.digits")
        room = width - block - pixels - 4
        lines.append((*head, number, *between(left[row], right[row], room, "band")))
    return lines


def _state(scene: Scene) -> tuple[tuple[str, str, str], str, str]:
    call = scene.call
    if call is None:
        return IDLE, local(scene.now.at).strftime("%H:%M"), ""
    kind, since = running_state(call)
    clock = hms(whole_seconds(elapsed_us(since, scene.now)))
    at = local(since.at).strftime("%H:%M:%S")
    if call.closing:
        return CLOSING, hms(whole_seconds(elapsed_us(call.start, call.closing.moment))), at
    return STATES[kind], clock, at


def _block(scene: Scene, state: tuple[str, str, str], since: str, row: int) -> Line:
    glyph, word, role = state
    if row == 0:
        spaced = " ".join(word) if len(word) <= 8 else word
        return ((f" {glyph} {spaced}", role),)
    if row == 1:
        closing = scene.call is not None and scene.call.closing is not None
        note = "e again: call ends" if closing else f"since {since}" if since else ""
        return ((f" {note}", role),)
    if not scene.view.listening:
        return ((" □ NOT LISTENING", "alarm"),)
    return ((" ■ TYPING" if scene.view.typing else " ■ KEYS ON", role),)


def _facts(scene: Scene, narrow: bool) -> tuple[list[Line], list[Line]]:
    """Who and what at the left, totals and safety at the right."""
    saved = saved_mark(scene)
    case, call = scene.case, scene.last_call
    if case is None:
        hint: Line = (("space starts a call", "band.strong"),)
        more: Line = (("ctrl+n a new case first · / past cases", "band.dim"),)
        return [hint, more, ()], [(), (), saved]
    hidden = scene.view.private
    company = "" if hidden else user(case.known("company"))
    who: Line = ((company or ("private" if hidden else "no company yet"), "band.strong"),)
    if scene.rep is not None and not hidden:
        named = " · ".join(p for p in (scene.rep.name or "rep, no name", _desk_of(scene)) if p)
        who = ((user(named), "band.strong"), ("  ", "band"), (company, "band.dim"))
    elif call is not None and call.pending_transfer and not hidden:
        transfer = case.transfers[-1]
        who = ((f"to {user(transfer.to) or 'whom?'}", "band.strong"), ("  " + company, "band.dim"))
    numbers = [n.value for n in case.numbers]
    none_yet = "──" if narrow else "── not given yet"
    number = "case no. " + (user(numbers[-1]) if numbers and not hidden else none_yet)
    second: Line = ((number, "band.dim" if not numbers else "band"),)
    want = case.known("outcome")
    third: Line = ()
    if narrow:
        # The number has a line of its own: it is what one reads out.
        above = ((company, "band.dim"),) if who[0][0] != company else ()
        who, second, third = who[:1], above, second
        saved = saved if saved[0][1] == "alarm" or not numbers else (("saved ✓ ", "band"),)
    elif want and not hidden:
        third = (("WANT ", "band.dim"), (user(want), "band.strong"))
    if call is None:
        return [who, second, third], [(), (), saved]
    return [who, second, third], [*_totals(scene, call), saved]


def _desk_of(scene: Scene) -> str:
    """The department of the rep on the line; where a transfer aimed, until it is known."""
    rep, case = scene.rep, scene.case
    if rep is None or case is None or rep.department:
        return rep.department if rep else ""
    aimed = next((t.to for t in case.transfers if t.id == rep.after_transfer), "")
    return f"{aimed}?" if aimed else ""


def _totals(scene: Scene, call: Call) -> list[Line]:
    parts = spent(call, scene.now)
    number = len(scene.case.calls) if scene.case else 1
    total = f"call {number}  {hms(whole_seconds(parts.total))} "
    hold, talk = parts.of("hold"), parts.of("rep", "pitch")
    split = f"talk {hms(whole_seconds(talk))}  hold {hms(whole_seconds(hold))} "
    return [((total, "band.strong"),), ((split, "band.dim"),)]


def saved_mark(scene: Scene) -> Line:
    """Saved, being saved, or NOT SAVED with how much is at stake."""
    saved = scene.saved
    if saved.unsaved:
        return ((f" NOT SAVED: {saved.unsaved} in memory ", "alarm"),)
    if saved.late:
        return (("disk is slow: saving… ", "band.warn"),)
    at = f" {local(saved.at.at):%H:%M:%S}" if saved.at else ""
    return ((f"saved ✓{at} ", "band"),)


@within
def small(scene: Scene, width: int, height: int) -> list[Line]:
    """A terminal too small for panes: one line that says so, with the state and its clock."""
    state, clock, _ = _state(scene)
    now = f"{state[1]} {clock}"
    safe, role = ("NOT SAVED", "alarm") if scene.saved.unsaved else ("logging", state[2])
    wordings = (
        f" {now} · {safe} · enlarge the window to 40×10",
        f" {now} · {safe} · too small",
        f" too small · {safe}",
        " too small",
    )
    words = next((each for each in wordings if len(each) <= width), wordings[-1])
    return [fit(((words, role),), width, role)]
