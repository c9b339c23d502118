"""Whoever opens a damaged case on the screen is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.context import DAMAGED
from tests.desk.support import Person, on_disk


def left(root: Path, old: bytes, new: bytes) -> Person:
    """A case that was closed, one of its bytes changed, and opened again."""
    person, world = on_disk(root)
    person.type("{space}rsam{enter}npaid 12 pounds{enter}ee{escape}{escape}")
    world.close()
    (lane,) = (root / "cases" / person.case.id).glob("*.json")
    text = lane.read_bytes()
    assert old in text
    lane.write_bytes(text.replace(old, new))
    again, world = on_disk(root, person.clock)
    world.close()
    return again


@pytest.mark.parametrize("new", [b"paid 92", b"paid \\u003192"])
def test_a_changed_byte_is_said_when_the_case_is_opened(tmp_path: Path, new: bytes) -> None:
    message = left(tmp_path, b"paid 12", new).desk.context.view.message
    assert message is not None and (message.text, message.level) == (DAMAGED, "warn")


def test_a_whole_case_is_opened_without_a_word_of_it(tmp_path: Path) -> None:
    message = left(tmp_path, b"paid 12", b"paid 12").desk.context.view.message
    assert message is None or message.text != DAMAGED


def test_the_end_of_a_write_that_never_finished_is_no_damage(tmp_path: Path) -> None:
    message = left(tmp_path, b"}}\n", b',\n"9999": {"at"').desk.context.view.message
    assert message is None or message.text != DAMAGED
