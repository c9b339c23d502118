"""A long past case open for reading: the selected event is in sight, and so is its day."""

from __future__ import annotations

import pytest

from callmate.model.moment import local
from callmate.ui.panes.browser import room
from callmate.ui.regions import regions
from callmate.ui.scene import scene_of
from tests.desk.past import a_case, read
from tests.desk.support import Person
from tests.ui.support import PANES

DAYS = 9


def long_case() -> Person:
    """A case with a call on each of nine days in a row, open for reading with no call running."""
    person = Person()
    a_case(person, "Sony", "rSam{enter}pcall back{enter}")
    for _ in range(DAYS - 1):
        person.wait(86_400).type("{space}rSam{enter}pcall back{enter}")
        person.wait(5).type("ee").wait(2)
    return person.type("/{enter}")


def lines(person: Person, width: int, height: int) -> list[tuple[str, bool]]:
    """What stands in the reader, and whether it is the selected row."""
    person.desk.parts.browsing.lister.room = room(width, height, False)
    scene = scene_of(person.desk, size=(width, height))
    boxes = regions(width, height)
    mine = [(name, boxes[name]) for name in ("timeline", "checklist", "card") if name in boxes]
    drawn = [line for name, box in mine for line in PANES[name](scene, box.width, box.height)]
    return [("".join(t for t, _ in line), any(r == "cursor" for _, r in line)) for line in drawn]


@pytest.mark.parametrize("size", [(80, 24), (80, 20), (60, 16)])
def test_the_selected_event_and_its_day_are_in_sight(size: tuple[int, int]) -> None:
    person = long_case()
    rows = read(person).rows
    assert len(rows) > 20
    for index, (_, fact) in enumerate(rows):
        assert read(person).index == index
        day = local(fact.moment.at)
        drawn = lines(person, *size)
        here = next((n for n, (_, chosen) in enumerate(drawn) if chosen), None)
        assert here is not None, f"row {index} is out of sight"
        above = [text for text, _ in drawn[1:here] if " March 2026" in text]
        assert above and f" {day.day} March" in above[-1], f"the day of row {index}"
        assert " March 2026" in drawn[1][0], "a day stands under the head"
        person.type("{down}")


def test_home_leads_to_the_first_day_and_end_to_the_last_row() -> None:
    person = long_case().type("{end}")
    assert [n for n, (_, chosen) in enumerate(lines(person, 80, 24)) if chosen] == [15]
    person.type("{home}")
    drawn = lines(person, 80, 24)
    assert drawn[1][0].startswith(" Monday 2 March 2026"), "a day has no zero before it"
    assert "call" in drawn[2][0] and drawn[2][1]
