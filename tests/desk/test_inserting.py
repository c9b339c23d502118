"""A forgotten event, entered afterwards with z e: late, at its own time, closing nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callmate.desk.fields import NO_TIME
from callmate.desk.leaving import NO_NOTE
from callmate.model.durations import spent
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk

REP = "rJanice{enter}"
S = 1_000_000


def talking() -> Person:
    """Ten minutes into a call."""
    return Person().type("{space}" + REP).wait(600)


def test_the_next_key_is_the_event_and_its_field_asks_when() -> None:
    person = talking().type("ze")
    assert person.asked.startswith("Forgotten:")
    person.type("n")
    assert person.typed == "@"
    person.type("-5m they hung up on me{enter}")
    note = person.fact("note")
    assert note.body["text"] == "they hung up on me"
    assert note.moment.at == note.recorded.at - timedelta(minutes=5)
    assert note.late
    caused = next(event for event in person.log if event.id == note.cause)
    assert (caused.kind, caused.body["key"], caused.body["command"]) == ("key", "n", "note")


def test_the_at_may_be_typed_though_it_stands_there() -> None:
    for keys in ("zen@-5m words{enter}", "zeh@-5m{enter}", "{at}@-5m{enter}"):
        person = talking().type(keys)
        assert len(person.events("amend")) == 1, keys
        assert person.said != NO_TIME
    assert talking().type("zen@{enter}").fact("note").text("text") == ""


@pytest.mark.parametrize("typed", ["", "{backspace}", " "])
def test_a_note_without_a_word_is_none_after_escape(typed: str) -> None:
    person = talking().type(f"zen{typed}{{escape}}")
    assert (person.said, "note" in person.kinds) == (NO_NOTE, False)
    person.type("zeh{escape}")
    assert (person.said, "hold_start" in person.kinds) == (NO_TIME, True)
    person.type("zenwords{escape}")
    assert "note" in person.kinds


def test_one_undo_takes_it_back_with_its_time_and_what_ended_it() -> None:
    for keys in ("zeh-2m{enter}", "zem-5m{enter}", "zet-5m{enter}", "zet{f2}-5m{enter}u"):
        person = talking().type("zpTom{enter}").wait(240)
        before, states = person.kinds, person.states
        person.type(keys).type("u")
        assert (person.kinds, person.states) == (before, states), keys


def test_it_stands_where_it_happened() -> None:
    person = talking().type("nlater{enter}zen-5m earlier{enter}")
    texts = [fact.text("text") for fact in person.facts if fact.kind == "note"]
    assert texts == ["earlier", "later"]


def test_without_a_time_it_stays_at_now_and_says_so() -> None:
    for ending in ("{enter}", " words{enter}", "words{escape}"):
        person = talking().type("zen")
        pressed = person.clock.now()
        person.type(ending)
        assert person.said == NO_TIME
        assert person.fact("note").moment.at == pressed.at
        assert person.fact("note").late


@pytest.mark.parametrize("typed", ["-30m", "25:99"])
def test_never_before_the_call_and_never_at_no_time(typed: str) -> None:
    person = talking().type("zen" + typed + " words{enter}")
    assert person.fact("note").moment.at > person.call.start.at + timedelta(minutes=10)
    assert person.said


def test_it_closes_nothing_that_is_open_now() -> None:
    person = talking().type("hzet-8m billing{enter}")
    assert person.states == {"rep", "hold", "transfer"}
    assert not [event for event in person.log if event.kind.endswith("_end")]


def test_a_hold_that_was_forgotten_has_a_beginning_and_an_end() -> None:
    person = talking().type("zeh-6m{enter}")
    assert person.states == {"rep", "hold"}
    assert "enter its end" in person.said
    person.type("zeh-4m{enter}")
    assert "enter its end" not in person.said
    assert person.states == {"rep"}
    held = spent(person.call, person.clock.now()).of("hold")
    assert abs(held - 120 * S) < 10 * S


def test_a_forgotten_hold_before_the_one_that_runs_now() -> None:
    person = talking().type("h").wait(60).type("zeh-6m{enter}")
    person.type("zeh-4m{enter}")
    assert "hold" in person.states
    assert person.case.oddities == ()
    held = spent(person.call, person.clock.now()).of("hold")
    assert abs(held - (120 + 72) * S) < 10 * S


def test_the_end_of_a_forgotten_hold_before_another_that_is_over() -> None:
    person = talking().type("h").wait(60).type("h").wait(60).type("zeh-6m{enter}zeh-5m{enter}")
    held = spent(person.call, person.clock.now()).of("hold")
    assert abs(held - 120 * S) < 10 * S
    assert person.said.startswith("hold end at ")
    person.type("u")
    assert person.kinds.count("hold_end") == 1


def test_a_forgotten_request_for_a_manager_ended_with_the_person_who_answered() -> None:
    person = talking().type("zpTom{enter}").wait(60).type("zem-3m{enter}")
    assert person.states == {"rep"}
    waited = spent(person.call, person.clock.now()).of("supervisor")
    assert abs(waited - 110 * S) < 15 * S


def test_the_stints_beside_a_forgotten_rep_do_not_overlap() -> None:
    person = talking().type("zer-5m Tom{enter}").wait(60)
    first, second = person.case.reps
    assert first.end == second.start
    assert person.case.rep_on_line(person.call) == second


def test_a_forgotten_transfer_ended_with_the_person_who_answered() -> None:
    person = talking().type("rTom{enter}").wait(60).type("zet-3m billing{enter}")
    assert "transfer" not in person.states
    transfer = person.case.transfers[0]
    assert (transfer.to, transfer.rep) == ("billing", person.case.reps[1].id)
    person.type("u")
    assert "transfer_end" not in person.kinds
    assert person.case.transfers == ()


def test_a_forgotten_rep_is_a_stint_of_its_own() -> None:
    person = talking().type("zer-5m Tom, billing{enter}")
    assert [(rep.name, rep.department) for rep in person.case.reps] == [
        ("Janice", ""), ("Tom", "billing"),
    ]  # fmt: skip


def test_a_closing_call_stays_closing() -> None:
    person = talking().type("ezen-1m words{enter}")
    assert person.call.closing is not None


def test_one_undo_takes_it_back() -> None:
    person = talking().type("zen-5m words{enter}u")
    assert "note" not in person.kinds


@pytest.mark.parametrize("key", ["e", "b"])
def test_the_end_of_a_call_cannot_be_entered_afterwards(key: str) -> None:
    person = talking().type("ze" + key)
    assert person.said == "That key cannot be entered afterwards."
    assert person.call.closing is None


@pytest.mark.parametrize(("key", "place"), [("{escape}", ""), ("u", ""), ("?", "")])
def test_any_other_key_does_its_usual_work(key: str, place: str) -> None:
    person = talking().type("ze" + key).type("{escape}h")
    assert person.asked == place
    assert person.typed is None
    assert "hold" in person.states


def test_a_restart_in_mid_word_still_asks_when(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{space}" + REP).wait(60).type("zen").type("x", gap=1)
    after = crashed(person, tmp_path / "store")
    assert after.typed == "@x"
    after.type("{enter}")
    assert after.said.startswith("That is no time")
    after.type("{escape}")
    assert after.said == NO_TIME


# after the call


def over() -> Person:
    """An hour after a call of ten minutes."""
    return talking().type("ee").wait(3600)


def test_a_call_that_is_over_takes_it_too() -> None:
    person = over()
    call = person.case.calls[0]
    begun = call.start.at
    at = begun + timedelta(minutes=4)
    person.type(f"zen{at:%H:%M} she was kind{{enter}}")
    note = person.fact("note")
    assert (note.call, note.body["text"]) == (call.id, "she was kind")
    assert begun < note.moment.at < begun + timedelta(minutes=5)
    assert not person.on_the_phone()
    person.type("u")
    assert "note" not in person.kinds


def test_minutes_ago_are_those_before_its_end() -> None:
    person = over().type("zeg-2m a credit{enter}")
    end = person.case.calls[0].end
    assert end is not None
    assert person.fact("granted").moment.at == end.at - timedelta(minutes=2)


def test_after_its_end_is_no_time_of_a_call() -> None:
    person = over()
    end = person.case.calls[0].end
    assert end is not None
    typed = f"{end.at + timedelta(minutes=2):%H:%M} words"
    person.type(f"zen{typed}{{enter}}")
    assert "after this call ended" in person.said
    assert person.typed == f"@{typed}"
    person.type("{escape}")
    assert person.fact("note").moment.at == end.at


def test_a_hold_in_a_call_that_is_over() -> None:
    person = over().type("zeh-6m{enter}zeh-4m{enter}")
    held = spent(person.case.calls[0], person.clock.now()).of("hold")
    assert abs(held - 120 * S) < 10 * S


def test_with_no_call_at_all_there_is_nothing_to_enter_it_in() -> None:
    person = Person().type("zen")
    assert person.facts == []
