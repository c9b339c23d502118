"""Figures as JSON values. Durations are whole seconds, rounded once; shares are from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from callmate.model.insight.callfigures import CallFigures, StintFigures
from callmate.model.insight.money import Money
from callmate.model.insight.people import RepFigures
from callmate.model.insight.rates import rates
from callmate.model.insight.slots import Slot, When
from callmate.model.insight.sums import Sums, Totals
from callmate.model.moment import whole_seconds


def figures_json(found: Totals, waited: When, money: Money | None) -> dict[str, Any]:
    """What calls come to; ``worth`` is null unless the person gave their time a price."""
    return {
        **sums_json(found.whole),
        "worth": None if money is None else _worth(found.whole.own, money),
        "rates": {
            rate.name: {"yes": rate.yes, "of": rate.of, "share": rate.share}
            for rate in rates(found.whole)
        },
        "companies": [{"company": name, **sums_json(one)} for name, one in found.companies],
        "when": when_json(waited),
    }


def sums_json(whole: Sums) -> dict[str, Any]:
    """Some calls together; the names are those of the report."""
    return {
        "cases": whole.cases,
        "calls": whole.calls,
        "call_seconds": whole_seconds(whole.total),
        "own_seconds": whole_seconds(whole.own),
        "talk_seconds": whole_seconds(whole.talk),
        "hold_seconds": whole_seconds(whole.hold),
        "longest_hold_seconds": whole_seconds(whole.longest_hold),
        "pitch_seconds": whole_seconds(whole.pitch),
        "waiting_seconds": whole_seconds(whole.waited - whole.hold),
        "waiting_by": _waiting(whole),
        "ivr_levels": whole.menus,
        "transfers": whole.transfers,
        "disconnects": whole.cut_off,
        "unanswered": whole.unanswered,
        "granted": whole.granted,
        "denied": whole.denied,
        "promises_made": whole.promises,
        "promises_kept": whole.kept,
        "promises_broken": whole.broken,
    }


def call_json(call: CallFigures) -> dict[str, Any]:
    """One call."""
    return {
        "case": call.case,
        "id": call.id,
        "n": call.number,
        "start": call.at[:10] if call.date_only else call.at,
        "company": call.company or None,
        "direction": call.direction,
        "running": call.running,
        "call_seconds": whole_seconds(call.total),
        "talk_seconds": whole_seconds(call.talk),
        "hold_seconds": whole_seconds(call.hold),
        "pitch_seconds": whole_seconds(call.pitch),
        "waiting_seconds": whole_seconds(call.waited - call.hold),
        "waiting_by": _waiting(call),
        "answered_after_seconds": None if call.answered is None else whole_seconds(call.answered),
        "stints": [_stint(one) for one in call.stints],
    }


def people_json(found: Iterable[RepFigures]) -> list[dict[str, Any]]:
    """Reps; a name is null for all who gave none."""
    return [
        {
            "name": rep.name or None,
            "company": rep.company or None,
            "department": rep.department or None,
            "last": rep.last,
            "stints": rep.stints,
            **_times(rep),
            "promises": rep.promises,
            "promises_kept": rep.kept,
            "promises_broken": rep.broken,
        }
        for rep in found
    ]


def when_json(found: When) -> dict[str, Any]:
    """Waits by day, hour and part of the week; null seconds where there are too few to say."""
    return {
        "calls": found.calls,
        "days": [_slot(one) for one in found.days],
        "hours": [_slot(one) for one in found.hours],
        "best": [_slot(one) for one in found.best],
    }


def _waiting(one: Sums | CallFigures) -> dict[str, int]:
    names = ("transfer", "supervisor", "menu", "other")
    return {name: whole_seconds(getattr(one, name)) for name in names}


def _stint(stint: StintFigures) -> dict[str, Any]:
    place = stint.department or None
    return {"name": stint.name or None, "department": place, **_times(stint)}


def _times(one: StintFigures | RepFigures) -> dict[str, Any]:
    return {
        "talk_seconds": whole_seconds(one.talk),
        "hold_seconds": whole_seconds(one.hold),
        "pitch_seconds": whole_seconds(one.pitch),
        "waiting_seconds": whole_seconds(one.waiting),
        "granted": one.granted,
        "denied": one.denied,
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "when": slot.name,
        "calls": slot.calls,
        "wait_seconds": None if slot.wait is None else whole_seconds(slot.wait),
        "hold_seconds": None if slot.hold is None else whole_seconds(slot.hold),
    }


def _worth(us: int, money: Money) -> dict[str, Any]:
    return {"amount": money.of(us), "hourly": money.hourly, "currency": money.currency or None}
