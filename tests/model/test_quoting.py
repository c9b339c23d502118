"""An event of a past case as a sentence to read aloud."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callmate.model.events import NewEvent
from callmate.model.pastquote import sentence
from tests.desk.past import a_case
from tests.desk.support import Person

CALL = (
    "rSam{enter}arefund{enter}xpcredit of $40 by noon{enter}c12345{enter}"
    "ofree month{enter}npolite{enter}k{escape}m"
)


def said(kind: str, to: str = "Sony", days: int = 40) -> str:
    person = Person()
    a_case(person, "Sony", CALL)
    fact = next(fact for fact in person.facts if fact.kind == kind)
    return sentence(person.case, fact, person.clock.now().at + timedelta(days=days), to)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("promise", "On 2 March Sam promised: credit of $40, by 12:00."),
        ("denied", "On 2 March Sam refused: refund."),
        ("ask", "On 2 March I asked for: refund."),
        ("case_number", "On 2 March Sam gave me the case number 12345."),
        ("offer", "On 2 March Sam offered: free month."),
        ("note", "On 2 March I noted: polite."),
        ("rep", "On 2 March I spoke to Sam."),
        ("kudos", "On 2 March I praised the rep."),
        ("supervisor_asked", "On 2 March I asked for a manager."),
        ("call_start", "On 2 March I called Sony."),
    ],
)
def test_who_when_and_what(kind: str, words: str) -> None:
    assert said(kind) == words


def test_to_another_company_the_name_of_the_first_is_said() -> None:
    assert said("denied", to="Acme") == "On 2 March Sam of Sony refused: refund."


def test_of_another_year_the_year_is_said() -> None:
    assert said("denied", days=400).startswith("On 2 March 2026 Sam refused")


def test_a_long_text_is_cut_between_words_and_stays_one_line() -> None:
    person = Person()
    a_case(person, "Sony", "n" + "word " * 60 + "{enter}")
    text = sentence(person.case, person.fact("note"), person.clock.now().at, "Sony")
    assert len(text) < 130 and text.endswith("….") and "\n" not in text


def test_the_account_is_masked() -> None:
    person = Person().type("{ctrl+n}Sony{enter}555{enter}")
    person.desk.context.take(
        [NewEvent("set", "case_set", person.clock.now(), {"values": {"account": "8877441"}})]
    )
    person.type("{escape}{space}nmy account is 8877441{enter}").wait(3).type("ee")
    text = sentence(person.case, person.fact("note"), person.clock.now().at, "Sony")
    assert "8877441" not in text and "my account is" in text


@pytest.mark.parametrize("undone", ["u", "{up}{delete}{escape}"])
def test_what_was_taken_back_or_is_private_says_nothing(undone: str) -> None:
    person = Person()
    person.type("{ctrl+n}Sony{enter}{escape}{space}nrude{enter}").wait(2)
    note = person.fact("note").id
    person.type(undone)
    facts = person.desk.context.fold.facts if person.desk.context.fold else []
    fact = next(fact for fact in facts if fact.id == note)
    assert sentence(person.case, fact, person.clock.now().at) == ""
    person.type("f").wait(1)
    assert sentence(person.case, person.fact("anger"), person.clock.now().at) == ""
