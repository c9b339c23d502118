"""The rules of the hand, 1 to 4: the end is no accident, the default ask, one field for a rep.

Each test is named for its rule; ``test_slips`` has the others.
"""

from __future__ import annotations

import pytest

from callmate.desk.commands import COMMANDS
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
    person = Person().type("{ctrl+n}Acme{tab}{enter}{enter}money back{enter}{escape}")
    person.type("{space}a{enter}")
    assert person.fact("ask").body["what"] == "money back"
    person.type("a{enter}")
    assert [ask.asked for ask in person.case.asks] == [2]


@pytest.mark.parametrize(("key", "kind"), [("x", "denied"), ("g", "granted")])
def test_3_with_nothing_open_the_answer_is_to_the_outcome(key: str, kind: str) -> None:
    person = Person().type("{ctrl+n}{tab}{enter}{enter}money back{enter}{escape}")
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
