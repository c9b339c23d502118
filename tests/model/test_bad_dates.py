"""Dates that do not exist, lie in the past or are no dates: whatever a fact carries, everything
made from it stands, and the words are kept as they came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.exchange.calendar import calendar
from callmate.model.advice.values import Advice
from callmate.model.agenda import all_tasks, tasks
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.letter.facts import Choices, letter_facts
from callmate.model.moment import Moment
from callmate.model.planning.company import company
from callmate.model.planning.plan import Plan, plan
from callmate.model.planning.plantext import plan_json, plan_lines
from callmate.model.planning.rungs import ladder_of
from callmate.model.summary import duties, summarise
from callmate.packs.loader import load
from tests.model.support import folded

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

NO_DATES = [
    "2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "0000-00-00", "0001-01-01",
    "9999-12-31", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "10000-01-01",
    "1970-01-01", "2999-12-31T10:00", "20261123", "20261123T1000", "2026-W48-1", "2026-W48-1T10:00",
    "2026-327", "2026-11-23T25:00", "2026-11-23T10:00+99:00", "2026-11-23 10:00", "2026-11-23T",
    "2026-11-31T10:00Z", "fri", "30 feb", "soon", "-1", "1e9", "٢٠٢٦-١١-٢٣", "２０２６-１１-２３",
    "\x1b[2J", "[b]", "\ud83d", "", " ", "2026-11-23\n", "x" * 500,
]  # fmt: skip


@cache
def advice() -> Advice:
    return load().advice


def event(n: int, kind: str, call: str | None = None, /, **body: object) -> NewEvent:
    moment = Moment(NOW - timedelta(hours=2) + timedelta(seconds=n))
    return NewEvent(f"01K{n:023}", kind, moment, body, call)


def case_with(text: object) -> Fold:
    """A case in which every date that a fact may carry is the text."""
    call = "01K" + "2".zfill(23)
    made = [
        event(1, "case_set", company="Northgas", country="GB", sector="utility", outcome="refund"),
        event(2, "call_start", call, direction="out"),
        event(3, "rep", call, name="Tom"),
        event(4, "ask", call, what="refund"),
        event(5, "denied", call, what="refund"),
        event(6, "promise", call, what="refund", by=text),
        event(7, "promise", call, what="call back"),
        event(8, "detail", call, target="01K" + "7".zfill(23), values={"by": text}),
        event(9, "call_end", call, outcome="end"),
        event(10, "cool_off", None, until=text, why="angry"),
        event(11, "letter", None, form="complaint", to="Northgas", reply_by=text),
        event(12, "letter_sent", None, answers="01K" + "11".zfill(23), reply_by=text),
        event(13, "letter", None, form="follow-up", to="Northgas", reply_by=text),
        event(14, "rung", None, rung="uk-energy", by=text, state="planned"),
    ]
    return folded(made)


def planned(fold: Fold) -> Plan:
    known = company("Northgas", [fold], NOW)
    return plan(fold.case, NOW, ladder_of(fold.case, advice()), known)


def everything_stands(text: object) -> Fold:
    fold = case_with(text)
    assert all_tasks(fold.case) is not None
    for task in tasks(fold.case, NOW):
        assert task.due is None or task.due.tzinfo is not None
    found = planned(fold)
    assert all(line.words is not None for line in plan_lines(found, NOW.date()))
    assert plan_json(found)
    listed = duties([summarise(fold)], NOW)
    assert calendar(listed, NOW).startswith(b"BEGIN:VCALENDAR")
    letter_facts(fold, Choices("complaint", reply_by=str(text)), NOW)
    return fold


@pytest.mark.parametrize("text", NO_DATES, ids=ascii)
def test_everything_made_from_a_case_stands(text: str) -> None:
    fold = everything_stands(text)
    promise = fold.case.promises[0]
    assert (promise.by or "") == text, "kept as it came"
    around = fold.case.around
    until = around.rest.until if around.rest else ""
    assert [around.rungs[0].by, until, around.letters[0].reply_by] == [text] * 3
    assert around.letters[0].sent is not None


@pytest.mark.parametrize("value", [None, True, 3, -1, 10**30, 1.5, [], ["2026-11-23"], {"a": 1}])
def test_a_value_that_is_no_text_changes_nothing(value: object) -> None:
    everything_stands(value)


@settings(max_examples=60)
@given(
    st.one_of(
        st.text(max_size=30),
        st.dates().map(str),
        st.datetimes().map(lambda one: one.isoformat()),
        st.from_regex(r"\A\d{4}-\d\d-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?\Z"),
    )
)
def test_any_text_as_a_date(text: str) -> None:
    everything_stands(text)


@pytest.mark.parametrize("text", ["2026-11-20", "1970-01-01", "0001-01-01"])
def test_a_day_that_is_past_is_overdue_not_lost(text: str) -> None:
    found = tasks(everything_stands(text).case, NOW)
    late = {task.kind for task in found if task.standing(NOW) == "overdue"}
    assert "promise_overdue" in late or text == "0001-01-01"
    assert any(task.what == "refund" for task in found)


@pytest.mark.parametrize("text", ["2026-02-30", "soon", "fri"])
def test_what_is_no_day_leaves_a_promise_without_one(text: str) -> None:
    found = tasks(everything_stands(text).case, NOW)
    assert [task.kind for task in found if task.what == "refund"] == ["promise_undated"]
