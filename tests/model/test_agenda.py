"""What is to be done between the calls: the twelve histories, and each kind of task."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from callmate.desk.context import Input
from callmate.model.agenda import Tally, Task, all_tasks, in_order, tally, tasks
from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.state import Case
from callmate.model.stuck import is_heated
from callmate.model.taskwords import words
from tests.desk.support import Person
from tests.exchange.support import imported
from tests.model.support import HISTORIES, expected_of

EXPECTED = json.loads(
    (HISTORIES[0].parent / "expected_agenda.json").read_text(encoding="utf-8")
)  # fmt: skip


def plain(case: Case, task: Task) -> dict[str, Any]:
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    return {
        "kind": task.kind,
        "what": task.what,
        "due": task.due.isoformat() if task.due else None,
        "call": numbers.get(task.call),
        "owner": task.owner,
    }


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_agenda_of_a_history_is_what_its_file_says(history: Path) -> None:
    expected = EXPECTED[history.stem]
    case = imported(history).case
    for as_of, wanted in expected["agenda"].items():
        found = tasks(case, datetime.fromisoformat(as_of))
        assert [plain(case, task) for task in found] == wanted, as_of
    as_of = json.loads(expected_of(history).read_text(encoding="utf-8"))["as_of"]
    assert tally(case, datetime.fromisoformat(as_of)) == Tally(**expected["tally"])


def test_all_twelve_have_an_expected_agenda() -> None:
    assert EXPECTED.keys() == {history.stem for history in HISTORIES}


def kinds(person: Person, later: timedelta = timedelta()) -> list[str]:
    return [task.kind for task in tasks(person.case, person.clock.at + later)]


def called(keys: str) -> Person:
    """A call that is over and was gone through."""
    person = Person().type("{space}rtom{enter}").type(keys).type("ee{escape}")
    return person


def after(person: Person, kind: str, **body: Any) -> Person:
    """A fact between the calls."""
    context = person.desk.context
    source = Input(context.new_id(), "command", person.clock.now(), {})
    context.take([context.event(source, kind, None, **body)])
    return person


def wrapped(keys: str) -> Person:
    person = called(keys)
    return after(person, "wrapped_up", about=person.case.calls[-1].id, how="done")


def test_a_promise_is_due_then_overdue_and_gone_when_it_is_kept() -> None:
    person = wrapped("prefund within 2h{enter}")
    assert kinds(person) == ["promise_due"]
    assert kinds(person, timedelta(hours=3)) == ["promise_overdue"]
    late = tasks(person.case, person.clock.at + timedelta(minutes=890))[0]
    assert late.standing(person.clock.at + timedelta(minutes=890)) == "overdue"
    assert late.owner == "tom"
    person.type("zk")
    assert kinds(person, timedelta(hours=3)) == []


def test_a_date_alone_is_due_all_day_and_overdue_from_midnight() -> None:
    person = wrapped("prefund by 2027-01-05{enter}")
    zone = person.clock.at.tzinfo
    task = all_tasks(person.case)[0]
    for text, standing in (
        ("2027-01-03T23:59", "later"), ("2027-01-04T00:00", "tomorrow"),
        ("2027-01-04T23:59", "tomorrow"), ("2027-01-05T00:00", "today"),
        ("2027-01-05T23:59", "today"), ("2027-01-06T00:01", "overdue"),
    ):  # fmt: skip
        assert task.standing(datetime.fromisoformat(text).replace(tzinfo=zone)) == standing, text
    assert task.by == "2027-01-05"


def test_a_promise_without_a_time_has_no_date_and_one_without_words_stays() -> None:
    assert kinds(wrapped("prefund{enter}")) == ["promise_undated"]
    assert kinds(wrapped("p{enter}")) == ["promise_undated"]


def test_whoever_is_to_come_is_asked_whether_they_know_until_it_is_confirmed_or_due() -> None:
    person = wrapped("ptechnician will come within 4h{enter}")
    promise = person.case.promises[0]
    assert kinds(person) == ["promise_due", "handover"]
    assert all_tasks(person.case)[1].owner == "technician"
    assert kinds(person, timedelta(hours=5)) == ["promise_overdue"]
    after(person, "handover", answers=promise.id, state="not_told")
    assert kinds(person) == ["promise_due", "handover"]
    after(person, "handover", answers=promise.id, state="confirmed")
    assert kinds(person) == ["promise_due"]


def test_the_details_are_to_be_checked_after_a_heated_call_and_until_they_are_right() -> None:
    person = wrapped("f")
    assert is_heated(person.case, person.case.calls[0])
    assert kinds(person) == ["check_details"]
    after(person, "details_checked", right=False)
    assert kinds(person) == ["check_details"]
    assert tasks(person.case, person.clock.at)[0].what == "they were wrong"
    after(person, "details_checked", right=True)
    assert kinds(person) == []
    person.clock.advance(60)
    person.type("{space}rann{enter}fee{escape}")
    after(person, "wrapped_up", about=person.case.calls[-1].id, how="done")
    assert kinds(person) == ["check_details"]


def test_ones_own_word_that_one_was_not_polite_makes_a_call_heated() -> None:
    person = wrapped("nx{enter}")
    call = person.case.calls[0].id
    assert kinds(person) == []
    after(person, "conduct", about=call, mark="polite", value=False)
    assert kinds(person) == ["check_details"]


def test_a_break_silences_what_has_no_date_and_ends_with_a_look() -> None:
    person = wrapped("fprefund by 2027-01-05{enter}")
    until = (person.clock.at + timedelta(hours=1)).isoformat()
    after(person, "cool_off", until=until, why="fuming")
    assert kinds(person) == ["look_again", "promise_due"]
    found = {task.kind: task.standing(person.clock.at) for task in all_tasks(person.case)}
    assert found == {"promise_due": "later", "check_details": "asleep", "look_again": "today"}
    later = person.clock.at + timedelta(hours=2)
    assert kinds(person, timedelta(hours=2)) == ["look_again", "promise_due", "check_details"]
    assert tasks(person.case, later)[0].standing(later) == "today", "a break is never overdue"
    after(person, "cool_off", until="", why="")
    assert kinds(person) == ["promise_due", "check_details"]


def test_a_break_until_a_day_is_over_when_the_day_begins_and_a_call_ends_it() -> None:
    person = wrapped("f")
    tomorrow = person.clock.at.date() + timedelta(days=1)
    after(person, "cool_off", until=tomorrow.isoformat(), why="")
    task = next(task for task in all_tasks(person.case) if task.kind == "look_again")
    assert task.due is not None
    assert (task.due.date(), task.due.hour) == (tomorrow, 0)
    zone = task.due.tzinfo
    stands = [task.standing(datetime.combine(day, time(9), zone))
              for day in (tomorrow - timedelta(2), tomorrow - timedelta(1), tomorrow)]  # fmt: skip
    assert stands == ["later", "tomorrow", "today"]
    person.clock.advance(60)
    person.type("{space}ee{escape}")
    assert "look_again" not in kinds(person)


def test_a_letter_waits_for_its_answer_once_it_was_sent() -> None:
    person = wrapped("nx{enter}")
    after(person, "letter", form="complaint", to="Acme", reply_by="2027-01-20")
    assert kinds(person) == []
    letter = person.case.around.letters[0].id
    after(person, "letter_sent", answers=letter, reply_by="")
    task = tasks(person.case, person.clock.at)[0]
    assert (task.kind, task.what, task.owner, task.by) == (
        "letter_reply", "complaint", "Acme", "2027-01-20"
    )  # fmt: skip
    after(person, "letter_sent", answers=letter, state="replied")
    assert kinds(person) == []


def test_of_a_step_of_the_ladder_the_newest_word_counts() -> None:
    person = wrapped("nx{enter}")
    after(person, "rung", rung="ombudsman", by="2027-01-20", state="planned")
    after(person, "rung", rung="ombudsman", by="2027-01-27", state="planned")
    assert [task.by for task in all_tasks(person.case)] == ["2027-01-27"]
    after(person, "rung", rung="ombudsman", state="done")
    assert kinds(person) == []
    after(person, "rung", rung="team lead", by="gibberish", state="planned")
    assert [(task.due, task.by) for task in all_tasks(person.case)] == [(None, "")]


def test_broken_promises_with_nothing_to_wait_for_are_brought_up_for_a_month() -> None:
    person = wrapped("prefund{enter}zbpcall back{enter}zb")
    found = tasks(person.case, person.clock.at)
    assert [(task.kind, task.what) for task in found] == [
        ("look_again", "2 of 2 promises broken")
    ]  # fmt: skip
    assert kinds(person, timedelta(days=29)) == ["look_again"]
    assert kinds(person, timedelta(days=31)) == []
    after(person, "rung", rung="ombudsman", by="2027-01-20", state="planned")
    assert kinds(person) == ["rung"]
    assert kinds(wrapped("prefund{enter}zbarefund{enter}g")) == [], "it was granted after all"


def test_a_call_nobody_went_through_is_offered_for_two_days() -> None:
    person = Person().type("{space}ee")
    assert kinds(person) == ["wrap_up"]
    assert kinds(person, timedelta(days=3)) == []
    after(person, "wrapped_up", about=person.case.calls[-1].id, how="skipped")
    assert kinds(person) == []


def test_a_case_that_is_closed_asks_only_for_what_is_due_until_it_is_opened_again() -> None:
    person = called("fprefund within 2h{enter}pa technician will come{enter}")
    after(person, "case_closed", how="resolved")
    assert kinds(person, timedelta(hours=3)) == ["promise_overdue"]
    after(person, "case_closed", how="reopened")
    assert "promise_due" in kinds(person)


def test_a_case_just_looked_at_has_no_agenda() -> None:
    assert all_tasks(Case(id="x")) == ()


def test_tasks_of_several_cases_are_ordered_by_how_they_press() -> None:
    now = datetime.fromisoformat("2026-11-23T12:00+01:00")

    def at(hours: int) -> Task:
        return Task("promise_due", f"{hours}", now + timedelta(hours=hours))

    mixed = [at(200), Task("promise_undated", "some day"), at(-90), at(-2), at(3)]
    assert [task.what for task in in_order(mixed, now)] == ["-2", "-90", "3", "200", "some day"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("22-qantas-seven-calls-2022", "  of 7: 0 kept, 7 broken"),
        ("12-ups-lost-parcel-2019", "  of 3: 0 kept, 3 broken"),
        ("04-comcast-install-2007", "  of 3: 1 kept, 2 broken"),
    ],
)
def test_the_report_tells_how_promises_came_out(name: str, line: str) -> None:
    history = next(one for one in HISTORIES if one.stem == name)
    found = report(imported(history), datetime(2026, 3, 2, tzinfo=UTC))
    assert line in render(found).splitlines()
    if name.startswith("12"):
        assert "an unnamed rep" in render(found) and found["reps_named"] == 0


def test_the_report_names_who_answers_for_a_promise_and_who_carries_it_out() -> None:
    person = wrapped("pann will call within 2h{enter}ptechnician will come{enter}")
    rows = report(person.desk.context.fold, person.clock.at)["promises"]  # type: ignore[arg-type]
    assert [(row["rep"], row["owner"], row["carrier"]) for row in rows] == [
        ("tom", "ann", None), ("tom", None, "technician")
    ]  # fmt: skip


def test_after_a_break_one_calls_again_only_if_nothing_promised_is_waited_for() -> None:
    def said(promise: str) -> str:
        person = wrapped(f"p{promise}{{enter}}")
        until = (person.clock.at + timedelta(hours=3)).isoformat()
        after(person, "cool_off", until=until, why="fuming")
        found = next(one for one in tasks(person.case, person.clock.at) if one.kind == "look_again")
        return words(found)

    assert said("refund by 2027-01-05") == "the break is over (fuming)"
    assert said("refund within 1h") == "call again after the break (fuming)"
    assert said("refund") == "call again after the break (fuming)"
