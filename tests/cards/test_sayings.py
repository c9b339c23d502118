"""Sayings: none twice in a call, whatever happens to the card; other ones in the next call."""

from __future__ import annotations

from callmate.model.watch import Watch
from tests.cards.support import World, core, talking


def sayings(world: World) -> list[str]:
    """Every saying that was on the screen, whether or not its cause still stands."""
    found = (fact.text("saying") for fact in world.fold.case.cards)
    return [saying for saying in found if saying]


def anger(world: World, at: float) -> str:
    """Anger on at a second, off a minute later; the fact that switched it on."""
    on = world.happens("anger", at, on=True)
    world.happens("anger", at + 60, on=False)
    return on


def test_none_comes_twice_in_a_call() -> None:
    world = talking()
    anger(world, 101)
    anger(world, 800)
    for at in (1000, 1600, 2200):
        world.happens("hold_start", at)
        world.happens("hold_end", at + 400)
    assert len(sayings(world)) == len(set(sayings(world))) == 5


def test_none_comes_twice_over_a_restart() -> None:
    world = talking()
    anger(world, 101)
    world.watch = Watch(world.packs, "case")
    anger(world, 800)
    assert len(set(sayings(world))) == len(sayings(world)) == 2


def test_one_whose_card_was_undone_has_been_read_all_the_same() -> None:
    world = talking()
    on = world.happens("anger", 101, on=True)
    world.undo(110, on)
    world.happens("anger", 120, on=True)
    assert len(set(sayings(world))) == len(sayings(world)) == 2


def test_one_that_gave_way_and_came_back_counts_too() -> None:
    world = talking()
    world.happens("anger", 110, on=True)
    world.happens("closing", 112, how="end")
    world.happens("resume", 120)
    world.until(130)
    world.happens("anger", 200, on=False)
    anger(world, 900)
    assert len(sayings(world)) == 3
    assert len(set(sayings(world))) == 3


def test_the_next_calls_begin_with_others() -> None:
    world = World()
    for start in range(0, 50_000, 10_000):
        world.happens("call_start", start)
        world.happens("rep", start + 5, name="Ann")
        anger(world, start + 100)
        world.happens("call_end", start + 300)
    assert len(sayings(world)) == 5
    assert len(set(sayings(world))) == 5


def test_when_all_are_told_the_card_has_words_of_its_own() -> None:
    world = talking()
    for number in range(len(core().sayings) + 1):
        world.happens("hold_start", 200 + number * 1000)
        world.happens("hold_end", 600 + number * 1000)
    assert len(sayings(world)) == len(set(sayings(world))) == len(core().sayings)
    assert [card for _, card in world.shown].count("wait-5") == len(core().sayings) + 1
