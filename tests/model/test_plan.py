"""The plan of the next call: of the twelve histories as written down from their files, and more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from callmate.model.advice.values import Advice
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.nextstep import next_step
from callmate.model.planning.company import company
from callmate.model.planning.plan import Plan, plan
from callmate.model.planning.plantext import clock_words, plan_lines
from callmate.model.planning.rungs import ladder_of
from callmate.packs.loader import load
from tests.exchange.support import call, event, events_of, imported, script
from tests.model.support import EXPECTED_PLANS, HISTORIES, folded

DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


@cache
def advice() -> Advice:
    return load().advice


def planned(fold: Fold, as_of: datetime = DAY, others: Sequence[Fold] = ()) -> Plan:
    known = company(fold.case.known("company"), [*others, fold], as_of)
    return plan(fold.case, as_of, ladder_of(fold.case, advice()), known)


def of_history(name: str, calls: int | None = None, as_of: str = "") -> Plan:
    """The plan of a history, or of its first calls only."""
    path = next(one for one in HISTORIES if one.name.startswith(name))
    fold = imported(path)
    if calls is not None:
        ids = {one.id for one in fold.case.calls[:calls]}
        events = [entry.event for entry in fold.ledger.entries.values()]
        kept = [one for one in events if one.call is None or one.call in ids]
        kept = [one for one in kept if one.kind != "call_start" or one.id in ids]
        fold = Fold(fold.case.id)
        fold.add(kept)
    return planned(fold, datetime.fromisoformat(as_of))


def told(found: Plan) -> dict[str, Any]:
    """A plan in the form of the files that say what is expected."""
    return {
        "settled": found.settled,
        "asks": [[one.what, one.asked, one.denied] for one in found.asks],
        "supervisor_first": bool(found.supervisor),
        "talking_spent": bool(found.spent),
        "names_missing": found.names_missing,
        "ask_for": [one.name for one in found.whom],
        "route": list(found.route.stops) if found.route else None,
        "break_until": found.rest.until.isoformat() if found.rest else None,
        "asked_for": list(found.asked_for),
        "sector": found.sector,
        "rung": found.rung.step.id if found.rung else None,
    }


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_plan_is_the_one_of_the_file(history: Path) -> None:
    expected = json.loads((EXPECTED_PLANS / history.name).read_text(encoding="utf-8"))
    found = planned(imported(history), datetime.fromisoformat(expected["as_of"]))
    quoted = expected["plan"].pop("quotes")
    assert told(found) == expected["plan"]
    for words in quoted:
        assert any(words in one for one in found.quotes), words


def test_a_supervisor_comes_first_once_a_call_was_spent_and_got_it() -> None:
    """Refused twice by one rep; the next call asks for a manager at once, and it is granted."""
    before = of_history("13", calls=1, as_of="2006-01-04T18:16+00:00")
    assert before.supervisor == "“turn the gas back on” was refused twice"
    assert before.first.startswith("Call again and ask for the next level first")
    assert [one.denied for one in before.asks] == [2]
    after = of_history("13", as_of="2006-01-04T18:30+00:00")
    assert (after.supervisor, after.asks) == ("", ())
    assert after.first.startswith("Wait for “someone out within 4 hours”, due 22:20")


def test_a_bad_call_asks_for_a_break_until_the_next_day() -> None:
    found = of_history("13", calls=1, as_of="2006-01-04T18:16+00:00").rest
    assert found is not None
    assert (found.until.isoformat(), found.chosen) == ("2006-01-05", False)
    assert found.why == "that call took 45 minutes and settled nothing"
    assert of_history("13", calls=1, as_of="2006-01-05T18:16+00:00").rest is None


def test_seven_broken_promises_change_the_channel() -> None:
    found = of_history("22", as_of="2022-04-01T00:00+00:00")
    assert found.spent == "seven promises were broken"
    assert found.first == (
        "Change the channel: seven promises were broken. Next: put it in writing."
    )
    assert found.rung is not None
    assert found.rung.opens.isoformat() == "2022-04-01"


def test_a_dead_end_is_named_while_there_is_something_to_ask() -> None:
    found = of_history("27", as_of="2003-07-12T12:00+00:00")
    assert found.avoid == ("lost baggage",)
    lines = plan_lines(found, datetime(2003, 7, 12, tzinfo=UTC).date())
    assert [one.words for one in lines if one.label == "dead end"] == [
        "lost baggage: refuses, and passes nobody on."
    ]
    assert lines[-1].words.endswith("not legal advice. Nothing is sent from here.")


def test_who_helped_is_thanked_once_it_is_settled() -> None:
    settled = of_history("30", as_of="2005-04-26T00:00+00:00")
    assert settled.thanks
    labels = [one.label for one in plan_lines(settled, DAY.date())]
    assert labels == ["next", "thanks"]
    assert not of_history("13", as_of="2006-01-04T23:20+00:00").thanks


def test_a_first_refusal_of_money_is_routine() -> None:
    found = of_history("16", as_of="2010-08-15T00:00+00:00")
    assert found.supervisor == ""
    assert found.asks[0].how.startswith("A first no is routine")
    other = planned(imported(script(call(event("ask", 1, what="an engineer"),
                                         event("denied", 2)))))  # fmt: skip
    assert other.supervisor == "“an engineer” was refused once"


def test_another_case_with_the_company_shows_the_way() -> None:
    old = next(imported(path) for path in HISTORIES if path.name.startswith("33"))
    new = imported(script(company="Comcast", outcome_wanted="Waive the visit fee"))
    found = planned(new, others=[old])
    assert found.route is not None
    assert found.route.stops == ("outsourced billing", "Comcast USA billing")
    assert not found.route.same
    assert found.rung is None
    assert found.first == "Make the first call."


def with_facts(made: list[NewEvent], *facts: tuple[str, dict[str, Any]]) -> Fold:
    """A case and what was done around its calls, each a fact at its last event's time."""
    last = made[-1].moment
    more = [
        NewEvent(f"fact{n}", kind, last, body, last_call(made))
        for n, (kind, body) in enumerate(facts)
    ]
    return folded([*made, *more])


def last_call(made: list[NewEvent]) -> str:
    return next(one.id for one in reversed(made) if one.kind == "call_start")


def refused(times: int, **values: Any) -> list[NewEvent]:
    """A case in which a refund was refused so often, each in a call of its own."""
    calls = [
        call(event("rep", 0, name=f"R{n}"), event("ask", 1, what="refund"), event("denied", 2),
             event("call_end", 3, outcome="denied"), start=f"2026-03-0{n + 1}T09:00")
        for n in range(times)
    ]  # fmt: skip
    return events_of(script(*calls, **{"country": "US", "problem": "cable", **values}))


def test_the_ladder_goes_on_when_the_complaint_is_sent() -> None:
    made = refused(3)
    first = planned(folded(made)).rung
    assert first is not None
    assert first.step.id == "written-complaint"
    letter = ("letter", {"form": "complaint", "reply_by": "2026-03-20"})
    sent = ("letter_sent", {"answers": "fact0", "reply_by": "2026-03-20"})
    after = planned(with_facts(made, letter, sent)).rung
    assert after is not None
    assert after.step.id == "executive"
    assert after.opens.isoformat() == "2026-03-20"
    assert "their answer to your letter" in after.why
    thanks = ("letter", {"form": "thank-you"})
    assert planned(with_facts(made, thanks, sent)).rung == first
    replied = ("letter_sent", {"answers": "fact0", "reply_by": "2026-03-20", "state": "replied"})
    answered = planned(with_facts(made, letter, replied)).rung
    assert answered is not None
    assert (answered.why, answered.opens) == ("", DAY.date())
    drafted = planned(with_facts(made, letter)).rung
    assert drafted is not None
    assert drafted.step.id == "written-complaint"


def test_a_step_says_when_one_planned_it_and_is_over_when_done() -> None:
    made = refused(3)
    plan_it = ("rung", {"rung": "written-complaint", "by": "2026-03-09"})
    found = planned(with_facts(made, plan_it)).rung
    assert found is not None
    assert (found.step.id, found.by) == ("written-complaint", "2026-03-09")
    done = ("rung", {"rung": "written-complaint", "state": "done"})
    after = planned(with_facts(made, plan_it, done)).rung
    assert after is not None
    assert after.step.id != "written-complaint"


def test_what_the_next_step_rests_on_is_told() -> None:
    found = planned(folded(refused(3, problem="cable, paid by card"))).rung
    assert found is not None
    assert found.step.source
    assert any("(" in one.source for one in found.beside)


def test_a_body_opens_when_the_company_has_had_its_weeks() -> None:
    """In the United Kingdom eight weeks, or six, must pass after the complaint."""
    made = refused(3, country="UK", problem="broadband")
    sent = [("letter", {"form": "complaint"}), ("letter_sent", {"answers": "fact0"})]
    found = planned(with_facts(made, *sent)).rung
    assert found is not None
    assert found.step.outside
    days = (found.opens - made[-1].moment.at.date()).days
    assert days == found.step.wait_days(made[-1].moment.at.date()) > 0
    assert found.why.startswith(f"the company has {days} days from your complaint of 2 March")


def test_a_clock_of_theirs_is_counted_from_the_day_the_complaint_was_sent() -> None:
    made = refused(3, country="US", problem="credit card late fee")
    sent = [("letter", {"form": "complaint"}), ("letter_sent", {"answers": "fact0"})]
    before, after = planned(folded(made)).rung, planned(with_facts(made, *sent)).rung
    assert before is not None
    assert after is not None
    theirs = [clock for clock in after.clocks if clock.rule.id == "fcba-ack"]
    assert theirs
    assert theirs[0].until is not None
    assert (theirs[0].until - made[-1].moment.at.date()).days == 30
    assert all(clock.until is None for clock in before.clocks)
    words = clock_words(theirs[0])
    assert "counted from the day you sent it" in words
    assert theirs[0].source in words
    lines = plan_lines(planned(folded(made)), DAY.date())
    assert {one.role for one in lines if one.label == "clock"} == {"warn", "dim"}
    yours = next(one for one in lines if one.label == "clock" and one.role == "warn")
    assert yours.words.startswith("you: ")


def test_talking_comes_before_any_body_while_it_may_help() -> None:
    """The ladder for parcels names the postal body second."""
    found = planned(folded(refused(1, country="US", problem="parcel not delivered"))).rung
    assert found is not None
    assert found.step.id == "supervisor"


def test_what_is_not_sure_is_said() -> None:
    found = planned(folded(refused(1, country="US", problem="cable bill", company="Comcast")))
    assert found.rung is not None
    low = replace(found.rung, step=replace(found.rung.step, confidence="low"))
    told_low = plan_lines(replace(found, rung=low), DAY.date())
    assert any(one.words == "How sure this is: low." for one in told_low)


def test_the_place_of_the_sheet_tells_the_country() -> None:
    made = [
        *refused(1, country=None),
    ]
    fold = with_facts(made, ("case_set", {"values": {"place": "Ohio"}}))
    assert planned(fold).country == "US"
    assert planned(folded(made)).country == ""
    both = with_facts(made, ("case_set", {"values": {"place": "Ohio / Texas"}}))
    assert planned(both).country == "US"
    assert "state-ag" in [one.step.id for one in planned(both).ladder]


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
