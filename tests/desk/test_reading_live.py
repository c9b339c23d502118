"""A case that is open for reading while it, or the call beside it, goes on."""

from __future__ import annotations

from tests.desk.past import listing, read, three_cases
from tests.desk.support import Person


def in_a_call(person: Person) -> Person:
    return person.type("{ctrl+n}Dell{enter}{escape}{space}rDana{enter}")


def test_enter_ends_the_call_that_is_closing_beside_a_past_case() -> None:
    person = in_a_call(three_cases()).type("/p:credit{enter}e")
    assert person.desk.context.place == "closing"
    person.type("{enter}")
    assert not person.on_the_phone()
    assert read(person).case.known("company") == "Sony", "and the past case stays"


def test_in_the_list_enter_opens_the_case_all_the_same() -> None:
    person = in_a_call(three_cases()).type("e/sony{enter}")
    assert person.desk.context.place == "closing"
    assert read(person).case.known("company") == "Sony"
    assert listing(person).text == "sony"
