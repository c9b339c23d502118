"""An event of a past case as a sentence to read aloud."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callmate.model.events import NewEvent
from callmate.model.pastquote import sentence
from tests.desk.past import a_case, three_cases
from tests.desk.support import Person

CALL = (
    "rSam{enter}arefund{enter}xpcredit of $40 by noon{enter}c12345{enter}"
    "ofree month{enter}npolite{enter}k{escape}m"
)


def said(kind: str, pressed: str = CALL, company: str = "Sony", days: int = 40) -> str:
    """The first event of a kind in a call in which these keys were pressed, said later."""
    person = Person()
    a_case(person, company, pressed)
    fact = next(fact for fact in person.facts if fact.kind == kind)
    return sentence(person.case, fact, person.clock.now().at + timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("promise", "On 2 March Sam of Sony promised: credit of $40, by 12:00."),
        ("denied", "On 2 March Sam of Sony refused: refund."),
        ("ask", "On 2 March I asked Sam of Sony for: refund."),
        ("case_number", "On 2 March Sam of Sony gave me the case number 12345."),
        ("offer", "On 2 March Sam of Sony offered: free month."),
        ("note", "On 2 March I noted on the phone with Sam of Sony: polite."),
        ("rep", "On 2 March I spoke to Sam of Sony."),
        ("kudos", "On 2 March I praised Sam of Sony."),
        ("supervisor_asked", "On 2 March I asked Sam of Sony for a manager."),
        ("call_start", "On 2 March I called Sony."),
    ],
)
def test_who_of_which_company_when_and_what(kind: str, words: str) -> None:
    assert said(kind) == words


@pytest.mark.parametrize(
    ("kind", "pressed", "words"),
    [
        ("hold_start", "rBo{enter}hh", "On 2 March Bo of Sony put me on hold for 1 second."),
        ("hold_start", "hh", "On 2 March Sony kept me on hold for 1 second."),
        ("transfer", "rBo{enter}tbilling{enter}",
         "On 2 March Bo of Sony put me through to billing."),
        ("denied", "x", "On 2 March Sony refused: something."),
        ("rep", "r{enter}", "On 2 March I spoke to somebody at Sony."),
        ("department", "dbilling{enter}", "On 2 March I spoke to billing at Sony."),
        ("promise_broken", "rBo{enter}pa call{enter}zb",
         "On 2 March Sony did not keep its promise: a call."),
        ("verification", "rBo{enter}v", "On 2 March Bo of Sony asked who I am."),
        ("pitch_start", "rBo{enter}ss", "On 2 March Bo of Sony tried to sell me something."),
        ("instruction", "rBo{enter}iunplug it{enter}",
         "On 2 March Bo of Sony told me to do this: unplug it."),
        ("ask", "rBo{enter}awhy not?{enter}", "On 2 March I asked Bo of Sony for: why not?"),
    ],
)  # fmt: skip
def test_it_is_told_whose_it_was(kind: str, pressed: str, words: str) -> None:
    assert said(kind, pressed) == words


def test_how_long_one_was_on_hold_is_said() -> None:
    person = Person().type("{ctrl+n}Sony{enter}{escape}{space}rBo{enter}h").wait(32 * 60)
    person.type("h")
    words = sentence(person.case, person.fact("hold_start"), person.clock.now().at)
    assert words == "At 09:00 Bo of Sony put me on hold for 32 minutes."


def test_one_colon_is_enough() -> None:
    words = said("denied", "rBo{enter}a$28.10: no protection: plan.{enter}x", "Acme: Inc")
    assert words == "On 2 March Bo of Acme, Inc refused: $28.10, no protection, plan."


def test_without_a_company_nothing_is_left_open() -> None:
    assert said("hold_start", "hh", "") == "On 2 March I was on hold for 1 second."
    assert said("denied", "x", "") == "On 2 March somebody refused: something."


@pytest.mark.parametrize("kind", ["call_end", "mark", "ivr", "unsure"])
def test_what_nobody_said_is_not_quoted(kind: str) -> None:
    assert said(kind, "zm1{enter}rSam{enter} w") == ""


def test_what_one_noted_for_oneself_is_not_quoted() -> None:
    person = Person()
    a_case(person, "Sony", "rBo{enter}")
    person.type("{escape}{escape}").wait(3600).type("nnext time ask for Sam{enter}")
    assert sentence(person.case, person.fact("note"), person.clock.now().at) == ""


def test_a_quote_is_not_quoted_again() -> None:
    person = three_cases().type("{ctrl+n}Dell{enter}{escape}{space}/p:credit{enter}q")
    assert sentence(person.case, person.fact("note"), person.clock.now().at) == ""


def test_of_another_year_the_year_is_said() -> None:
    assert said("denied", days=400).startswith("On 2 March 2026 Sam of Sony refused")


def test_a_long_text_is_cut_between_words_and_stays_one_line() -> None:
    person = Person()
    a_case(person, "Sony", "n" + "word " * 60 + "{enter}")
    text = sentence(person.case, person.fact("note"), person.clock.now().at)
    assert len(text) < 150 and text.endswith("….") and "\n" not in text


def test_the_account_is_masked() -> None:
    person = Person().type("{ctrl+n}Sony{enter}555{enter}")
    person.desk.context.take(
        [NewEvent("set", "case_set", person.clock.now(), {"values": {"account": "8877441"}})]
    )
    person.type("{escape}{space}nmy account is 8877441{enter}").wait(3).type("ee")
    text = sentence(person.case, person.fact("note"), person.clock.now().at)
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
