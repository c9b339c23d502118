"""Sentences made from the log: the next step, the state in a list, the page of text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callmate.model.report import report
from callmate.model.report_text import render, render_cards
from callmate.model.summary import Known, summarise
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
BO = event("rep", 0, name="Bo", department="billing")


@pytest.mark.parametrize(
    ("events", "state", "step"),
    [
        ([], "open", "Call again, and ask for a case number"),
        ([event("denied", 1, what="no")], "refused", "Call again and ask for the next level"),
        ([event("denied", n, what="no") for n in (1, 2, 3)], "refused", "Change the channel"),
        ([event("granted", 1, what="yes")], "granted", "Check that it really happens: “yes”"),
        ([event("promise", 1, what="x", kept=False)], "open: promise broken", "Call again and na"),
        ([event("promise", 1, what="x")], "open: promise", "Wait for “x”, and ask by when"),
        (
            [event("promise", 1, what="x", by="2026-03-02T22:20")],
            "open: promise due 2 Mar 2026 22:20",
            "Wait for “x”, due 22:20; if it does not come, call.",
        ),
        (
            [event("promise", 1, what="x", by="2026-03-01")],
            "open: promise due 1 Mar 2026", "Call and hold them to it: “x” was due Sunday 1 March.",
        ),
        (
            [event("promise", 1, what="x", by="2026-03-01T22:20")],
            "open: promise due 1 Mar 2026 22:20",
            "Call and hold them to it: “x” was due Sunday 1 March 22:20.",
        ),
        ([event("call_end", 2, outcome="resolved")], "granted", "Settled, you noted."),
        ([event("call_end", 2, outcome="disconnected")], "open", "Call again now: the line was"),
        ([event("call_end", 2, outcome="callback")], "open", "Wait for their call; they gave"),
        ([event("instruction", 1, what="reset it")], "open", "Do the step you were given, th"),
    ],
)  # fmt: skip
def test_state_and_next_step(events: list[dict[str, object]], state: str, step: str) -> None:
    fold = imported(script(call(*events)))
    assert summarise(fold).state == state
    assert report(fold, DAY)["next_step"].startswith(step)


def test_a_summary_knows_the_people() -> None:
    fold = imported(
        script(
            call(BO, event("denied", 1, what="no"), event("rep", 2, name="Al")),
            call(event("rep", 0, name="bo"), start="2026-03-03T09:00"),
        )
    )
    found = summarise(fold)
    assert found.reps == (
        Known("bo", "2026-03-03T09:00:00+00:00"),
        Known("Al", "2026-03-02T09:02:00+00:00"),
    )
    assert found.departments == (Known("billing", "2026-03-02T09:00:00+00:00", "refused"),)
    assert (found.calls, found.running, found.company) == (2, False, "Acme")
    assert found.opened_at == "2026-03-02T09:00:00+00:00"
    assert found.last_at == "2026-03-03T09:00:00+00:00"
    assert found.script_id == "test"


def test_a_running_call_shows_in_state_and_step() -> None:
    phone = Phone().do("start").wait(3)
    assert summarise(phone.fold).state == "call running"
    assert summarise(phone.fold).running
    assert report(phone.fold, phone.clock.at)["per_call"][0]["running"] is True
    assert report(phone.fold, phone.clock.at)["next_step"].startswith("A call is running")


def test_the_page_of_text_holds_no_control_sequence() -> None:
    evil = "\x1b[2J[/b]\u202e" + "x" * 100
    fold = imported(
        script(
            call(event("rep", 0, name=evil, department=evil), event("ask", 1, what=evil)),
            company=evil, outcome_wanted=evil,
        )
    )  # fmt: skip
    page = render(report(fold, DAY))
    assert page.replace("\n", "").isprintable()
    assert "␛[2J[/b]<U+202E>" in page
    assert max(map(len, page.splitlines())) <= 80


def test_cards_and_checklist_are_told_by_the_caller() -> None:
    fold = imported(script(call(BO)))
    tip = {"card": "brief", "at": "2026-03-02T09:00:00+00:00", "call": 1, "why": "new rep"}
    found = report(fold, DAY, tips=[tip], checklist=(2, 6))
    assert found["tips"] == [tip]
    assert found["checklist_at_first_call"] == {"done": 2, "total": 6}
    assert "call 1: new rep" in render_cards(found)
