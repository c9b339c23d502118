"""A forgotten event of a case with several calls: it goes into the one that ran then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callmate.model.durations import spent
from tests.desk.support import Person
from tests.desk.test_inserting import S, talking

# with more than one call


def twice() -> Person:
    """In the second call of a case, with Bo; the first, with Janice, ended an hour ago."""
    return talking().type("a{enter}ee").wait(3600).type("{space}rBo{enter}").wait(300)


def in_first(person: Person, minutes: float) -> str:
    return f"{person.case.calls[0].start.at + timedelta(minutes=minutes):%H:%M:%S}"


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize(
    ("key", "kind"),
    [("v", "verification"), ("n", "note"), ("g", "granted"), ("m", "supervisor_asked")],
)
def test_it_lands_in_the_call_that_ran_then(key: str, kind: str, running: bool) -> None:
    person = twice()
    if not running:
        person.type("ee").wait(60)
    at = in_first(person, 4)
    person.type(f"ze{key}{at}{{enter}}")
    fact = person.fact(kind)
    assert fact.call == person.case.calls[0].id
    assert f"{fact.moment.at:%H:%M:%S}" == at
    assert fact.late
    assert person.typed is None
    assert f"at {at} in call 1" in person.said


def test_its_words_and_what_it_answers_are_of_that_call() -> None:
    person = twice().type("asomething else{enter}")
    first = person.case.calls[0]
    asked = next(fact for fact in person.facts if fact.kind == "ask" and fact.call == first.id)
    then = asked.moment.at + timedelta(seconds=1)
    person.type(f"zex{then:%H:%M:%S} never{{enter}}")
    refused = person.fact("denied")
    assert (refused.call, refused.text("what")) == (first.id, "never")
    assert refused.text("answers") == asked.id
    assert person.case.asks[-1].answers == ()


def test_a_hold_in_the_call_before_has_both_its_ends_there() -> None:
    person = twice().type("h")
    person.type(f"zeh{in_first(person, 2)}{{enter}}")
    assert "enter its end" in person.said
    person.type(f"zeh{in_first(person, 4)}{{enter}}")
    first, second = person.case.calls
    assert spent(first, person.clock.now()).of("hold") == 120 * S
    assert second.state("hold") is not None
    assert person.case.oddities == ()


@pytest.mark.parametrize("key", ["v", "n", "h"])
def test_when_no_call_ran_the_field_stays_open_and_says_why(key: str) -> None:
    person = twice()
    typed = in_first(person, 30)
    before = person.kinds
    person.type(f"ze{key}{typed}{{enter}}")
    assert person.said.startswith(f"No call of this case ran at {typed}")
    assert person.typed == f"@{typed}"
    person.type("{escape}u")
    assert person.kinds == before


@pytest.mark.parametrize("key", ["v", "n", "h"])
def test_a_time_that_cannot_be_read_leaves_the_field_open(key: str) -> None:
    person = talking().type(f"ze{key}6x07{{enter}}")
    assert person.said.startswith("That is no time")
    assert person.typed == "@6x07"
    person.type("{backspace}" * 4 + "-2m{enter}")
    assert not person.desk.view.typing
    assert len(person.events("amend")) == 1


def test_of_two_calls_that_ran_then_it_is_the_one_it_was_entered_in() -> None:
    person = talking().type("zz").wait(300).type("{tab}zen-2m words{enter}")
    assert person.fact("note").call == person.case.calls[0].id
