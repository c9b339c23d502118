"""The timeline: what happened, newest at the bottom, following unless something is selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from callmate.model.dates import whole_day
from callmate.model.moment import Moment, local
from callmate.model.state import Case, Fact
from callmate.model.stints import LEFT_OUT
from callmate.model.timeline import Row, is_visible, row
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, Span, between, user, width_of, wrap
from callmate.ui.panes.idle import reminders
from callmate.ui.panes.remarks import Remarks, remarks, stint_line, transfer_row
from callmate.ui.scene import Scene

STAMP: Final = 10
"""Cells of the time at the left."""
ROOM_TO_DIAL: Final = 8
"""Rows from which one of them may tell what to dial."""
STINT_ROWS: Final = 2
"""Lines that what a rep did and did not do may take."""
Numbered = tuple[int, Fact]
"""A fact and its place among all of the case."""


def timeline(scene: Scene, width: int, height: int) -> list[Line]:
    """The last rows that fit, or those around the selected one."""
    if scene.case is None:
        waiting = [] if scene.view.private else reminders(scene, width)
        return [*waiting, *_empty(width)]
    if scene.view.private:
        return hidden()
    if not scene.case.calls:
        return _before_the_call(scene.case, width, height)
    below = _way_in(scene, width) if height >= ROOM_TO_DIAL else []
    height -= len(below)
    selected = scene.view.selected
    rows = _all(scene.facts) if selected else _last(scene.facts, height + 1)
    lines = window(scene.case, scene.facts, rows, selected, scene.now, width, height)
    return [*lines, *below]


def _way_in(scene: Scene, width: int) -> list[Line]:
    """Below what happened: what to press while in the menu; what to dial while no call runs."""
    case = scene.case
    if case is None or scene.view.selected or (scene.call is not None and scene.place != "menu"):
        return []
    told = _to_dial(case)
    if scene.call is not None:
        told = [one for one in told if one[0] == "menu"]
    words = "   ".join(f"{label} {said}" for label, said in told)
    return [((f" {clip(words, width - 2)}", "accent"),)] if words else []


def _to_dial(case: Case) -> list[tuple[str, str]]:
    """The number, the way through the menu, and when somebody answers: what is known of them."""
    known = (("dial", "phone"), ("menu", "menu"), ("open", "hours"))
    return [(label, user(case.known(key))) for label, key in known if case.known(key).strip()]


def hidden() -> list[Line]:
    """In place of anything that tells of the case."""
    return [(), ((" Hidden. Logging goes on. ctrl+l shows it again.", "dim"),)]


def _stands(fact: Fact) -> bool:
    """Whether a fact has a row, or ends a stint that may have a line."""
    return is_visible(fact) or (fact.kind == "rep_end" and fact.live)


def _all(facts: Sequence[Fact]) -> list[Numbered]:
    return [(at, fact) for at, fact in enumerate(facts) if _stands(fact)]


def _last(facts: Sequence[Fact], count: int) -> list[Numbered]:
    """The last visible facts: a long call costs no more to draw than a short one."""
    found: list[Numbered] = []
    for at in range(len(facts) - 1, -1, -1):
        if _stands(facts[at]):
            found.append((at, facts[at]))
            if len(found) == count:
                break
    found.reverse()
    return found


def window(
    case: Case, facts: Sequence[Fact], rows: Sequence[Numbered], selected: str, now: Moment,
    width: int, height: int, dated: bool = False,
) -> list[Line]:  # fmt: skip
    """``height`` lines of a timeline, the selected row among them, else the last rows; a day line
    is drawn in where the date changes. With ``dated`` the day of the first row stands on top."""
    chosen = next((i for i, (_, fact) in enumerate(rows) if fact.id == selected), len(rows) - 1)
    said = remarks(case, facts)

    def drawn(index: int) -> list[_Drawn]:
        """The lines of a row, that of its day first where a day begins."""
        at, fact = rows[index]
        if fact.kind == "rep_end":
            lines = _stint(case, facts, at, width)
        else:
            newest = index == len(rows) - 1
            shown = row(case, fact, now)
            lines = [_told(case, fact, shown, said, width, fact.id == selected, newest)]
        found = [_Drawn(fact, line) for line in lines]
        begins = index == 0 or _day(rows[index - 1][1]) != _day(fact)
        return [_Drawn(fact, _day_line(fact, width), True), *found] if begins else found

    above = _taken(map(drawn, range(chosen, -1, -1)), height, upwards=True)
    below = _taken(map(drawn, range(chosen + 1, len(rows))), height)
    return [one.line for one in _about(above, below, width, height, dated and height > 2)]


class _Drawn(NamedTuple):
    """A line, and the fact it is of; whether it is that of its day."""

    fact: Fact
    line: Line
    is_day: bool = False


def _taken(rows: Iterable[list[_Drawn]], most: int, upwards: bool = False) -> list[_Drawn]:
    """The lines of as many rows as it takes to have so many of them."""
    taken: list[_Drawn] = []
    for lines in rows:
        taken = [*lines, *taken] if upwards else [*taken, *lines]
        if len(taken) >= most:
            break
    return taken


def _about(
    above: list[_Drawn], below: list[_Drawn], width: int, height: int, dated: bool
) -> list[_Drawn]:
    """What is shown of the lines down to the selected one, and of those below it."""
    under = min(len(below), max(height // 3, height - len(above)))
    shown = [*above[max(0, len(above) - height + under) :], *below[:under]]
    if not dated or not shown or shown[0].is_day:
        return shown
    if len(shown) > 1 and shown[1].is_day:  # the top line was the last of its day
        return [*shown[1:], *below[under : under + 1]]
    first = shown[0].fact
    return [_Drawn(first, _day_line(first, width), True), *shown[1:]]


def _day(fact: Fact) -> str:
    return local(fact.moment.at).strftime("%Y-%m-%d")


def _day_line(fact: Fact, width: int) -> Line:
    words = f" {whole_day(local(fact.moment.at).date())} "
    return ((words, "title.dim"), (" " * max(0, width - len(words)), "title.dim"))


def _stint(case: Case, facts: Sequence[Fact], at: int, width: int) -> list[Line]:
    """Below the end of a stint, what the rep did and did not do."""
    said = stint_line(case, facts, at)
    if not said:
        return []
    pieces = _in_rows(f"◂ {user(said)}", max(8, width - STAMP - 3))
    return [((" " * STAMP + ("  " if n else ""), "dim"), (p, "dim")) for n, p in enumerate(pieces)]


def _in_rows(said: str, width: int) -> list[str]:
    """In the lines there are; what gives way is the end of what was done, not what was left out."""
    done, mark, left_out = said.rpartition(f"; {LEFT_OUT}")
    room = min(cells(done), STINT_ROWS * width - cells(mark + left_out))
    while mark and room > 0 and len(wrap(said, width, STINT_ROWS + 1)) > STINT_ROWS:
        said = clip(done, room) + mark + left_out
        room -= 1
    return wrap(said, width, STINT_ROWS)


def _told(
    case: Case, fact: Fact, shown: Row, said: Remarks, width: int, selected: bool,
    newest: bool = False,
) -> Line:  # fmt: skip
    """A row with what is to be remarked on it."""
    if fact.kind == "anger":  # private: no word of it can be read across the desk
        shown = replace(shown, label="", words="")
    shown, came = transfer_row(case, fact, shown)
    clash = said.clashes.get(fact.id, "")
    mark = f"{said.lines.get(fact.call, ' ')} " if said.lines else ""
    notes: list[Span] = [(f"  {user(came)}", "warn")] if came else []
    notes += [(f"  {clash}", "error")] if clash else []
    return line_of(shown, width, selected, newest, tuple(notes), mark)


def line_of(
    row: Row, width: int, selected: bool, newest: bool = False, notes: Line = (), mark: str = ""
) -> Line:
    """One event: time, glyph, words; a running state is drawn out to its clock."""
    at = local(row.moment.at).strftime("%H:%M:%S")
    role = "struck" if row.struck else row.role
    if newest and role == "text":
        role = "strong"
    stamp = f" {at}{'≈' if row.late else ' '}{mark}"
    label = f"{row.glyph} {user(row.label)}".rstrip()
    words = f" {user(row.words)}" if row.words else ""
    draft: tuple[Span, ...] = ((f" {user(row.draft)} (draft)", "dim"),) if row.draft else ()
    right: Line = ((f" {user(row.right)} ", role),) if row.right else ()
    left = _left(((stamp, "dim"), (label + words, role), *draft), notes, width - width_of(right))
    if row.right and row.glyph == "‖":
        gap = width - width_of(left) - width_of(right) - 1
        left = (*left, (" " + "─" * max(0, gap), "rule"))
    if selected:
        left = tuple((text, "cursor") for text, _ in left)
        right = tuple((text, "cursor") for text, _ in right)
        return between(left, right, width, "cursor")
    return between(left, right, width)


def _left(words: Line, notes: Line, width: int) -> Line:
    """Words and notes; of words that are too long for both it is the words that are cut."""
    if not notes or width_of(words) + width_of(notes) <= width:
        return (*words, *notes)
    return between(words, notes, width)


def _before_the_call(case: Case, width: int, height: int) -> list[Line]:
    """A case without a call: what to dial, and what to say first."""
    brief = case.known("brief") or case.known("problem")
    lines: list[Line] = [(), ((" space", "key"), ("   as you dial: the call begins", "text"))]
    lines.append(((" p", "key"), ("       the plan: whom to ask for, the best way in", "text")))
    for label, said in _to_dial(case):
        lines.append(((f" {label} ", "dim"), (clip(said, width - 7), "strong")))
    room = min(5, max(1, height - len(lines) - 1))
    pieces = wrap(user(brief), width - 2, room)
    return [*lines, (), *(((f" {piece}", "text"),) for piece in pieces if piece)]


def _empty(width: int) -> list[Line]:
    return [
        (),
        ((" No case is open.", "dim"),),
        (),
        ((" space", "key"), ("   the call begins: press it as you dial", "text")),
        ((" ctrl+n", "key"), ("  a case first: company, account, the outcome you want", "text")),
        ((" /", "key"), ("       past cases", "text")),
        ((" ?", "key"), ("       all keys", "text")),
    ]
