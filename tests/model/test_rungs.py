"""How each step of the ladder stands: what was taken, what was only asked for, what is next."""

from __future__ import annotations

from typing import Any

from callmate.model.planning.plantext import ladder_lines
from tests.exchange.support import call, event, imported, script
from tests.model.planned import DAY, planned, refused, with_facts
from tests.model.support import folded

US = {"country": "US", "problem": "cable bill", "company": "Acme"}


def standing(*events: dict[str, Any]) -> dict[str, str]:
    """How each step stands after one call."""
    found = planned(imported(script(call(event("rep", 0, name="Bo"), *events), **US)))
    return {one.step.id: one.state for one in found.ladder}


def test_being_put_through_is_no_team_lead() -> None:
    moved = standing(event("transfer", 1, to="billing"), event("rep", 2, name="Al"))
    assert moved["rep"] == "taken"
    assert moved["team-lead"] != "taken"


def test_a_manager_who_was_refused_was_asked_for_and_not_taken() -> None:
    no = event("supervisor_asked", 1, result="refused")
    asked = standing(event("ask", 0, what="a letter"), event("denied", 0), no)
    assert asked["team-lead"] == "asked"
    assert asked["supervisor"] == "asked" or asked["supervisor"] == "next"
    twice = standing(no, event("supervisor_asked", 2, result="refused"))
    assert (twice["supervisor"], twice["written-complaint"]) == ("asked", "next")
    came = standing(event("supervisor_asked", 1, result="granted"))
    assert (came["team-lead"], came["supervisor"]) == ("taken", "taken")


def test_what_was_asked_for_says_how_often() -> None:
    no = [event("supervisor_asked", n, result="refused") for n in (1, 2)]
    found = planned(imported(script(call(event("rep", 0), *no), **US)))
    lines = ladder_lines(found, DAY.date())
    manager = next(one for one in lines if one.step == "supervisor")
    assert (manager.label, manager.words) == (
        "asked", "Supervisor or manager: asked for twice, not got",
    )  # fmt: skip


def test_a_public_office_has_no_steps_for_companies_and_says_what_is_not_known() -> None:
    found = planned(folded(refused(3, problem="tax office, refund", company="IRS")))
    assert found.sector == "public-body"
    assert [one.step.id for one in found.ladder] == [
        "rep", "call-back", "team-lead", "supervisor", "written-complaint",
    ]  # fmt: skip
    lines = ladder_lines(found, DAY.date())
    assert any("none is known here" in one.words for one in lines)


def test_how_it_was_paid_may_be_told_among_the_facts() -> None:
    made = refused(1, **US)
    paid = with_facts(made, ("case_set", {"values": {"facts": "paid with my card"}}))
    steps = [[one.step.id for one in planned(one).ladder] for one in (folded(made), paid)]
    assert ["card-dispute" in one for one in steps] == [False, True]
