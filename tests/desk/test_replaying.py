"""A replay on the clock: speeds, pauses, steps, one call after the other; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.browser.replaying import PORTION, REST_S, SPEEDS, Frame, Replaying
from callmate.exchange.script import read_script
from callmate.model.fold import Fold, fold
from callmate.model.rerun import stretches
from callmate.model.rules import Packs
from tests.cards.support import core
from tests.desk.support import Person
from tests.exchange.support import events_of
from tests.model.support import CASE, HISTORIES, written

GAS = HISTORIES[3]
SEVEN_CALLS = HISTORIES[8]


def case_of(history: Path) -> Fold:
    return fold(CASE, written(events_of(read_script(history))))


def replaying(history: Path = GAS, event: str = "") -> tuple[Replaying, ManualClock]:
    clock = ManualClock()
    return Replaying(case_of(history), core(), clock, event), clock


def second(frame: Frame) -> float:
    return frame.passed / 1e6


def test_it_plays_at_the_speed_of_the_clock() -> None:
    played, clock = replaying()
    assert second(played.frame()) == 0
    clock.advance(3)
    assert second(played.frame()) == 30
    played.press("faster")
    clock.advance(1)
    assert (played.speed, second(played.frame())) == (20, 50)
    for _ in SPEEDS:
        played.press("faster")
    assert played.speed == 60
    for _ in SPEEDS:
        played.press("slower")
    clock.advance(5)
    assert (played.speed, second(played.frame())) == (1, 55)


def test_looking_often_changes_nothing() -> None:
    (one, clock), (other, its_clock) = replaying(), replaying()
    for _ in range(300):
        clock.advance(0.37)
        its_clock.advance(0.37)
        frame = one.frame()
    assert other.frame().passed == frame.passed
    assert other.frame().number == frame.number


def test_a_pause_stands_still() -> None:
    played, clock = replaying()
    clock.advance(2)
    played.press("replay")
    clock.advance(100)
    frame = played.frame()
    assert (second(frame), frame.playing) == (20, False)
    played.press("replay")
    clock.advance(1)
    assert second(played.frame()) == 30


def test_steps_go_from_event_to_event_and_on_to_the_next_call() -> None:
    played, _ = replaying()
    played.press("replay")
    lengths = [list(stretch.steps) for stretch in stretches(case_of(GAS))]
    seen = []
    for _ in range(sum(map(len, lengths)) - 1):
        played.press("step_on")
        seen.append((played.frame().number, played.frame().passed))
    places = [(n, at) for n, steps in enumerate(lengths, start=1) for at in steps]
    assert seen == places[1:]
    played.press("step_on")
    assert (played.frame().number, played.frame().passed) == places[-1]
    back = []
    for _ in places[1:]:
        played.press("step_back")
        back.append((played.frame().number, played.frame().passed))
    assert back == places[-2::-1]


def test_the_next_call_follows_after_a_rest() -> None:
    played, clock = replaying()
    played.press("move", 1000)
    frame = played.frame()
    assert frame.over and frame.number == 1 and frame.call.end == frame.now
    clock.advance(REST_S - 0.5)
    assert played.frame().number == 1
    clock.advance(1)
    assert (played.frame().number, second(played.frame())) == (2, 5)


def test_at_the_very_end_it_stands_and_plays_again() -> None:
    played, clock = replaying()
    clock.advance(100_000)
    for _ in range(5):
        frame = played.frame()
        clock.advance(10_000)
    assert (frame.number, frame.over, frame.playing, played.moving) == (2, True, False, False)
    played.press("replay")
    assert (played.frame().number, second(played.frame())) == (2, 0)
    assert played.moving


def test_lines_are_calls_and_pages_minutes() -> None:
    played, _ = replaying(SEVEN_CALLS)
    played.press("replay")
    for number in (2, 3):
        played.press("move", 1)
        assert (played.frame().number, played.frame().passed) == (number, 0)
    played.press("move", 7)
    assert second(played.frame()) == min(60, played.frame().length / 1e6)
    played.press("move", -1)
    assert (played.frame().number, played.frame().passed) == (3, 0)
    played.press("move", -1)
    assert played.frame().number == 2
    played.press("move", -7)
    assert played.frame().passed == 0
    played.press("move", 1000)
    assert played.frame().passed == played.frame().length
    played.press("move", -1000)
    assert played.frame().passed == 0


def test_it_begins_at_the_event_that_is_selected() -> None:
    whole = case_of(GAS)
    refused = next(fact for fact in whole.facts if fact.kind == "denied")
    played = Replaying(whole, core(), ManualClock(), refused.id)
    assert played.frame().now.at == refused.moment.at
    assert played.here == refused.id
    end = next(fact for fact in whole.facts if fact.kind == "call_end")
    assert Replaying(whole, core(), ManualClock(), end.id).frame().passed == 0


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_every_event_shows_what_was_known_then(history: Path) -> None:
    whole = case_of(history)
    played = Replaying(whole, core(), ManualClock())
    played.press("replay")
    for _ in range(len(whole.facts)):
        frame = played.frame()
        assert frame.case == whole.after(len(frame.facts))
        assert all(fact.moment.at <= frame.now.at for fact in frame.facts)
        if len(frame.case.running) < 2:
            assert frame.case.calls.index(frame.call) in (frame.number - 1, frame.number - 2)
        played.press("step_on")


def test_cards_of_a_far_place_come_when_they_are_worked_out() -> None:
    whole = case_of(SEVEN_CALLS)
    last = whole.case.calls[-1].id
    played = Replaying(whole, core(), ManualClock(), last)
    played.press("replay")
    assert len(whole.facts) > PORTION
    looks = 0
    while (frame := played.frame()).behind:
        assert frame.card is None and played.moving
        looks += 1
    assert looks and played.frame().playing is played.moving
    played.press("step_on")
    assert not played.frame().behind


def test_a_case_without_a_call_has_no_replay() -> None:
    played = Replaying(Fold(CASE), Packs(), ManualClock())
    assert not (played.can_play or played.moving or played.press("replay") or played.here)


# at the desk


def reading(*keys: str) -> Person:
    """A case with a call of four events, over, open for reading."""
    person = Person()
    person.type("{ctrl+n}Acme{enter}{escape}{space}rsarah{enter}").wait(60).type("h")
    person.wait(300).type("hee{escape}")
    person.type("".join(keys) or "/acme{enter}")
    return person


def frame_of(person: Person) -> Frame:
    frame = person.desk.parts.browsing.replays.frame()
    assert frame is not None, "no replay stands there"
    return frame


def test_tab_plays_and_nothing_but_the_keys_is_written() -> None:
    person = reading()
    case = person.case.id
    before = len(person.log)
    person.type("{tab}").wait(3)
    assert frame_of(person).playing
    person.type("{tab}{right}{left}{plus}{minus}{home}{end}{up}{down}")
    assert not frame_of(person).playing
    assert len(person.world.case(case).read()) == before
    keys = [event.body["key"] for event in person.day][-9:]
    assert keys == ["tab", "right", "left", "plus", "minus", "home", "end", "up", "down"]


def test_escape_and_enter_lead_back_to_the_event_of_that_moment() -> None:
    for key in ("{escape}", "{enter}"):
        person = reading().type("{tab}{tab}{right}{right}")
        person.type(key)
        browsing = person.desk.parts.browsing
        assert browsing.replays.shown is None
        assert browsing.reading is not None and browsing.reading.chosen is not None
        assert browsing.reading.chosen.kind == "hold_start"
        assert person.desk.view.pane == "browser"


def test_live_keys_go_to_the_call_that_runs() -> None:
    person = reading("{space}rtom{enter}/acme{enter}{tab}{tab}")
    assert frame_of(person).calls == 1 or frame_of(person).number == 1
    there = frame_of(person).passed
    person.type("h")
    assert "hold" in person.states
    assert frame_of(person).passed == there


def test_a_case_nobody_called_in_says_so() -> None:
    person = Person().type("{ctrl+n}Acme{enter}{escape}/acme{enter}{tab}")
    assert person.said == "Nobody was called in this case: there is nothing to replay."
    assert person.desk.parts.browsing.replays.frame() is None
