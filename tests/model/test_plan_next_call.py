"""What a plan says first: a break, a wait, whom to ask for, and when a case is settled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callmate.model.events import NewEvent
from callmate.model.nextstep import next_step
from callmate.model.planning.plantext import plan_lines
from tests.exchange.support import call, event, events_of, imported, script
from tests.model.planned import DAY, last_call, planned, refused, with_facts
from tests.model.support import folded


def test_a_break_is_over_with_the_next_call() -> None:
    before = refused(1)
    rest = NewEvent("rest", "cool_off", before[-1].moment, {"until": "2026-03-09"})
    later = events_of(script(call(event("note", 1), start="2026-03-03T09:00"), id="later"))
    with_call = folded([*before, rest, *(one for one in later if one.kind != "case_opened")])
    assert planned(folded([*before, rest])).rest is not None
    assert planned(with_call, datetime(2026, 3, 3, 12, tzinfo=UTC)).rest is None


@pytest.mark.parametrize(("result", "settled"), [("all", True), ("least", True), ("part", False)])
def test_a_call_that_brought_enough_settles_the_case(result: str, settled: bool) -> None:
    made = refused(1)
    fold = with_facts(made, ("result", {"about": last_call(made), "result": result}))
    assert planned(fold).settled is settled


def test_a_case_that_was_let_go_says_so() -> None:
    dropped = planned(with_facts(refused(1), ("case_closed", {"how": "dropped"})))
    assert dropped.first == "You let this one go. It can be taken up again at any time."
    resolved = planned(with_facts(refused(1), ("case_closed", {"how": "resolved"})))
    assert resolved.first.startswith("Settled, you noted.")


def test_a_promise_that_is_waited_for_goes_before_break_and_letter() -> None:
    broken = [event("promise", n, what=f"p{n}", kept=False) for n in range(3)]
    waits = event("promise", 4, what="the engineer", by="2026-03-09")
    made = events_of(script(call(*broken, waits)))
    fold = with_facts(made, ("cool_off", {"until": "2026-03-08"}))
    assert planned(fold).first.startswith("Wait for “the engineer”, due Monday 9 March")
    assert planned(fold).spent == "three promises were broken"
    alone = folded(events_of(script(call(*broken))))
    assert next_step(alone.case, DAY) == (
        "Change the channel: three promises were broken. Next: put it in writing."
    )
    asked = events_of(script(call(*broken, event("promise", 4, what="a call"))))
    resting = with_facts(asked, ("cool_off", {"until": "2026-03-08"}))
    assert planned(resting).first == "Take the break you set, until Sunday 8 March."


def test_a_rep_who_was_good_is_worth_asking_for() -> None:
    met = call(event("rep", 0, name="Zoe", department="billing"), event("kudos", 1),
               event("ask", 2, what="a refund"))  # fmt: skip
    found = planned(imported(script(met)))
    assert [(one.name, one.why) for one in found.whom] == [("Zoe", "was good to talk to (billing)")]
    made = events_of(script(call(event("rep", 0, name="Bo"), event("ask", 2, what="a refund"))))
    rep = next(one.id for one in made if one.kind == "rep")
    marks = [("rep_mark", {"rep": rep, "mark": mark, "value": True}) for mark in ("knew", "time")]
    assert [one.name for one in planned(with_facts(made, *marks)).whom] == ["Bo"]
    bad = ("rep_mark", {"rep": rep, "mark": "listened", "value": False})
    assert planned(with_facts(made, *marks, bad)).whom == ()


def test_a_break_that_was_taken_lasts_until_its_day_begins() -> None:
    fold = with_facts(refused(2), ("cool_off", {"until": "2026-03-06", "why": "enough"}))
    rest = planned(fold).rest
    assert rest is not None
    assert (rest.until.isoformat(), rest.why, rest.chosen) == ("2026-03-06", "enough", True)
    assert planned(fold, datetime(2026, 3, 6, 0, 1, tzinfo=UTC)).rest is None
    back = with_facts(refused(2), ("cool_off", {"until": "2026-03-06"}), ("cool_off", {}))
    assert planned(back).rest is None


def test_questions_number_and_reality_test_are_carried() -> None:
    made = refused(1)
    fold = with_facts(
        made,
        ("question", {"text": "who decides?"}),
        ("question", {"text": "by when?"}),
        ("question_end", {"answers": "fact1"}),
        ("case_set", {"values": {"fair": "yes: it is their fee"}}),
    )
    found = planned(fold)
    assert (found.questions, found.fair) == (("who decides?",), "yes: it is their fee")
    numbered = imported(script(call(event("case_number", 1, value="R 1"),
                                    event("case_number", 2, value="R 2"))))  # fmt: skip
    assert planned(numbered).number == "R 2"


@pytest.mark.parametrize("how", ["resolved", "dropped"])
def test_a_closed_case_asks_for_nothing(how: str) -> None:
    made = refused(3)
    found = planned(with_facts(made, ("case_closed", {"how": how, "when": made[-1].body["when"]})))
    assert found.settled
    assert (found.asks, found.quotes, found.whom, found.rung, found.spent) == ((), (), (), None, "")


def test_who_promised_is_asked_for_once_it_is_late() -> None:
    late = call(event("rep", 0, name="Bo"), event("promise", 1, what="a call", by="2026-03-03"))
    found = planned(imported(script(late)))
    assert [(one.name, one.why) for one in found.whom] == [
        ("Bo", "promised “a call”, due Tuesday 3 March")
    ]


def test_an_ask_without_words_is_carried_too() -> None:
    found = planned(imported(script(call(event("denied", 1)), outcome_wanted=None)))
    assert [(one.what, one.denied) for one in found.asks] == [("", 1)]
    assert found.supervisor == "what you asked for was refused once"


def test_steps_done_and_still_stuck_ask_for_a_supervisor() -> None:
    steps = call(event("instruction", 1, what="reset it", state="done"),
                 event("call_end", 2, outcome="unresolved"))  # fmt: skip
    assert planned(imported(script(steps))).supervisor.startswith("you did what they told you")


def test_what_was_granted_in_the_end_is_no_reason_to_change_the_channel() -> None:
    made = events_of(script(call(
        event("rep", 0), *(event("denied", n, what="refund") for n in (1, 2, 3)),
        event("granted", 4, what="refund"), event("ask", 5, what="letter"),
        event("denied", 6, what="letter"), event("call_end", 7, outcome="denied"),
    )))  # fmt: skip
    said = next_step(folded(made).case, DAY)
    assert said == "Call again and ask for the next level first: “letter” was refused once."


def test_next_step_and_plan_agree_that_talking_is_over() -> None:
    asked = [event("supervisor_asked", n, result="refused") for n in (1, 2)]
    made = events_of(script(call(event("rep", 0), *asked, event("call_end", 7))))
    case = folded(made).case
    assert next_step(case, DAY) == planned(folded(made)).first
    assert next_step(case, DAY).startswith(f"Change the channel: {planned(folded(made)).spent}.")


def test_what_to_dial_is_in_the_plan() -> None:
    values = {"phone": "0800 1", "menu": "2, then 0", "hours": "8 to 18"}
    fold = with_facts(refused(1), ("case_set", {"values": values}))
    line = next(one for one in plan_lines(planned(fold), DAY.date()) if one.label == "dial")
    assert line.words == "0800 1 · menu 2, then 0 · open 8 to 18"
    assert planned(folded(refused(1))).dial == ()


@pytest.mark.parametrize(
    ("ask", "check"),
    [("the fee back", "Check the next bill"), ("a new router", "Check that it really happens")],
)
def test_a_bill_is_to_be_checked_only_where_money_is_in_it(ask: str, check: str) -> None:
    asked = call(event("rep", 0), event("ask", 1, what=ask))
    made = events_of(script(asked, problem="outage", outcome_wanted="a line that works"))
    closed = with_facts(made, ("case_closed", {"how": "resolved"}))
    assert planned(closed).first == f"Settled, you noted. {check}; keep the log until then."


def test_what_was_granted_and_promised_is_looked_after_when_all_was_got() -> None:
    got = [event("rep", 0, name="Bo"), event("ask", 1, what="a router"),
           event("granted", 2, what="a router")]  # fmt: skip
    all_of_it = {"result": "all"}
    made = events_of(script(call(*got)))
    found = planned(with_facts(made, ("result", {"about": last_call(made), **all_of_it})))
    assert found.settled
    assert found.first == (
        "Settled, you noted. Check that it really happens: “a router”, granted by Bo."
    )
    assert [one.what for one in found.granted] == ["a router"]
    made = events_of(script(call(*got, event("promise", 3, what="a letter"))))
    more = planned(with_facts(made, ("result", {"about": last_call(made), **all_of_it})))
    assert [one.what for one in more.owed] == ["a letter"]


def test_the_case_number_is_given_only_where_there_is_one() -> None:
    cut = event("call_end", 9, outcome="disconnected")
    bare = next_step(folded(events_of(script(call(event("rep", 0), cut)))).case, DAY)
    assert bare == "Call again now: the line was cut off. Say so first."
    number = event("case_number", 1, value="C-17")
    known = next_step(folded(events_of(script(call(event("rep", 0), number, cut)))).case, DAY)
    assert known.endswith("Say so first, and give the case number.")


def test_whoever_brought_no_manager_is_asked_for_only_if_praised() -> None:
    def asked_for(*more: dict[str, object]) -> list[str]:
        no = event("supervisor_asked", 3, result="refused")
        made = events_of(script(call(event("rep", 0, name="Bo"), event("ask", 2, what="a refund"),
                                     *more, no)))  # fmt: skip
        rep = next(one.id for one in made if one.kind == "rep")
        knew = ("rep_mark", {"rep": rep, "mark": "knew", "value": True})
        return [one.name for one in planned(with_facts(made, knew)).whom]

    assert asked_for() == []
    assert asked_for(event("kudos", 1)) == ["Bo"]


@pytest.mark.parametrize(("answer", "asked_for"), [("denied", []), ("granted", ["Bo"])])
def test_good_marks_alone_do_not_send_one_back_to_who_only_refused(
    answer: str, asked_for: list[str]
) -> None:
    events = [event("rep", 0, name="Bo"), event("ask", 1, what="a refund"), event(answer, 2)]
    made = events_of(script(call(*events, event("ask", 3, what="a call"))))
    rep = next(one.id for one in made if one.kind == "rep")
    fold = with_facts(made, ("rep_mark", {"rep": rep, "mark": "listened", "value": True}))
    assert [one.name for one in planned(fold).whom] == asked_for
