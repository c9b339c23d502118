"""The keys beside the first seventeen: who you are, told again, steps, praise, your own anger."""

from __future__ import annotations

import pytest

from callmate.model.timeline import row
from tests.desk.support import Person

REP = "rJanice, service{enter}"


def started(keys: str = "") -> Person:
    return Person().type("{space}" + keys)


ONE_KEY = {
    "w": "unsure", "v": "verification", "y": "repeat_story", "f": "anger", "k": "kudos",
    "l": "trouble",
}  # fmt: skip


@pytest.mark.parametrize(("key", "kind"), ONE_KEY.items())
def test_one_key_logs_at_once_and_opens_nothing(key: str, kind: str) -> None:
    person = started(REP)
    person.wait(5).type(key)
    assert person.fact(kind).moment == person.clock.now()
    assert not person.desk.view.typing
    assert person.events("key")[-1].body["command"] is not None
    person.type("u")
    assert kind not in person.kinds


@pytest.mark.parametrize("key", ["w", "v", "k", "l"])
def test_the_words_can_be_added_later(key: str) -> None:
    person = started(REP + key + "{up}{enter}date of birth{enter}")
    assert "date of birth" in person.fact(ONE_KEY[key]).body.values()


@pytest.mark.parametrize("key", [*ONE_KEY, "i", "j"])
def test_a_closing_call_goes_on(key: str) -> None:
    person = started(REP + "e" + key)
    assert person.call.closing is None


# who you are, and telling it all again: counted


def test_who_you_are_is_counted_by_call_and_by_rep() -> None:
    person = started(REP + "v")
    assert person.said == "Asked who you are: 1st in this call, 1st by Janice."
    person.type("rTom{enter}v")
    assert person.said == "Asked who you are: 2nd in this call, 1st by Tom."
    person.type("v")
    assert person.said == "Asked who you are: 3rd in this call, 2nd by Tom."
    person.type("ee{space}v")
    assert person.said == "Asked who you are: 1st in this call."
    assert person.case.calls[0].count("verification") == 3


def test_one_that_was_undone_does_not_count() -> None:
    person = started(REP + "vuv")
    assert person.said == "Asked who you are: 1st in this call, 1st by Janice."


def test_an_unnamed_rep_is_counted_too() -> None:
    assert started("r{enter}v").said.endswith("1st by this rep.")


def test_telling_it_again_is_counted_in_the_case() -> None:
    person = started("y")
    assert person.said == "Told again: 1st time in this case."
    person.type("yee{space}y")
    assert person.said == "Told again: 3rd time in this case."


# the rep: unsure, good, hard to understand


def test_unsure_and_praise_are_of_the_rep_on_the_line() -> None:
    person = started(REP + "w")
    assert person.said.startswith("Noted: Janice seems new or unsure")
    person.type("k")
    assert person.said.startswith("Praise for Janice: noted")
    assert [(rep.unsure, rep.praised) for rep in person.case.reps] == [(True, True)]


def test_trouble_blames_nobody() -> None:
    assert started(REP + "l").said.startswith("Noted: hard to understand each other")


# anger


def test_anger_is_a_state_with_a_clock_and_a_calm_word() -> None:
    person = started(REP + "f")
    assert person.call.state("anger") is not None
    assert person.said == "Noted, for you alone."
    person.wait(30).type("f")
    assert person.call.state("anger") is None
    assert person.said == "Noted: calm again."


# steps they tell you to do


def test_a_step_is_told_and_done() -> None:
    person = started(REP + "irestart the router{enter}")
    assert person.call.state("instruction") is not None
    person.wait(60).type("i")
    assert person.said == "Done: restart the router."
    assert not person.desk.view.typing
    assert [step.state for step in person.case.instructions] == ["done"]
    assert person.call.state("instruction") is None


def test_an_objection_is_to_the_step_that_is_open() -> None:
    person = started(REP + "ireset it{enter}jit wipes my data{enter}")
    step = person.case.instructions[0]
    assert (step.what, step.objection, step.state) == ("reset it", "it wipes my data", "")


def test_an_objection_to_nothing_is_kept_and_said() -> None:
    person = started(REP + "j")
    assert person.said == "No step is open: kept as an objection by itself."
    person.type("that is no answer{enter}")
    assert person.fact("objection").body["text"] == "that is no answer"


def test_a_transfer_ends_the_step_in_one_group() -> None:
    person = started(REP + "iwait{enter}t")
    assert person.call.state("instruction") is None
    person.type("{escape}u")
    assert person.call.state("instruction") is not None


# who answers, and where


def test_sent_to_one_place_and_landed_in_another() -> None:
    person = started(REP + "tbilling{enter}rTom, sales{enter}")
    assert person.said == "Sent to billing, landed in sales; d corrects."
    person.type("dbilling{enter}")
    assert person.said == ""


def test_the_department_typed_later_says_so_too() -> None:
    person = started(REP + "tbilling{enter}rTom{enter}dsales{enter}")
    assert person.said == "Sent to billing, landed in sales; d corrects."


def test_back_in_the_first_place() -> None:
    person = started(REP + "tbilling{enter}rTom, billing{enter}tservice{enter}rEve, Service{enter}")
    assert person.said == "Back in service: service → billing → Service."


def test_on_to_a_third_place_is_no_loop() -> None:
    person = started(REP + "tbilling{enter}rTom, billing{enter}tsales{enter}rEve, sales{enter}")
    assert person.said == ""


def test_somebody_met_in_this_case_with_what_they_promised() -> None:
    person = started(REP + "arefund{enter}xpa call by 2026-03-01{enter}rTom{enter}")
    person.type("rjanice{enter}")
    at = person.case.reps[0].start.at
    promised = "promised a call by 2026-03-01: open"
    assert person.said == f"Janice: you last spoke at {at:%H:%M} (refused refund; {promised})."
    promise = person.case.promises[0]
    while person.desk.view.selected != promise.id:
        person.type("{up}")
    person.type("zb{escape}rTom{enter}rJanice{enter}")
    assert "promised a call by 2026-03-01: broken" in person.said


def test_all_about_a_rep_in_one_line() -> None:
    body = started("rsarah, options x4412 sarah@x.com{enter}").fact("rep").body
    found = [body[name] for name in ("name", "department", "extension", "email")]
    assert found == ["sarah", "options", "4412", "sarah@x.com"]


# bad input


@pytest.mark.parametrize("name", ["x" * 200, "@25:99", "  ", "ß", "[/b]"])
def test_a_strange_name_is_kept_as_it_is(name: str) -> None:
    person = started("r").paste(name).type("{enter}")
    assert person.fact("rep").text("name") == name.strip()
    assert person.fact("rep").moment.stated is False


def test_a_promise_for_a_day_that_is_past_has_no_day() -> None:
    person = started("pa refund by 2001-01-01{enter}")
    promise = person.case.promises[0]
    assert (promise.what, promise.by) == ("a refund by 2001-01-01", None)


def test_a_time_that_is_none_is_said_and_changes_nothing() -> None:
    person = started("nwords{enter}@")
    before = person.fact("note").moment
    person.type("25:99{enter}")
    assert person.said.startswith("That is no time")
    assert person.fact("note").moment == before


def test_a_digit_in_a_field_stays_a_text_in_a_menu() -> None:
    person = Person().type("{space}zmn5{enter}")
    assert person.asked == ""
    assert person.fact("note").text("text") == "5"


def test_a_click_is_no_digit() -> None:
    person = Person().type("{space}zm")
    person.desk.click("level", person.clock.now())
    assert person.said == "In a menu, press the digit itself."
    assert person.kinds == ["call_start", "ivr"]


# what was said to what, and what came of a step


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("o30 pounds credit{enter}x", "declined: 30 pounds credit"),
        ("o30 pounds credit{enter}g", "taken: 30 pounds credit"),
        ("arefund{enter}x", "refused: refund"), ("arefund{enter}g", "granted: refund"),
    ],
)  # fmt: skip
def test_an_answer_is_called_what_was_logged(keys: str, said: str) -> None:
    assert started(REP + keys).said.startswith(f"{said} · ↑ ⏎")


OBJECTED = REP + "ipull the plug{enter}jit holds the alarm{enter}i"


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [("1", "done", "Done: pull the plug."), ("2", "not_done", "Not done: pull the plug.")],
)
def test_of_a_step_that_was_objected_to_it_is_asked_what_became_of_it(
    answer: str, state: str, said: str
) -> None:
    person = started(OBJECTED)
    assert "instruction_end" not in person.kinds
    assert person.asked.startswith("You objected")
    person.type(answer)
    assert person.fact("instruction_end").text("state") == state
    assert [one.state for one in person.case.instructions] == [state]
    assert person.said == said
    assert "instruction" not in person.states
    person.type("u")
    assert "instruction" in person.states


def test_any_other_key_leaves_that_step_open() -> None:
    person = started(OBJECTED).type("narrived{enter}")
    assert "instruction" in person.states
    person.type("i1").type("iplug it in{enter}")
    assert [one.state for one in person.case.instructions] == ["done", ""]


def test_a_closing_call_goes_on_with_what_became_of_the_step() -> None:
    person = started(REP + "ipull the plug{enter}jno{enter}ei2")
    assert person.call.closing is None
    assert person.fact("instruction_end").text("state") == "not_done"


def test_a_step_that_was_not_done_has_no_tick() -> None:
    person = started(OBJECTED + "2")
    fact = person.fact("instruction_end")
    shown = row(person.case, fact, person.clock.now())
    assert (shown.glyph, shown.label, shown.words) == ("✗", "step not done:", "pull the plug")
