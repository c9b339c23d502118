"""A case that was closed, and another call in it."""

from __future__ import annotations

from datetime import timedelta

from callmate.desk.pages.wrapsteps import Seen, rows
from callmate.model.agenda import tasks
from callmate.model.events import NewEvent
from callmate.model.fold import fold
from callmate.model.nextstep import next_step
from callmate.model.summary import state_text
from callmate.model.wrapup import Step
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.model.planned import planned
from tests.model.support import folded

SETTLED = "{ctrl+n}Acme{escape}{space}rTom{enter}prefund by fri{enter}ee"


def settled() -> Person:
    person = Person().type(SETTLED).wait(3).type("{escape}zy1")
    assert person.case.around.closed == "resolved"
    return person


def test_a_promise_with_a_time_stays_in_due_until_one_says_what_came_of_it() -> None:
    person = settled()
    assert "refund by Fri 6 Mar" in person.said
    assert person.said.endswith("is still open: it stays in due.")
    now = person.clock.now().at
    assert [task.kind for task in tasks(person.case, now)] == ["promise_due"]
    assert [task.kind for task in tasks(person.case, now + timedelta(days=9))] == [
        "promise_overdue"
    ]
    assert scene_of(person.desk).due is None, "what is settled is not counted down"
    person.type("zk")
    assert not tasks(person.case, now)


def test_all_that_stays_is_counted_and_the_plan_and_the_wrap_up_say_the_same() -> None:
    open_ones = "prefund by fri{enter}pletter by sat{enter}pa call{enter}"
    person = Person().type("{ctrl+n}Acme{escape}{space}rTom{enter}" + open_ones).wait(3)
    person.type("ee").wait(3)
    seen = Seen(person.case, person.case.calls[-1], (), person.clock.now())
    (told, *_) = rows(seen, Step("settled", seen.call.id))
    assert told.words == (
        "2 promises with a date stay in due, nothing else of a settled case; z y opens it again."
    )
    person.type("{escape}zy1")
    case, now = person.case, person.clock.now().at
    assert person.said == "Settled. 2 promises stay in due, first refund by Fri 6 Mar."
    assert len(tasks(case, now)) == 2
    assert next_step(case, now).startswith("Settled, you noted. Still to come: “refund”, due ")
    assert [one.what for one in planned(fold(case.id, person.log), now).owed] == [
        "refund",
        "letter",
    ]


def test_nothing_is_left_of_a_case_that_was_given_up_or_of_a_promise_without_a_time() -> None:
    person = settled().type("zy").type("zy2")
    assert person.case.around.closed == "dropped"
    assert not tasks(person.case, person.clock.now().at)
    undated = Person().type("{space}rTom{enter}prefund{enter}ee").wait(3).type("{escape}zy1")
    assert undated.said == "Settled. 1 promise without a date: not in due any more."
    assert not tasks(undated.case, undated.clock.now().at)


def test_whoever_calls_again_has_the_case_open_again() -> None:
    person = settled().type("{space}rBob{enter}pa letter by fri{enter}ee").wait(3)
    case = person.case
    assert len(case.calls) == 2
    assert case.around.closed == ""
    kinds = [task.kind for task in tasks(case, person.clock.now().at)]
    assert kinds.count("promise_due") == 2
    assert state_text(case).startswith("open: promise due")


def test_a_call_that_is_undone_leaves_it_closed() -> None:
    person = settled().type("{space}").type("u")
    assert not person.on_the_phone()
    assert person.case.around.closed == "resolved"


def test_it_closes_again_with_the_next_word() -> None:
    person = settled().type("{space}rBob{enter}ee").wait(3).type("{escape}zy2")
    assert person.case.around.closed == "dropped"


def test_a_call_entered_of_before_it_was_closed_opens_nothing() -> None:
    person = settled()
    at = person.case.calls[0].start.shifted(-3600).at.isoformat()
    early = NewEvent("early", "call_start", person.clock.now(), {"when": at}, "early")
    log = [NewEvent(e.id, e.kind, e.moment, e.body, e.call, e.cause) for e in person.log]
    assert folded([*log, early]).case.around.closed == "resolved"
