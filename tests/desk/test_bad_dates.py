"""Dates typed on the pages between calls: what is no day to come is said, and nothing is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.desk import values
from callmate.model.moment import Moment
from tests.desk.support import Person

NOW = Moment(datetime.fromisoformat("2026-11-23T10:00:00+00:00"))
DATED = [
    ("promise", "by"), ("cool_off", "until"), ("rung", "by"), ("letter", "reply_by"),
    ("letter_sent", "reply_by"),
]  # fmt: skip
NO_DAYS = [
    "2026-02-30", "2027-02-29", "30 feb", "31 april", "2026-13-01", "0000-00-00", "10000-01-01",
    "yesterday", "2020-01-01", "2026-11-22", "last friday", "2026-11-23 09:00", "tomorrow 25:00",
    "24:00", "-3 days", "99999999999 days", "1e9 days", "whenever", "1/2/2027", "13/13/2027",
    "31.2.", "1/12", "31.02.2027", "30 feb at 14:00", "monday 8:30 am eastern", "1.12",
    "next year", "[b]", "\x1b[2J", "\u0661\u0662", "9" * 500,
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), DATED)
@pytest.mark.parametrize("text", NO_DAYS, ids=lambda text: ascii(text)[:20])
def test_what_is_no_day_to_come_is_said(kind: str, name: str, text: str) -> None:
    found = values.read(kind, name, text, NOW)
    assert isinstance(found, str)
    assert text in found
    assert found.endswith("Say it like fri 5pm, or 3 days.")


@pytest.mark.parametrize(("kind", "name"), DATED)
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2028-02-29", "2028-02-29"),
        ("fri", "2026-11-27"),
        ("fri 5pm", "2026-11-27T17:00+00:00"),
        ("3 days", "2026-11-26"),
        ("until tuesday 9am", "2026-11-24T09:00+00:00"),
        ("From fri 5pm", "2026-11-27T17:00+00:00"),
        ("tuesday morning", "2026-11-24T12:00+00:00"),
        ("1.12.", "2026-12-01"),
        ("01.12.2026", "2026-12-01"),
        ("24.12. at 14:00", "2026-12-24T14:00+00:00"),
        ("24/12", "2026-12-24"),
        ("", ""),
    ],
)
def test_what_people_say_of_a_day_is_read(kind: str, name: str, text: str, wanted: str) -> None:
    assert values.read(kind, name, text, NOW) == {name: wanted}


@given(st.text(max_size=40))
def test_any_text_is_a_day_to_come_or_a_sentence(text: str) -> None:
    found = values.read("cool_off", "until", text, NOW)
    if not isinstance(found, str) and found["until"]:
        assert date.fromisoformat(found["until"][:10]) >= NOW.at.date()


def on_a_break() -> Person:
    """A case between calls, with a break being taken: the field asks until when."""
    return Person().type("{space}rtom{enter}anote{enter}ee{escape}").type("zh")


def erase(person: Person) -> Person:
    while person.typed:
        person.type("{backspace}")
    return person


def test_a_day_that_does_not_exist_leaves_the_field_open_with_its_words() -> None:
    person = erase(on_a_break()).type("2027-02-30{enter}")
    assert person.typed == "2027-02-30"
    assert "No such time: 2027-02-30." in person.said
    rest = person.case.around.rest
    assert rest is not None
    assert rest.until == (person.clock.at + timedelta(days=1)).date().isoformat()
    assert erase(person).type("3 days{enter}").typed is None
    kept = person.case.around.rest
    assert kept is not None
    assert kept.until == (person.clock.at + timedelta(days=3)).date().isoformat()


def test_escape_after_a_wrong_day_keeps_the_break_that_was_there() -> None:
    person = on_a_break().type("{enter}").type("zhyesterday{enter}{escape}")
    assert person.typed is None
    rest = person.case.around.rest
    assert rest is not None
    assert rest.until == (person.clock.at + timedelta(days=1)).date().isoformat()
