"""A person whose library holds cases, and what the pages plan and company show."""

from __future__ import annotations

from typing import Any

from callmate.desk.pages.page import Row
from callmate.model.events import NewEvent
from callmate.packs.loader import load
from tests.desk.support import MemoryWorld, Person, page
from tests.exchange.support import call, event, events_of, script
from tests.model.support import HISTORIES

PACKS = load()


def histories(*names: str) -> list[list[NewEvent]]:
    from callmate.exchange.script import read_script

    paths = [next(one for one in HISTORIES if one.name.startswith(name)) for name in names]
    return [events_of(read_script(path)) for path in paths]


def person_with(*cases: list[NewEvent]) -> Person:
    """A person whose library holds these cases, the last one open on the desk."""
    world = MemoryWorld()
    for events in cases:
        case_id, log = world.new_case()
        log.append(events)
    person = Person(world)
    person.desk.context.packs = PACKS
    if cases:
        person.desk.context.open(case_id, world.case(case_id))
    return person


def refused(times: int, **values: Any) -> list[NewEvent]:
    """A refund refused so often, each in a call of its own, all in February 2026."""
    calls = [
        call(event("rep", 0, name=f"R{n}", department="billing"), event("ask", 1, what="refund"),
             event("denied", 2), event("call_end", 3, outcome="denied"),
             start=f"2026-02-0{n + 1}T09:00")
        for n in range(times)
    ]  # fmt: skip
    values = {"problem": "cable", "country": "US", **values}
    return events_of(script(*calls, **values))


def pane(person: Person) -> str:
    return person.desk.view.pane


def row_of(person: Person, label: str) -> Row:
    found = [row for row in page(person).rows if row.label == label]
    assert found, f"no row {label}: {[row.label for row in page(person).rows]}"
    return found[0]
