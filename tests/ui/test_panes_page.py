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


def lines_of(row: Row, width: int) -> list[str]:
    shown = Page("figures", "FIGURES OF ALL", (row,), "tab more · esc back")
    scene = replace(scene_of(Person().desk), page=shown)
    return [line.rstrip() for line in words(page.page(scene, width, 6)).splitlines()]


def test_a_bar_takes_the_room_that_the_words_leave() -> None:
    row = Row(" 33 % kept", "promises", "1 of 3", bar="████████" + "·" * 16)
    assert lines_of(row, 80)[1].startswith(f"▸promises {row.bar}  33 % kept   ")
    assert lines_of(row, 40)[1] == "▸promises ████······  33 % kept  1 of 3"
    assert lines_of(row, 30)[1:3] == ["▸promises ████·······  1 of 3", "          33 % kept"]


def test_headings_give_way_to_their_words_in_a_narrow_pane() -> None:
    row = Row("Reps, who gave most first", right="█ talk  ▒ hold  ░ all other", role="head")
    wide = lines_of(row, 80)
    assert wide[0].endswith("tab more · esc back") and wide[1].endswith("░ all other")
    head, first, second = lines_of(row, 34)[:3]
    assert head.startswith(" FIGURES OF ALL ") and head.endswith(" tab more")
    assert (first.strip(), second.strip()) == (row.words, row.right)
