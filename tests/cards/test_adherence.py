"""The share of cards that were said, weighted by class."""

from __future__ import annotations

from callmate.model import cards
from callmate.model.adherence import Adherence, adherence
from tests.cards.support import World, core, moment, talking


def of(world: World) -> Adherence:
    return adherence(world.fold.case.cards, core())


def say(world: World, at: float) -> None:
    world.answer(cards.said(world.judge, moment(at)), at)


def test_without_cards_there_is_no_share() -> None:
    world = World()
    world.start(0)
    assert of(world) == Adherence(0, 0, None)


def test_a_closing_window_counts_more_than_evidence() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5)
    say(world, 10)
    world.until(60)
    assert [card for _, card in world.shown] == ["opening", "name"]
    assert of(world) == Adherence(2, 1, 67)


def test_later_never_and_unseen_are_not_said() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    world.answer(cards.later(world.judge, moment(110)), 110)
    assert of(world).said == 0
    world.until(415)
    say(world, 420)
    assert of(world).said == 1
    assert of(world).shown == 3, "a number was asked for in between"


def test_a_card_whose_reason_went_asked_for_nothing() -> None:
    world = World()
    world.happens("call_start", 0)
    rep = world.happens("rep", 5)
    say(world, 10)
    world.until(55)
    assert of(world).shown == 2
    world.write("detail", 56, world.call, target=rep, values={"name": "Janice"})
    world.look(56)
    assert of(world) == Adherence(1, 1, 100)


def test_a_line_on_hold_is_nobodys_to_say() -> None:
    world = talking()
    before = of(world).shown
    world.happens("hold_start", 101)
    world.until(600)
    assert world.shown == [(401, "wait-5")]
    assert of(world).shown == before
