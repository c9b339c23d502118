"""The page company: its parts over all cases, the map, and the way in."""

from __future__ import annotations

from tests.desk.planning import histories, pane, person_with, row_of
from tests.desk.support import page
from tests.exchange.support import call, document, event, events_of, script


def test_the_company_in_parts_over_all_its_cases() -> None:
    """The cable company of three histories: who cannot credit, and who can."""
    person = person_with(*histories("04", "01", "33")).type("o")
    titles, words = [], []
    while pane(person) == "page":
        titles.append(page(person).title)
        words += [f"{row.label} {row.words}".strip() for row in page(person).rows]
        person.type("{tab}")
    assert titles == [
        "Comcast: MAP 1/4", "Comcast: WHO MAY DO WHAT 2/4", "Comcast: PEOPLE 3/4",
        "Comcast: SCORECARD 4/4",
    ]  # fmt: skip
    assert "reached outsourced billing → Comcast USA billing" in words
    assert "refused waive $28.10 – “$28.10: no protection plan”" in words
    assert "granted $28.10 waived" in words
    assert "calls 5 in 3 cases" in words
    assert "promises 1 kept, 2 broken of 3" in words
    assert pane(person) == "timeline"


def test_a_transfer_that_missed_is_shown_as_an_error() -> None:
    person = person_with(*histories("16")).type("o")
    missed = row_of(person, "missed")
    assert missed.role == "error"
    assert missed.words == (
        "Customer Options → broadband faults, not BT Infinity technical support"
    )
    assert row_of(person, "reached").role == "ok"


def test_the_way_in_is_for_what_is_wanted_now() -> None:
    wanted = events_of(script(company="Comcast", outcome_wanted="waive the visit fee"))
    person = person_with(*histories("33"), wanted).type("o")
    assert row_of(person, "way in").words == (
        "for “waive the visit fee”: outsourced billing → Comcast USA billing, "
        "which granted a like thing: “$28.10 waived”."
    )
    person.type("{escape}p")
    assert row_of(person, "way in").words.startswith("outsourced billing → Comcast USA billing")


def test_shift_tab_goes_back_and_stays_at_the_first() -> None:
    person = person_with(*histories("33")).type("o{tab}{shift+tab}{shift+tab}")
    assert page(person).title == "Comcast: MAP 1/4"


def test_no_company_says_where_to_give_it() -> None:
    assert document()["company"] == "Acme"
    nameless = events_of(script(call(event("note", 1, text="x")), company=None))
    person = person_with(nameless).type("o")
    assert "ctrl+o" in page(person).rows[0].words
