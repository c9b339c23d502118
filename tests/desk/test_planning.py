"""The page plan: what it shows first, its ladder, its breaks, and what its keys log."""

from __future__ import annotations

import re
from typing import Any

import pytest

from callmate.desk.leaving import NO_BREAK
from callmate.desk.pages.planning import NO_CASE
from callmate.model.agenda import all_tasks
from callmate.model.events import NewEvent
from callmate.model.planning.plan import Plan, plan
from callmate.model.timeline import row
from tests.desk.planning import histories, pane, person_with, refused, row_of
from tests.desk.support import page


def test_the_plan_stands_there_with_the_most_pressing_first() -> None:
    person = person_with(*histories("22")).type("p")
    rows = page(person).rows
    assert rows[0].words.startswith("Change the channel: seven promises were broken")
    assert row_of(person, "then").words.startswith("Written complaint")
    assert "supervisor at once" in row_of(person, "first").words
    assert any("Seven promises" in row.words for row in rows)


def test_no_case_says_so() -> None:
    person = person_with().type("p")
    assert [row.words for row in page(person).rows] == [NO_CASE]


def test_a_step_is_planned_with_a_date_and_then_taken() -> None:
    person = person_with(refused(3)).type("p2")
    assert person.fact("rung").text("rung") == "written-complaint"
    person.type("3 days{enter}")
    assert len(person.fact("rung").text("by")) == len("2026-11-26")
    assert "you planned it by" in row_of(person, "then").words
    planned = row(person.case, person.fact("rung"), person.clock.now())
    assert planned.label == "next step:"
    assert re.fullmatch(r"Written complaint to the company by \w{3} \d+ \w{3}.*", planned.words)
    person.type("3")
    taken = row(person.case, person.facts[-1], person.clock.now())
    assert (taken.label, taken.words) == ("step taken:", "Written complaint to the company")
    assert [fact.text("state") for fact in person.facts if fact.kind == "rung"] == [
        "planned", "done",
    ]  # fmt: skip
    assert not row_of(person, "then").words.startswith("Written complaint")


def test_a_step_planned_without_a_date_is_planned() -> None:
    person = person_with(refused(3)).type("p2{escape}")
    assert [one.state for one in person.case.around.rungs] == ["planned"]


def test_the_whole_ladder_is_a_tab_away_and_any_step_can_be_planned() -> None:
    person = person_with(refused(3)).type("p{tab}")
    assert page(person).title == "LADDER 2/2"
    assert row_of(person, "next").words == "Written complaint to the company"
    taken = [row.words for row in page(person).rows if row.label == "taken"]
    assert taken == ["The person who answers", "Another rep"]
    later = next(at for at, row in enumerate(page(person).rows) if row.label == "later")
    person.type("{down}" * later + "{enter}")
    assert "rung" not in [fact.kind for fact in person.facts]
    step = page(person).rows[later]
    below = [row.words for row in page(person).rows[later + 1 :]]
    assert step.right == "less"
    assert any(words.startswith("Source: ") for words in below)
    assert below.index("It is taken") == below.index("Plan this step") + 1
    person.type("3fri{enter}")
    assert person.fact("rung").text("rung") == step.payload
    assert "you planned it by" in page(person).rows[later].words
    person.type("{enter}")
    assert page(person).rows[later].right == "more"
    assert "Plan this step" not in [row.words for row in page(person).rows]
    person.type("{tab}")
    assert pane(person) == "timeline"


def test_the_ladder_is_of_the_company_and_country_that_are_typed() -> None:
    person = person_with(refused(3, country=None, problem="nothing to tell by")).type("p{tab}")
    assert row_of(person, "kind").words == "general"
    assert row_of(person, "country").words == "not known"
    person.type("1{ctrl+u}broadband{enter}2united kingdom{enter}")
    assert row_of(person, "kind").words == "telecom"
    steps = [row.words for row in page(person).rows if row.action == "read"]
    assert steps[:3] == [
        "The person who answers", "Supervisor or manager", "Written complaint to the company",
    ]  # fmt: skip
    assert len(steps) == 4


def test_a_break_is_taken_by_one_key_and_ended_by_it() -> None:
    person = person_with(refused(1))
    person.type("{space}re{enter}", gap=1).wait(1)
    person.type("f", gap=1).wait(2).type("ee", gap=1)
    person.type("{escape}").type("p")
    before = row_of(person, "break")
    assert (before.digit, before.right) == ("1", "take it")
    person.type("1")
    assert person.case.around.rest is not None
    assert person.case.around.rest.until == before.payload
    assert row_of(person, "break").words.startswith("You are taking a break until tomorrow")
    assert row_of(person, "next").words.startswith("Take the break you set, until")
    person.type("1")
    assert person.case.around.rest is None


def test_a_break_of_any_length_is_two_keys_and_a_day() -> None:
    person = person_with(refused(1)).type("zh")
    field = person.desk.view.field
    assert field is not None and (person.typed, field.offered) == ("", "tomorrow")
    assert person.case.around.rest is not None
    first = person.case.around.rest.until
    person.type("{enter}")
    assert person.case.around.rest.until == first
    person.type("zh2 weeks{enter}")
    assert person.case.around.rest.until > first


def test_a_break_that_is_no_time_keeps_the_field_open() -> None:
    person = person_with(refused(1)).type("zhwhenever{enter}")
    assert person.typed == "whenever"
    assert "No such time" in person.said


def test_undo_takes_the_break_back() -> None:
    person = person_with(refused(1)).type("zh{enter}")
    assert person.case.around.rest is not None
    person.type("uu")
    assert person.case.around.rest is None


@pytest.mark.parametrize("typed", ["", "3 da", "whenever{enter}"])
def test_escape_leaves_the_break_as_it_was_before(typed: str) -> None:
    person = person_with(refused(1)).type(f"zh{typed}{{escape}}")
    assert person.said == NO_BREAK
    assert person.typed is None
    before = person.case.around
    assert before.rest is None
    person.type("zh3 days{enter}")
    taken = person.case.around.rest
    assert taken is not None
    person.type(f"zh{typed}{{escape}}")
    assert person.case.around.rest == taken


def test_no_break_without_a_case() -> None:
    person = person_with().type("zh")
    assert person.said == NO_CASE
    assert person.typed is None


@pytest.mark.parametrize("keys", ["zt", "zg"])
def test_both_open_in_a_call_and_a_live_key_is_logged_all_the_same(keys: str) -> None:
    person = person_with(refused(2)).type("{space}").wait(1)
    person.type(keys)
    assert pane(person) == "page"
    person.wait(1).type("h")
    assert pane(person) == "timeline"
    assert "hold" in person.states


def test_typing_on_the_page_does_not_make_the_plan_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(*given: Any) -> Plan:
        made.append(1)
        return plan(*given)

    monkeypatch.setattr("callmate.desk.pages.planning.plan", counted)
    person = person_with(refused(3)).type("p2")
    before = len(made)
    person.type("3 day", gap=0.3)
    assert len(made) <= before + 1


@pytest.mark.parametrize(
    ("statement", "by"), [("statement of 3 February 2026", "2026-04-04"), ("the last one", "")]
)
def test_what_must_be_in_writing_is_one_key_from_what_is_due(statement: str, by: str) -> None:
    made = refused(1, problem="a bill")
    values = {"statement": statement, "kind": "wrong charge on a credit card"}
    said = NewEvent("said", "case_set", made[-1].moment, {"values": values})
    person = person_with([*made, said]).type("p")
    line = row_of(person, "in writing")
    assert line.words.startswith("Only writing keeps this right (US): ")
    assert "You have 60 days from" in line.words
    assert ("until 4 April 2026" in line.words) is bool(by)
    person.type("4")
    assert person.fact("rung").text("by") == by
    assert person.typed == (None if by else "")
    if not by:
        person.type("{enter}")
    tasks = [one for one in all_tasks(person.case) if one.kind == "rung"]
    assert [(one.by, one.owner[:6]) for one in tasks] == [(by, "write:")]
    assert row_of(person, "in writing").right == "in due"
