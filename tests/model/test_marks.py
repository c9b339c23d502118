"""The five marks: what the log suggests of a rep, and how marks become averages."""

from __future__ import annotations

import json

import pytest

from callmate.model.around import MARKS
from callmate.model.marks import score, scores, suggest
from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.state import Rep
from tests.model.live import Phone


def with_rep(name: str = "Tom", department: str = "billing") -> Phone:
    return Phone().do("start").wait(5).do("rep", name=name, department=department).wait(20)


def rep_of(phone: Phone) -> Rep:
    return phone.fold.case.reps[-1]


def suggested(phone: Phone) -> dict[str, bool]:
    return suggest(phone.fold.case, phone.fold.facts, rep_of(phone), phone.clock.now())


def mark(phone: Phone, mark: str, value: bool | None, rep: str = "") -> Phone:
    return phone.correct("rep_mark", rep=rep or rep_of(phone).id, mark=mark, value=value)


def test_a_log_that_says_nothing_suggests_nothing() -> None:
    assert suggested(with_rep().do("ask", what="refund").wait(30).do("refused")) == {}


def test_whom_one_had_to_tell_it_again_did_not_listen() -> None:
    assert suggested(with_rep().do("told_again")) == {"listened": False}


def test_only_what_happened_in_the_stint_counts() -> None:
    phone = with_rep().do("told_again").wait(5).do("rep", name="Ann").wait(5)
    assert suggested(phone) == {}


def test_an_unsure_rep_who_went_to_ask_said_only_what_they_knew() -> None:
    unsure = with_rep().do("unsure").wait(5)
    assert "knew" not in suggested(unsure)
    assert suggested(unsure.do("hold").wait(60).do("hold"))["knew"] is True


def test_to_whoever_comes_after_others_the_story_is_told_for_the_first_time() -> None:
    phone = with_rep().do("transfer", to="returns").wait(5).do("rep", name="Ann").wait(5)
    phone.do("told_again").wait(5)
    assert suggested(phone) == {}
    assert suggested(phone.do("told_again")) == {"listened": False}


def linked(phone: Phone, *kinds: str) -> Phone:
    """The newest facts of these kinds linked: both cannot be true."""
    found = [[f.id for f in phone.fold.facts if f.kind == kind][-1] for kind in kinds]
    return phone.correct("contradiction", first=found[0], second=found[1])


def marks_of(phone: Phone) -> list[bool | None]:
    """What the log says of each stint: whether they said only what they knew."""
    case, now = phone.fold.case, phone.clock.now()
    return [suggest(case, phone.fold.facts, rep, now).get("knew") for rep in case.reps]


def test_of_two_who_contradict_each_other_only_what_turned_out_wrong_was_not_known() -> None:
    phone = with_rep().do("ask", what="refund").wait(5).do("refused").wait(5)
    phone.do("rep", name="Ann").wait(5).do("granted", what="refund").wait(5)
    assert marks_of(linked(phone, "denied", "granted")) == [False, None]


def test_a_yes_that_somebody_else_took_back_blames_neither() -> None:
    phone = with_rep().do("ask", what="refund").wait(5).do("granted").wait(5)
    phone.do("rep", name="Ann").wait(5).do("refused", what="refund").wait(5)
    assert marks_of(linked(phone, "granted", "denied")) == [None, None]


def test_who_promised_what_another_said_cannot_be_did_not_know_once_it_is_broken() -> None:
    phone = with_rep().do("promise", what="a refund today").wait(5)
    phone.do("rep", name="Ann").wait(5).do("note", text="no refund is possible").wait(5)
    linked(phone, "promise", "note")
    assert marks_of(phone) == [None, None]
    assert marks_of(phone.do("broken")) == [False, None]


def test_praise_and_a_yes_are_on_your_side() -> None:
    assert suggested(with_rep().do("kudos")) == {"sided": True}
    assert suggested(with_rep().do("ask", what="refund").do("granted")) == {"sided": True}


@pytest.mark.parametrize(("seconds", "wasted"), [(599, False), (600, True)])
def test_ten_minutes_on_hold_are_wasted_time(seconds: int, wasted: bool) -> None:
    found = suggested(with_rep().do("hold").wait(seconds).do("hold"))
    assert ("time" in found) is wasted
    assert found.get("time") is not True


def test_a_sales_pitch_is_wasted_time() -> None:
    assert suggested(with_rep().do("pitch").wait(5).do("pitch")) == {"time": False}


def test_who_owns_it_is_told_by_what_became_of_the_promise() -> None:
    phone = with_rep().do("promise", what="call back", by="2999-01-01")
    assert suggested(phone) == {}
    assert suggested(phone.wait(5).do("kept")) == {"owned": True}
    late = with_rep().do("promise", what="call back", by="2001-01-01")
    assert suggested(late) == {"owned": False}


def test_to_be_passed_on_cold_is_not_owning_it() -> None:
    phone = with_rep().do("transfer", to="tech").wait(5)
    rep = rep_of(phone)
    assert suggest(phone.fold.case, phone.fold.facts, rep, phone.clock.now()) == {}
    phone.correct("detail", target=phone.fold.case.transfers[0].id, values={"announced": False})
    found = suggest(phone.fold.case, phone.fold.facts, rep, phone.clock.now())
    assert found == {"owned": False}


def test_marks_add_up_and_blanks_count_for_nothing() -> None:
    found = score([{"listened": True, "time": False}, {"listened": True}, {}])
    assert (found.good, found.given) == (2, 3)
    assert found.of_five == "2 of 3 good"
    assert score([]).of_five == ""


def test_only_from_five_marks_on_there_is_an_average() -> None:
    good = dict.fromkeys(MARKS, True)
    assert score([{"listened": True, "knew": True}]).of_five == "2 of 2 good"
    assert score([{**good, "time": False}]).of_five == "4.0 of 5"
    assert score([good, {"listened": False, "knew": False}]).of_five == "3.6 of 5"


def test_each_mark_reads_as_something_they_did() -> None:
    assert not any(" not " in f" {words} " for words in MARKS.values())


def test_averages_are_by_company_department_and_rep() -> None:
    phone = mark(with_rep("Tom", "billing"), "listened", True)
    mark(phone, "owned", False)
    phone.wait(5).do("rep", name="ANN", department="Billing").wait(5)
    mark(phone, "listened", False)
    found = scores([phone.fold.case])
    assert (found.company.good, found.company.given) == (1, 3)
    billing = found.department("billing")
    assert billing is not None
    assert (billing.good, billing.given) == (1, 3)
    ann = found.rep("ann")
    assert ann is not None
    assert (ann.good, ann.given) == (0, 1)
    assert found.names["ann"] == "ANN"
    assert found.rep("nobody") is None


def test_a_mark_taken_back_is_blank_again() -> None:
    phone = mark(mark(with_rep(), "listened", True), "listened", None)
    assert scores([phone.fold.case]).company.given == 0


def test_the_report_has_the_averages_and_keeps_conduct_private() -> None:
    phone = mark(with_rep(), "listened", True)
    assert phone.call is not None
    phone.correct("conduct", about=phone.call, mark="polite", value=False)
    found = report(phone.fold, phone.clock.now().at)
    assert found["marks"]["reps"]["Tom"]["by_mark"]["listened"] == {"yes": 1, "no": 0}
    assert set(found["marks"]["company"]["by_mark"]) == set(MARKS)
    assert "Tom: 1 of 1 good" in render(found)
    assert "polite" not in json.dumps(found)
    private = report(phone.fold, phone.clock.now().at, private=True)
    assert private["conduct"] == [{"call": 1, "polite": False}]


def test_a_private_report_tells_moods_and_conduct_and_a_plain_one_neither() -> None:
    phone = with_rep()
    phone.correct("mood", mood="tense")
    phone.correct("conduct", about=phone.call, mark="polite", value=False)
    phone.correct("conduct", about=phone.call, mark="no_threats", value=True)
    page = render(report(phone.fold, phone.clock.now().at, private=True))
    assert "your mood: tense" in page
    assert "call 1: I was polite: no, I made no threats: yes" in page
    plain = render(report(phone.fold, phone.clock.now().at))
    assert not any(word in plain for word in ("mood", "polite", "YOURSELF"))


def test_marks_read_the_same_in_the_report_as_in_what_is_known_of_a_company() -> None:
    phone = mark(mark(mark(with_rep(), "listened", True), "time", False), "owned", False)
    assert "Tom: 1 of 3 good" in render(report(phone.fold, phone.clock.now().at))
    assert scores([phone.fold.case]).company.of_five == "1 of 3 good"


def test_the_report_has_ones_own_line_and_what_each_call_brought() -> None:
    phone = with_rep()
    phone.correct("rep_line", rep=rep_of(phone).id, text="looked it up, called nobody")
    phone.correct("result", about=phone.call, result="part")
    found = report(phone.fold, phone.clock.now().at)
    assert found["stints"][0]["own_line"] == "looked it up, called nobody"
    assert found["per_call"][0]["result"] == "part"
    page = render(found)
    assert "your words: looked it up, called nobody" in page
    assert "it brought a part of it" in page
