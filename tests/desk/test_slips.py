"""The rules of the hand, 5 to 11: letters alone, fast letters, stutters, the wrong window, F-keys.

Each test is named for its rule; ``test_hand`` has the others.
"""

from __future__ import annotations

import pytest

from callmate.model.moment import elapsed_us
from tests.desk.support import Person

S = 1_000_000
REP = "rsarah{enter}"


def started(keys: str = "") -> Person:
    return Person().type("{space}" + keys)


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


@pytest.mark.parametrize("closed", ["{enter}", "{escape}"])
def test_5_a_letter_after_a_hold_costs_nobody_a_name(closed: str) -> None:
    person = started("rjanice{enter}hrh" + closed)
    assert person.asked == "h: the name, or hold?"
    person.type("2")
    assert [(rep.name, rep.end) for rep in person.case.reps] == [("janice", None)]
    assert person.states == {"rep", "hold"}


def test_5_a_letter_taken_back_leaves_what_was_asked_before() -> None:
    person = started("arefund{enter}ah{enter}")
    assert person.asked == "h: the words, or hold?"
    person.type("2")
    assert [(ask.what, len(ask.events)) for ask in person.case.asks] == [("refund", 2)]


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
