"""Calling again to get somebody else: which calls belong together, and what they brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.model.redial import UNSURE, came, redials, redials_json, verdict
from callmate.model.report import report
from callmate.model.report_text import render
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone

SCRIPTS = sorted((Path(__file__).parents[1] / "cases").glob("[0-9]*.json"))
"""The twelve histories."""


def one_call(
    phone: Phone, name: str = "", *, ask: str = "refund", answer: str = "", outcome: str = ""
) -> Phone:
    phone.do("start").wait(5).do("rep", name=name).wait(10).do("ask", what=ask).wait(10)
    if answer:
        phone.do(answer).wait(10)
    phone.do("end")
    phone.do("end")
    if outcome:
        ended = [fact for fact in phone.fold.facts if fact.kind == "call_end"][-1]
        phone.correct("detail", target=ended.id, values={"outcome": outcome})
    return phone


def test_four_calls_in_one_night_stand_side_by_side() -> None:
    """History 27, written down from its file: each said no, and no name was noted."""
    history = next(one for one in SCRIPTS if one.name.startswith("27"))
    (found,) = redials_json(imported(history).case)
    assert found["what"] == "where is the bag"
    assert found["unsure_rep"] is False
    assert found["may_be_same_rep"] is True
    sides = found["sides"]
    assert [side["call"] for side in sides] == [1, 2, 3, 4]
    assert [side["reps"] for side in sides] == [[None]] * 4
    assert [side["departments"] for side in sides] == [["lost baggage"]] * 4
    assert [side["denied"] for side in sides] == [["no information, polite"]] * 3 + [[]]
    assert [side["granted"] for side in sides] == [[]] * 4
    assert [side["outcome"] for side in sides] == ["no information"] * 4
    assert [side["seconds"] for side in sides] == [240] * 4
    assert "another rep does not help" in found["verdict"]
    assert "ask for them" in found["verdict"]


@pytest.mark.parametrize("history", SCRIPTS, ids=lambda path: path.stem)
def test_no_other_history_called_again_for_somebody_else(history: Path) -> None:
    expected = 1 if history.name.startswith("27") else 0
    assert len(redials(imported(history).case)) == expected


def test_after_an_unsure_rep_any_next_call_is_one() -> None:
    phone = one_call(Phone(), "Bob", outcome=UNSURE).wait(24 * 3600)
    one_call(phone, "Ann", ask="credit", answer="granted")
    (found,) = redials(phone.fold.case)
    assert found.unsure
    assert [side.reps for side in found.sides] == [("Bob",), ("Ann",)]
    assert came(found.sides[1]) == "Ann 0:35: granted “credit”"
    assert verdict(found).startswith("Calling again helped: call 2")
    assert not found.may_be_same


def test_the_same_ask_within_half_an_hour_is_one_and_later_is_not() -> None:
    soon = one_call(one_call(Phone(), "Bob", answer="refused").wait(29 * 60), "Ann")
    assert [side.reps for side in redials(soon.fold.case)[0].sides] == [("Bob",), ("Ann",)]
    late = one_call(one_call(Phone(), "Bob", answer="refused").wait(31 * 60), "Ann")
    assert redials(late.fold.case) == ()


@pytest.mark.parametrize(
    "first",
    [
        {"answer": "granted"},
        {"outcome": "disconnected"},
        {"ask": "something else"},
    ],
    ids=["granted", "cut off", "another ask"],
)
def test_a_call_with_another_reason_is_none(first: dict[str, str]) -> None:
    phone = one_call(one_call(Phone(), "Bob", **first).wait(60), "Ann")
    assert redials(phone.fold.case) == ()


def test_a_call_of_theirs_is_none() -> None:
    ask = [event("rep", 0, name=None), event("ask", 1, what="refund"), event("call_end", 2)]
    calls = [
        call(*ask, start="2026-03-02T09:00"),
        call(*ask, start="2026-03-02T09:10", direction="in"),
    ]
    assert redials(imported(script(*calls)).case) == ()
    calls[1]["direction"] = "out"
    assert len(redials(imported(script(*calls)).case)) == 1


def test_who_met_nobody_did_not_call_again_for_somebody_else() -> None:
    nobody = call(event("ask", 1, what="refund"), event("call_end", 2), start="2026-03-02T09:00")
    met = [event("rep", 0, name=None), event("ask", 1, what="refund"), event("call_end", 2)]
    assert redials(imported(script(nobody, call(*met, start="2026-03-02T09:10"))).case) == ()


def test_two_calls_without_a_yes_say_so_and_what_was_missed() -> None:
    phone = one_call(one_call(Phone(), outcome=UNSURE).wait(60), "Ann", answer="refused")
    (found,) = redials(phone.fold.case)
    assert verdict(found).startswith("Calls 1 and 2 brought nothing. Without names")


def test_the_report_tells_it_in_words_too() -> None:
    phone = one_call(Phone(), "Bob", outcome=UNSURE).wait(60)
    one_call(phone, "Ann", answer="granted")
    found = report(phone.fold, phone.clock.now().at)
    page = render(found)
    assert "CALLED AGAIN" in page
    assert "call 2: Ann 0:35: granted “refund”" in page
    assert found["redials"][0]["unsure_rep"] is True
