"""Corrections are events of their own: another time, a strike, other words; the original stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callmate.model.timeline import visible
from tests.desk.support import Person

S15 = timedelta(seconds=15)


def noted() -> Person:
    return Person().type("{space}").wait(90).type("h").wait(30).type("nword{enter}")


def test_a_comma_is_15_s_earlier_and_a_full_stop_15_s_later() -> None:
    person = noted()
    note = person.fact("note")
    person.type(",,.")
    after = person.fact("note")
    assert after.moment.at == note.moment.at - S15
    assert after.moment.mono == note.moment.mono - 15_000_000_000, "the steady clock goes along"
    assert after.recorded == note.recorded
    assert [event.body["shift_ms"] for event in person.events("amend")] == [-15000, -15000, 15000]
    stored = next(event for event in person.log if event.id == note.id)
    assert stored.at == note.moment.at.isoformat()


def test_shifting_past_another_event_stays_with_the_one_it_began_with() -> None:
    person = noted()
    note = person.fact("note")
    person.type(",,,,")
    assert person.fact("note").moment.at == note.moment.at - 4 * S15
    assert {event.body["target"] for event in person.events("amend")} == {note.id}


def test_the_selected_event_is_shifted() -> None:
    person = noted()
    hold = person.fact("hold_start")
    person.type("{up}{up}")
    assert person.desk.view.selected == hold.id
    person.type(",")
    assert person.fact("hold_start").moment.at == hold.moment.at - S15


@pytest.mark.parametrize("close", ["{enter}", "{escape}", " more{enter}", " more{escape}"])
def test_the_selection_ends_with_the_field_that_was_opened_from_it(close: str) -> None:
    person = noted().type("{up}{enter}")
    person.type(close)
    assert not person.desk.view.typing
    assert person.desk.view.selected == ""
    person.type("{up}@-1m{enter}")
    assert person.desk.view.selected == ""


def test_a_field_opened_by_a_key_leaves_the_selection() -> None:
    person = noted().type("{up}")
    chosen = person.desk.view.selected
    person.type("nanother{enter}")
    assert person.desk.view.selected == chosen


def test_what_was_undone_is_neither_on_the_timeline_nor_selected() -> None:
    person = noted().type("pslip{enter}pslip{enter}uu{up}")
    assert person.desk.view.selected == person.fact("note").id
    fold = person.desk.context.fold
    assert fold is not None
    assert "promise" not in {fact.kind for fact in visible(fold.facts)}
    person.type("{escape}{ctrl+r}{ctrl+r}")
    assert person.kinds.count("promise") == 2


def test_the_first_step_up_passes_what_is_struck_out_and_the_next_ones_reach_it() -> None:
    person = noted().type("pslip{enter}{up}")
    slip = person.fact("promise").id
    person.type("{delete}{escape}{up}")
    assert person.desk.view.selected == person.fact("note").id
    person.type("{down}")
    assert person.desk.view.selected == slip
    person.type("{delete}")
    assert person.fact("promise").id == slip


def test_a_time_that_is_typed() -> None:
    person = noted()
    person.clock.advance(600)
    person.type("@9:05:30{enter}")
    note = person.fact("note")
    assert note.moment.at.strftime("%H:%M:%S") == "09:05:30"
    assert note.recorded.at.strftime("%H:%M") == "09:02"
    assert "09:05:30" in person.said
    assert note.moment.stated
    assert person.fact("note").body["text"] == "word"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("@8:58:30", "before this call began"), ("@9:04", "yet to come"), ("@-3h", "before this")],
)
def test_a_time_the_event_cannot_have_is_not_taken_in_silence(typed: str, why: str) -> None:
    person = noted()
    before = person.fact("note").moment
    person.type(f"{typed}{{enter}}")
    assert why in person.said
    assert person.fact("note").moment == before
    assert person.typed == typed, "the field stays open: what follows is no key"
    person.type("{escape}")
    person.type(f"n{typed} words{{enter}}")
    assert why in person.said
    assert [fact.body["text"] for fact in person.facts if fact.kind == "note"][-1] == "words"


def test_minutes_ago_and_no_time() -> None:
    person = noted()
    person.clock.advance(600)
    person.type("@")
    assert person.typed == "@"
    person.type("-2m{enter}")
    ago = person.clock.now().at - person.fact("note").moment.at
    assert timedelta(seconds=119) < ago < timedelta(seconds=121)
    person.type("@noon{enter}")
    assert person.said.startswith("That is no time")
    assert person.typed == "@noon"
    assert person.fact("note").body["text"] == "word"


def test_a_time_typed_first_in_any_text_is_its_events() -> None:
    person = Person().type("{space}")
    person.clock.advance(600)
    person.type("n@9:05 called back{enter}")
    note = person.fact("note")
    assert note.body["text"] == "called back"
    assert note.moment.at.strftime("%H:%M") == "09:05"
    person.type("r@-1m sarah{enter}")
    rep = person.fact("rep")
    assert rep.body["name"] == "sarah"
    assert rep.moment.at < rep.recorded.at


def test_selecting_goes_up_from_the_newest_and_off_the_end() -> None:
    person = Person().type("{space}none{enter}ntwo{enter}")
    ids = [fact.id for fact in person.facts]
    selected = []
    for key in ("up", "up", "up", "up", "down", "down", "down"):
        person.type("{" + key + "}")
        selected.append(person.desk.view.selected)
    assert selected == [ids[2], ids[1], ids[0], ids[0], ids[1], ids[2], ""]
    person.type("{up}{escape}")
    assert person.desk.view.selected == ""


def test_automatic_closures_are_not_selected() -> None:
    person = Person().type("{space}rsarah{enter}hr")
    person.type("{escape}{up}{up}{up}{up}{up}")
    assert person.desk.view.selected == person.call.id


def test_strike_out_and_back_in() -> None:
    person = noted().type("{up}{delete}")
    assert "note" not in person.kinds
    assert person.events("strike")[0].body["target"] == person.desk.view.selected
    person.type("{delete}")
    assert "note" in person.kinds
    assert [event.kind for event in person.events("strike", "unstrike")] == ["strike", "unstrike"]
    stored = [event for event in person.log if event.kind == "note"]
    assert len(stored) == 1


def test_striking_needs_a_selection() -> None:
    person = noted().type("{delete}")
    assert person.said == "Select an event with the arrow keys first."
    assert person.events("strike") == []


def test_a_struck_hold_is_out_of_the_reckoning() -> None:
    person = Person().type("{space}h").wait(60).type("{up}{delete}")
    assert person.states == set()
    person.type("{delete}")
    assert person.states == {"hold"}


def test_words_are_edited_in_place() -> None:
    person = noted().type("{up}{enter}s{enter}")
    assert person.fact("note").body["text"] == "words"
    assert person.events("note")[0].body == {}


@pytest.mark.parametrize("key", ["h", "y"])
def test_a_line_without_words_says_so(key: str) -> None:
    person = Person().type("{space}" + key + "{up}{enter}")
    assert person.said == "This line has no words to edit."
    assert person.typed is None


def test_nothing_to_correct_is_no_error() -> None:
    person = Person().type(",.@{up}{down}{enter}{delete}{escape}u{ctrl+r}")
    assert person.log == []


def test_undo_takes_back_a_correction_and_nothing_else() -> None:
    person = noted()
    before = person.fact("note")
    person.type(",u")
    assert person.fact("note").moment == before.moment
    assert person.said == "Undone: the correction."
    person.type("{ctrl+r}")
    assert person.fact("note").moment.at == before.moment.at - S15
    person.type("u{up}{enter}{ctrl+u}other{enter}{escape}u")
    assert person.fact("note").body["text"] == "word"
    person.type("{up}{delete}")
    assert "note" not in person.kinds
    person.type("u")
    assert person.fact("note").body["text"] == "word"
    person.type("u")
    assert "note" not in person.kinds, "then the note itself"


def test_their_words_take_the_place_of_what_was_asked() -> None:
    person = Person().type("{space}r{escape}arefund{enter}x{up}{enter}")
    assert person.typed == ""
    person.type("not our fault{enter}")
    assert person.fact("denied").body["what"] == "not our fault"
    assert person.case.asks[0].what == "refund"
    assert person.case.asks[0].denied == 1


def test_an_event_is_not_shifted_before_its_call() -> None:
    person = Person().type("{space}nword{enter}")
    before = person.fact("note").moment
    person.type(",")
    assert "before this call began" in person.said
    assert person.fact("note").moment == before


def test_a_call_does_not_begin_after_what_happened_in_it() -> None:
    person = Person().type("{space}").wait(20).type("nhello{enter}").wait(60)
    person.type("{up}{up}.")
    start = person.call.start
    person.type(".")
    assert "is after something in this call" in person.said
    assert person.call.start == start
    assert person.kinds == ["call_start", "note"]
    assert person.case.oddities == ()
