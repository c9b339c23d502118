"""Questions: asked in the preparation, carried from call to call until they are answered."""

from __future__ import annotations

import pytest

from callmate.model.checklist import Item
from tests.desk.preparing import TO, line, told, with_packs
from tests.desk.support import Person


def asking(*questions: str) -> Person:
    """A case with questions, prepared with the packs at hand."""
    person = with_packs(Person()).type("{ctrl+n}Acme{tab}{tab}{tab}{enter}{enter}")
    for one in questions:
        person.type(one + "{enter}")
    return person.type("{escape}")


def listed(person: Person) -> dict[str, Item]:
    """The checklist's questions."""
    person.desk.tick()
    items = person.desk.parts.cards.items
    return {item.text: item for item in items if item.text.startswith("ask: ")}


def states(person: Person) -> list[str]:
    return [one.state for one in person.case.around.questions]


def test_enter_keeps_a_question_and_takes_the_next() -> None:
    person = Person().type(TO["question"] + "is this normal?{enter}")
    assert (line(person), person.typed) == ("question", "")
    person.type("who pays?{enter}")
    assert "? is this normal?" in told(person) and "? who pays?" in told(person)
    person.type("{enter}")
    assert line(person) == "mood"
    assert [one.text for one in person.case.around.questions] == ["is this normal?", "who pays?"]


@pytest.mark.parametrize("leave", ["{tab}", "{escape}", "{up}"])
def test_a_question_is_kept_however_the_line_is_left(leave: str) -> None:
    person = Person().type(TO["question"] + "why?" + leave)
    assert states(person) == ["open"]


def test_an_empty_question_is_none() -> None:
    person = Person().type(TO["question"] + "x{backspace} {enter}")
    assert person.case.around.questions == ()
    assert line(person) == "mood"


def test_open_questions_stand_on_the_checklist_after_its_own_lines() -> None:
    person = asking("why?", "who?", "when?", "where?").type("{space}")
    found = listed(person)
    assert [item.digit for item in found.values()] == [7, 8, 9, 0]
    texts = [item.text for item in person.desk.parts.cards.items]
    assert texts.index("ask: why?") == 6, "below the lines for now"
    end = [item.digit for item in person.desk.parts.cards.items if item.page == "end"]
    assert end == [7, 8, 9], "the other page's digits stay what they were"


def test_a_digit_ticks_a_question_and_opens_it_again() -> None:
    person = asking("why?").type("{space}7")
    assert states(person) == ["answered"]
    assert person.said == "☑ ask: why?"
    assert listed(person)["ask: why?"].ticked
    assert person.type("7").case.around.questions[0].state == "open"


def test_on_the_other_page_the_digit_is_that_page_s_own() -> None:
    person = asking("why?").type("{space}07")
    assert states(person) == ["open"]
    assert "tick" in person.kinds


def test_what_was_not_answered_is_on_the_list_of_the_next_call() -> None:
    person = asking("why?", "who?").type("{space}7ee{escape}{space}")
    assert list(listed(person)) == ["ask: who?"]


def test_the_answer_is_typed_and_says_in_which_call_it_was_given() -> None:
    person = asking("why?").type("{space}rJo{enter}zqbecause of the frost{enter}")
    one = person.case.around.questions[0]
    assert (one.state, one.answer) == ("answered", "because of the frost")
    assert one.answered_in == person.call.id


def test_of_several_questions_the_answered_one_is_chosen() -> None:
    person = asking("why?", "who?").type("{space}rJo{enter}zq")
    assert person.asked.startswith("Which question")
    person.type("2the landlord{enter}")
    assert [one.answer for one in person.case.around.questions] == ["", "the landlord"]
    assert states(person) == ["open", "answered"]


def test_an_answer_broken_off_still_counts_as_one() -> None:
    person = asking("why?").type("{space}zqbec{escape}")
    assert states(person) == ["answered"]
    assert person.type("u").case.around.questions[0].state == "open"


@pytest.mark.parametrize("keys", ["{space}zq", "{ctrl+n}Acme{escape}zq"])
def test_with_no_question_open_it_says_where_one_is_asked(keys: str) -> None:
    person = Person().type(keys)
    assert "No question is open" in person.said
    assert "question_end" not in person.kinds


def test_after_the_call_the_answer_belongs_to_it() -> None:
    person = asking("why?").type("{space}ee{escape}zqfrost{enter}")
    assert person.case.around.questions[0].answered_in == person.case.calls[-1].id
