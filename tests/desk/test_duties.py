"""The page due: what all cases ask for, and what is answered there is in its case."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callmate.desk.pages.page import Page, Row
from callmate.model.agenda import tasks
from tests.desk.support import Person, on_disk

AFTER = "ee{escape}{escape}"


def page(person: Person) -> Page:
    shown = person.desk.parts.between.pages.shown
    assert shown is not None, "no page is open"
    return shown


def rows(person: Person) -> list[Row]:
    return [row for row in page(person).rows if row.action]


def said(person: Person) -> str:
    return "\n".join(f"{row.digit} {row.words} | {row.right}" for row in page(person).rows)


def with_promise(words: str = "refund within 2h", other: bool = True) -> Person:
    """A case with a promise, and another one that is on the desk."""
    person = Person().type("{space}rTom{enter}").type(f"p{words}{{enter}}").type(AFTER)
    if other:
        person.clock.advance(60)
        person.type("{ctrl+n}{escape}{space}").type(AFTER)
        person.type("w").type("{escape}{escape}")
    return person


def test_with_nothing_due_the_page_says_what_will_stand_there() -> None:
    person = Person().type("d")
    assert "Nothing is due." in said(person)
    assert page(person).title == "DUE"
    person.type("{escape}")
    assert person.desk.view.pane == "timeline"


def test_the_promise_is_named_with_who_made_it_and_how_long_there_is() -> None:
    person = with_promise().type("d")
    assert "refund (Tom) · case without a name" in said(person)
    assert " left" in rows(person)[0].right
    assert page(person).title.startswith("DUE  1 today")
    person.clock.advance(3 * 3600)
    person.type("{escape}d")
    assert page(person).title.startswith("DUE  1 overdue")
    assert rows(person)[0].role == "error"


@pytest.mark.parametrize(("digit", "kind"), [("1", "promise_kept"), ("2", "promise_broken")])
def test_what_became_of_a_promise_is_written_into_its_own_case(digit: str, kind: str) -> None:
    person = with_promise()
    other = person.case.id
    person.type("d1")
    assert "Said on" in said(person) and "by Tom" in said(person)
    before = len(person.memory.logs[other].events)
    person.type(digit)
    assert person.case.id == "case-1" != other
    fact = person.fact(kind)
    assert fact.body["answers"] == person.case.promises[0].id
    assert person.case.promises[0].kept is (kind == "promise_kept")
    assert not any(e.kind == kind for e in person.memory.logs[other].events[before:])
    assert "u takes it back" in person.said
    assert "refund (Tom)" not in said(person)
    person.type("{escape}u")
    assert person.case.promises[0].kept is None


def test_enter_shows_the_task_and_enter_again_opens_its_case() -> None:
    person = with_promise()
    person.type("d{enter}")
    assert rows(person)[0].words == "open the case"
    person.type("{enter}")
    assert person.case.id == "case-1"
    assert person.desk.view.pane == "timeline"
    assert person.desk.parts.between.pages.shown is None


def test_tab_goes_back_to_all_and_looking_opens_no_case() -> None:
    person = with_promise()
    other = person.case.id
    person.type("d1{tab}")
    assert "refund (Tom)" in said(person) and person.case.id == other


def test_a_time_that_was_not_given_can_be_given() -> None:
    person = with_promise("refund").type("d1")
    assert "No time was given" in said(person)
    person.type("4")
    assert person.typed == ""
    person.type("in 2 days{enter}")
    day = (person.clock.at + timedelta(days=2)).date().isoformat()
    assert person.case.promises[0].by == day
    assert tasks(person.case, person.clock.at)[0].kind == "promise_due"


def test_the_day_of_a_promise_is_put_right_and_stands_if_nothing_is_typed() -> None:
    person = with_promise("refund by 2030-11-27 17:00").type("d14")
    before = person.case.promises[0].by
    assert before == "2030-11-27T17:00+00:00"
    person.type("{enter}")
    assert person.case.promises[0].by == before
    person.type("42030-11-29{enter}")
    assert person.case.promises[0].by == "2030-11-29"
    assert tasks(person.case, person.clock.at)[0].by == "2030-11-29"


def test_a_time_that_does_not_exist_is_said_and_the_field_stays_open() -> None:
    person = with_promise("refund").type("d14").type("31 february{enter}")
    assert person.typed == "31 february"
    assert person.case.promises[0].by is None


def test_who_answers_for_it_can_be_named() -> None:
    person = with_promise().type("d13Ann{enter}")
    assert person.case.promises[0].owner == "Ann"
    assert "refund (Ann)" in said(person)


@pytest.mark.parametrize("words", ["refund", "refund by 2030-11-27"])
def test_one_digit_asks_the_same_with_a_day_and_without_and_a_time_answers_for_nothing(
    words: str,
) -> None:
    person = with_promise(words).type("d1")
    digits = {row.action: row.digit for row in rows(person)}
    assert (digits["owner"], digits["by"]) == ("3", "4")
    person.type("3fri 5pm{enter}")
    assert person.typed == "fri 5pm", "the field stays open"
    assert person.said == "fri 5pm is a time: type who answers for it, or esc."
    assert person.case.promises[0].owner == ""
    person.type("{ctrl+u}May{enter}")
    assert person.case.promises[0].owner == "May"


def test_who_is_to_act_is_asked_and_the_answer_is_kept() -> None:
    person = with_promise("technician will come within 4h").type("d")
    assert "ask the technician whether they were told" in said(person)
    at = next(row.digit for row in rows(person) if row.words.startswith("ask"))
    person.type(f"{at}2")
    promise = person.case.promises[0]
    assert person.case.around.handovers == {promise.id: "not_told"}
    person.type("1")
    assert person.case.around.handovers == {promise.id: "confirmed"}
    assert "ask the" not in said(person)


def test_the_details_are_checked_after_a_heated_call() -> None:
    person = Person().type("{space}rTom{enter}f").type(AFTER).type("d12")
    assert [right for _, right in person.case.around.checks] == [False]
    assert "have your account details put right" in said(person)
    person.type("1")
    assert [right for _, right in person.case.around.checks] == [False, True]
    assert "Nothing is due." in said(person)


def take(person: Person, kind: str, **body: object) -> Person:
    """A fact of the case on the desk that another page would write."""
    from callmate.desk.context import Input

    context = person.desk.context
    source = Input(context.new_id(), "command", person.clock.now(), {})
    context.take([context.event(source, kind, context.about(), **body)])
    return person


def test_a_letter_is_answered_or_waited_for_another_day() -> None:
    person = Person().type("{space}").type(AFTER)
    take(person, "letter", form="complaint", to="Acme", reply_by="2031-01-20")
    letter = person.case.around.letters[0].id
    take(person, "letter_sent", answers=letter, reply_by="")
    sent = person.case.around.letters[0].sent
    person.type("d12").type("in 3 weeks{enter}")
    day = (person.clock.at + timedelta(weeks=3)).date().isoformat()
    assert person.case.around.letters[0].reply_by == day
    assert person.case.around.letters[0].sent == sent
    person.type("1")
    assert person.case.around.letters[0].replied
    assert person.case.around.letters[0].reply_by == day
    assert "Nothing is due." in said(person)


def test_a_step_of_the_ladder_is_done() -> None:
    person = Person().type("{space}").type(AFTER)
    take(person, "rung", rung="team-lead", by="2031-01-20", state="planned")
    person.type("d")
    assert "next step: team lead" in said(person)
    person.type("11")
    assert person.case.around.rungs[-1].state == "done"
    assert "Nothing is due." in said(person)


def test_a_break_is_over_when_one_says_so() -> None:
    person = Person().type("{space}f").type(AFTER)
    take(person, "cool_off", until="2031-01-20", why="fuming")
    person.type("d")
    assert "after call 1: check that your details are still right" in said(person)
    assert "after the break" in said(person)
    at = next(row.digit for row in rows(person) if "after the break (" in row.words)
    person.type(f"{at}2")
    assert person.case.around.rest is None


def test_more_than_nine_are_shown_nine_at_a_time() -> None:
    person = Person().type("{space}")
    for number in range(11):
        person.type(f"pthing {number}{{enter}}")
    person.type(AFTER).type("d")
    assert len(rows(person)) == 9 and "tab more" in page(person).hint
    person.type("{tab}")
    assert len(rows(person)) == 2
    person.type("{tab}")
    assert len(rows(person)) == 9
    person.type("{shift+tab}")
    assert len(rows(person)) == 2


def test_after_a_restart_the_page_knows_all_that_was_due(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{space}rTom{enter}prefund within 2h{enter}").type(AFTER)
    person.clock.advance(60)
    person.type("{ctrl+n}{escape}{space}prouter{enter}").type(AFTER)
    world.close()
    again, world = on_disk(tmp_path, person.clock)
    again.type("{escape}d")
    assert "refund (Tom)" in said(again) and "router" in said(again)
    again.type("11")
    assert again.case.promises[0].what == "refund" and again.case.promises[0].kept
    world.close()
