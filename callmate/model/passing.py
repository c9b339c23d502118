"""What became of being passed on: reached or not, warm or cold, round in a circle."""

from __future__ import annotations

from callmate.model.apply import landed, reached
from callmate.model.state import Case, Transfer
from callmate.model.words import same_text


def outcome(case: Case, transfer: Transfer) -> str:
    """``not reached``, ``landed in sales``, ``↻ billing → sales → billing``; empty if it went as
    it should, or is still going on."""
    if not transfer.rep:
        call = case.call(transfer.call)
        waiting = call is not None and call.pending_transfer == transfer.id
        return "" if waiting else "not reached"
    circle = _circle(case, transfer)
    if circle:
        return "↻ " + " → ".join(circle)
    return "" if reached(case, transfer) else f"landed in {landed(case, transfer)}"


def warmth(transfer: Transfer) -> str:
    """``warm`` if you were announced, ``cold`` if not; empty if nobody noted it."""
    if transfer.announced is None:
        return ""
    return "warm" if transfer.announced else "cold"


def _circle(case: Case, transfer: Transfer) -> tuple[str, ...]:
    """Where one came from, went, and came back to; empty if it was no circle."""
    passed = [one for one in case.transfers if one.call == transfer.call]
    at = next(n for n, one in enumerate(passed) if one.id == transfer.id)
    if at == 0:
        return ()
    first = landed(case, passed[at - 2]) if at > 1 else passed[0].from_department
    places = (first, landed(case, passed[at - 1]), landed(case, transfer))
    a, b, c = (same_text(place) for place in places)
    return places if a and b and a == c != b else ()
