"""What stands over the words while nobody is there: somebody returns only who was there before."""

from __future__ import annotations

import pytest

from callmate.desk.cards import CardView
from callmate.ui.panes.card import ANSWER, RETURN
from callmate.ui.scene import scene_of
from tests.cards.support import core
from tests.desk.support import Person
from tests.ui.support import PANES, words


def with_packs() -> Person:
    person = Person().type("{ctrl+n}Acme{tab}{enter}{enter}Gas back on{tab}{tab}")
    person.type("Meter changed, gas left off.{enter}{escape}")
    person.desk.parts.cards.use(core(), person.clock.now())
    return person


def shown(person: Person) -> CardView:
    found = person.desk.parts.cards.shown
    assert found is not None
    return found


def test_before_anybody_answers_nobody_returns() -> None:
    person = with_packs().type("{space}").wait(60)
    assert shown(person) == CardView(
        ANSWER, "Meter changed, gas left off.", "for the first who answers"
    )
    person.type("rJo{enter}h").wait(60)
    assert shown(person) == CardView(
        RETURN, "Meter changed, gas left off.", "for when somebody is there again"
    )


def test_who_is_put_through_waits_for_somebody_new() -> None:
    person = with_packs().type("{space}rJo{enter}tbilling{enter}").wait(60)
    assert shown(person) == CardView(
        ANSWER, "Meter changed, gas left off.", "for the first who answers"
    )
    person.type("rAnn{enter}h").wait(60)
    assert shown(person).heading == RETURN


@pytest.mark.parametrize("answered", [False, True])
def test_a_long_wait_is_told_to_whoever_comes(answered: bool) -> None:
    person = with_packs().type("{space}")
    if answered:
        person.type("rJo{enter}h")
    for _ in range(15 * 60 + 5):
        person.wait(1)
        if shown(person).heading.startswith("TO SAY"):
            break
    card = shown(person)
    assert card.heading == f"TO SAY  {'when they return' if answered else 'when somebody answers'}"
    begin = "Thank you for coming back." if answered else "Hello, I have waited 15 minutes."
    assert card.words.startswith(begin)
    person.wait(15 * 60 + 5)
    begin = "Thank you for coming back; I" if answered else "Hello, I have waited 30 minutes."
    assert shown(person).words.startswith(begin)


@pytest.mark.parametrize(("width", "height"), [(80, 4), (46, 15)])
def test_both_sizes_of_the_screen_say_so(width: int, height: int) -> None:
    person = with_packs().type("{space}").wait(60)
    drawn = words(PANES["card"](scene_of(person.desk), width, height))
    assert ANSWER in drawn if height > 4 else "when somebody answers: Meter changed" in drawn
    assert "for the first who answers" in drawn
    person.type("rJo{enter}h").wait(60)
    drawn = words(PANES["card"](scene_of(person.desk), width, height))
    assert "answers" not in drawn
