"""A value that was typed on a page and left with Escape: there again, and never the words."""

from __future__ import annotations

from pathlib import Path

from callmate.model.requests import Promise
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk

LACKING = "{ctrl+n}Acme{escape}{space}rTom{enter}prefund{enter}"


def at_the_promise(person: Person, words: str = LACKING) -> Person:
    """The step of the wrap-up that asks what a promise lacks."""
    return person.type(words).wait(30).type("ee").wait(2).type("{enter}")


def answer(person: Person, action: str) -> Person:
    shown = person.desk.parts.between.pages.shown
    assert shown is not None
    return person.type(next(row.digit for row in shown.rows if row.action == action))


def promise(person: Person) -> Promise:
    (one,) = person.case.promises
    return one


def test_it_stands_there_again_until_it_is_kept() -> None:
    person = answer(at_the_promise(Person()), "by").type("next tues{escape}")
    assert promise(person).by is None
    assert answer(person, "by").typed == "next tues"
    person.type("{backspace}" * 9 + "3 days{enter}")
    assert promise(person).by == "2026-03-05"


def test_emptied_and_left_it_is_gone() -> None:
    person = answer(at_the_promise(Person()), "by").type("tues{escape}")
    answer(person, "by").type("{backspace}" * 4 + "{escape}")
    assert answer(person, "by").typed == ""


def test_the_words_of_the_promise_are_what_they_were() -> None:
    person = answer(at_the_promise(Person()), "by").type("the lead knows{escape}")
    (fact,) = [fact for fact in person.facts if fact.kind == "promise"]
    assert fact.text("what") == "refund" and fact.text("draft") == ""
    person.type("{escape}{escape}")
    while person.desk.view.selected != fact.id:
        person.type("{up}")
    assert person.type("{enter}").typed == "refund"


def test_a_value_that_is_kept_leaves_unfinished_words_in_sight() -> None:
    words = LACKING.replace("prefund{enter}", "prefund of the fe{escape}")
    person = answer(at_the_promise(Person(), words), "by").type("3 days{enter}")
    assert promise(person).by == "2026-03-05"
    (fact,) = [fact for fact in person.facts if fact.kind == "promise"]
    assert fact.text("draft") == "refund of the fe"


def test_two_values_of_a_letter_are_put_by_apart_and_outlive_a_crash(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    at_the_promise(person).type("{escape}{escape}l1")
    answer(person, "to").type("Mrs Jon{escape}")
    answer(person, "reply_by").type("3 wee{escape}")
    after = crashed(person, tmp_path / "store")
    after.type("/{enter}{enter}l1")
    assert answer(after, "to").typed == "Mrs Jon"
    assert answer(after.type("{escape}"), "reply_by").typed == "3 wee"
