"""What a person pinned in a case: it stands on top of the report, of a letter, of the reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from callmate.model.events import PRIVATE
from callmate.model.facts import Fact
from callmate.model.masking import masked
from callmate.model.state import Case
from callmate.model.timeline import is_visible, row


def pinned(case: Case, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The pinned events that still hold, in the order they were pinned; never a private one."""
    by_id = {fact.id: fact for fact in facts} if case.shelf.pins else {}
    found = (by_id.get(one) for one in case.shelf.pins)
    return tuple(
        fact for fact in found
        if fact and fact.live and is_visible(fact) and fact.kind not in PRIVATE
    )  # fmt: skip


def pinned_first(case: Case, facts: Sequence[Fact]) -> list[Fact]:
    """The same facts, those that are pinned before the others."""
    pins = case.shelf.pins
    return sorted(facts, key=lambda fact: fact.id not in pins)


def pinned_json(case: Case, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """When each was, in which call (by its number, null for none), and what it says."""
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    accounts = tuple(one for one in (case.known("account"),) if one)
    found = []
    for fact in pinned(case, facts):
        line = row(case, fact, fact.moment)
        words = masked(" ".join(part for part in (line.label, line.words) if part), accounts)
        found.append(
            {"at": fact.moment.at.isoformat(), "call": numbers.get(fact.call), "says": words}
        )
    return found
