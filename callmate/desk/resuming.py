"""Taking up what was going on when the program ended, however it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from callmate.desk.context import Context
from callmate.desk.dispatch import Dispatch
from callmate.desk.ports import EventLog
from callmate.desk.preparation.sheet import is_of_sheet
from callmate.model.agenda import PRESSING
from callmate.model.fold import Fold
from callmate.model.line import HalfTyped
from callmate.model.moment import Moment
from callmate.model.state import Case
from callmate.model.summary import CaseSummary, duties
from callmate.model.taskwords import sentence

FRESH: Final = timedelta(hours=12)
"""For so long after it was last touched a case is taken up again by itself."""


def take_up(c: Context, parts: Dispatch) -> None:
    """Open the running call with its clocks and half-typed text, or the case being filled in."""
    running = next(iter(c.world.running()), None)
    if running is None:
        _between(c, parts)
        return
    opened = c.open(running.id, c.world.case(running.id))
    if c.call is None:  # it ended, and the program before its line in the list was renewed
        _again(c, parts, opened)
        return
    half = own_half_typed(opened, c.log)
    if half is not None and is_of_sheet(half):
        parts.sheet.restore(half)
    elif half is not None and _is_of_now(half, opened.case):
        entry = opened.ledger.entries.get(half.entry)
        parts.fields.restore(half, entry.event.kind if entry else "note")
    parts.strips.ask_still_on(c.clock.now())


def _is_of_now(half: HalfTyped, case: Case) -> bool:
    """Whether it was being typed in a call that still runs, or beside one: a word on a page, or
    on the other line's call that is over."""
    if half.call in {call.id for call in case.running}:
        return True
    return half.opened is not None and any(call.start.at <= half.opened.at for call in case.running)


def _between(c: Context, parts: Dispatch) -> None:
    """With no call running: the case that one was at last stands there again with what was half
    typed, unless it is over; of the others it is said what is due."""
    now = c.clock.now()
    row = _last_on_desk(c, now)
    if row is None:
        return
    _again(c, parts, c.open(row.id, c.world.case(row.id)))
    if c.view.message is None:  # that the case is damaged comes first
        c.say_if(_due_elsewhere(c, now.at))


def _due_elsewhere(c: Context, now: datetime) -> str:
    """What other cases ask for, in a sentence: the case on the desk stands where the list of them
    would."""
    here = c.case.id if c.case else ""
    rows = [row for row in c.world.waiting() if row.id != here]
    due = [one for one in duties(rows, now) if one.task.standing(now) in PRESSING]
    if not due:
        return ""
    first = f"{due[0].row.title}: {sentence(due[0].task, now)}"
    return f"d: {len(due)} due in other cases. {first}"


def _again(c: Context, parts: Dispatch, opened: Fold) -> None:
    """The wrap-up that was not gone through, and the line that was half typed."""
    case, half = opened.case, own_half_typed(opened, c.log)
    if half is not None and is_of_sheet(half):
        parts.sheet.restore(half)
        return
    if case.calls and case.calls[-1].id not in case.around.wrapped:
        parts.between.call_ended(c.clock.now())
    if half is not None and half.entry in opened.ledger.entries:
        parts.fields.restore(half, opened.ledger.entries[half.entry].event.kind)


def _last_on_desk(c: Context, now: Moment) -> CaseSummary | None:
    """The case that something was done about last, or that was taken up since; none where that is
    long ago, or the case is over since then."""
    row = c.world.newest()
    last, taken = _time_of(row), c.world.taken_up(now)
    if taken is not None and (last is None or last < taken.moment.at):
        chosen = c.world.summary(taken.body["values"]["case"])
        if chosen is not None and chosen.title and not chosen.archived:
            return None if _is_old(taken.moment.at, now) else chosen
    return None if row is None or row.is_closed or _is_old(last, now) else row


def _time_of(row: CaseSummary | None) -> datetime | None:
    try:
        return datetime.fromisoformat(row.last_at) if row else None
    except ValueError:
        return None


def _is_old(at: datetime | None, now: Moment) -> bool:
    """Whether it is so long ago that one begins with something else."""
    return at is not None and now.at - at > FRESH


def own_half_typed(opened: Fold, log: EventLog | None) -> HalfTyped | None:
    """What this window, or one that died, was typing; not what another one types now."""
    # Asking for the own lane opens it, so it is asked only if there is something to claim.
    waiting = any(half.line.text for half in opened.drafts)
    return opened.drafts.newest(log.lane) if log is not None and waiting else None
