"""Cards never nag: R1 to R5: one card, what a refusal brings, classes and rates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.model import cards
from callmate.model.cards import Shown
from callmate.model.rules import Card, Condition, Trigger
from callmate.model.wording import NARROW, WIDE, wrap
from tests.cards.support import World, core, moment, talking, with_card

# R1


def test_r1_there_is_one_card_and_it_fits_its_rectangle() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    shown = world.pane(101)
    assert isinstance(shown, Shown)
    for width, rows in (WIDE, NARROW):
        assert len(wrap(shown.words, width)) <= rows


# R2


@pytest.mark.parametrize("before", [0, 1])
def test_r2_a_refusal_while_fuming_brings_calm(before: int) -> None:
    world = talking()
    for _ in range(before):
        world.fact("denied", 101, what="a refund")
    world.fact("anger", 101, on=True)
    world.fact("denied", 102, what="a refund")
    world.look(102)
    assert world.card(102) == "calm"


def test_r2_a_second_refusal_escalates() -> None:
    world = talking()
    world.happens("denied", 101, what="a refund")
    world.happens("denied", 400, what="a refund")
    assert world.shown[-1] == (400, "escalate")


@pytest.mark.parametrize("what", ["a refund", "the late fee", "$28.10: no plan", "Credit, please"])
def test_r2_a_first_refusal_of_a_credit_is_often_just_the_rule(what: str) -> None:
    world = talking()
    world.happens("denied", 101, what=what)
    assert world.shown == [(101, "denied-first")]


@pytest.mark.parametrize("what", ["a visit", "coffee", "feedback", ""])
def test_r2_any_other_first_refusal_is_met_by_the_outcome(what: str) -> None:
    world = talking()
    world.happens("denied", 101, what=what)
    assert world.shown == [(101, "implacable")]


def test_r2_one_event_raises_at_most_one_card() -> None:
    world = talking()
    world.happens("denied", 101, what="a refund")
    world.until(140)
    assert len(world.shown) == 1


def test_r2_what_the_rules_close_by_themselves_raises_nothing() -> None:
    world = World(with_card("extra", Trigger(event="rep_end")))
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("transfer", 100, to="billing")
    assert [card for _, card in world.shown] == ["opening", "transfer"]
    world.happens("rep", 110, name="Bob")
    world.happens("rep_end", 140)
    assert world.shown[-1:] == [(140, "extra")]


# R3


def test_r3_every_card_has_one_of_four_classes() -> None:
    urgency = {card.id: card.urgency for card in core().cards}
    assert set(urgency.values()) == {1, 2, 3, 4}
    assert {urgency[name] for name in ("opening", "brief", "pitch", "closing")} == {1}
    assert {urgency[name] for name in ("name", "case-number")} == {3}


# R4: the rates over any stream of events are in test_rates.py


def test_r4_two_pieces_of_evidence_are_ninety_seconds_of_talk_apart() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 120)
    world.until(500)
    at = dict((card, second) for second, card in world.shown)
    assert at["name"] == 165
    assert at["case-number"] == 300
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 10, name="Ann")
    world.happens("rep", 120)
    world.until(500)
    at = dict((card, second) for second, card in world.shown)
    assert at["name"] == 165
    assert at["case-number"] == 165 + 90


def test_r4_the_talk_clock_stands_on_hold() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 10, name="Ann")
    world.happens("rep", 120)
    world.happens("hold_start", 200)
    world.happens("hold_end", 250)
    world.until(500)
    at = dict((card, second) for second, card in world.shown)
    assert at["case-number"] == 250 + 90


# R5


def test_r5_the_same_card_is_ten_minutes_apart_and_twice_a_call_at_most() -> None:
    world = talking()
    for minute in range(2, 60):
        world.happens("granted", minute * 60, what=f"thing {minute}")
    times = [at for at, card in world.shown if card == "settle"]
    assert times == [120, 720]


def test_r5_a_topic_is_five_minutes_apart() -> None:
    """A first refusal of a visit, taken to be the first again, and one of a refund: one topic."""
    packs = replace(core(), cards=tuple(first_again(card) for card in core().cards))
    world = World(packs)
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Janice")
    for at, what in ((100, "a visit"), (399, "a refund"), (400, "a refund"), (405, "a fee")):
        world.happens("denied", at, what=what)
    refusals = [(at, card) for at, card in world.shown if card in ("implacable", "denied-first")]
    assert refusals == [(100, "implacable"), (400, "denied-first")]


def first_again(card: Card) -> Card:
    """The card as if no refusal had come before."""
    triggers = tuple(replace(t, when=Condition()) for t in card.triggers)
    if card.id == "escalate":
        return replace(card, triggers=triggers[1:])
    return replace(card, holds=replace(card.holds, most={}))


def test_r5_later_is_five_minutes() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    world.answer(cards.later(world.judge, moment(110)), 110)
    assert world.card(110) == ""
    world.until(600)
    assert [at for at, card in world.shown if card == "implacable"] == [101, 410]


def test_r5_never_silences_a_card_for_the_case() -> None:
    world = talking()
    world.happens("granted", 120, what="a visit")
    world.answer(cards.never(world.judge, moment(125)), 125)
    world.happens("call_end", 200)
    world.happens("call_start", 5000)
    world.happens("rep", 5100, name="Sam")
    world.happens("granted", 5200, what="a visit")
    assert [card for _, card in world.shown].count("settle") == 1


def test_r5_three_refusals_silence_a_card_for_the_case() -> None:
    world = World()
    for start in (0, 10_000, 20_000, 30_000):
        world.happens("call_start", start)
        world.happens("rep", start + 100, name="Ann")
        world.happens("granted", start + 200, what="a visit")
        if world.card(start + 200) == "settle":
            world.answer(cards.later(world.judge, moment(start + 210)), start + 210)
        world.happens("call_end", start + 300)
    times = [at for at, card in world.shown if card == "settle"]
    assert times == [200, 10_200, 20_200]
