"""What only writing keeps: for which matters, and until when where the first day is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.planning.plantext import plan_json, plan_lines
from callmate.model.planning.writing import day_told
from tests.model.planned import DAY, planned, refused, with_facts

CHARGE = {"kind": "charged twice", "statement": "2026-02-20"}


def of(values: dict[str, Any], **case: Any) -> Any:
    return planned(with_facts(refused(1, **case), ("case_set", {"values": values})))


def test_the_days_are_told_and_their_last_one_where_the_first_is_known() -> None:
    found = of(CHARGE)
    assert found.written is not None
    assert found.written.until == date(2026, 4, 21)
    lines = plan_lines(found, DAY.date())
    line = next(one.words for one in lines if one.label == "in writing")
    assert "You have 60 days from the statement that first shows it." in line
    assert "That is until 21 April 2026." in line
    assert "not legal advice" in line
    assert plan_json(found)["in_writing"]["until"] == "2026-04-21"
    unknown = of({**CHARGE, "statement": "the blue one"})
    assert unknown.written is not None
    assert unknown.written.until is None


@pytest.mark.parametrize(
    ("values", "case"),
    [
        ({"kind": "repair"}, {}),
        ({"kind": "lost debit card"}, {}),  # a call keeps that one
        ({"kind": "charged twice"}, {"country": "GB"}),
        ({}, {"problem": "no internet"}),
    ],
)
def test_where_a_call_will_do_nothing_is_said(values: dict[str, Any], case: dict[str, Any]) -> None:
    found = of(values, **case)
    assert found.written is None
    assert plan_json(found)["in_writing"] is None


def test_the_problem_tells_it_where_no_kind_was_given() -> None:
    found = of({}, problem="health claim denied by my health plan")
    assert found.written is not None
    assert found.written.step == "in-writing-health-denial"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-02-20", "2026-02-20"), ("statement of 20 February 2026", "2026-02-20"),
        ("20th of Feb 2026, page 2", "2026-02-20"), ("February 20, 2026", "2026-02-20"),
        ("Feb 20", "2026-02-20"), ("20 Dec", "2025-12-20"), ("30 February 2026", ""),
        ("2026-02-30", ""), ("29 feb", "2024-02-29"), ("marching 20", ""), ("", ""),
        ("no. 20, mayor 4", ""),
    ],
)  # fmt: skip
def test_a_day_among_words(text: str, wanted: str) -> None:
    found = day_told(text, date(2026, 3, 4))
    assert (found.isoformat() if found else "") == wanted


@given(st.text(), st.dates())
def test_any_text_names_a_day_or_none(text: str, today: date) -> None:
    found = day_told(text, today)
    assert found is None or isinstance(found, date)


@given(st.dates(date(1, 1, 1), date(6, 1, 1)))
def test_the_first_years_there_are_break_nothing(today: date) -> None:
    assert day_told("29 feb", today) is None or today.year >= 4
