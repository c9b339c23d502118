"""Replay: the cards of a log when nobody answers, from one deadline to the next."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.model import cards
from callmate.model import replay as module
from callmate.model.replay import replay
from tests.cards.support import World, core, history, moment


def raised(world: World, until: float | None = None) -> list[tuple[float, str]]:
    tips = replay("case", world.fold.facts, core(), None if until is None else moment(until))
    return [(tip.at.mono / 1e9, tip.card) for tip in tips]


def test_an_hour_costs_no_more_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = history("21")
    looks = []
    due = cards.due

    def counted(*given: Any) -> Any:
        looks.append(given[1])
        return due(*given)

    monkeypatch.setattr(module, "due", counted)
    assert len(raised(world)) == 19
    assert len(looks) < 150


def test_a_card_comes_at_the_exact_moment_its_condition_becomes_true() -> None:
    world = World()
    world.start(0)
    world.fact("rep", 5.25, name="Ann")
    world.fact("denied", 100.5, what="a visit")
    world.fact("hold_start", 200)
    world.fact("hold_end", 230.125)
    assert (100.5 + 600 + 30.125, "escalate") in raised(world, 2000)


def test_answers_do_not_change_the_replay() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5)
    world.until(60)
    before = raised(world, 1500)
    world.answer(cards.never(world.judge, moment(60)), 60)
    assert raised(world, 1500) == before


def test_what_was_withdrawn_raises_nothing() -> None:
    world = World()
    world.start(0)
    world.fact("rep", 5, name="Ann")
    denied = world.fact("denied", 100, what="a visit")
    world.write("strike", 110, world.call, target=denied)
    assert raised(world, 150) == [(0, "opening")]


def test_a_tip_tells_its_call_and_why() -> None:
    world, calls = history("13")
    tips = replay("case", world.fold.facts, core())
    assert [tip.call for tip in tips] == sorted(tip.call for tip in tips)
    assert {tip.call for tip in tips} == set(calls)
    for tip in tips:
        card = core().card(tip.card)
        assert card is not None
        assert tip.why in {card.why, *(say.why for say in card.say)}


def test_a_call_that_goes_on_is_followed_no_further_than_asked() -> None:
    world = World()
    world.start(0)
    world.fact("hold_start", 10)
    assert [card for _, card in raised(world)] == ["opening"]
    assert [card for _, card in raised(world, 310)] == ["opening"]
    assert [card for _, card in raised(world, 311)] == ["opening", "wait-5"]
