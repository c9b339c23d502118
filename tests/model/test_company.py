"""What the cases teach of a company: its map, its people, and its scorecard."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.planning.company import company
from callmate.model.planning.companytext import company_parts
from tests.exchange.support import call, document, event, events_of, imported, script
from tests.model.learning import DAY, learned
from tests.model.live import Phone
from tests.model.support import HISTORIES, folded


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_map_is_the_one_of_the_file(history: Path) -> None:
    found, expected = learned(history)
    assert [
        [edge.source or None, edge.aimed or None, edge.target or None, edge.count, edge.reached]
        for edge in found.edges
    ] == expected["map"]
    assert found.loops == expected["loops"]
    assert list(found.dead_ends) == expected["dead_ends"]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_departments_and_reps_did_what_the_file_says(history: Path) -> None:
    found, expected = learned(history)
    assert {
        one.name: {
            "granted": list(dict.fromkeys(one.tally.granted)),
            "denied": list(dict.fromkeys(one.tally.denied)),
        }
        for one in found.departments
    } == expected["departments"]
    assert [
        [one.name, one.department, len(one.tally.granted), len(one.tally.denied),
         one.tally.kept, one.tally.broken]
        for one in found.reps
    ] == expected["reps"]  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_scorecard_is_that_of_the_file(history: Path) -> None:
    found, expected = learned(history)
    card = asdict(found.card)
    assert {key: card[key] for key in expected["scorecard"]} == expected["scorecard"]


def test_one_company_is_learned_from_all_its_cases() -> None:
    """The three histories with one cable company, however it is written."""
    folds = [imported(path) for path in HISTORIES if "comcast" in path.name]
    found = company(" COMCAST", folds, DAY)
    card = found.card
    assert (card.cases, card.calls, card.hold_seconds) == (3, 5, 2940)
    assert (card.promises_kept, card.promises_broken, card.callbacks_offered) == (1, 2, 2)
    assert [one.name for one in found.departments] == [
        "retention", "customer service", "outsourced billing", "Comcast USA billing",
    ]  # fmt: skip
    assert {one.name for one in found.departments if one.entry} == {
        "retention", "customer service", "outsourced billing",
    }  # fmt: skip


def test_the_airline_of_two_histories() -> None:
    folds = [imported(path) for path in HISTORIES if "qantas" in path.name]
    card = company("Qantas", folds, DAY).card
    assert (card.calls, card.hold_seconds, card.longest_hold_seconds) == (8, 106_801, 56_401)
    assert (card.promises_broken, card.callbacks_offered) == (7, 7)
    assert (card.callbacks_kept, card.callbacks_broken) == (0, 7)


def test_a_case_of_another_company_teaches_nothing() -> None:
    fold = imported(HISTORIES[0])
    found = company("Acme", [fold], DAY)
    assert (found.card.cases, found.departments) == (0, ())


def test_only_the_calls_with_the_company_count() -> None:
    there = call(event("rep", 0, name="Al", department="desk"), organisation="Courier")
    here = call(event("rep", 0, name="Bo", department="billing"), start="2026-03-03T09:00")
    fold = imported(script(there, here))
    assert [one.name for one in company("Acme", [fold], DAY).reps] == ["Bo"]
    assert [one.name for one in company("courier", [fold], DAY).reps] == ["Al"]


def test_a_manager_who_calls_back_is_a_call_back_offered() -> None:
    calls = call(event("supervisor_asked", 1, result="callback"),
                 event("offer", 2, what="we can call you tomorrow"),
                 event("promise", 3, what="take the call charges off"))  # fmt: skip
    assert company("Acme", [imported(script(calls))], DAY).card.callbacks_offered == 2


def marked(fold_events: list[NewEvent], marks: dict[int, dict[str, bool]]) -> Fold:
    """The fold with marks given to the reps, by their order in the case."""
    reps = [one for one in fold_events if one.kind == "rep"]
    last = fold_events[-1].moment
    facts = [
        NewEvent(f"mark{place}{mark}", "rep_mark", last,
                 {"rep": reps[place].id, "mark": mark, "value": value}, reps[place].call)
        for place, given in marks.items()
        for mark, value in given.items()
    ]  # fmt: skip
    return folded([*fold_events, *facts])


def test_reps_are_sorted_by_their_marks() -> None:
    reps = [event("rep", at, name=name) for at, name in enumerate(("Al", "Bo", "Cy"))]
    made = events_of(script(call(*reps)))
    fold = marked(made, {0: {"listened": False, "knew": True}, 2: {"listened": False},
                         1: {"listened": True, "owned": True}})  # fmt: skip
    found = company("Acme", [fold], DAY)
    assert [(one.name, one.tally.yes, one.tally.marks) for one in found.reps] == [
        ("Bo", 2, 2), ("Al", 1, 2), ("Cy", 0, 1),
    ]  # fmt: skip
    assert (found.card.marks_yes, found.card.marks) == (3, 5)


def test_what_they_asked_for_is_newest_first_and_once() -> None:
    asked = [event("verification", at, what=what) for at, what in
             enumerate(("date of birth", "postcode", "Date of  birth", ""))]  # fmt: skip
    found = company("Acme", [imported(script(call(*asked)))], DAY)
    assert found.asked_for == ("Date of  birth", "postcode")


def test_a_document_without_calls_teaches_an_empty_company() -> None:
    assert document()["calls"] == []
    found = company("Acme", [imported(script())], DAY)
    assert (found.edges, found.reps, found.card.cases) == ((), (), 1)


def test_who_answers_a_transfer_counts_for_where_one_was_put_through_to() -> None:
    """Nobody says where they are: a rep after ``t billing`` is of billing."""
    moves = call(
        event("rep", 0, name="Al"), event("transfer", 1, to="billing"),
        event("rep", 2, name="Tom"), event("denied", 3, what="a refund"),
        event("transfer", 4, to="claims"), event("rep", 5, name="Eve", department="appeals"),
        event("granted", 6, what="a refund"),
    )  # fmt: skip
    fold = imported(script(moves))
    found = company("Acme", [fold], DAY)
    assert [(one.name, one.tally.granted, one.tally.denied) for one in found.departments] == [
        ("billing", [], ["a refund"]), ("appeals", ["a refund"], []),
    ]  # fmt: skip
    assert {one.name: one.department for one in found.reps} == {
        "Al": "", "Tom": "billing", "Eve": "appeals",
    }  # fmt: skip
    assert [(edge.source, edge.target) for edge in found.edges] == [
        ("", "billing"), ("billing", "appeals"),
    ]  # fmt: skip
    assert [rep.department for rep in fold.case.reps] == ["", "", "appeals"]


def test_who_was_met_before_counts_for_where_they_were_then() -> None:
    """A department told later, or of somebody else, is no department of that call."""
    calls = [
        call(event("rep", 0, name="Tom"), event("denied", 1, what="a refund")),
        call(event("rep", 0, name="tom", department="billing"), start="2026-03-03T09:00"),
        call(event("rep", 0, name="Tom"), event("granted", 1, what="a refund"),
             event("rep", 2), event("denied", 3, what="a fee"), start="2026-03-04T09:00"),
    ]  # fmt: skip
    found = company("Acme", [imported(script(*calls))], DAY)
    assert [(one.name, one.tally.granted, one.tally.denied, one.tally.stints)
            for one in found.departments] == [("billing", ["a refund"], [], 2)]  # fmt: skip
    assert [one.department for one in found.grants] == ["billing"]
    told = next(part for part in company_parts(found, ()) if part.name == "WHO MAY DO WHAT")
    assert [(one.label, one.words) for one in told.lines] == [
        ("", "billing"), ("granted", "a refund"),
    ]  # fmt: skip


def test_a_department_told_before_anybody_answers_is_that_of_who_does() -> None:
    phone = Phone().do("start")
    phone.correct("department", text="appeals")
    phone.do("rep", name="Ines").do("rep", name="Bo")
    assert [(rep.name, rep.place) for rep in phone.fold.case.reps] == [
        ("Ines", "appeals"), ("Bo", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ([False, False], "offered 2×, all broken"),
        ([True, False], "offered 2×, 1 kept, 1 broken"),
        ([None], "offered 1×"),
        ([False], "offered 1×, 1 broken"),
    ],
)
def test_what_came_of_their_call_backs_is_told(kept: list[bool | None], words: str) -> None:
    made = [event("promise", n, what="call you back", kept=one) for n, one in enumerate(kept)]
    found = company("Acme", [imported(script(call(*made)))], DAY)
    card = next(part for part in company_parts(found, ()) if part.name == "SCORECARD")
    assert [one.words for one in card.lines if one.label == "call-back"] == [words]
