"""The checklist ticks itself from events, and a digit outweighs them."""

from __future__ import annotations

import pytest

from callmate.model.checklist import Item, checklist, tick
from callmate.packs.loader import load
from tests.cards.support import World, core


def calling() -> World:
    world = World()
    world.start(0)
    return world


def items(world: World) -> dict[str, Item]:
    case = world.fold.case
    return {item.id: item for item in checklist(case, case.calls[-1], core())}


def test_digits_run_through_two_pages() -> None:
    found = list(items(calling()).values())
    assert [item.digit for item in found] == list(range(1, len(found) + 1))
    assert 6 <= len(found) <= 9
    assert [item.page for item in found] == ["now"] * 6 + ["end"] * 3
    assert [item.text for item in found[:3]] == ["case number", "by when", "who owns it"]


def test_their_reason_is_wanted_only_after_a_refusal_without_one() -> None:
    world = calling()
    world.fact("rep", 5, name="Ann")
    assert items(world)["reason"].ticked, "a list that asks for what cannot be there yet nags"
    world.fact("ask", 10, what="a visit")
    denied = world.fact("denied", 20, what="a visit")
    assert not items(world)["reason"].ticked
    world.write("detail", 25, world.call, target=denied, values={"what": "nobody on duty"})
    assert items(world)["reason"].ticked


@pytest.mark.parametrize(
    ("kind", "body", "ticked"),
    [
        ("case_number", {"value": "4711"}, {"number"}),
        ("case_number", {"value": ""}, set()),
        ("rep", {"name": "Ann"}, {"name"}),
        ("rep", {"name": ""}, set()),
        ("promise", {"what": "a visit", "by": "2026-03-02T12:00"}, {"by-when", "next"}),
        ("promise", {"what": "a visit"}, {"next"}),
        ("verification", {}, {"account"}),
        ("ask", {"what": "a visit"}, {"outcome"}),
        ("kudos", {}, {"thanks"}),
    ],
)
def test_lines_tick_themselves(kind: str, body: dict[str, str], ticked: set[str]) -> None:
    world = calling()
    world.fact(kind, 10, **body)
    found = items(world)
    assert {name for name, item in found.items() if item.ticked} == ticked | {"reason"}
    assert all(found[name].by == "auto" for name in ticked)


def test_who_owns_it_is_the_named_rep_who_promised() -> None:
    world = calling()
    world.fact("rep", 5, name="Ann")
    world.fact("promise", 10, what="a visit")
    assert items(world)["owner"].ticked
    world.fact("rep", 20)
    world.fact("promise", 30, what="a call")
    assert not items(world)["owner"].ticked


def test_a_digit_ticks_and_takes_back_and_outweighs_the_events() -> None:
    world = calling()
    world.fact("rep", 5, name="Ann")
    assert items(world)["name"].by == "auto"
    for on in (False, True):
        body = tick(world.fold.case, world.fold.case.calls[0], core(), 4)
        assert body is not None
        world.write("tick", 10, world.call, **body)
        assert (items(world)["name"].ticked, items(world)["name"].by) == (on, "hand")


def test_a_tick_of_a_call_ends_with_it_and_one_of_the_case_stays() -> None:
    world = calling()
    case = world.fold.case
    for digit in (1, 8):
        world.write("tick", 10, world.call, **(tick(case, case.calls[0], core(), digit) or {}))
    assert {"number", "next"} <= {name for name, item in items(world).items() if item.ticked}
    world.fact("call_end", 20)
    world.start(100)
    found = items(world)
    assert found["number"].ticked
    assert not found["next"].ticked


def test_a_digit_without_a_line_does_nothing() -> None:
    world = calling()
    assert tick(world.fold.case, world.fold.case.calls[0], core(), 0) is None


def test_the_checklist_of_a_call_that_is_over_tells_how_it_stood_then() -> None:
    world = calling()
    world.fact("rep", 5, name="Ann")
    world.fact("call_end", 20)
    world.start(100)
    world.fact("case_number", 110, value="4711")
    case = world.fold.case
    first, second = (
        {item.id for item in checklist(case, call, core()) if item.ticked} for call in case.calls
    )
    assert first == {"name", "reason"}
    assert second == {"number", "reason"}


def test_a_tick_taken_back_leaves_the_line_to_the_events() -> None:
    from tests.desk.support import Person

    person = Person().type("{space}")
    person.desk.parts.cards.use(load(None), person.clock.now())

    def ticked() -> bool:
        person.desk.tick()
        return person.desk.parts.cards.items[0].ticked

    person.type("1")
    assert ticked()
    person.type("1")
    assert not ticked()
    person.type("cAB12{enter}")
    assert ticked(), "pressed twice by accident, it ticks itself all the same"
    person.type("1")
    assert not ticked(), "a line the events ticked can still be forced off"
