"""Taking up what was going on when the program ended, however it ended."""

from __future__ import annotations

from callmate.desk.context import Context
from callmate.desk.dispatch import Dispatch
from callmate.desk.ports import EventLog
from callmate.desk.sheet import is_of_sheet
from callmate.model.fold import Fold, fold
from callmate.model.line import HalfTyped


def take_up(c: Context, parts: Dispatch) -> None:
    """Open the running call with its clocks and half-typed text, or the case being filled in."""
    running = next(iter(c.world.running()), None)
    if running is None:
        _half_filled(c, parts)
        return
    opened = c.open(running.id, c.world.case(running.id))
    if c.call is None:
        return
    half = own_half_typed(opened, c.log)
    if half is not None and is_of_sheet(half):
        parts.sheet.restore(half)
    elif half is not None and half.call in {call.id for call in opened.case.running}:
        entry = opened.ledger.entries.get(half.entry)
        parts.fields.restore(half, entry.event.kind if entry else "note")
    parts.strips.ask_still_on(c.clock.now())


def _half_filled(c: Context, parts: Dispatch) -> None:
    """A case that was being filled in for a first call stands there again."""
    row = c.world.without_call()
    if row is None:
        return
    log = c.world.case(row.id)
    half = own_half_typed(fold(row.id, log.read()), log)
    if half is not None and is_of_sheet(half):
        c.open(row.id, log)
        parts.sheet.restore(half)


def own_half_typed(opened: Fold, log: EventLog | None) -> HalfTyped | None:
    """What this window, or one that died, was typing; not what another one types now."""
    # Asking for the own lane opens it, so it is asked only if there is something to claim.
    waiting = any(half.line.text for half in opened.drafts)
    return opened.drafts.newest(log.lane) if log is not None and waiting else None
