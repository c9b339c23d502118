"""The rules of the hand (numbers 1 to 11): what a finger on the phone may do wrong, and what not.

Each test is named for its rule.
"""

from __future__ import annotations

import pytest

from callmate.desk.commands import COMMANDS
from callmate.model.moment import elapsed_us
from tests.desk.support import MemoryWorld, Person

S = 1_000_000
REP = "rsarah{enter}"


def started(keys: str = "") -> Person:
    return Person().type("{space}" + keys)


# 1: the end is never an accident


@pytest.mark.parametrize("first", ["e", "b", "{f9}"])
@pytest.mark.parametrize("second", ["e", "{enter}", "{f9}"])
def test_1_the_call_ends_at_the_second_press_as_of_the_first(first: str, second: str) -> None:
    person = started(REP + first)
    pressed = person.clock.now()
    assert person.desk.context.place == "closing"
    person.wait(20).type(second)
    call = person.case.calls[0]
    assert call.end is not None
    assert (call.end.at, call.end.mono) == (pressed.at, pressed.mono)
    assert call.outcome == ("disconnected" if first == "b" else "")


def test_1_a_minute_without_a_live_key_ends_it() -> None:
    person = started(REP + "e")
    pressed = person.clock.now()
    person.wait(59)
    assert person.on_the_phone()
    person.wait(1)
    assert not person.on_the_phone()
    assert person.case.calls[0].end == pressed
    ended = person.events("call_end")[0]
    assert ended.body["mono"] == pressed.mono
    causes = {event.id: event for event in person.log}
    assert causes[ended.cause or ""].body == {"command": "end", "source": "timer"}


LIVE = [
    spec.keys[0]
    for spec in COMMANDS
    if spec.group == "live" and spec.id not in ("start", "end", "cut_off")
]


@pytest.mark.parametrize("key", LIVE)
def test_1_any_other_live_key_goes_on(key: str) -> None:
    person = started(REP + "e")
    person.type("{space}" if key == "space" else key)
    assert person.call.closing is None
    assert person.events("resume")[0].body == {"auto": True}
    person.wait(90)
    assert person.on_the_phone()


def test_1_undo_at_closing_takes_the_closing_back() -> None:
    person = started("eu")
    assert person.call.closing is None


def test_1_a_look_at_the_keys_does_not_go_on() -> None:
    assert started("e?").call.closing is not None


# 2 belongs to the cards. 3: what is asked, and what answers it


def test_3_asking_nothing_in_particular_asks_for_the_outcome() -> None:
    person = Person().type("{ctrl+n}Acme{enter}{enter}{enter}{enter}money back{enter}{escape}")
    person.type("{space}a{enter}")
    assert person.fact("ask").body["what"] == "money back"
    person.type("a{enter}")
    assert [ask.asked for ask in person.case.asks] == [2]


@pytest.mark.parametrize(("key", "kind"), [("x", "denied"), ("g", "granted")])
def test_3_with_nothing_open_the_answer_is_to_the_outcome(key: str, kind: str) -> None:
    person = Person().type("{ctrl+n}{enter}{enter}{enter}{enter}money back{enter}{escape}")
    person.type("{space}" + key)
    assert person.fact(kind).body["what"] == "money back"


def test_3_the_newest_thing_that_waits_is_answered() -> None:
    person = started("arefund{enter}o$20{enter}x")
    assert person.fact("declined").body["answers"] == person.fact("offer").id
    person.type("g")
    assert person.fact("granted").body["what"] == "refund"


CHOICES = [("1", "refused"), ("2", "none"), ("3", "callback")]


@pytest.mark.parametrize(("digit", "result"), CHOICES)
def test_3_no_manager_and_why(digit: str, result: str) -> None:
    person = started("mx" + digit)
    assert [request.result for request in person.case.supervisors] == [result]
    assert person.asked == ""


def test_3_no_choice_in_five_seconds_is_a_refusal() -> None:
    person = started("mx")
    assert person.asked == "No manager:"
    person.wait(4)
    assert person.asked == "No manager:"
    person.wait(2)
    assert person.asked == ""
    assert person.case.supervisors[0].result == "refused"


def test_3_a_digit_after_five_seconds_is_no_answer_though_no_second_has_ticked() -> None:
    person = started("mx")
    person.clock.advance(5.1)
    person.press("3")
    assert person.case.supervisors[0].result == "refused"


def test_3_a_strip_is_no_dialog() -> None:
    person = started("mxh")
    assert "hold" in person.states
    assert person.asked == ""


# 4: one field for all about a rep


def test_4_one_line_for_name_department_and_extension() -> None:
    body = started("rsarah, options x4412{enter}").fact("rep").body
    assert (body["name"], body["department"], body["extension"]) == ("sarah", "options", "4412")


def test_4_empty_is_a_rep_without_a_name_and_r_names_that_one() -> None:
    person = started("r{enter}")
    first = person.fact("rep")
    assert "name" not in first.body
    person.type("rjanice{enter}")
    assert person.fact("rep").id == first.id
    assert person.fact("rep").body["name"] == "janice"
    assert len(person.case.reps) == 1


def test_4_a_named_rep_gives_way_to_a_new_one() -> None:
    person = started(REP + "rtom{enter}")
    assert [rep.name for rep in person.case.reps] == ["sarah", "tom"]
    assert person.case.reps[0].end == person.case.reps[1].start


def test_4_after_a_hold_the_last_rep_is_offered() -> None:
    person = started(REP + "hr")
    field = person.desk.view.field
    assert field is not None
    assert field.offered == "sarah"
    person.type("{enter}")
    assert [rep.name for rep in person.case.reps] == ["sarah"]
    assert person.states == {"rep"}


def test_4_the_same_name_typed_is_the_same_stint() -> None:
    person = started(REP + "hrSarah, billing{enter}")
    assert [(rep.name, rep.department) for rep in person.case.reps] == [("sarah", "billing")]


@pytest.mark.parametrize("name", ["SARAH", "ｓａｒａｈ", "sa\u200brah", " sarah "])
def test_4_a_name_is_the_same_however_it_is_written(name: str) -> None:
    person = started(REP + "hr").paste(name).type("{enter}")
    assert [rep.name for rep in person.case.reps] == ["sarah"]


def test_4_another_name_is_a_new_stint_from_the_time_of_the_key() -> None:
    person = started(REP + "h").wait(30)
    person.type("r")
    pressed = person.clock.now()
    person.wait(5).type("tom{enter}")
    old, new = person.case.reps
    assert (old.name, new.name) == ("sarah", "tom")
    assert new.start.mono == pressed.mono
    assert old.end is not None
    assert old.end.mono == pressed.mono
    assert person.states == {"rep"}


def test_4_after_a_transfer_a_new_person_answers_and_where_is_asked() -> None:
    person = started(REP + "tbilling{enter}r")
    assert person.states == {"rep"}
    field = person.desk.view.field
    assert field is not None
    assert field.offered == ""
    person.type("tom{enter}")
    assert [rep.name for rep in person.case.reps] == ["sarah", "tom"]
    assert "billing" in person.said
    person.type("dcomplaints{enter}")
    assert person.case.reps[1].department == "complaints"


def test_4_a_rep_you_know_and_when_you_last_spoke() -> None:
    from callmate.model.summary import Known

    world = MemoryWorld()
    world.known["rep"] = [Known("Sarah", "2026-02-03T10:00:00+00:00", "refused", "options")]
    person = Person(world).type("{ctrl+n}Acme{enter}{escape}{space}rsa")
    assert [known.value for known in person.desk.parts.fields.known()] == ["Sarah"]
    person.type("{right}")
    assert person.typed == "Sarah"
    person.type("{enter}")
    assert person.said.startswith("Sarah: you last spoke on 2026-02-03 (refused).")


# 5: a live letter alone in a field


def test_5_one_letter_alone_asks_and_1_keeps_it_as_text() -> None:
    person = started("nh{enter}")
    assert person.asked == "h: the text, or hold?"
    person.type("1")
    assert person.asked == ""
    assert person.fact("note").body["text"] == "h"
    assert person.states == set()


@pytest.mark.parametrize("closed", ["{enter}", "{escape}"])
def test_5_with_2_the_letter_counts_from_when_it_was_typed(closed: str) -> None:
    person = started("nh")
    typed = person.clock.now()
    person.wait(10).type(closed).wait(3).type("2")
    hold = person.call.state("hold")
    assert hold is not None
    assert hold.start.mono == typed.mono
    assert not person.fact("note").text("text")
    assert not person.fact("note").text("draft")


def test_5_more_than_a_letter_or_no_live_letter_asks_nothing() -> None:
    assert started("nhi{enter}").asked == ""
    assert started("nß{enter}").asked == ""


def test_5_no_timer_closes_a_field() -> None:
    person = started("nhalf")
    person.clock.advance(86_400)
    person.wait(100)
    assert person.typed == "half"


# 6: fast letters, pastes, stutters


def test_6_four_different_letters_at_once_are_typing() -> None:
    person = started(REP)
    before = person.kinds
    person.clock.advance(5)
    person.type("hmsx", gap=0.1)
    assert person.kinds == [*before, "note"]
    assert person.typed == "hmsx"
    assert person.fact("note").body["text"] == "hmsx"
    person.type(" again{enter}")
    assert person.fact("note").body["text"] == "hmsx again"
    assert person.states == {"rep"}


@pytest.mark.parametrize(("keys", "gap"), [("hmsx", 0.31), ("hmhm", 0.1), ("hms", 0.1)])
def test_6_slow_few_or_the_same_letters_are_keys(keys: str, gap: float) -> None:
    person = started(REP)
    person.clock.advance(5)
    person.type(keys, gap=gap)
    assert "note" not in person.kinds


def test_6_at_idle_the_call_that_typing_began_goes_on_as_a_note() -> None:
    person = Person().type("hmsx", gap=0.1)
    assert person.kinds == ["call_start", "note"]


def test_6_a_paste_outside_a_field_is_a_note() -> None:
    person = started().paste("order 4711\nsecond line")
    assert person.fact("note").body["text"] == "order 4711\nsecond line"
    assert person.events("paste")[0].body["text"] == "order 4711\nsecond line"
    person.type("u")
    assert "note" not in person.kinds


def test_6_a_paste_with_no_call_is_kept_in_the_log_of_the_day() -> None:
    person = Person().paste("order 4711")
    assert [event.body["text"] for event in person.day] == ["order 4711"]
    assert person.desk.context.case is None


@pytest.mark.parametrize("key", ["h", "s", "m", "{f2}", "{f8}"])
def test_6_a_second_press_at_once_is_ignored_and_said(key: str) -> None:
    person = started(REP).wait(2)
    person.type(key)
    states = person.states
    person.type(key, gap=0.69)
    assert person.states == states
    assert person.said == f"Second {key.strip('{}').replace('f', 'F')} at once: ignored."
    assert person.events("key")[-1].body["command"] is not None


def test_6_a_stuck_key_is_logged_each_time_and_counts_once() -> None:
    person = started(REP).wait(2)
    person.type("h" * 50, gap=0.03)
    assert [event.body["key"] for event in person.events("key")][-50:] == ["h"] * 50
    assert person.kinds.count("hold_start") == 1
    assert "hold" in person.states


def test_6_after_700_ms_it_counts() -> None:
    person = started(REP).wait(2)
    person.type("h").type("h", gap=0.71)
    assert "hold" not in person.states


# 7: at idle


@pytest.mark.parametrize(
    ("key", "kind"), [("r", "rep"), ("h", "hold_start"), ("{f2}", "hold_start"), ("{f4}", "rep")]
)
def test_7_at_idle_the_key_starts_the_call_in_one_group(key: str, kind: str) -> None:
    person = Person().type(key)
    assert person.kinds == ["call_start", kind]
    assert person.fact(kind).moment == person.call.start == person.clock.now()
    person.type("{escape}u")
    assert person.facts == []
    assert not person.on_the_phone()
    person.type("{ctrl+r}")
    assert person.kinds == ["call_start", kind]


@pytest.mark.parametrize("key", ["t", "a", "x", "g", "p", "n", "m", "c", "d", "o", "s", "b", "e"])
def test_7_other_live_keys_do_nothing_at_idle(key: str) -> None:
    person = Person().type(key)
    assert person.facts == []
    assert [event.body["key"] for event in person.day] == [key]


# 8: adverts on hold


def test_8_a_sales_pitch_on_hold_keeps_the_hold() -> None:
    person = started(REP + "h")
    start = person.call.state("hold")
    person.wait(5).type("s")
    assert person.call.state("hold") == start
    person.wait(5).type("s")
    assert person.call.state("hold") == start
    assert elapsed_us(start.start if start else person.call.start, person.clock.now()) > 10 * S


def test_8_waiting_after_a_transfer_needs_no_hold() -> None:
    assert started(REP + "t{escape}").desk.context.place == "call"


# 9: the wrong window


def test_9_focus_is_shown_and_stored_nowhere() -> None:
    person = started()
    written = len(person.log)
    heard = []
    for listening in (False, True):
        person.desk.focus(listening)
        heard.append(person.desk.view.listening)
    assert heard == [False, True]
    assert len(person.log) == written


# 11: F-keys while typing, Escape, the browser


@pytest.mark.parametrize(
    ("key", "kind"),
    [("{f2}", "hold_start"), ("{f3}", "transfer"), ("{f4}", "rep"), ("{f5}", "mark"),
     ("{f8}", "pitch_start"), ("{f9}", "closing")],
)  # fmt: skip
def test_11_an_f_key_logs_and_leaves_field_and_text(key: str, kind: str) -> None:
    person = started("nhalf ty")
    field = person.desk.view.field
    person.type(key)
    assert kind in person.kinds
    assert person.desk.view.field == field
    person.type("ped{enter}")
    assert person.fact("note").body["text"] == "half typed"


def test_11_escape_keeps_the_text_as_a_draft_on_its_event() -> None:
    person = started("nhalf{escape}")
    assert not person.desk.view.typing
    note = person.fact("note")
    assert (note.text("text"), note.text("draft")) == ("", "half")
    person.type("{up}{enter}")
    assert person.typed == "half"
    person.type(" way{enter}")
    note = person.fact("note")
    assert (note.text("text"), note.text("draft")) == ("half way", "")


def test_11_with_the_browser_open_letters_search_and_f_keys_log() -> None:
    person = started(REP + "/hx")
    assert person.desk.view.pane == "browser"
    assert person.typed == "hx"
    person.type("{f2}")
    assert "hold" in person.states
    assert person.desk.view.pane == "browser"
    assert person.typed == "hx"


@pytest.mark.parametrize("opened", ["/", "{ctrl+o}"])
def test_11_at_idle_too_the_pane_stays_with_its_field(opened: str) -> None:
    person = Person().type(opened + "ac")
    pane = person.desk.view.pane
    person.type("{f5}")
    assert person.on_the_phone()
    assert (person.desk.view.pane, person.typed) == (pane, "ac")
