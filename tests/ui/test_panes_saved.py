"""How safe the log is, on every size of screen: saved, being saved, on the reserve, NOT SAVED."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.desk.ports import Saved
from callmate.store.reserve import ON_RESERVE
from callmate.ui.panes.band import band, saved_mark, small
from callmate.ui.panes.lines import field
from callmate.ui.scene import Scene, scene_of
from tests.desk.support import Person
from tests.ui.support import words

FULL = Saved(9, 9, 0, ON_RESERVE, full=True)
FAILED = Saved(9, 5, 4, "The disk failed to save a.json: Input/output error.")


def a_call(saved: Saved) -> Scene:
    person = Person().type("{space}rDana, billing{enter}").wait(5)
    person.type("c4471 0099 8812{enter}").wait(1)
    return replace(scene_of(person.desk), saved=saved)


@pytest.mark.parametrize(
    ("saved", "mark"),
    [
        (Saved(9, 9), "saved ✓"),
        (Saved(9, 8), "saved ✓"),  # for as long as a disk takes that is well
        (Saved(9, 8, late=True), "disk is slow: saving…"),
        (FULL, "DISK FULL: on the reserve"),
        (replace(FULL, unsaved=3), "NOT SAVED: 3 in memory"),
        (FAILED, "NOT SAVED: 4 in memory"),
    ],
)
def test_each_state_has_its_words(saved: Saved, mark: str) -> None:
    assert words([saved_mark(a_call(saved))]).strip() == mark


@pytest.mark.parametrize("width", range(60, 161, 10))
@pytest.mark.parametrize(("saved", "mark"), [(FULL, "DISK FULL"), (FAILED, "NOT SAVED")])
def test_an_alarm_is_read_in_every_width(width: int, saved: Saved, mark: str) -> None:
    drawn = band(a_call(saved), width, 3)
    assert mark in words(drawn)
    assert any(role == "alarm" for line in drawn for _, role in line)


@pytest.mark.parametrize(("saved", "mark"), [(FULL, "DISK FULL"), (FAILED, "NOT SAVED")])
def test_a_terminal_too_small_for_panes_says_it_too(saved: Saved, mark: str) -> None:
    assert mark in words(small(a_call(saved), 60, 4))
    assert all(role == "alarm" for line in small(a_call(saved), 60, 4) for _, role in line)


@pytest.mark.parametrize("saved", [FULL, FAILED])
def test_the_sentence_stands_below_and_no_mere_information_in_its_place(saved: Saved) -> None:
    scene = a_call(saved)
    assert saved.reason in words(field(scene, 120, 1))
    person = Person().type("{space}nhello{enter}u")
    said = replace(scene_of(person.desk), saved=saved)
    assert said.view.message is not None and said.view.message.level == "info"
    assert saved.reason in words(field(said, 120, 1))
    assert saved.reason not in words(field(replace(said, saved=Saved(9, 9)), 120, 1))
