"""After a yes nothing asks for it again; whoever was met before is no stranger."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.model.cards import Shown
from tests.cards.support import INFO, World, talking

GAS = {"what": INFO["outcome"]}


def words(world: World, at: float) -> str:
    shown = world.pane(at)
    assert isinstance(shown, Shown)
    return shown.words


def refused_last_time(**info: Any) -> World:
    """The outcome was refused in a call before; now Omar is on the line since 5005 s."""
    world = World(**(info or INFO))
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("ask", 60, **GAS)
    world.happens("denied", 70, **GAS)
    world.happens("call_end", 200)
    world.happens("call_start", 5000)
    world.happens("rep", 5005, name="Omar")
    world.log.clear()
    return world


def with_offer_in_a_pitch(world: World) -> set[str]:
    """A pitch with an offer that is declined, and what was shown until two minutes after it."""
    world.happens("pitch_start", 5140)
    offer = world.happens("offer", 5150, what="a tariff")
    world.happens("declined", 5160, what="a tariff", answers=offer)
    world.happens("pitch_end", 5195)
    world.until(5320)
    return {card for _, card in world.shown}


def test_what_was_granted_now_is_not_asked_for_after_a_pitch() -> None:
    world = refused_last_time()
    world.happens("granted", 5100, **GAS)
    assert "implacable" not in with_offer_in_a_pitch(world)


def test_without_a_yes_it_still_is() -> None:
    assert "implacable" in with_offer_in_a_pitch(refused_last_time())


def test_a_yes_to_what_was_refused_counts_under_other_words_too() -> None:
    world = refused_last_time(company="x", brief="b", outcome="My gas back")
    world.happens("granted", 5100, **GAS)
    assert "implacable" not in with_offer_in_a_pitch(world)


def test_a_yes_of_an_earlier_call_is_none_of_this_one() -> None:
    world = refused_last_time()
    world.happens("granted", 5100, **GAS)
    world.happens("call_end", 5130)
    world.happens("call_start", 5131)
    world.happens("rep", 5132, name="Omar")
    world.happens("ask", 5133, what="a leaflet")
    world.happens("granted", 5134, what="a leaflet")
    assert "implacable" in with_offer_in_a_pitch(world)


@pytest.mark.parametrize(
    ("refused", "card"),
    [(["a visit"], "implacable"), (["a refund"], "denied-first"), (["a", "a"], "escalate")],
)
def test_a_card_about_a_no_goes_with_the_yes(refused: list[str], card: str) -> None:
    world = talking()
    for number, what in enumerate(refused):
        world.happens("ask", 300 + number * 400, what=what)
        world.happens("denied", 301 + number * 400, what=what)
    at = 301 + (len(refused) - 1) * 400
    assert world.card(at) == card
    world.fact("granted", at + 2, what=refused[-1])
    assert world.card(at + 2) == ""


def test_another_thing_refused_after_the_yes_does_not_ask_for_the_outcome_again() -> None:
    world = talking()
    world.happens("granted", 200, **GAS)
    world.happens("ask", 590, what="a visit")
    world.happens("denied", 600, what="a visit")
    assert words(world, 600) == (
        "I hear you, Janice. I asked for this, too. What would make a yes possible?"
    )
    world.happens("offer", 1300, what="a visit next month")
    assert words(world, 1300) == (
        "Thank you for the offer, Janice. Is that the best you can do for me?"
    )


def test_what_was_granted_and_refused_again_is_open_again() -> None:
    world = talking()
    world.happens("granted", 200, **GAS)
    world.happens("ask", 590, **GAS)
    world.happens("denied", 600, **GAS)
    assert "What I still need is this: Gas turned back on today." in words(world, 600)


def test_a_sharp_word_after_the_yes_is_softened_without_asking_again() -> None:
    world = talking()
    world.happens("granted", 200, **GAS)
    world.happens("ask", 400, what="send it or I will sue")
    assert words(world, 400) == (
        "Let me say that better, Janice. I would like to solve this with you. What can you do?"
    )


def test_after_the_yes_being_passed_on_twice_asks_for_nobody_else() -> None:
    shown = {}
    for yes in (True, False):
        world = talking()
        if yes:
            world.happens("granted", 200, **GAS)
        for at, name in ((300, "Kev"), (600, "Bob")):
            world.happens("transfer", at)
            world.happens("rep", at + 10, name=name)
        world.until(900)
        shown[yes] = "escalate" in {card for _, card in world.shown}
    assert shown == {True: False, False: True}


# Whoever seems unsure is hung up on only while nothing is on file


@pytest.mark.parametrize("kind", ["granted", "promise", "offer", "case_number"])
def test_who_gave_something_is_not_hung_up_on(kind: str) -> None:
    """Not even after others were on the line, who forgot nothing that is on file."""
    world = talking(name="Ann")
    world.happens(kind, 110, what=INFO["outcome"], value="4711")
    for at, name in ((300, "Kev"), (600, "Ann")):
        world.happens("transfer", at)
        world.happens("rep", at + 10, name=name)
    world.happens("unsure", 650)
    world.until(720)
    cards = [card for _, card in world.shown]
    assert "unsure" not in cards
    assert cards[-1] == "escalate"


def test_the_card_goes_when_something_comes_on_file() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("unsure", 60)
    assert world.card(60) == "unsure"
    world.fact("promise", 62, what="a call")
    assert world.card(62) == ""


# Met before: in this call, or in one before


def test_the_same_name_again_is_greeted_as_known() -> None:
    world = talking(name="Ann")
    world.happens("rep", 300, name="Kev")
    assert words(world, 300).startswith("Hello, Kev.")
    world.happens("rep", 700, name="  ANN ")
    shown = world.pane(700)
    assert isinstance(shown, Shown)
    assert shown.words == (
        "Hello again, ANN. The meter was changed yesterday, and the gas was left off."
    )
    assert shown.why.startswith("You have spoken with them before")


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"outcome": "Gas"}, "Hello again, Ann. In short, what I need is still this: Gas."),
        ({"company": "x"}, "Hello again, Ann. We spoke before; may I remind you"),
    ],
)
def test_met_before_without_a_brief(info: dict[str, Any], said: str) -> None:
    world = World(**info)
    world.happens("call_start", 0)
    for at, name in ((5, "Ann"), (300, "Kev"), (700, "Ann")):
        world.happens("rep", at, name=name)
    assert words(world, 700).startswith(said)
    assert "What do you need from me first?" not in words(world, 700)


def test_who_knows_of_the_yes_is_not_told_it_all_again() -> None:
    world = talking(name="Ann")
    world.happens("granted", 200, **GAS)
    world.happens("rep", 300, name="Kev")
    world.happens("rep", 700, name="Ann")
    assert words(world, 700) == "Hello again, Ann. We spoke before. Where do things stand now?"


@pytest.mark.parametrize(("company", "again"), [("Northgas", True), ("A bank", False)])
def test_met_in_an_earlier_call_counts_with_the_same_company(company: str, again: bool) -> None:
    world = World()
    world.happens("call_start", 0, organisation="Northgas")
    world.happens("rep", 5, name="Ann")
    world.happens("call_end", 100)
    world.happens("call_start", 5000, organisation=company)
    world.happens("rep", 5060, name="ann")
    assert words(world, 5060).startswith("Hello again, ann." if again else "Hello, ann.")
