"""The way in to a company: who granted a like ask, over which transfers, and the dead ends."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.model.likeness import LIKE, alike
from callmate.model.planning.company import company
from tests.exchange.support import call, event, imported, script
from tests.model.learning import DAY
from tests.model.support import HISTORIES


def test_the_way_leads_to_who_granted_the_same_or_a_like_ask() -> None:
    """One department cannot credit, another can: next time one asks for that one."""
    fold = next(imported(path) for path in HISTORIES if path.name.startswith("33"))
    found = company("Comcast", [fold], DAY)
    same, like = found.route("Waive  $28.10"), found.route("waive the visit fee")
    assert same is not None and same.same
    assert like is not None and not like.same
    assert same.stops == like.stops == ("outsourced billing", "Comcast USA billing")
    assert like.grant.words == "$28.10 waived"
    assert found.route("disconnect service") is None
    assert found.route(" ") is None


@pytest.mark.parametrize(("kept", "dead"), [(None, []), (False, ["service"]), (True, [])])
def test_who_refuses_but_has_promised_is_no_dead_end_yet(
    kept: bool | None, dead: list[str]
) -> None:
    moves = [
        event("rep", 0, department="service"), event("ask", 1, what="a credit"),
        event("denied", 2, what="a credit"), event("promise", 3, what="to call", kept=kept),
    ]  # fmt: skip
    assert list(company("Acme", [imported(script(call(*moves)))], DAY).dead_ends) == dead


def test_a_loop_and_a_line_that_nobody_answered() -> None:
    billing, sales = (event("rep", at, department=name) for at, name in ((0, "A"), (2, "B")))
    moves = [
        billing, event("transfer", 1, to="B"), sales, event("transfer", 3, to="a"),
        event("rep", 4, department="A"), event("transfer", 5, to="C"),
        event("call_end", 9, outcome="disconnected"),
    ]  # fmt: skip
    found = company("Acme", [imported(script(call(*moves)))], DAY)
    assert found.loops == 1
    assert [(edge.source, edge.target, edge.reached) for edge in found.edges] == [
        ("A", "B", True), ("B", "A", True), ("A", "C", False),
    ]  # fmt: skip
    assert found.card.disconnects == 1


def test_the_shortest_way_goes_by_transfers_that_arrived() -> None:
    calls = [
        call(
            event("rep", 0, department="front"), event("transfer", 1, to="loyalty"),
            event("rep", 2, department="faults"), event("transfer", 3, to="loyalty"),
            event("rep", 4, department="loyalty"), event("ask", 5, what="half price"),
            event("granted", 6, what="half price for a year"),
        ),
    ]  # fmt: skip
    route = company("Acme", [imported(script(*calls))], DAY).route("half price")
    assert route is not None
    assert route.stops == ("front", "faults", "loyalty")


def test_of_two_ways_the_one_that_arrived_is_taken_and_the_closest_ask_counts() -> None:
    first = call(
        event("rep", 0, department="front"), event("transfer", 1, to="sales"),
        event("rep", 2, department="loyalty"), event("ask", 3, what="waive the late fee"),
        event("granted", 4, what="old"),
    )  # fmt: skip
    second = call(
        event("rep", 0, department="faults"), event("transfer", 1, to="loyalty"),
        event("rep", 2, department="loyalty"), event("ask", 3, what="waive a fee"),
        event("granted", 4, what="new"), start="2026-03-03T09:00",
    )  # fmt: skip
    found = company("Acme", [imported(script(first, second))], DAY)
    exact = found.route("waive the late fee")
    assert exact is not None
    assert (exact.grant.words, exact.stops) == ("old", ("faults", "loyalty"))
    assert [one.name for one in found.departments if one.entry] == ["front", "faults"]


def test_a_way_without_a_department_is_a_name() -> None:
    calls = [call(event("rep", 0, name="Zoe"), event("ask", 1, what="a new meter"),
                  event("granted", 2, what="yes"))]  # fmt: skip
    route = company("Acme", [imported(script(*calls))], DAY).route("a new meter")
    assert route is not None
    assert (route.stops, route.grant.rep) == ((), "Zoe")


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("waive $28.10", "Waive  $28.10", True),
        ("turn the gas back on", "Gas turned back on today", True),
        ("no cancellation charges", "Leave without charges", True),
        ("where is the bag", "refund the fare", False),
        ("", "", False),
        ("to the", "refund", False),
    ],
)
def test_asks_that_are_alike(one: str, other: str, close: bool) -> None:
    assert (alike(one, other) >= LIKE) is close
    assert alike(one, other) == alike(other, one)


def test_who_answers_after_a_transfer_is_no_way_in() -> None:
    moves = call(event("transfer", 0, to="billing"), event("rep", 1, department="billing"))
    found = company("Acme", [imported(script(moves))], DAY)
    assert [(one.name, one.entry) for one in found.departments] == [("billing", False)]


@pytest.mark.parametrize("ended", [(), (event("call_end", 9, outcome="disconnected"),)])
def test_who_puts_one_through_is_no_dead_end_though_nobody_answered(ended: tuple[Any]) -> None:
    moves = [
        event("rep", 0, department="service"), event("denied", 2, what="a credit"),
        event("transfer", 3, to="billing"),
    ]  # fmt: skip
    found = company("Acme", [imported(script(call(*moves, *ended)))], DAY)
    assert found.dead_ends == ()
