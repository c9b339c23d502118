"""Cards never nag: R6 to R9: how long a card stays, and when hands or a new rep hold it back."""

from __future__ import annotations

from dataclasses import replace

from callmate.model import cards
from callmate.model.cards import Hand, Shown
from callmate.model.rules import SECOND, Trigger
from tests.cards.support import World, core, moment, talking

# R6


def test_r6_condition_gone_card_gone() -> None:
    world = World()
    world.happens("call_start", 0)
    rep = world.happens("rep", 5)
    world.until(55)
    assert world.card(55) == "name"
    world.write("detail", 56, world.call, target=rep, values={"name": "Janice"})
    assert world.card(56) == "", "gone in the next frame"
    world.look(56)
    assert world.log[-1] == (56, "name", "withdrawn")


def test_r6_unanswered_for_45_seconds_is_hidden_and_stored() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    world.until(145)
    assert world.card(145) == "implacable"
    world.until(146)
    assert world.card(146) == ""
    assert world.log[-1] == (146, "implacable", "unseen")


def test_r6_twice_unseen_counts_as_one_refusal() -> None:
    world = World()
    starts = range(0, 70_000, 10_000)
    for start in starts:
        world.happens("call_start", start)
        world.happens("rep", start + 100, name="Ann")
        world.happens("granted", start + 200, what="a visit")
        world.happens("call_end", start + 300)
    times = [at for at, card in world.shown if card == "settle"]
    assert times == [start + 200 for start in starts[:6]]


# R7


def test_r7_a_young_card_gives_way_to_an_urgent_one_and_returns_if_still_true() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("closing", 112, how="end")
    assert world.card(112) == "closing"
    world.answer(cards.said(world.judge, moment(115)), 115)
    world.look(116)
    assert world.card(116) == "implacable"
    assert [card for _, card in world.shown] == ["implacable", "closing", "implacable"]


def test_r7_a_young_card_does_not_give_way_to_an_answer_to_a_key() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("supervisor_asked", 112, result="refused")
    world.until(113)
    assert world.card(113) == "implacable"
    world.until(114)
    assert world.card(114) == "stay"


def test_r7_two_urgent_cards_do_not_displace_each_other_in_turn() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 1, name="Ann")
    world.happens("rep", 2, name="Bob")
    assert world.card(2) == "brief"
    assert [card for _, card in world.shown] == ["opening", "brief"]


def test_r7_one_that_is_no_longer_true_does_not_return() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("closing", 112, how="end")
    world.happens("rep_end", 114)
    world.until(160)
    shown = [card for _, card in world.shown]
    assert shown.count("implacable") == 1
    assert "closing" in shown


# R8


def test_r8_nothing_changes_while_a_field_is_open() -> None:
    world = talking()
    world.hand = Hand(field="denied", key=moment(101))
    world.happens("denied", 101, what="a visit")
    world.until(120)
    assert world.card(120) == ""
    world.hand = Hand(key=moment(120), closed=moment(120))
    world.until(121)
    assert world.card(121) == ""
    world.until(122)
    assert world.shown == [(122, "implacable")]


def test_r8_of_what_was_held_back_at_most_one_is_shown() -> None:
    world = talking()
    world.hand = Hand(field="note")
    world.happens("granted", 101, what="a visit")
    world.happens("verification", 102)
    world.hand = Hand()
    world.until(145)
    assert [card for _, card in world.shown] == ["settle"]


def test_r8_a_key_in_the_last_two_seconds_holds_a_card_of_the_clock_back() -> None:
    world = talking()
    world.happens("pitch_start", 120)
    world.hand = Hand(key=moment(179))
    world.until(180)
    assert world.card(180) == ""
    world.until(181)
    assert world.card(181) == "pitch"


# R9


def test_r8_an_answer_to_the_last_key_waits_too_unless_a_window_is_closing() -> None:
    world = talking()
    world.hand = Hand(key=moment(101))
    world.happens("denied", 101, what="a visit")
    world.until(102)
    assert world.card(102) == ""
    world.until(103)
    assert world.card(103) == "implacable"
    world.hand = Hand(key=moment(110))
    world.happens("closing", 110, how="end")
    assert world.card(110) == "closing"


def test_r9_the_start_brings_one_composite_opening_card() -> None:
    world = World()
    world.hand = Hand(key=moment(0))
    world.happens("call_start", 0)
    shown = world.pane(0)
    assert isinstance(shown, Shown)
    assert shown.id == "opening"
    assert "meter was changed" in shown.words
    assert "account number" in shown.words


def test_r9_a_reps_first_twenty_seconds_are_for_brief_and_identification() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 100, name="Ann")
    assert world.card(100) == "brief"
    world.happens("denied", 105, what="a visit")
    assert world.card(105) == "", "once they have answered, the brief has been said"
    world.happens("verification", 110)
    assert world.card(110) == "verify"
    world.until(119)
    assert {card for _, card in world.shown} == {"opening", "brief", "verify"}


def test_r9_no_card_about_the_name_before_45_seconds_nor_while_it_is_typed() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 100)
    world.until(144)
    assert "name" not in {card for _, card in world.shown}
    world.until(145)
    assert world.card(145) == "name"
    world.hand = Hand(field="rep", key=moment(146))
    assert world.card(146) == ""
    world.until(190)
    assert world.card(190) == ""


def test_r9_no_pack_can_ask_for_the_name_earlier() -> None:
    cards = tuple(
        replace(card, triggers=(Trigger(clock="rep", after=30 * SECOND),))
        if card.id == "name"
        else card
        for card in core().cards
    )
    world = World(replace(core(), cards=cards))
    world.happens("call_start", 0)
    world.happens("rep", 5)
    world.until(100)
    assert [at for at, card in world.shown if card == "name"] == [50]
