"""The z menu: one line, a second key that acts, and what each of them does."""

from __future__ import annotations

import pytest

from callmate.desk.commands import COMMANDS, Place, more
from callmate.desk.more import menu
from callmate.desk.view import View
from callmate.model.fold import Fold
from callmate.model.report import report
from callmate.ui.panes.lines import field, keys
from callmate.ui.scene import Scene, scene_of
from callmate.ui.widgets.keybar import KeyBar
from tests.desk.support import Person

REP = "rJanice, service{enter}"
PLACES: tuple[Place, ...] = ("idle", "call", "menu", "hold", "closing")


def started(keys: str = "") -> Person:
    return Person().type("{space}" + keys)


def select(person: Person, fact_id: str) -> Person:
    """Move the selection up to an event."""
    person.type("{escape}{up}")
    while person.desk.view.selected != fact_id:
        person.type("{up}")
    return person


def place_of(person: Person) -> str:
    return person.desk.context.place


def linked(person: Person) -> tuple[tuple[str, str], ...]:
    return person.case.contradictions


def kept(person: Person) -> list[bool | None]:
    return [promise.kept for promise in person.case.promises]


def report_of(person: Person) -> dict[str, object]:
    fold = person.desk.context.fold
    assert isinstance(fold, Fold)
    return report(fold, person.clock.now().at, private=False)


# the menu itself


@pytest.mark.parametrize("place", PLACES)
def test_every_entry_has_a_key_of_its_own(place: Place) -> None:
    seconds = [key for key, _ in more(place)]
    assert len(seconds) == len(set(seconds))
    assert [choice.payload for choice in menu(place).choices] == [s.id for _, s in more(place)]
    listed = [
        spec
        for spec in COMMANDS
        if spec.group == "more" and spec.id != "level" and spec.places != ("idle",)
    ]
    assert place == "idle" or [spec for _, spec in more(place)] == listed


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("width", "height"), [(80, 3), (100, 2), (160, 2)])
def test_all_entries_are_shown(place: Place, width: int, height: int) -> None:
    scene = Scene(Person().clock.now(), View(strip=menu(place)), place, Person().memory.saved())
    drawn = "".join(text for line in keys(scene, width, height) for text, _ in line)
    for key, spec in more(place):
        assert f" {key} {spec.label} " in drawn, (key, spec.label)
    asked = "".join(text for text, _ in field(scene, width, 1)[0])
    assert asked.strip() == menu(place).prompt


def test_a_click_on_an_entry_is_the_entry() -> None:
    scene = scene_of(started("z").desk)
    bar = KeyBar.__new__(KeyBar)
    bar._scene = scene
    assert bar._command_of("k") == "kept"
    assert bar._command_of("h") == ""


def test_a_click_closes_the_menu() -> None:
    person = started("z")
    person.desk.click("recording", person.clock.now())
    assert person.call.state("recording")
    assert person.asked == ""


def test_the_second_key_is_written_with_its_command() -> None:
    person = started("zr")
    first, second = person.events("key")[-2:]
    assert (first.body["key"], first.body["command"]) == ("z", "more")
    assert (second.body["key"], second.body["command"]) == ("r", "recording")
    assert person.fact("recording").cause == second.id


@pytest.mark.parametrize("key", ["h", "d", "y"])
def test_a_key_that_is_no_entry_does_its_usual_work(key: str) -> None:
    plain, after_z = started(key), started("z" + key)
    assert after_z.kinds == plain.kinds
    assert after_z.asked == plain.asked


@pytest.mark.parametrize("key", ["{escape}", "-", "{f6}"])
def test_a_key_with_no_work_closes_the_menu(key: str) -> None:
    person = started("z" + key)
    assert person.asked == ""
    person.type("r")
    assert "rep" in person.kinds


LIVE = [("r", "recording"), ("m", "ivr"), ("p", "rep"), ("s", "supervisor_reached")]


@pytest.mark.parametrize(("key", "kind"), LIVE)
def test_a_live_entry_resumes_a_closing_call_and_is_undone_at_once(key: str, kind: str) -> None:
    person = started("nwords{enter}ez" + key)
    assert kind in person.kinds
    assert person.call.closing is None
    person.type("{escape}u")
    assert kind not in person.kinds
    assert person.call.closing is not None


@pytest.mark.parametrize("key", ["w", "x", "a", "n", "e"])
def test_the_others_leave_it_closing(key: str) -> None:
    assert started("ez" + key).call.closing is not None


# the menu of a phone


def test_digits_log_the_way_through_a_menu() -> None:
    person = started("zm13")
    assert [fact.text("text") for fact in person.facts if fact.kind == "ivr"] == ["1", "3"]
    assert person.said == "Menu: 1 · 3"
    assert place_of(person) == "menu"
    person.type("0").type(REP)
    assert place_of(person) == "call"
    assert person.call.count("ivr") == 3
    pressed = {event.body["key"]: event.body["command"] for event in person.events("key")}
    assert pressed["3"] == "level"
    person.type("1")
    assert person.call.count("ivr") == 3, "with a person on the line digits tick again"


def test_a_level_with_words_is_followed_by_the_next() -> None:
    person = started("zm{up}{enter}main menu{enter}{escape}2")
    assert [fact.text("text") for fact in person.facts if fact.kind == "ivr"] == ["main menu", "2"]


def test_digits_pressed_fast_are_no_typing() -> None:
    person = started("zm").type("123456", gap=0.1)
    assert person.call.count("ivr") == 6
    assert "note" not in person.kinds


def test_no_digit_logs_on_hold() -> None:
    assert started("zmh1").call.count("ivr") == 1


# people


def test_a_new_person_is_a_stint_whoever_was_there() -> None:
    person = started("r{enter}zpTom{enter}")
    assert [rep.name for rep in person.case.reps] == ["", "Tom"]
    person = started(REP + "hzpEve{enter}")
    assert [rep.name for rep in person.case.reps] == ["Janice", "Eve"]
    assert person.states == {"rep"}


def test_a_manager_is_here_and_the_wait_is_over() -> None:
    person = started(REP + "m").wait(60).type("zsMs. Lee{enter}")
    assert "supervisor_reached" in person.kinds
    assert person.case.reps[-1].name == "Ms. Lee"
    assert person.case.supervisors[0].result == "granted"
    assert "supervisor" not in person.states


def test_recording_is_a_state() -> None:
    person = started("zr")
    assert person.said.startswith("A recording runs.")
    person.wait(5).type("zr")
    assert person.call.state("recording") is None
    assert person.said == "The recording is over."


@pytest.mark.parametrize(("digit", "warm"), [("1", True), ("2", False)])
def test_warm_or_cold(digit: str, warm: bool) -> None:
    person = started(REP + "tbilling{enter}zw")
    assert person.asked == "The transfer to billing was:"
    person.type(digit)
    assert person.case.transfers[0].announced is warm
    assert started("zw").said == "No transfer in this call: t logs one."


# promises


def test_the_newest_promise_is_kept_or_broken() -> None:
    person = started("pfirst{enter}psecond{enter}zk")
    assert person.said == "Kept: second."
    person.type("zb")
    assert person.said == "Broken: first."
    assert kept(person) == [False, True]
    person.type("zk")
    assert person.said == "No promise waits to be judged: select the one you mean."


def test_the_selected_promise_is_the_one_that_is_meant() -> None:
    person = started("pfirst{enter}psecond{enter}")
    select(person, person.case.promises[0].id).type("zk")
    assert kept(person) == [True, None]


def test_a_promise_is_judged_after_the_call_too() -> None:
    person = started("pa refund{enter}ee").wait(3600).type("zk")
    assert kept(person) == [True]
    person.type("u")
    assert kept(person) == [None]
    assert Person().type("zk").said.startswith("No case is open here")


# what came of it


def test_the_outcome_ends_a_closing_call_as_of_its_stamp() -> None:
    person = started(REP + "e")
    pressed = person.clock.now()
    person.wait(20).type("zopromi")
    assert not person.on_the_phone()
    assert person.desk.parts.fields.completion() == "promised"
    person.type("{right}{enter}")
    call = person.case.calls[0]
    assert (call.end, call.outcome) == (pressed, "promised")


def test_the_outcome_of_a_call_that_is_not_ending_asks_first() -> None:
    person = started(REP + "zo")
    assert place_of(person) == "closing"
    assert person.said.startswith("Is it over?")
    person.type("h")
    assert place_of(person) == "hold"
    person.type("zozodenied{enter}")
    assert person.case.calls[0].outcome == "denied"


def test_the_outcome_of_a_call_that_is_over() -> None:
    person = started("bbzo")
    assert person.typed == ""
    person.type("{enter}")
    assert person.case.calls[0].outcome == "disconnected"
    person.type("zocallback{enter}")
    assert person.case.calls[0].outcome == "callback"
    assert Person().type("zo").said == "No call has ended yet."


def test_the_number_is_copied_as_it_was_given() -> None:
    person = started("c 44-71 9920{enter}zc")
    assert person.desk.context.to_copy == "44-71 9920"
    assert person.said == "Copied: 44-71 9920"


def test_the_words_of_the_selected_event_are_copied_instead() -> None:
    person = started("c4471{enter}nring them at nine{enter}{up}zc")
    assert person.desk.context.to_copy == "ring them at nine"


def test_without_a_number_there_is_nothing_to_copy() -> None:
    person = started("zc")
    assert person.desk.context.to_copy == ""
    assert person.said.startswith("Nothing to copy")


def test_a_manager_on_the_line_ends_the_hold() -> None:
    person = started("rDenise{enter}mhzsMs Ray{enter}")
    assert person.states == {"rep"}
    person.type("aa credit{enter}x")
    case = person.case
    assert [case.rep(answer.rep).name for answer in case.asks[0].answers] == ["Ms Ray"]  # type: ignore[union-attr]
    person.type("uuu")
    assert {"hold", "supervisor"} <= person.states
