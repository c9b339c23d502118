"""A page's rows with more words than have room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.desk.pages.page import Page, Row
from callmate.ui.panes import page
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.ui.support import words

SIZES = ((80, 24), (40, 10))


def drawn(text: str, width: int, height: int) -> list[str]:
    shown = Page("plan", "PLAN", (Row(text, "next"), Row("after it")))
    scene = replace(scene_of(Person().desk), page=shown)
    return words(page.page(scene, width, height)).splitlines()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_of_a_very_long_text_only_what_may_be_seen_is_looked_at(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def measured(text: str) -> str:
        looked.append(len(text))
        return text

    monkeypatch.setattr(page, "user", measured)
    lines = drawn("word " * 20_000, width, height)
    assert max(looked) <= width * page.MOST_ROWS * page.LOOKED_AT
    told = [line for line in lines if "word" in line]
    assert len(told) == page.MOST_ROWS and told[-1].rstrip().endswith("…")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_takes_no_room_does_not_shorten_the_words(width: int, height: int) -> None:
    accented = ("a\u0301\u0302" * 9 + " ") * width
    told = [line for line in drawn(accented, width, height) if "a\u0301\u0302" in line]
    assert len(told) == page.MOST_ROWS and told[-1].rstrip().endswith("…")
