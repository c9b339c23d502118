"""Messages on the privacy screen: what they tell of a case is hidden, what they warn of is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.desk.view import Choice, Level, Message, Strip
from callmate.ui.panes.lines import field, keys
from callmate.ui.scene import scene_of
from tests.desk.past import three_cases
from tests.desk.support import Person
from tests.ui.support import words


def bottom(person: Person) -> str:
    """The two lines at the bottom, as they are drawn."""
    scene = scene_of(person.desk)
    return words([*field(scene, 100, 1), *keys(scene, 100, 2)])


def test_a_warning_names_no_case_on_the_privacy_screen() -> None:
    person = three_cases().type("{ctrl+n}Dell{enter}{escape}{space}/dell{ctrl+y}c")
    assert "A call runs in Dell" in bottom(person)
    person.type("{ctrl+l}{ctrl+y}c")
    shown = bottom(person)
    assert "A call runs in ••••: it can be settled when that is over." in shown
    assert "Dell" not in shown


def test_what_is_all_of_a_case_is_not_said_at_all() -> None:
    person = Person().type("{space}")
    view = person.desk.view
    levels: tuple[Level, ...] = ("info", "warn", "error")
    for level in levels:
        told = "" if level == "info" else "Sony said no"
        said = Message("Sony said no", level, told)
        person.desk.context.view = replace(view, message=said, private=True)
        assert "Sony" not in bottom(person)
        person.desk.context.view = replace(view, message=said)
        assert "Sony said no" in bottom(person)


@pytest.mark.parametrize("level", ["warn", "error"])
def test_what_tells_of_no_case_is_said_all_the_same(level: Level) -> None:
    person = Person().type("{space}")
    person.desk.context.view = replace(person.desk.view, private=True)
    person.desk.context.say("Second r at once: ignored.", level)
    assert "Second r at once: ignored." in bottom(person)


def test_what_a_choice_tells_of_a_case_is_hidden_and_never_obeyed() -> None:
    person = three_cases().type("/sony")
    choices = (Choice("1", "2 Mar Sam", "file"), Choice("u", "take back: tag \x1b[2J", "file"))
    strip = Strip("Put in order: Sony", choices, wide=True, files=True)
    person.desk.context.view = replace(person.desk.view, strip=strip)
    shown = bottom(person)
    assert "2 Mar Sam" in shown and "take back: tag ␛[2J" in shown
    person.desk.context.view = replace(person.desk.view, private=True)
    shown = bottom(person)
    assert "1 ••••" in shown and "u take back" in shown
    assert "tag" not in shown and "Sony" not in shown
