"""The program ends in mid-call, however, and the next start goes on with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callmate.model.durations import running_state, spent
from callmate.model.moment import elapsed_us
from tests.desk.restarting import TALKING, crashed
from tests.desk.support import Person, on_disk

S = 1_000_000
"""Microseconds in a second."""


def test_the_call_its_hold_and_its_text_go_on(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING + "h")
    since = person.clock.now()
    person.wait(40).type("nthey said pleas")
    after = crashed(person, tmp_path / "store", 100)
    assert after.call.id == person.call.id
    assert running_state(after.call) == ("hold", since)
    assert after.typed == "they said pleas"
    assert after.asked == ""
    after.type("e wait{enter}h")
    assert after.fact("note").body["text"] == "they said please wait"
    held = spent(after.call, after.clock.now()).of("hold")
    assert held == elapsed_us(since, after.clock.now())


def test_it_goes_on_again_and_again(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{space}n")
    for letter in "abcdef":
        person = crashed(person.type(letter), tmp_path / "store")
    assert person.typed == "abcdef"
    assert len(person.case.calls) == 1


def test_a_closing_call_ends_at_its_stamp_after_a_restart(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING + "e")
    pressed = person.clock.now()
    after = crashed(person, tmp_path / "store", 3600)
    after.desk.tick()
    assert not after.on_the_phone()
    assert after.case.calls[0].end == pressed


@pytest.mark.parametrize(("gap", "asks"), [(14 * 60, False), (15 * 60, True), (86_400, True)])
def test_after_a_long_gap_it_asks_whether_the_call_is_still_on(
    tmp_path: Path, gap: float, asks: bool
) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING)
    after = crashed(person, tmp_path / "store", gap)
    assert bool(after.asked) is asks
    if asks:
        after.type("1")
        assert after.asked == ""
        assert after.on_the_phone()
        after.wait(90)
        assert after.on_the_phone()


def test_it_ended_about_then(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING + "x")
    last = person.clock.now()
    after = crashed(person, tmp_path / "store", 7200)
    after.type("2")
    after.wait(5)
    assert after.call.closing is not None, "there is a minute to think better of it"
    after.type("{enter}")
    assert not after.on_the_phone()
    end = after.case.calls[0].end
    assert end is not None
    assert abs(end.at - last.at) < timedelta(seconds=1)


def test_it_ended_about_then_unless_a_live_key_says_otherwise(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING)
    after = crashed(person, tmp_path / "store", 7200)
    after.type("2").wait(5).type("h")
    assert after.states == {"rep", "hold"}
    after.wait(90)
    assert after.on_the_phone()


def test_another_boot_goes_by_the_wall_clock(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING + "h")
    since = person.clock.now()
    person.clock.boot, person.clock.mono = "another", 1_000_000
    after = crashed(person, tmp_path / "store", 600)
    assert elapsed_us(since, after.clock.now()) == 600 * S
    assert running_state(after.call) == ("hold", since)


def test_a_changed_clock_is_noted_and_changes_no_duration(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(TALKING + "h")
    start = person.clock.now()
    person.wait(10)
    person.clock.set_wall(person.clock.at - timedelta(hours=1))
    person.wait(10)
    jumped = person.events("clock_jumped")
    assert [event.body["by_ms"] for event in jumped] == [-3_600_000]
    causes = {event.id: event.body for event in person.log}
    assert causes[jumped[0].cause or ""] == {"command": "clock", "source": "timer"}
    assert elapsed_us(start, person.clock.now()) == 20 * S
    person.type("h")
    assert spent(person.call, person.clock.now()).of("hold") == 20_800_000


def test_a_sleeping_computer_is_no_changed_clock() -> None:
    person = Person().type(TALKING + "h")
    start = person.clock.now()
    person.clock.advance(3600)
    person.desk.tick()
    assert person.events("clock_jumped") == []
    assert elapsed_us(start, person.clock.now()) == 3600 * S


def test_no_call_no_note_of_the_clock() -> None:
    person = Person()
    person.clock.set_wall(person.clock.at + timedelta(hours=1))
    person.desk.tick()
    assert person.day == []


def test_what_another_window_writes_is_seen_and_its_call_joined(tmp_path: Path) -> None:
    one, _ = on_disk(tmp_path / "store")
    two, world = on_disk(tmp_path / "store", one.clock)
    one.type("{space}")
    one.wait(1)
    two.desk.tick()
    assert two.call.id == one.call.id
    two.type("h")
    one.desk.tick()
    assert one.states == {"hold"}
    one.type("h")
    two.desk.tick()
    assert two.states == set()
    lanes = {event.lane for event in one.log}
    assert len(lanes) == 2
    world.close()


def test_a_signal_that_ends_the_program_is_in_the_log() -> None:
    person = Person().type("{space}")
    person.desk.ended_by("SIGHUP")
    assert person.events("ended_by_signal")[0].body == {"signal": "SIGHUP"}
    assert person.memory.writes[-1][0] == person.case.id
    idle = Person()
    idle.desk.ended_by("SIGTERM")
    assert [event.body["source"] for event in idle.day] == ["SIGTERM"]


@pytest.mark.parametrize("key", ["{space}", "r", "h"])
def test_a_key_whose_program_died_before_it_was_carried_out_is_offered(
    tmp_path: Path, key: str
) -> None:
    person, world = on_disk(tmp_path / "store")
    # The key that begins a new case is in the day's file before the case has anything.
    person.desk.context.take = lambda facts: []  # type: ignore[method-assign]
    person.type(key)
    pressed = person.clock.now()
    assert person.desk.context.case is not None
    after, world = on_disk(tmp_path / "store", person.clock)
    after.clock.advance(20)
    found = world.unfinished(after.clock.now())
    assert found is not None
    after.desk.parts.strips.ask_unfinished(found)
    assert "pressed, not carried out" in after.asked
    after.type("1")
    assert after.call.start.mono == pressed.mono
    assert after.call.start.at == pressed.at
    world.close()


def test_a_key_that_was_carried_out_is_not_offered(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{space}ee")
    after, world = on_disk(tmp_path / "store", person.clock)
    assert world.unfinished(after.clock.now()) is None
    after.type("k")
    assert world.unfinished(after.clock.now()) is None
    world.close()


def test_a_second_window_leaves_the_first_one_its_half_typed_words(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{space}nhalf")
    world.flush()
    second, other = on_disk(tmp_path, person.clock)
    second.desk.start()
    assert second.desk.context.call is not None
    assert second.typed is None
    other.close()
    world.close()
    third, again = on_disk(tmp_path, person.clock)
    third.desk.start()
    assert third.typed == "half", "the first window is gone: its words are taken up"
    again.close()


def test_another_name_after_a_hold_leaves_no_field_open_behind(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{space}rAnn, billing{enter}hrHank, appeals{enter}")
    person = crashed(person, tmp_path / "store", 5)
    assert person.desk.view.field is None
    assert [rep.name for rep in person.case.reps] == ["Ann", "Hank"]


def test_words_opened_and_left_as_they_were_are_no_draft() -> None:
    person = Person().type("{space}nfirst note{enter}{up}{enter}{escape}")
    assert person.fact("note").text("draft") == ""
    person.type("{escape}{up}{enter} more{escape}")
    assert person.fact("note").text("draft") == "first note more"


def test_what_was_typed_on_a_page_in_a_call_stands_there_again(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{escape}{space}rTom{enter}zt{tab}2Can")
    assert person.typed == "Can"
    after = crashed(person, tmp_path / "store")
    assert after.call.id == person.call.id
    assert after.typed == "Can"
    after.type("ada{enter}")
    assert after.case.known("country") == "Canada"


def test_words_left_before_a_call_do_not_come_up_in_it(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{escape}zhsome d{f5}").wait(1)
    assert person.on_the_phone()
    person.type("{escape}")
    after = crashed(person, tmp_path / "store")
    assert after.typed is None
