"""Plans of cases made in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from callmate.model.advice.values import Advice
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.planning.company import company
from callmate.model.planning.plan import Plan, plan
from callmate.model.planning.rungs import ladder_of
from callmate.packs.loader import load
from tests.exchange.support import call, event, events_of, script
from tests.model.support import folded

DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


@cache
def advice() -> Advice:
    return load().advice


def planned(fold: Fold, as_of: datetime = DAY, others: Sequence[Fold] = ()) -> Plan:
    known = company(fold.case.known("company"), [*others, fold], as_of)
    return plan(fold.case, as_of, ladder_of(fold.case, advice()), known)


def with_facts(made: list[NewEvent], *facts: tuple[str, dict[str, Any]]) -> Fold:
    """A case and what was done around its calls, each a fact at its last event's time."""
    last = made[-1].moment
    more = [
        NewEvent(f"fact{n}", kind, last, body, last_call(made))
        for n, (kind, body) in enumerate(facts)
    ]
    return folded([*made, *more])


def last_call(made: list[NewEvent]) -> str:
    return next(one.id for one in reversed(made) if one.kind == "call_start")


def refused(times: int, **values: Any) -> list[NewEvent]:
    """A case in which a refund was refused so often, each in a call of its own."""
    calls = [
        call(event("rep", 0, name=f"R{n}"), event("ask", 1, what="refund"), event("denied", 2),
             event("call_end", 3, outcome="denied"), start=f"2026-03-0{n + 1}T09:00")
        for n in range(times)
    ]  # fmt: skip
    return events_of(script(*calls, **{"country": "US", "problem": "cable", **values}))
