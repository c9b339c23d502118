"""The band: what state the call is in, for how long, who is on the line, whether it is saved."""

from __future__ import annotations

from dataclasses import replace

from callmate.model.durations import Spent, running_state, spent
from callmate.model.entry import read_back
from callmate.model.moment import Moment, elapsed_us, local, whole_seconds
from callmate.model.readiness import expected
from callmate.model.state import Call, Case
from callmate.model.timeline import hms
from callmate.ui.digits import big
from callmate.ui.kept import Kept
from callmate.ui.paint import BLANK, Line, Span, between, fit, user, width_of, within
from callmate.ui.panes.idle import seconds_to
from callmate.ui.panes.open import clock, other_line
from callmate.ui.panes.states import CLOSING, IDLE, LATE, STATES, State, replay_mark
from callmate.ui.scene import Scene

BLOCK = 21
NARROW_BLOCK = 17
NUMBER, SHORT = "case no. ", "№ "
"""What stands before a case number, and where room is scarce."""
MINUTE_US = 60_000_000
LONGEST_COUNTDOWN_S = 100 * 3600
"""From 100 hours on a countdown in hours says nothing; what is open stands among the rest."""


@within
def band(scene: Scene, width: int, height: int) -> list[Line]:
    """Three lines: the state reversed, its clock in big digits, and the facts of the line."""
    state, time, note = _state(scene)
    block = BLOCK if width >= 60 else NARROW_BLOCK
    wide = 2 if width >= 140 and len(time) <= 5 else 1
    digits = big(time, wide)
    if block + len(digits[0]) + 4 > width:
        digits = ("", time, "")  # a clock that is cut is worse than a small one
    least = 14 if wide == 1 else 28
    pixels = max(len(digits[1]), least)
    room = width - block - pixels - 4
    left, right = _facts(scene, room, narrow=width < 100)
    if scene.call is None and width_of(left[2]) + width_of(right[2]) > room:
        digits, pixels = ("", time, ""), least  # after the call the number is what one copies
        room = width - block - pixels - 4
    lines = []
    for row in range(3):
        head = fit(_block(scene, state, note, row), block, state[2])
        number: Span = (f"  {digits[row]:<{pixels}}  ", "band.digits")
        lines.append((*head, number, *between(left[row], right[row], room, "band")))
    return lines


def _state(scene: Scene) -> tuple[State, str, str]:
    """The state, its clock, and the note below it: since when, or what the clock counts."""
    call = scene.call
    if call is None:
        return _idle(scene)
    kind, since = running_state(call)
    at = local(since.at).strftime("%H:%M:%S")
    note = f"line {call.line} · {at}" if scene.other else f"since {at}"
    if call.closing:
        length = hms(whole_seconds(elapsed_us(call.start, call.closing.moment)))
        return CLOSING, length, "e again: call ends"
    return STATES[kind], clock(since, scene.now), note


def _idle(scene: Scene) -> tuple[State, str, str]:
    """With no call: the time of day, or the countdown of the most pressing promise."""
    ahead = (seconds_to(due, scene.now.at) for due in scene.awaited)
    left = next((one for one in ahead if abs(one) < LONGEST_COUNTDOWN_S), None)
    if left is None:
        return IDLE, local(scene.now.at).strftime("%H:%M"), ""
    if left >= 0:
        return IDLE, hms(left), "PROMISE DUE IN"
    return LATE, hms(-left), "OVERDUE BY"


def _block(scene: Scene, state: State, note: str, row: int) -> Line:
    glyph, word, role = state
    if row == 0:
        spaced = " ".join(word) if len(word) <= 8 else word
        at = f"  {local(scene.now.at):%H:%M}" if scene.call is None and note else ""
        return ((f" {glyph} {spaced}{at}", role),)
    if row == 1:
        return ((f" {note}", role),)
    if scene.past and scene.replay is not None:
        return ((f" {replay_mark(scene.replay.speed, scene.replay.playing)}", "alarm"),)
    if not scene.view.listening:
        return ((" □ NOT LISTENING", "alarm"),)
    angry = " *" if scene.call is not None and scene.call.angry else ""
    return ((f" ■ {'TYPING' if scene.view.typing else 'KEYS ON'}{angry}", role),)


def _facts(scene: Scene, room: int, narrow: bool) -> tuple[list[Line], list[Line]]:
    """Who and what at the left, totals and safety at the right, in so many cells."""
    saved = saved_mark(scene)
    case, call = scene.case, scene.last_call
    if case is None:
        hint: Line = (("space starts a call", "band.strong"),)
        more: Line = (("ctrl+n a new case first · / past cases", "band.dim"),)
        return [hint, more, ()], [(), (), saved]
    hidden = scene.view.private
    company = "" if hidden else user(_organisation(case, call))
    who = _who(scene, case, call, company, narrow)
    second, third = _number(_numbers(case, call), hidden, narrow), BLANK
    want = case.known("outcome")
    if narrow:
        # The number has a line of its own: it is what one reads out.
        is_told = who[0][0] == company or scene.other is not None
        second, third = BLANK if is_told else ((company, "band.dim"),), second
        if case.numbers:
            third, saved = _beside(third, saved, room)
    elif want and not hidden:
        third = (("WANT ", "band.dim"), (user(want), "band.strong"))
    if call is None:
        return [who, second, third], [(), (), saved]
    totals = _totals(scene, call, narrow)
    if width_of(who) + width_of(totals[0]) > room:
        who = _who(scene, case, call, company, narrow=True)  # its clock stands before what is cut
    return [who, second, third], [*totals, saved]


def _beside(number: Line, saved: Line, room: int) -> tuple[Line, Line]:
    """The number and the mark on one line, as short as it takes for the number to be whole."""
    bare: Line = tuple((text.replace(NUMBER, SHORT, 1), role) for text, role in number)
    is_safe = saved[0][1] == "band"
    marks: tuple[Line, ...] = ((("  saved ✓ ", "band"),), (("  ✓ ", "band"),))
    for mark in marks if is_safe else (saved,):
        if width_of(number) + width_of(mark) <= room:
            return number, mark
    return bare, marks[1] if is_safe else saved


def _who(scene: Scene, case: Case, call: Call | None, company: str, narrow: bool) -> Line:
    """The rep with the length of the stint, where a transfer goes, or the company."""
    if scene.view.private:
        return (("private", "band.strong"),)
    if scene.rep is not None:
        name, desk = user(scene.rep.name) or "rep, no name", user(_desk_of(scene))
        spoken = f" {clock(scene.rep.start, scene.now)} "
        if narrow:  # what is cut, if anything is, is the department
            return ((name, "band.strong"), (spoken, "band"), (desk, "band.dim"))
        named = " · ".join(part for part in (name, desk) if part)
        return ((named, "band.strong"), (spoken, "band"), (f" {company}", "band.dim"))
    if call is not None and call.pending_transfer:
        aimed = next((t.to for t in case.transfers if t.id == call.pending_transfer), "")
        to: Span = (f"to {user(aimed) or 'whom?'}", "band.strong")
        return (to,) if narrow else (to, (f"  {company}", "band.dim"))
    return ((company or "no company yet", "band.strong"),)


def _number(numbers: list[str], hidden: bool, narrow: bool) -> Line:
    """The case number in the groups it is read out in."""
    none_yet = "──" if narrow else "── not given yet"
    shown = user(read_back(numbers[-1])) if numbers and not hidden else none_yet
    return ((f"{NUMBER}{shown}", "band" if numbers else "band.dim"),)


def _organisation(case: Case, call: Call | None) -> str:
    """Whom the call is with; two calls of a case may be with two."""
    return (call.organisation if call else "") or case.known("company")


def _numbers(case: Case, call: Call | None) -> list[str]:
    """The case numbers of whom the call is with."""
    them = call.organisation if call else ""
    calls = {one.id for one in case.calls if one.organisation == them}
    return [number.value for number in case.numbers if number.call in calls]


def _desk_of(scene: Scene) -> str:
    """The department of the rep on the line; where a transfer aimed, until it is known."""
    rep, case = scene.rep, scene.case
    if rep is None or case is None or rep.department:
        return rep.department if rep else ""
    aimed = next((t.to for t in case.transfers if t.id == rep.after_transfer), "")
    return f"{aimed}?" if aimed else ""


def _totals(scene: Scene, call: Call, narrow: bool) -> list[Line]:
    """The call's length, with a recording's clock; below it the other line, else talk and hold."""
    parts = _spent(scene.case, call, scene.now)
    calls = scene.case.calls if scene.case else ()
    number = next((n for n, one in enumerate(calls, start=1) if one.id == call.id), 1)
    taped = call.state("recording")
    length = hms(whole_seconds(parts.total))
    total = f"  {length} " if narrow and taped else f"  call {number}  {length} "
    first: Line = ((total, "band.strong"),)
    given = expected(scene.case)
    if given is not None and parts.total >= given * MINUTE_US:
        first = ((f"{total}over {given} min ", "band.warn"),)
    if taped is not None:
        first = ((f"  ● REC {clock(taped.start, scene.now)}", "band.warn"), *first)
    if scene.other is not None and scene.case is not None:
        case = Case(id="") if scene.view.private else scene.case
        other = replace(scene.other, organisation="") if scene.view.private else scene.other
        return [first, ((f"  {other_line(case, other, scene.now)} ", "band.warn"),)]
    hold, talk = parts.of("hold"), parts.of("rep", "pitch")
    split = f"  talk {hms(whole_seconds(talk))}  hold {hms(whole_seconds(hold))} "
    return [first, ((split, "band.dim"),)]


_SPENT: Kept[tuple[Moment, Spent]] = Kept()


def _spent(case: Case | None, call: Call, now: Moment) -> Spent:
    """How the time of a call went. Counted through when something happened; between two keys
    only the running state grows."""
    if case is None:
        return spent(call, now)
    then, time = _SPENT.of(case, call.id, lambda: (now, spent(call, now)))
    if then is now or call.end is not None:
        return time
    if call.lasts_us or not now.boot or now.boot != then.boot:
        return spent(call, now)
    more, kind = elapsed_us(then, now), running_state(call)[0]
    return Spent(time.total + more, {**time.by, kind: time.by.get(kind, 0) + more})


def saved_mark(scene: Scene) -> Line:
    """Saved, being saved, saved where no more room is, or NOT SAVED with how much is at stake."""
    saved = scene.saved
    if saved.unsaved:
        return ((f" NOT SAVED: {saved.unsaved} in memory ", "alarm"),)
    if saved.full:
        return ((" DISK FULL: on the reserve ", "alarm"),)
    if saved.barred:
        return ((f" {saved.barred} ", "alarm"),)
    if saved.late:
        return (("  disk is slow: saving… ", "band.warn"),)
    if scene.past:
        return (("  writes nothing ", "band.dim"),)
    at = f" {local(saved.at.at):%H:%M:%S}" if saved.at else ""
    return ((f"  saved ✓{at} ", "band"),)


def _safe(scene: Scene, role: str) -> tuple[str, str]:
    """The same in as few words as a small terminal has room for."""
    if scene.saved.unsaved:
        return "NOT SAVED", "alarm"
    if scene.saved.full:
        return "DISK FULL", "alarm"
    return (scene.saved.barred, "alarm") if scene.saved.barred else ("logging", role)


@within
def small(scene: Scene, width: int, height: int) -> list[Line]:
    """A terminal too small for panes: one line that says so, with the state and its clock."""
    state, time, note = _state(scene)
    counted = f" {note.lower()}" if scene.call is None and note else ""
    now = f"{state[1]}{counted} {time}"
    safe, role = _safe(scene, state[2])
    wordings = (
        f" {now} · {safe} · enlarge the window to 40×10",
        f" {now} · {safe} · too small",
        f" too small · {safe}",
        " too small",
    )
    words = next((each for each in wordings if len(each) <= width), wordings[-1])
    return [fit(((words, role),), width, role)]
