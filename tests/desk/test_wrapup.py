"""The wrap-up by keys: it opens with the end of a call, can be left and taken up, loses nothing."""

from __future__ import annotations

from pathlib import Path

from callmate.model.around import MARKS
from tests.desk.support import Person, on_disk
from tests.desk.wrapping import TOM, at, is_open, words


def test_it_opens_with_the_end_of_a_call_and_enter_goes_through_it() -> None:
    person = Person().type(TOM).wait(30).type("ee")
    assert is_open(person)
    assert at(person) == "1/3  tom, billing"
    person.type("{enter}")
    assert at(person) == "2/3  what the call brought"
    person.type("{enter}{enter}")
    assert not is_open(person)
    call = person.case.calls[0].id
    assert person.case.around.wrapped == {call: "done"}


def test_undo_takes_a_mark_back_while_the_page_stands() -> None:
    person = Person().type(TOM).wait(30).type("ee1").type("u")
    assert is_open(person)
    assert person.case.around.marks == {}


def test_undo_after_the_wrap_up_still_finds_the_end_of_the_call() -> None:
    person = Person().type(TOM).wait(30).type("ee{escape}")
    assert person.case.around.wrapped
    person.type("u")
    assert person.on_the_phone()


def test_escape_leaves_and_w_goes_on_at_that_step() -> None:
    person = Person().type(TOM).wait(30).type("ee1{enter}2{escape}")
    call = person.case.calls[0].id
    assert not is_open(person)
    assert person.case.around.wrapped == {call: "skipped"}
    assert person.case.around.results == {call: "least"}
    person.type("w")
    assert at(person).startswith("2/4  what the call brought")
    person.type("{enter}{enter}{enter}")
    assert person.case.around.wrapped == {call: "done"}


def test_one_that_is_done_can_be_looked_at_again_from_its_beginning() -> None:
    person = Person().type(TOM).wait(30).type("ee{enter}{enter}{enter}")
    before = len(person.log)
    person.type("w")
    assert at(person) == "1/3  tom, billing"
    person.type("{escape}")
    assert [event.kind for event in person.log[before:]] == ["key", "key"]


def test_w_finds_an_earlier_call_that_was_left_or_ran_beside_the_last() -> None:
    person = Person().type(TOM).wait(30).type("ee{escape}")
    person.type("{space}rann{enter}").wait(30).type("ee{enter}{enter}{enter}w")
    assert at(person) == "1/3  tom, billing"
    two = Person().type(TOM + "zzrann{enter}").wait(30).type("eeee{enter}{enter}{enter}")
    assert not is_open(two)
    two.type("w")
    assert at(two) == "1/3  ann"


def test_an_end_taken_back_while_the_page_stands_leaves_a_page_of_the_call() -> None:
    person = Person().type(TOM).wait(30).type("ee{enter}u")
    assert person.on_the_phone()
    assert at(person) == "1/1  tom, billing"
    person.type("h")
    assert not is_open(person)


def test_tab_and_shift_tab_step_too() -> None:
    person = Person().type(TOM).wait(30).type("ee{tab}{tab}")
    assert at(person).startswith("3/3")
    person.press("shift+tab").press("shift+tab").press("shift+tab")
    assert at(person).startswith("1/3")


def test_on_hold_it_is_opened_by_z_v_and_a_live_key_goes_back() -> None:
    person = Person().type(TOM + "h").wait(30).type("zv")
    assert at(person) == "1/1  tom, billing"
    person.type("14h")
    assert not is_open(person)
    assert "hold" not in person.states
    rep = person.case.reps[0].id
    assert person.case.around.marks[rep] == {"listened": True, "time": True}
    assert person.case.around.wrapped == {}
    person.type("ee")
    assert at(person) == "1/3  tom, billing"  # two marks of five: not done with tom


def test_what_was_typed_in_it_is_not_lost_by_a_live_key() -> None:
    person = Person().type(TOM + "h").wait(30).type("zv6half a")
    person.press("f2")
    assert "hold" not in person.states
    assert person.typed == "half a"
    person.type("{escape}")
    assert person.fact("rep_line").text("draft") == "half a"


def test_before_anybody_answers_there_is_nothing_to_look_at() -> None:
    person = Person().type("{space}").wait(10).type("zv")
    assert words(person) == ["Nobody has answered yet: there is nothing to wrap up."]
    person.type("{enter}")
    assert not is_open(person)


def test_w_without_a_case_says_that_there_is_none() -> None:
    person = Person().type("w")
    assert words(person) == ["No call to wrap up yet."]
    person.type("{escape}")
    assert not is_open(person)


def test_all_of_a_usual_call_takes_few_keys() -> None:
    person = Person().type("{space}rtom{enter}arefund{enter}gy").wait(60).type("ee")
    before = len(person.events("key"))
    person.type("02345{enter}1{enter}1{enter}123{enter}")
    assert not is_open(person)
    assert len(person.events("key")) - before <= 15
    (rep,) = person.case.reps
    assert set(person.case.around.marks[rep.id]) == set(MARKS)


def test_after_a_restart_it_stands_where_it_was(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type(TOM).wait(30).type("ee12345{enter}")
    world.close()
    again, _ = on_disk(tmp_path, person.clock)
    assert is_open(again)
    assert at(again) == "2/3  what the call brought"
    (rep,) = again.case.reps
    assert again.case.around.marks[rep.id] == dict.fromkeys(MARKS, True)
