"""What of a card is seen where room is scarce."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.desk.cards import CardView
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.ui.support import PANES, words

WHY = "⏎ said · ⌫ later · why: " + "a why that is long enough for two rows of the pane " * 2 + "end"


@pytest.mark.parametrize(("said", "rows"), [("One row.", 3), ("Two rows of words. " * 6, 2)])
def test_the_why_takes_every_row_that_the_words_of_a_small_card_leave(said: str, rows: int) -> None:
    scene = replace(scene_of(Person().type("{space}").desk), card=CardView("SAY NOW", said, WHY))
    lines = PANES["card"](scene, 80, 4)
    assert len(lines) == 4
    drawn = words(lines)
    assert said.strip() in " ".join(drawn.split())
    assert WHY in " ".join(drawn.split())
    assert sum(any(role == "card.dim" for _, role in line) for line in lines) <= rows
    assert "end" in words(lines[-1:])


def test_on_a_small_card_the_words_come_before_the_why() -> None:
    said = "word " * 40
    scene = replace(scene_of(Person().type("{space}").desk), card=CardView("SAY NOW", said, WHY))
    drawn = words(PANES["card"](scene, 80, 4))
    assert drawn.count("word") == 40
    assert "⏎ said" in words(PANES["card"](scene, 80, 4)[-1:])
