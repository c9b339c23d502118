"""The share of cards that were said, weighted by class."""

from __future__ import annotations

from callmate.desk.doors.doors import report_on
from callmate.model import cards
from callmate.model.adherence import Adherence, adherence
from callmate.model.report_text import render_cards
from callmate.packs.loader import load
from tests.cards.support import World, core, moment, talking
from tests.desk.support import Person


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


def test_the_report_tells_the_share_only_once_a_card_was_answered() -> None:
    packs = load(None)
    person = Person()
    person.desk.parts.cards.use(packs, person.clock.now())
    person.type("{space}").wait(50).type("rDana{enter}").wait(3)
    fold = person.desk.context.fold
    assert fold is not None
    assert any(fact.kind == "card" for fact in fold.facts)
    assert report_on(fold, packs, person.clock.now().at, False)["cards_said"] is None
    person.type("{enter}")
    found = report_on(fold, packs, person.clock.now().at, False)
    assert found["cards_said"]["said"] == 1
    assert "said aloud: 1 of " in render_cards(found)
    assert {tip["class"] for tip in found["tips"]} <= {"P1", "P2", "P3", "P4"}
