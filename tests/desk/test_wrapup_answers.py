"""What one tells in the wrap-up: marks, own words, promises, the result, and oneself."""

from __future__ import annotations

import pytest

from callmate.model.events import NewEvent
from callmate.model.fold import fold
from callmate.model.timeline import visible
from tests.desk.support import Person, page
from tests.desk.wrapping import TOM, at, is_open, words


def test_a_digit_turns_a_mark_from_blank_to_yes_to_no_to_blank() -> None:
    person = Person().type(TOM).wait(30).type("ee")
    rep = person.case.reps[0].id
    for value in (True, False, None):
        person.type("1")
        assert person.case.around.marks[rep].get("listened") is value
    person.type("1234455")
    given = {"listened": True, "knew": True, "sided": True, "time": False, "owned": False}
    assert person.case.around.marks[rep] == given
    labels = [row.label.strip() for row in page(person).rows if row.action == "mark"]
    assert labels == ["yes", "yes", "yes", "no", "no"]


def test_what_the_log_says_is_shown_and_taken_by_one_key() -> None:
    person = Person().type(TOM + "y").wait(30).type("s").wait(9).type("s").wait(5).type("ee")
    says = {row.payload: row.right for row in page(person).rows if row.action == "mark"}
    assert says["listened"] == says["time"] == "the log says no"
    assert says["owned"] == ""
    assert person.case.around.marks == {}
    person.type("2" + "0")
    rep = person.case.reps[0].id
    assert person.case.around.marks[rep] == {"knew": True, "listened": False, "time": False}
    assert "take" not in [row.action for row in page(person).rows]


def test_what_one_gave_oneself_stands_against_what_the_log_says() -> None:
    person = Person().type(TOM + "y").wait(30).type("s").wait(9).type("s").wait(5).type("ee10")
    rep = person.case.reps[0].id
    assert person.case.around.marks[rep] == {"listened": True, "time": False}


def test_ones_own_line_is_typed_and_changed() -> None:
    person = Person().type(TOM).wait(30).type("ee6looked it up{enter}")
    rep = person.case.reps[0].id
    assert person.case.around.lines == {rep: "looked it up"}
    assert is_open(person)
    assert "looked it up" in words(person)
    person.type("6, did not call{enter}")
    assert person.case.around.lines == {rep: "looked it up, did not call"}
    assert person.kinds.count("rep_line") == 1


def test_the_line_left_empty_is_none() -> None:
    person = Person().type(TOM).wait(30).type("ee6{enter}")
    assert "in your own words" in words(person)[-1]


def test_a_promise_gets_its_time_and_its_owner() -> None:
    person = Person().type("{space}r{enter}pcall back{enter}").wait(30).type("ee{enter}")
    assert at(person).startswith("2/4  promises")
    assert [row.right for row in page(person).rows[1:]] == ["by when?", "who answers for it?"]
    person.type("1tomorrow{enter}2Ann, complaints{enter}")
    (promise,) = person.case.promises
    assert promise.by == "2026-03-03"
    assert promise.owner == "Ann, complaints"
    assert [row.role for row in page(person).rows[1:]] == ["ok", "ok"]
    person.type("{enter}")
    assert at(person).endswith("what the call brought")


def test_a_time_that_cannot_be_keeps_the_field_open() -> None:
    person = Person().type("{space}r{enter}pcall back{enter}").wait(30).type("ee{enter}")
    person.type("1the 31st of February{enter}")
    assert person.typed == "the 31st of February"
    assert "No such time" in person.said
    assert person.case.promises[0].by is None


def test_a_mark_without_words_gets_them() -> None:
    person = Person().type(TOM + "{space}").wait(30).type("ee{enter}")
    assert at(person).startswith("2/4  moments")
    person.type("1she sighed{enter}")
    assert person.fact("mark").text("text") == "she sighed"
    assert "she sighed" in words(person)


def test_answers_of_two_reps_are_linked_by_a_digit_and_unlinked() -> None:
    person = Person().type(TOM + "arefund{enter}x").wait(30)
    person.type("tcomplaints{enter}rann{enter}arefund{enter}g").wait(30).type("ee{enter}{enter}")
    assert at(person).endswith("answers that differ")
    assert words(person)[1] == "tom refused “refund” ↔ ann granted “refund”"
    person.type("1")
    (pair,) = person.case.contradictions
    assert set(pair) == {answer.id for answer in person.case.asks[0].answers}
    assert page(person).rows[1].right == "linked"
    person.type("1")
    assert person.case.contradictions == ()


@pytest.mark.parametrize(("digit", "closed"), [("1", "resolved"), ("2", "")])
def test_all_or_the_least_asks_whether_it_is_settled(digit: str, closed: str) -> None:
    person = Person().type(TOM).wait(30).type("ee{enter}1{enter}")
    assert at(person) == "3/4  is it settled?"
    person.type(digit)
    assert person.case.around.closed == closed


def test_ones_own_conduct_is_private_and_names_the_anger() -> None:
    person = Person().type(TOM + "f").wait(30).type("ee{enter}{enter}")
    assert at(person).endswith("yourself, for you alone")
    assert "Bear no grudge" in words(person)[-1]
    person.type("133")
    call = person.case.calls[0].id
    assert person.case.around.conduct == {call: {"polite": True, "no_threats": False}}
    assert "grudge" not in " ".join(words(Person().type(TOM).wait(9).type("ee{enter}{enter}")))


def test_the_wish_stands_beside_what_the_call_brought() -> None:
    person = Person().type(TOM).wait(30)
    c, now = person.desk.context, person.clock.now()
    known = {"outcome": "a refund", "least": "half"}
    c.take([NewEvent(c.new_id(), "case_set", now, {"values": known})])
    person.type("ee{enter}")
    assert words(person)[:2] == ["a refund", "half"]


def test_z_y_settles_a_case_and_opens_it_again() -> None:
    person = Person().type(TOM).wait(30).type("ee{escape}zy1")
    assert person.case.around.closed == "resolved"
    assert "Settled" in person.said
    person.type("zy")
    assert person.case.around.closed == ""
    person.type("zy2")
    assert person.case.around.closed == "dropped"
    person.type("u")
    assert person.case.around.closed == ""


def test_z_y_without_a_case_says_where_one_is() -> None:
    assert "No case is open" in Person().type("zy").said


def test_an_unsure_rep_hung_up_on_is_asked_about_and_called_again() -> None:
    person = Person().type(TOM + "w").wait(60).type("ee")
    assert person.asked == "Hung up because the rep seemed unsure?"
    assert is_open(person)
    person.type("1")
    assert person.case.calls[0].outcome == "unsure rep"
    assert "space calls again" in person.said
    assert at(person) == "1/3  tom, billing"
    person.type("{space}rann{enter}arefund{enter}g").wait(30).type("ee{enter}")
    assert [call.outcome for call in person.case.calls] == ["unsure rep", ""]
    assert at(person) == "2/4  the calls side by side"
    assert words(person)[0] == "tom, billing 1:13: seemed unsure, you hung up"
    assert words(person)[1].startswith("ann 0:")
    assert words(person)[1].endswith(": granted “refund”")
    assert words(person)[2].startswith("Calling again helped")


def test_the_answer_no_leaves_it_and_is_not_asked_again() -> None:
    person = Person().type(TOM + "w").wait(60).type("ee2")
    assert person.case.calls[0].outcome == ""
    assert person.asked == ""
    person.type("{escape}w")
    assert person.asked == ""


def test_another_end_is_not_asked_about() -> None:
    for keys in ("", "w"):
        person = Person().type(TOM + keys).wait(200 if keys else 60).type("ee")
        assert person.asked == ""


def test_a_result_given_anew_takes_the_place_of_the_old_one_and_undo_brings_that_back() -> None:
    person = Person().type(TOM).wait(30).type("ee{enter}1")
    assert "⇧tab back" in page(person).hint
    person.type("3")
    results = [
        fact for fact in visible(fold(person.case.id, person.log).facts) if fact.kind == "result"
    ]
    assert [fact.text("result") for fact in results] == ["part"]
    call = person.case.calls[0].id
    assert person.case.around.results == {call: "part"}
    person.type("{escape}u")
    assert person.case.around.results == {call: "all"}
    person.type("u")
    assert person.case.around.results == {}
