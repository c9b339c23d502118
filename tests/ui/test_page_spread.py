"""Between calls a page has the rows of checklist and card too, where the screen is small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.desk.pages.page import Page, Row
from callmate.ui.regions import regions
from callmate.ui.scene import Scene, scene_of
from tests.desk.support import Person
from tests.ui.support import PANES, words

ROWS = tuple(Row(f"row {number}") for number in range(60))
SMALL = (80, 24)


def shown(person: Person, size: tuple[int, int], index: int = 0) -> dict[str, str]:
    page = Page("plan", "PLAN", ROWS, index=index)
    view = replace(person.desk.view, pane="page")
    scene: Scene = replace(scene_of(person.desk, size=size), view=view, page=page)
    return {
        name: words(PANES[name](scene, box.width, box.height))
        for name, box in regions(*size).items()
        if name in ("timeline", "checklist", "card")
    }


def after_a_call() -> Person:
    return Person().type("{space}rJanice{enter}ee{escape}{escape}")


def test_a_page_goes_on_in_the_rectangles_below_it() -> None:
    drawn = shown(after_a_call(), SMALL)
    whole = "\n".join(drawn.values()).split("\n")
    rows = [line.split("↓")[0].strip(" ▸…") for line in whole if "row" in line]
    assert rows == [f"row {number}" for number in range(len(rows))]
    assert len(rows) == sum(regions(*SMALL)[name].height for name in drawn) - 1
    assert "Janice" not in "\n".join(drawn.values()), "the receipt has gone aside"


def test_the_chosen_row_is_in_sight_wherever_it_is() -> None:
    person = after_a_call()
    for index in range(len(ROWS)):
        assert f"▸row {index} " in "\n".join(shown(person, SMALL, index).values()) + " "


@pytest.mark.parametrize(
    ("keys", "size"), [("{space}rJanice{enter}h", SMALL), ("{space}rJanice{enter}ee", (160, 48))]
)
def test_in_a_call_and_on_a_wide_screen_nothing_gives_way(keys: str, size: tuple[int, int]) -> None:
    drawn = shown(Person().type(keys), size)
    assert "row 3" in drawn["timeline"]
    assert "row" not in drawn["checklist"] + drawn["card"]
