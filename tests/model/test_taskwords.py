"""Tasks as they are said: what is to be done, by when, and how long there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.agenda import Kind, Task
from callmate.model.taskwords import sentence, when, words

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (Task("promise_due", "refund", FRIDAY, "2026-11-27T17:00", owner="Tom"),
         "refund (Tom), due Fri 27 Nov 17:00 · 4 days left"),
        (Task("promise_due", "", NOW - timedelta(hours=12, minutes=50), "2026-11-22T23:10"),
         "something, was due Sun 22 Nov 23:10 · overdue 12 h 50"),
        (Task("promise_undated", "refund"), "refund"),
        (Task("handover", "will come", owner="technician"),
         "ask the technician whether they were told: will come"),
        (Task("handover", "someone out", owner="someone"),
         "ask who comes, and whether they know: someone out"),
        (Task("handover", "", owner="Billing"), "ask Billing whether they were told"),
        (Task("handover", "", owner="manager"), "ask the manager whether they were told"),
        (Task("handover", "", owner="claims department"),
         "ask the claims department whether they were told"),
        (Task("check_details"), "after the last call: check that your details are still right"),
        (Task("check_details", "call 3"), "after call 3: check that your details are still right"),
        (Task("check_details", "they were wrong"), "have your account details put right"),
        (Task("look_again", "2 of 3 promises broken"),
         "2 of 3 promises broken: the next step is yours"),
        (Task("look_again", "fuming", NOW + timedelta(hours=2)),
         "call again after the break (fuming) · in 2 h 00"),
        (Task("look_again", "", NOW - timedelta(hours=2)), "call again after the break · now"),
        (Task("letter_reply", "complaint", FRIDAY, "2026-11-27", owner="Acme"),
         "reply to your complaint letter (Acme), due Fri 27 Nov · 4 days left"),
        (Task("rung", "health-appeal", FRIDAY, "2026-11-27", owner="Appeal to the health plan"),
         "next step: Appeal to the health plan, due Fri 27 Nov · 4 days left"),
        (Task("rung", "team-lead", FRIDAY, "2026-11-27"),
         "next step: team lead, due Fri 27 Nov · 4 days left"),
        (Task("wrap_up", "call 3"), "go through call 3"),
    ],
)  # fmt: skip
def test_a_task_is_said_in_one_line(task: Task, said: str) -> None:
    assert sentence(task, NOW) == said


def test_every_kind_has_words() -> None:
    for kind in get_args(Kind):
        assert words(Task(kind, "x", owner="y"))
        assert when(Task(kind), NOW) == "no date"


@given(st.text(), st.text(), st.datetimes(timezones=st.just(UTC)), st.sampled_from(get_args(Kind)))
def test_any_words_and_time_can_be_said(what: str, by: str, due: datetime, kind: Kind) -> None:
    assert sentence(Task(kind, what, due, by), NOW)
