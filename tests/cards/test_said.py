"""What the cards of the whole vocabulary say, and when."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.model.cards import Shown
from tests.cards.support import World, core, talking


def words(world: World, at: float) -> str:
    shown = world.pane(at)
    assert isinstance(shown, Shown)
    return shown.words


def test_a_bad_line_is_nobodys_fault() -> None:
    world = talking()
    world.happens("trouble", 110)
    assert words(world, 110).startswith("I'm sorry, Janice, I can't follow")


def test_good_help_is_praised_in_writing() -> None:
    world = talking()
    world.happens("kudos", 110)
    assert words(world, 110) == (
        "Thank you, Janice, you've really helped me. Where can I leave a word of praise for you?"
    )


def test_told_again_is_the_short_version_and_the_second_time_a_note() -> None:
    world = talking()
    world.happens("repeat_story", 110)
    assert words(world, 110).startswith("Of course, Janice. In short: The meter was changed")
    world.happens("repeat_story", 800)
    assert words(world, 800) == (
        "Of course, Janice. In short: The meter was changed yesterday, and the gas was left off. "
        "Could you please note it down?"
    )
    world.happens("repeat_story", 1300)
    assert words(world, 1300).startswith(
        "I have had to repeat this 3 times, Janice. Who can decide"
    )


def test_passed_on_twice_is_said_so() -> None:
    world = talking()
    world.happens("case_number", 101, value="4711")
    for at, name in ((200, "Bob"), (400, "Cy")):
        world.happens("transfer", at)
        world.happens("rep", at + 30, name=name)
    world.until(430 + 120)
    assert words(world, 550).startswith("I have been passed on twice, Cy. Who can decide this?")


def test_each_new_rep_is_a_fresh_start_and_may_check_other_things() -> None:
    world = talking()
    for at, name in ((200, "Bob"), (700, "Cy")):
        world.happens("rep", at, name=name)
        assert words(world, at) == (
            f"Hello, {name}. The meter was changed yesterday, and the gas was left off. "
            "What do you need from me first?"
        )
        shown = world.pane(at)
        assert isinstance(shown, Shown)
        assert shown.why.startswith("A fresh start")


def test_back_from_a_long_hold_the_same_rep_is_not_asked_that() -> None:
    world = talking()
    world.happens("rep", 200, name="Bob")
    world.happens("hold_start", 300)
    world.happens("hold_end", 900)
    world.until(920)
    assert words(world, 920) == (
        "Hello, Bob. The meter was changed yesterday, and the gas was left off."
    )


@pytest.mark.parametrize("kind", ["problem", "ask"])
def test_a_reported_outage_is_the_exception_to_the_first_no(kind: str) -> None:
    world = World(problem="Outage of three days" if kind == "problem" else "x")
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("case_number", 10, value="88213")
    world.happens("ask", 100, what="credit for the outage" if kind == "ask" else "a credit")
    world.happens("denied", 110, what="no credit")
    assert words(world, 110) == (
        "I understand, Ann. But it was a fault that caused this, case number 882 13. "
        "Could you make an exception?"
    )


def test_an_offer_is_answered_with_its_amount_and_the_outcome() -> None:
    world = talking()
    world.happens("offer", 110, what="a credit", amount="$20")
    assert words(world, 110) == (
        "Thank you for the offer of $20, Janice. What I need is this: Gas turned back on today. "
        "Can we get closer?"
    )
    offer = world.fold.case.offers[0].id
    world.fact("declined", 120, what="a credit", answers=offer)
    assert words(world, 121).startswith("I hear you, Janice.")
    bare = World(company="x")
    bare.happens("call_start", 0)
    bare.happens("rep", 5)
    bare.happens("offer", 110, what="a credit")
    assert words(bare, 110) == "Thank you for the offer. Is that the best you can do for me?"


def test_a_pitch_is_declined_again_where_the_spacing_lets_it() -> None:
    world = talking()
    world.happens("pitch_start", 110)
    world.until(1200)
    assert [at for at, card in world.shown if card == "pitch"] == [170, 770]


def test_a_second_pitch_and_one_after_the_fix_have_other_words() -> None:
    world = talking()
    world.happens("pitch_start", 110)
    world.happens("pitch_end", 180)
    world.happens("pitch_start", 900)
    world.until(960)
    assert words(world, 960).startswith("I'm really not buying anything today, Janice.")
    world.happens("granted", 970, what="a visit")
    assert words(world, 970).startswith("Thank you for your help, Janice.")


@pytest.mark.parametrize(
    ("what", "by", "said"),
    [
        ("she will find out", None, "Thank you for checking, Janice. When will I hear"),
        ("a technician comes", None, "Thank you, Janice! Who passes that on to them"),
        ("a technician", "2026-03-02T22:20", "Thank you, Janice! Who passes that on to them"),
        ("a visit", None, "Thank you, Janice! When will that be done"),
    ],
)
def test_a_promise_is_settled_by_what_it_lacks(what: str, by: str | None, said: str) -> None:
    world = talking()
    world.happens("case_number", 101, value="4711")
    world.happens("promise", 110, what=what, by=by)
    assert words(world, 110).startswith(said)


def test_a_long_wait_is_said_in_words() -> None:
    world = talking()
    world.happens("hold_start", 110)
    world.until(110 + 1800)
    assert words(world, 1910) == (
        "Thank you for coming back; I have waited 30 minutes. "
        "Could you stay with me until this is settled?"
    )
    world.until(110 + 2 * 3600)
    assert words(world, 7310).startswith("Thank you for coming back; I have waited 2 hours. Could")


def test_every_card_is_raised_somewhere_in_these_tests() -> None:
    """One short life of a case raises each card of the pack at least once."""
    shown = {card for _, card in a_whole_life().shown}
    assert shown == {card.id for card in core().cards}


def a_whole_life() -> World:
    world = World(outcome="Gas turned back on today", brief="The gas was left off.")
    script: list[tuple[float, str, dict[str, Any]]] = [
        (0, "call_start", {}), (50, "rep", {}), (340, "verification", {}),
        (400, "unsure", {}), (700, "denied", {"what": "a visit"}),
        (1000, "trouble", {}), (1100, "repeat_story", {}), (1200, "instruction", {"what": "it"}),
        (1260, "objection", {"text": "no"}), (1500, "supervisor_asked", {}),
        (1560, "supervisor_end", {"result": "refused"}), (1800, "pitch_start", {}),
        (1900, "pitch_end", {}), (2000, "hold_start", {}), (4000, "hold_end", {}),
        (4100, "transfer", {}), (4150, "rep", {"name": "Bob"}), (4400, "anger", {"on": True}),
        (4460, "anger", {"on": False}), (4700, "promise", {"what": "a visit"}),
        (4800, "kudos", {}), (5000, "ask", {"what": "or I go elsewhere"}),
        (5300, "closing", {"how": "end"}), (5310, "call_end", {}),
        (9000, "call_start", {}), (9005, "rep", {"name": "Cy"}), (9040, "unsure", {}),
        (9400, "call_end", {}),
    ]  # fmt: skip
    for at, kind, body in script:
        world.happens(kind, at, **body)
    other = World(outcome="a", brief="b")
    other.happens("call_start", 0)
    other.happens("rep", 5, name="Ann")
    other.happens("denied", 100, what="a refund")
    world.log += other.log
    return world


def test_who_calls_you_gets_no_details_before_you_call_back() -> None:
    world = World()
    world.happens("call_start", 0, direction="in")
    world.happens("rep", 60, name="Ann")
    world.happens("verification", 100)
    assert words(world, 100).startswith("I share no details on a call I did not make.")
