"""After a yes: what is left to ask for, and what plan, next step and quote then say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from callmate.model.granting import open_asks
from callmate.model.nextstep import next_step
from callmate.model.planning.plantext import plan_json, plan_lines
from tests.exchange.support import call, event, events_of, imported, script
from tests.model.planned import DAY, planned, refused, with_facts
from tests.model.support import folded

BO = call(
    event("rep", 0, name="Bo"), event("ask", 1, what="waive the late fee"), event("denied", 2),
    event("denied", 3), event("call_end", 4, outcome="denied"), start="2026-03-01T09:00",
)  # fmt: skip


def ann(*events: dict[str, Any]) -> dict[str, Any]:
    """The next day's call."""
    end = event("call_end", 9, outcome="granted")
    return call(event("rep", 0, name="Ann"), *events, end, start="2026-03-02T09:00", n=2)


@pytest.mark.parametrize(
    "events",
    [
        [event("granted", 1, what="the fee is taken off")],
        [event("ask", 1, what="Waive the late  fee"), event("granted", 2)],
        [event("ask", 1, what="the late fee waived"), event("granted", 2)],
        [event("offer", 1, what="late fee waived"), event("accepted", 2)],
    ],
)
def test_a_yes_in_other_words_or_by_somebody_else_is_the_answer(events: list[Any]) -> None:
    fold = imported(script(BO, ann(*events)))
    assert open_asks(fold.case) == []
    found = planned(fold)
    assert (found.asks, found.supervisor, found.spent) == ((), "", "")
    assert found.first.startswith("Check that it really happens: “")
    assert found.first.endswith("”, granted by Ann.")
    assert not any("refused" in one for one in found.quotes)


def test_what_was_granted_is_told_with_the_name_and_is_to_be_checked() -> None:
    fold = imported(script(BO, ann(event("granted", 1, what="the fee is off"))))
    found = planned(fold)
    assert found.first == "Check that it really happens: “the fee is off”, granted by Ann."
    assert found.rung is None
    lines = [one.words for one in plan_lines(found, DAY.date()) if one.label == "granted"]
    assert lines == ["Ann granted “the fee is off” on 2 March 2026: check that it happens."]
    assert plan_json(found)["granted"] == [
        {"what": "the fee is off", "by": "Ann", "on": "2026-03-02"}
    ]


@pytest.mark.parametrize("what", ["a letter of apology", "waive the visit fee"])
def test_a_yes_to_something_else_leaves_the_refusal_to_be_asked_again(what: str) -> None:
    found = planned(imported(script(BO, ann(event("ask", 1, what=what), event("granted", 2)))))
    assert [one.what for one in found.asks] == ["waive the late fee"]
    assert found.supervisor == ""
    assert found.first == (
        f"Check that it really happens: “{what}”, granted by Ann; "
        "then ask for “waive the late fee”."
    )
    assert found.whom[0].name == "Ann"


def test_a_yes_in_the_call_that_refused_the_rest_is_no_turn() -> None:
    both = [event("rep", 0), event("ask", 1, what="refund"), event("denied", 2),
            event("denied", 3), event("ask", 4, what="a letter"), event("granted", 5)]  # fmt: skip
    found = planned(imported(script(call(*both))))
    assert found.supervisor == "“refund” was refused twice"
    assert found.first.startswith("Call again and ask for the next level first")


def test_a_refusal_after_the_yes_is_asked_again() -> None:
    again = call(event("ask", 1, what="the late fee waived"), event("denied", 2),
                 start="2026-03-03T09:00", n=3)  # fmt: skip
    fold = imported(script(BO, ann(event("granted", 1, what="the fee is off")), again))
    assert [one.what for one in open_asks(fold.case)] == ["the late fee waived"]
    assert planned(fold).first.startswith("Call again and ask once more")


def test_promises_broken_before_the_yes_are_no_reason_any_more() -> None:
    broken = [event("promise", n, what=f"call {n}", kept=False) for n in (1, 2, 3)]
    before = call(event("ask", 0, what="refund"), *broken, start="2026-03-01T09:00")
    won = planned(imported(script(before, ann(event("granted", 1, what="refund")))))
    assert (won.supervisor, won.spent) == ("", "")
    later = event("promise", 2, what="the refund today", kept=False)
    lost = planned(imported(script(before, ann(event("granted", 1, what="refund"), later))))
    assert lost.first == "Call again and name the broken promise: “the refund today”."


def test_every_promise_that_is_left_is_in_the_plan_the_overdue_ones_first() -> None:
    made = [
        event("promise", 1, what="a refund"),
        event("promise", 2, what="a letter", by="2026-03-20"),
        event("promise", 3, what="a plumber", by="2026-03-03"),
        event("promise", 4, what="a call", by="2026-03-01", kept=True),
    ]
    found = planned(imported(script(call(event("rep", 0, name="Bo"), *made))))
    assert [(one.what, one.overdue) for one in found.owed] == [
        ("a plumber", True), ("a letter", False), ("a refund", False),
    ]  # fmt: skip
    lines = plan_lines(found, DAY.date())
    assert [one.words for one in lines[1:4]] == [
        "“a plumber”: promised by Bo, was due Tuesday 3 March.",
        "“a letter”: promised by Bo, due Friday 20 March.",
        "“a refund”: promised by Bo, no date.",
    ]


def test_a_complaint_that_is_with_them_is_waited_for_and_the_telephone_is_no_next_step() -> None:
    made = refused(2)
    sent = [("letter", {"form": "complaint"}),
            ("letter_sent", {"answers": "fact0", "reply_by": "2026-03-20"})]  # fmt: skip
    fold = with_facts(made, *sent)
    found = planned(fold)
    assert found.first == "Wait for their answer to your complaint, due Friday 20 March."
    assert found.first == next_step(fold.case, DAY)
    assert found.rung is not None
    assert found.rung.step.id == "executive"
    first = next(one for one in plan_lines(found, DAY.date()) if one.label == "first")
    assert first.words.startswith("If you do call, ask for a supervisor")
    late = planned(fold, DAY + timedelta(days=30))
    assert late.first.startswith("Their answer to your complaint was due Friday 20 March")


def test_the_next_level_is_for_when_the_promise_after_a_yes_is_not_kept() -> None:
    promised = event("promise", 2, what="the refund", by="2026-03-20")
    made = events_of(script(BO, ann(event("granted", 1, what="waive the late fee"), promised)))
    rung = planned(folded(made)).rung
    assert rung is not None
    assert rung.why == "if what was promised does not come"
    late = planned(folded(made), DAY + timedelta(days=30)).rung
    assert late is not None
    assert late.why == ""


def test_what_was_refused_is_put_in_writing_where_talking_is_over() -> None:
    broken = [event("promise", n, what=f"call {n}", kept=False) for n in (1, 2, 3)]
    asked = [event("ask", 4, what="an engineer"), event("denied", 5)]
    found = planned(imported(script(call(*broken, *asked))))
    assert found.spent
    assert [one.how for one in found.asks] == ["Refused once by phone: put it in writing now."]
    assert found.first.endswith("Next: put it in writing.")
