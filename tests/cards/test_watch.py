"""The judge beside a fold: a new fact costs only itself, a correction only what follows it."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.model.judging import Judge
from callmate.model.watch import STRIDE, Watch
from tests.cards.support import World


def busy(events: int) -> World:
    world = World()
    world.start(0)
    world.fact("rep", 1, name="Ann")
    for number in range(events):
        world.fact("note", 2 + number, text=f"note {number}")
    return world


def test_a_fact_or_a_second_rescans_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = busy(2000)
    assert world.judge.case.calls[0].count("note") == 2000
    advanced = counting(monkeypatch)
    world.fact("denied", 3000, what="a visit")
    assert world.judge.case.calls[0].count("denied") == 1
    assert world.judge.active() is not None
    assert len(advanced) == 1


def test_a_correction_reads_again_only_what_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    world = busy(500)
    last = world.fact("denied", 3000, what="a visit")
    assert world.judge.case.calls[0].count("denied") == 1
    advanced = counting(monkeypatch)
    world.write("detail", 3001, world.call, target=last, values={"what": "a refund"})
    assert world.judge.case.asks[0].what == "a refund"
    assert len(advanced) <= STRIDE


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    advance = Judge.advance

    def counted(judge: Judge, fact: Any) -> Judge:
        seen.append(fact.kind)
        return advance(judge, fact)

    monkeypatch.setattr(Judge, "advance", counted)
    return seen


def test_one_by_one_or_all_at_once_is_the_same() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5)
    denied = world.happens("denied", 100, what="a visit")
    world.happens("hold_start", 200)
    world.undo(210, denied)
    world.happens("hold_end", 400)
    world.until(600)
    fresh = Watch(world.packs, "case")
    assert fresh.see(world.fold) == world.judge


def test_redo_brings_the_card_back_to_the_count() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5)
    denied = world.happens("denied", 100, what="a visit")
    shows = len(world.judge.ledger.shows)
    world.undo(110, denied)
    assert len(world.judge.ledger.shows) == shows - 1
    world.write("redo", 115, world.call, targets=[denied])
    assert len(world.judge.ledger.shows) == shows


def test_a_card_no_pack_knows_is_passed_over() -> None:
    world = busy(1)
    world.write("card", 10, world.call, card="gone", answer="shown", nonce="n", cause=world.call)
    assert world.judge.showing is None
