"""Days in queries: the many ways in which people say when something was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.search.dates import days
from callmate.model.search.query import parse

TODAY = date(2026, 11, 22)
"""A Sunday in autumn."""


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2025", "2025-01-01", "2026-01-01"),
        ("2026-03", "2026-03-01", "2026-04-01"),
        ("2026-03-14", "2026-03-14", "2026-03-15"),
        ("14/3/2026", "2026-03-14", "2026-03-15"),
        ("14.3.26", "2026-03-14", "2026-03-15"),
        ("12/2025", "2025-12-01", "2026-01-01"),
        ("march", "2026-03-01", "2026-04-01"),
        ("Dec", "2025-12-01", "2026-01-01"),
        ("march 2024", "2024-03-01", "2024-04-01"),
        ("14 march", "2026-03-14", "2026-03-15"),
        ("the 14th of march 2025", "2025-03-14", "2025-03-15"),
        ("March 14, 2025", "2025-03-14", "2025-03-15"),
        ("25 december", "2025-12-25", "2025-12-26"),
        ("29 feb", "2024-02-29", "2024-03-01"),
        ("last spring", "2026-03-01", "2026-06-01"),
        ("summer 2024", "2024-06-01", "2024-09-01"),
        ("winter", "2025-12-01", "2026-03-01"),
        ("autumn", "2026-09-01", "2026-12-01"),
        ("last fall", "2025-09-01", "2025-12-01"),
        ("today", "2026-11-22", "2026-11-23"),
        ("yesterday", "2026-11-21", "2026-11-22"),
        ("friday", "2026-11-20", "2026-11-21"),
        ("sunday", "2026-11-22", "2026-11-23"),
        ("last sunday", "2026-11-15", "2026-11-16"),
        ("this week", "2026-11-16", "2026-11-23"),
        ("last week", "2026-11-09", "2026-11-16"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("3 weeks", "2026-11-01", "2026-11-23"),
        ("last three weeks", "2026-11-01", "2026-11-23"),
        ("3 weeks ago", "2026-11-01", "2026-11-08"),
        ("10d", "2026-11-12", "2026-11-23"),
        ("a month ago", "2026-10-22", "2026-11-22"),
        ("２０２５", "2025-01-01", "2026-01-01"),
        ("2026-01..2026-03", "2026-01-01", "2026-04-01"),
    ],
)
def test_days_as_people_say_them(text: str, first: str, end: str) -> None:
    assert days(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(end))
    found = parse(f"in:{text} credit" if ".." not in text else f"in:{text}", TODAY)
    assert (found.after, found.before) == (date.fromisoformat(first), date.fromisoformat(end))
    assert [term.words for term in found.terms] in (["credit"], [])
    assert not found.hints


@pytest.mark.parametrize(
    ("text", "first", "sentence"),
    [
        ("3/4/2026", "2026-04-03", "3/4/2026 is read as 3 April 2026."),
        ("11-12-25", "2025-12-11", "11-12-25 is read as 11 December 2025."),
        ("3/14/2026", "2026-03-14",
         "There is no month 14: 3/14/2026 is read as 14 March 2026."),
        ("4/4/2026", "2026-04-04", ""),
        ("4/2026..3/5/2026", "2026-04-01", "3/5/2026 is read as 3 May 2026."),
    ],
)  # fmt: skip
def test_it_is_said_how_a_day_was_read_that_some_write_the_other_way_round(
    text: str, first: str, sentence: str
) -> None:
    found = parse(f"in:{text} credit", TODAY)
    assert found.after == date.fromisoformat(first)
    assert found.hints == ((sentence,) if sentence else ())


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 february", "2026-13", "9999", "0", "14", "last", "march 40", "0 days", "..",
     "99999 years", "2026-03..2025-01", "9999 years", "march march"],
)  # fmt: skip
def test_days_that_are_none(text: str) -> None:
    assert days(text, TODAY) is None


def test_a_month_too_short_for_the_day() -> None:
    assert days("1 month", date(2026, 3, 31)) == (date(2026, 2, 28), date(2026, 4, 1))
    assert days("a year ago", date(2024, 2, 29)) == (date(2023, 2, 28), date(2024, 2, 29))


@given(st.text(max_size=50), st.dates())
def test_any_text_may_be_no_day(text: str, today: date) -> None:
    found = days(text, today)
    assert found is None or found[0] < found[1]
