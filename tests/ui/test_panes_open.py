"""What is open and on which line: the band, the line of the outcome, the pane of open things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.desk.cards import CardView
from callmate.model.durations import spent
from callmate.model.events import NewEvent
from callmate.packs.loader import load
from callmate.ui.cells import cells
from callmate.ui.panes.band import _spent
from callmate.ui.panes.card import RETURN
from callmate.ui.reminders import Reminders
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.ui.support import PANES, words

STEP = "{space}rJanice, service{enter}ireset the meter{enter}"


def pane(person: Person, name: str, width: int, height: int) -> str:
    return words(PANES[name](scene_of(person.desk), width, height))


def test_everything_open_has_its_clock() -> None:
    person = Person().type(STEP).wait(60)
    person.type("ocredit $20{enter}a{enter}m").wait(30).type("psomeone out within 4h{enter}")
    wide = pane(person, "aside", 46, 20).splitlines()
    found = {one.split()[0]: one for one in wide[1:] if one.strip()}
    assert "reset the meter" in found["»"] and " 2:1" in found["»"]
    assert "credit $20" in found["+"] and " 1:0" in found["+"]
    assert "3 h 59 left" in found["◆"]
    person.type("h")
    assert "▲" in {one.split()[0] for one in pane(person, "aside", 46, 20).splitlines() if one}


def test_on_a_small_screen_open_things_stand_beside_the_outcome() -> None:
    person = Person().type(STEP).wait(60)
    assert "» step 1:1" in pane(person, "facts", 80, 1)
    person.type("ocredit $20{enter}")
    assert "+ offer $20 0:0" in pane(person, "facts", 80, 1)
    person.type("g")
    assert "offer" not in pane(person, "facts", 80, 1)
    person.type("i")
    assert "step" not in pane(person, "facts", 80, 1)


def test_what_is_answered_is_not_open() -> None:
    person = Person().type("{space}rJo{enter}a{enter}")
    assert " ? " in pane(person, "aside", 46, 20)
    person.type("g")
    assert "nothing open" in pane(person, "aside", 46, 20)


@pytest.mark.parametrize("width", [80, 160])
def test_the_other_line_stands_small_with_its_state_and_clock(width: int) -> None:
    person = Person().type("{ctrl+n}Acme{enter}{escape}{space}rJanice{enter}h").wait(60).type("zz")
    person.type("rAl{enter}").wait(5)
    drawn = pane(person, "band", width, 3)
    assert "line 1 ON HOLD 1:10" in drawn
    assert "Acme · tab" in drawn
    assert "line 2 · " in drawn
    assert "call 2" in drawn
    person.type("{tab}")
    drawn = pane(person, "band", width, 3)
    assert "line 2 TALKING 0:0" in drawn
    assert "O N   H O L D" in drawn
    assert "call 1" in drawn
    person.type("{ctrl+l}")
    assert "Acme" not in pane(person, "band", width, 3)
    person.type("{ctrl+l}{tab}ee")
    assert "line" not in pane(person, "band", width, 3)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_recording_runs_in_the_band_and_anger_is_a_star(width: int) -> None:
    person = Person().type("{space}rJo{enter}")
    assert "*" not in pane(person, "band", width, 3)
    person.type("zrf").wait(65)
    drawn = pane(person, "band", width, 3)
    assert "● REC 1:0" in drawn
    assert "KEYS ON *" in drawn
    assert "anger" not in drawn.casefold() and "fuming" not in drawn.casefold()
    person.type("zrf")
    drawn = pane(person, "band", width, 3)
    assert "REC" not in drawn and "*" not in drawn


def test_a_number_stands_in_groups_until_the_next_key_and_in_the_band() -> None:
    person = Person().type("{space}rJo{enter}c12345678{enter}").wait(60)
    assert "Read it back: 1234 5678" in pane(person, "field", 80, 1)
    assert "case no. 1234 5678" in pane(person, "band", 80, 3)
    person.type("nword{enter}")
    assert "Read it back" not in pane(person, "field", 80, 1)
    assert "case no. 1234 5678" in pane(person, "band", 160, 3)


def with_brief(packs: bool) -> Person:
    person = Person().type("{ctrl+n}Acme{tab}{enter}{enter}Gas back on{tab}{tab}")
    person.type("Meter changed, gas left off.{enter}{escape}")
    if packs:
        person.desk.parts.cards.use(load(None), person.clock.now())
    return person.type("{space}rJo{enter}h").wait(60).type("h").wait(30).type("h").wait(5)


@pytest.mark.parametrize("packs", [True, False])
def test_on_hold_the_card_is_quiet(packs: bool) -> None:
    person = with_brief(packs)
    small, large = pane(person, "card", 80, 4), pane(person, "card", 46, 15)
    assert "when they return: Meter changed, gas left off." in " ".join(small.split())
    assert "last hold 1:0" in small
    assert RETURN in large
    assert "you want: Gas back on" in large
    person.wait(30)
    assert pane(person, "card", 80, 4) == small, "nothing moves but the clock"
    assert all(cells(line) == 80 for line in small.splitlines())


def test_without_a_brief_it_says_what_one_is() -> None:
    person = Person().type("{space}h")
    assert "Your name, what happened, what you want" in pane(person, "card", 80, 4)


@pytest.mark.parametrize("place", ["call", "hold", "idle"])
def test_the_menu_of_second_keys_is_whole_at_80_columns(place: str) -> None:
    person = Person().type({"call": "{space}rJo{enter}", "hold": "{space}h", "idle": ""}[place])
    person.type("z")
    strip = person.desk.view.strip
    assert strip is not None
    drawn = pane(person, "field", 80, 1) + "\n" + pane(person, "keys", 80, 3)
    for choice in strip.choices:
        assert f" {choice.key} {choice.label} " in drawn, choice
    wide = pane(person, "field", 160, 1) + "\n" + pane(person, "keys", 160, 2)
    assert all(f" {choice.key} {choice.label} " in wide for choice in strip.choices)


def test_the_strongest_sentence_stands_below_what_is_open_while_somebody_talks() -> None:
    person = Person().type("{space}rJo{enter}vv")
    found = Reminders()

    def aside() -> str:
        found.look(person.desk)
        return words(PANES["aside"](scene_of(person.desk, (), found.now), 46, 20))

    assert "“I have been asked who I am twice.”" in aside()
    person.type("xx")
    assert "“Jo refused" in aside()
    person.type("h")
    assert "QUOTE" not in aside()
    person.type("h{ctrl+l}")
    assert "Jo" not in aside()
    person.type("{ctrl+l}ee")
    assert "QUOTE" not in aside()


def test_the_quote_is_the_next_one_at_the_next_press() -> None:
    person = Person().type("{space}rJo{enter}xxvvyy").type("q")
    first = pane(person, "card", 80, 4)
    assert "q the next one" in first
    second = pane(person.type("q"), "card", 80, 4)
    assert second != first
    seen = [pane(person.type("q"), "card", 80, 4) for _ in range(9)]
    assert first in seen
    assert pane(person.type("{escape}q"), "card", 80, 4) == first


def with_bank() -> Person:
    """The first line with a case number, and a second one to another organisation."""
    person = Person().type("{ctrl+n}Acme{enter}{escape}{space}rJo{enter}c1111{enter}h").wait(9)
    body = {"organisation": "Bank", "line": 2}
    person.desk.context.take([NewEvent("bank", "call_start", person.clock.now(), body, "bank")])
    return person


def test_number_and_name_are_those_of_whom_the_call_is_with() -> None:
    person = with_bank()
    drawn = pane(person, "band", 160, 3)
    assert "Bank" in drawn and "1111" not in drawn and "Acme · tab" in drawn
    person.type("{tab}")
    drawn = pane(person, "band", 160, 3)
    assert "case no. 1111" in drawn and "Bank · tab" in drawn
    person.type("{ctrl+l}")
    drawn = pane(person, "band", 160, 3)
    assert "Bank" not in drawn and "Acme" not in drawn and "line 2 WAITING" in drawn


def test_what_the_band_shows_is_not_shown_twice() -> None:
    person = Person().type("{space}rJo{enter}s")
    assert "SALES PITCH" in pane(person, "band", 160, 3)
    assert "$" not in pane(person, "aside", 46, 20)
    person.type("h")
    assert "$" in pane(person, "aside", 46, 20)


def test_a_line_for_long_holds_stands_in_the_same_place() -> None:
    scene = scene_of(with_brief(packs=False).desk)
    assert scene.waits is not None
    line = replace(scene, card=CardView("ON HOLD", "Fifteen minutes are enough.", "⏎ said"))
    drawn = words(PANES["card"](line, 80, 4))
    assert "Fifteen minutes are enough." in drawn and "when they return" not in drawn


def test_while_somebody_talks_no_wait_is_told() -> None:
    person = with_brief(packs=False).type("h")
    assert scene_of(person.desk).waits is None
    assert "last hold" not in pane(person, "card", 80, 4)


@pytest.mark.parametrize("state", ["", "h", "s", "m", "tsales{enter}", "zm", "e"])
def test_the_totals_grow_as_if_they_were_counted_anew(state: str) -> None:
    person = Person().type("{space}rJo{enter}h").wait(40).type("h" + state)
    pane(person, "band", 160, 3)
    for seconds in (1.5, 59.25, 3600):
        person.clock.advance(seconds)
        now = person.clock.now()
        assert _spent(person.case, person.call, now) == spent(person.call, now)


def test_on_a_small_screen_words_for_oneself_are_marked_as_such() -> None:
    person = Person().type("{space}rJanice{enter}")
    person.desk.parts.cards.use(load(None), person.clock.now())
    person.wait(60).type("f").wait(4)
    drawn = words(PANES["card"](scene_of(person.desk), 80, 4))
    assert "\u2014" in drawn, "a saying and its author"
    assert "FOR YOU · ⏎ said" in drawn
    person.type("f").wait(62).type("x").wait(4)
    assert "⏎ said" in words(PANES["card"](scene_of(person.desk), 80, 4))
    assert "SAY NOW" not in words(PANES["card"](scene_of(person.desk), 80, 4))
