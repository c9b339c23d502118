"""The step of the ladder that a plan names: when it opens, its clocks, and what it rests on."""

from __future__ import annotations

from dataclasses import replace

from callmate.model.planning.plantext import clock_words, plan_lines
from tests.model.planned import DAY, planned, refused, with_facts
from tests.model.support import folded


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
