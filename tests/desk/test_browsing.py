"""Past cases beside a running call, and the sheet of the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.past import read
from tests.desk.support import MemoryWorld, Person, on_disk


def two_cases() -> Person:
    """Acme and Bolt with a call each, over; the desk is idle on Bolt."""
    person = Person()
    for company in ("Acme", "Bolt & Sons"):
        person.type("{ctrl+n}" + company + "{enter}{escape}{space}rsarah{enter}ee")
    return person


def shown(person: Person) -> list[str]:
    return [row.company for row in person.desk.parts.browsing.lister.state.rows]


def test_filter_by_words_in_any_order_and_case() -> None:
    person = two_cases().type("/")
    assert shown(person) == ["Bolt & Sons", "Acme"]
    person.type("SONS bo")
    assert shown(person) == ["Bolt & Sons"]
    person.type("{ctrl+u}")
    assert shown(person) == ["Bolt & Sons", "Acme"]
    person.type("zzz")
    assert shown(person) == []
    person.type("{enter}{up}{down}{escape}")
    assert person.desk.view.pane == "timeline"
    assert person.typed is None


def test_a_pasted_word_filters_too() -> None:
    person = two_cases().type("/").paste("acme")
    assert shown(person) == ["Acme"]


def test_read_a_case_and_come_back() -> None:
    person = two_cases().type("/acme{enter}")
    assert read(person).case.known("company") == "Acme"
    assert [fact.kind for _, fact in read(person).rows] == ["call_start", "rep", "call_end"]
    assert person.typed is None, "letters are no search words now"
    person.type("{down}{down}{down}{down}")
    assert read(person).index == 2
    person.type("{escape}")
    assert shown(person) == ["Acme"]
    assert person.typed == "acme"


def test_with_a_call_running_past_cases_are_for_reading() -> None:
    person = two_cases()
    bolt = person.case.id
    written = {name: len(log.events) for name, log in person.memory.logs.items()}
    person.type("{space}/acme{enter}{enter}")
    assert person.said.startswith("A call is running")
    assert person.case.id == bolt
    person.type("{f2}")
    assert person.states == {"hold"}
    acme = next(row.id for row in person.memory.cases() if row.company == "Acme")
    assert len(person.memory.logs[acme].events) == written[acme]


def test_with_no_call_a_case_is_taken_up_again() -> None:
    person = two_cases().type("/acme{enter}{enter}")
    assert person.case.known("company") == "Acme"
    assert person.desk.view.pane == "timeline"
    assert "taken up" in person.said
    person.type("{space}")
    assert len(person.case.calls) == 2


# the sheet


def test_each_line_is_kept_when_it_is_left() -> None:
    person = Person().type("{ctrl+n}Acme{enter}")
    assert person.case.known("company") == "Acme"
    person.type("555{down}{up}")
    assert person.case.known("phone") == "555"
    person.type("1{up}")
    assert person.case.known("phone") == "5551"
    person.type(" Ltd{escape}")
    assert person.case.known("company") == "Acme Ltd"
    assert person.desk.view.pane == "timeline"


def test_a_line_left_as_it_was_writes_nothing() -> None:
    person = Person().type("{ctrl+n}Acme{enter}")
    before = len(person.events("case_set"))
    person.type("{up}{down}{down}{escape}")
    assert len(person.events("case_set")) == before


def test_past_the_last_line_the_sheet_closes() -> None:
    panes = [Person().type("{ctrl+n}" + "{enter}" * n).desk.view.pane for n in (19, 20)]
    assert panes == ["sheet", "timeline"]


def test_naming_the_case_in_mid_call() -> None:
    person = Person().type("{space}h{ctrl+o}Acme{enter}{f2}{escape}")
    assert person.case.known("company") == "Acme"
    assert person.states == set()


def test_what_is_known_of_the_company_is_filled_in() -> None:
    person = Person().type("{ctrl+n}Acme{enter}555 0100{tab}{tab}{enter}{enter}{enter}")
    person.type("line 2 is quicker{enter}{escape}")
    person.type("{ctrl+n}Acme{enter}")
    assert person.typed == "555 0100"
    person.type("{enter}")
    assert person.case.known("phone") == "555 0100"
    assert person.case.known("account") == ""
    assert person.case.known("facts") == "", "it may be of another matter"
    person.type("{tab}{tab}{enter}{enter}{enter}{right}{enter}")
    assert person.case.known("facts") == "line 2 is quicker"


def test_what_was_typed_already_is_not_overwritten() -> None:
    world = MemoryWorld()
    world.companies["Acme"] = {"phone": "555 0100"}
    person = Person(world).type("{ctrl+n}{enter}999{enter}{up}{up}Acme{enter}")
    assert person.case.known("phone") == "999"


def test_a_call_that_ended_without_a_name_says_how_to_name_it() -> None:
    person = Person().type("{space}ee")
    assert "ctrl+o" in person.said


@pytest.mark.parametrize("company", ["Acme", "ACME", "  acme "])
def test_a_company_is_known_however_its_name_is_written(tmp_path: Path, company: str) -> None:
    person, world = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}555 0100{enter}{escape}{space}rSarah{enter}xee").wait(2)
    person.type("{ctrl+n}").paste(company).type("{enter}")
    assert person.typed == "555 0100"
    person.type("{enter}{escape}{space}rsa")
    assert [known.value for known in person.desk.parts.fields.known()] == ["Sarah"]
    world.close()
