"""What of the band is whole where room is scarce."""

from __future__ import annotations

import re

import pytest

from callmate.ui.panes.band import band
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.ui.support import words


@pytest.mark.parametrize("width", range(60, 161, 4))
def test_what_stands_at_both_ends_of_the_band_is_kept_apart(width: int) -> None:
    person = Person().type("{ctrl+n}Acme{enter}{escape}{space}rDana, customer service{enter}")
    person.wait(379).type("c4471 0099 8812 3345 6789 55{enter}").wait(1)
    for row in band(scene_of(person.desk), width, 3):
        right = row[-1][0]
        assert right.startswith("  "), (width, right)
    assert "Dana" in words(band(scene_of(person.desk), width, 3))


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_clock_of_a_stint_is_whole_beside_a_long_department(width: int) -> None:
    person = Person().type("{space}rDana, customer service and sales, all of it{enter}").wait(379)
    first = words(band(scene_of(person.desk), width, 3)[:1])
    assert re.search(r"Dana.* \d:\d\d .*call 1", first), first
