"""With no call running a past case that is read, or replayed, begins none: not this case's, and
not that of the one on the desk."""

from __future__ import annotations

import pytest

from tests.desk.past import read, three_cases
from tests.desk.support import Person
from tests.desk.test_replaying import frame_of, reading

SENTENCE = "the quick brown fox, at 5 it was @ jumped. over-"


def calls(person: Person) -> int:
    return sum(event.kind == "call_start" for log in person.memory.logs.values()
               for event in log.events)  # fmt: skip


def facts(person: Person) -> int:
    return sum(len(log.events) for name, log in person.memory.logs.items() if name != "day")


def pane(person: Person) -> str:
    return person.desk.view.pane


@pytest.mark.parametrize("replay", ["", "{tab}"])
def test_no_key_begins_a_call_or_writes_a_fact(replay: str) -> None:
    person = three_cases().type("/p:credit{enter}" + replay)
    on_desk, begun, written = person.case.id, calls(person), facts(person)
    for key in ("{f2}", "{f4}", "{f5}", "{f8}", "{f9}", " ", "{delete}", "{backspace}", "r", "h"):
        person.type(key)
    person.type("".join(one for one in SENTENCE if one not in "-q"))
    assert (person.case.id, calls(person), facts(person)) == (on_desk, begun, written)
    assert read(person).case.known("company") == "Sony"
    assert pane(person) == "browser"


def test_space_says_how_the_case_is_called() -> None:
    person = three_cases().type("/p:credit{enter} ")
    assert person.said == "⏎ takes this case up; then space calls."
    person.type("{enter} ")
    assert person.case.known("company") == "Sony" and len(person.case.running) == 1


def test_a_letter_says_where_words_are_searched() -> None:
    person = three_cases().type("/p:credit{enter}w")
    assert "/ searches" in person.said and "⏎ takes it up" in person.said


def test_in_a_replay_space_pauses_and_goes_on() -> None:
    person = reading("/acme{enter}{tab}").wait(1)
    assert frame_of(person).playing
    person.type(" ")
    assert not frame_of(person).playing
    person.type(" ")
    assert frame_of(person).playing
    person.type("x")
    assert person.said.startswith("A replay: space pauses")


def test_with_a_call_running_all_keys_stay_live() -> None:
    person = reading("{space}rtom{enter}/acme{enter}{tab} {f2}")
    assert frame_of(person).playing
    assert person.kinds[-2:] == ["mark", "hold_start"]
    person.type("{escape} ")
    assert person.kinds[-1] == "mark"


@pytest.mark.parametrize(("command", "kind"), [("quote", "note"), ("replay", "")])
def test_a_click_on_the_key_bar_is_the_key(command: str, kind: str) -> None:
    person = reading("{space}rtom{enter}/acme{enter}{home}")
    written = person.kinds
    person.desk.click(command, person.clock.now())
    assert person.kinds == [*written, *filter(None, [kind])]
    assert (person.desk.parts.browsing.replays.shown is not None) == (command == "replay")


# where reading goes on after a replay


@pytest.mark.parametrize("then", ["{escape}", "{enter}"])
def test_what_played_by_itself_leaves_the_event_it_was_begun_with(then: str) -> None:
    person = reading("/acme{enter}{home}{down}{tab}")
    begun = read(person).chosen
    person.wait(60).type(then)
    assert person.desk.parts.browsing.replays.shown is None
    assert read(person).chosen is begun
    assert person.said.startswith("Reading on at 2 Mar, 09:")


def test_an_event_that_was_stepped_to_is_the_one_reading_goes_on_at() -> None:
    person = reading("/acme{enter}{home}{tab}{tab}{right}{right}{tab}").wait(60)
    person.type("{escape}")
    chosen = read(person).chosen
    assert chosen is not None and chosen.kind == "hold_start"


def test_a_quote_in_a_replay_is_of_its_moment() -> None:
    person = reading("/acme{enter}{home}{tab}{tab}{right}q")
    assert "hold" in person.desk.view.quote
    person.type("{escape}")
    assert frame_of(person) is not None, "first the sentence goes"


# the list of keys over it


def test_after_the_list_of_keys_the_replay_stands_where_it_stood() -> None:
    person = reading("/acme{enter}{tab}").wait(2)
    there = frame_of(person).passed
    person.type("?").wait(30)
    assert pane(person) == "help"
    begun = calls(person)
    person.type(" {f5}")
    assert calls(person) == begun
    person.type("{escape}")
    assert pane(person) == "browser"
    assert not frame_of(person).playing
    assert frame_of(person).passed - there < 10_000_000, "the half minute was not played"
    person.type("{escape}??")
    assert pane(person) == "browser", "and so does the case that is read"


def test_from_the_timeline_it_leads_back_to_the_timeline() -> None:
    person = reading("/acme{enter}?{escape}{escape}{escape}?{escape}")
    assert pane(person) == "timeline"
