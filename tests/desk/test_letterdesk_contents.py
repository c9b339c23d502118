"""What goes into a letter by keys: notes, the account, whom to thank, and own forms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from callmate.desk.drafting import draft_of, forms
from callmate.model.letter.facts import Choices
from callmate.model.summary import summarise
from tests.desk.lettering import after_a_call, person_input, roles, words
from tests.desk.support import Person, page


def test_notes_go_in_only_if_they_are_chosen() -> None:
    person = Person().type("{space}rsara{enter}nshe was in a hurry{enter}arefund{enter}x")
    person.wait(60).type("ee{escape}l1")
    assert "hurry" not in words(person)
    person.type("7")
    assert [row.label for row in page(person).rows] == ["out"]
    person.type("1{tab}")
    assert "2 March 2026: she was in a hurry." in words(person)
    person.type("71{tab}")
    assert "hurry" not in words(person)


def test_the_account_is_masked_unless_it_is_chosen() -> None:
    person = after_a_call()
    context = person.desk.context
    known = context.event(person_input(person), "case_set", None, values={"account": "7788-4417"})
    context.take([known])
    person.type("l1")
    assert "My account: ···4417" in words(person)
    assert "7788" not in words(person)
    person.type("6")
    assert "My account: 7788-4417" in words(person)
    person.type("6")
    assert "7788" not in words(person)


def test_private_marks_never_reach_a_letter() -> None:
    person = Person().type("{space}rsara{enter}arefund{enter}f").wait(30).type("x").wait(30)
    person.type("ee{escape}l")
    for form in "1234":
        person.type(form)
        assert "anger" not in words(person)
        assert "fuming" not in words(person)
        person.type("{tab}")


def test_a_form_with_nothing_to_say_tells_why() -> None:
    person = after_a_call().type("l3")
    assert "There is nothing to write yet" in words(person)
    person.type("{tab}1")
    assert "What happened" in words(person)


def test_own_forms_are_offered_and_a_fault_in_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "bank.j2").write_text("{# title: To my bank #}\nRefused: {{ happened | length }}")
    (tmp_path / "complaint.j2").write_text("{{ today }}\n{{ nothing_of_the_kind }}\n")
    person = after_a_call()
    person.desk.context.own_letters = tmp_path
    person.type("l")
    assert page(person).rows[4].words == "To my bank"
    person.type("5")
    assert "Refused: 2" in words(person)
    person.type("{tab}1")
    assert "complaint.j2, line 2: 'nothing_of_the_kind' is undefined" in words(person)
    assert "I asked for: refund" in words(person)


def test_whom_to_thank_goes_round_by_one_digit() -> None:
    person = Person().type("{space}rsara{enter}kvery patient{enter}").wait(5)
    person.type("rtom{enter}arefund{enter}g").wait(60).type("ee{escape}l3")
    assert "To: The manager of Sara" in words(person)
    person.type("8")
    assert "To: The manager of Tom" in words(person)
    assert person.case.around.letters[0].form == "thank-you"
    person.type("8")
    assert "To: The manager of Sara" in words(person)
    assert "rep" not in roles(person.type("{tab}1"))


def test_what_goes_in_stands_above_the_text_and_enter_leaves_it_as_it_is() -> None:
    person = Person().type("{space}rsara{enter}nin a hurry{enter}arefund{enter}x").wait(60)
    person.type("ee{escape}")
    context = person.desk.context
    values = {"account": "7788-4417", "order": "A-99"}
    context.take([context.event(person_input(person), "case_set", None, values=values)])
    person.type("l1")
    actions = [row.action for row in page(person).rows]
    text = next(n for n, row in enumerate(page(person).rows) if row.words == "2 March 2026")
    assert actions.index("account") < actions.index("notes") < text == page(person).index
    assert "My account: ···4417\nMy order: A-99" in words(person)
    person.type("{enter}")
    assert "letter" not in person.kinds


def test_a_letter_of_a_settled_case_says_so_first() -> None:
    person = after_a_call().type("zy1l1")
    assert page(person).rows[0].words == (
        "This case is settled (2 March 2026): is this letter still wanted?"
    )
    assert "This was settled on 2 March 2026. Thank you for that." in words(person)
    assert "What is still open: send a form, by 6 March 2026." in words(person)


def test_a_faulty_form_is_told_of_only_where_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "Bad Name.j2").write_text("x")
    (tmp_path / "complaint.j2").write_bytes(b"\xe9")
    (tmp_path / "bank.j2").write_text("{{ nothing_of_the_kind }}")
    person = after_a_call()
    person.desk.context.own_letters = tmp_path
    person.type("l")
    assert "Bad Name" not in words(person)
    assert "Some forms of your own cannot be read: callmate where says why." in words(person)
    person.type("2")
    assert "Bad Name" not in words(person) and "complaint.j2" not in words(person)
    person.type("{tab}1")
    assert "complaint.j2 is not UTF-8 text" in words(person)
    assert "Bad Name" not in words(person)


def test_the_company_is_spelled_as_in_the_case_that_had_it_first() -> None:
    person = after_a_call()
    context = person.desk.context
    known = {"company": "bluestone health"}
    context.take([context.event(person_input(person), "case_set", None, values=known)])
    fold, now = context.fold, person.clock.now().at
    assert fold is not None
    form = forms(None).forms["complaint"]
    here = summarise(fold)
    rows = [here, replace(here, company="BlueStone"), replace(here, company="Bluestone Health")]
    drafted = draft_of(form, fold, Choices("complaint"), now, rows)
    assert "Dear Bluestone Health team," in drafted.text
    assert "Dear bluestone health team," in draft_of(form, fold, Choices(), now, [here]).text
