"""The wrap-up as it is drawn: every line to be answered in sight, any text safe, all private."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from callmate.model.events import NewEvent
from callmate.ui.cells import cells
from callmate.ui.panes.cover import middle
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.ui.support import words

SIZES = [(80, 11), (80, 41)]
HOSTILE = "\x1b[2J[/b] אב ﷽ 電話 \u202e" + "x" * 300


def pane(person: Person, width: int, height: int) -> str:
    return words(middle(scene_of(person.desk), width, height))


def a_call(text: str) -> Person:
    """A call with something for every step, every word of it ``text``; just over."""
    person = Person().type("{space}r{enter}")
    rep = person.case.reps[0].id
    person.type("arefund{enter}x").wait(5).type("py{enter}{space}ysspp{enter}f").wait(30)
    person.type("t{enter}r{enter}arefund{enter}g").wait(30).type("h").wait(700).type("h").wait(5)
    c, now = person.desk.context, person.clock.now()
    for fact in list(person.facts):
        named = {"rep": "name", "ask": "what", "promise": "what"}.get(fact.kind)
        if named:
            body = {"target": fact.id, "values": {named: text, "department": text}}
            c.take([NewEvent(c.new_id(), "detail", now, body, fact.call)])
    c.take([
        NewEvent(c.new_id(), "case_set", now, {"values": {"outcome": text, "least": text}}),
        NewEvent(c.new_id(), "rep_line", now, {"rep": rep, "text": text}, person.call.id),
    ])  # fmt: skip
    return person.type("ee")


def each_step(person: Person) -> Iterator[str]:
    """Goes through the wrap-up; its pages by their titles."""
    while (shown := person.desk.parts.between.pages.shown) is not None:
        yield shown.title
        person.type("{enter}")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_line_that_is_asked_is_seen_at_once(width: int, height: int) -> None:
    person = a_call("Tom")
    titles = []
    for title in each_step(person):
        titles.append(title.split("  ")[1])
        shown = person.desk.parts.between.pages.shown
        assert shown is not None
        drawn = pane(person, width, height)
        assert all(f" {row.digit} " in drawn for row in shown.rows if row.digit), drawn
        assert "more" not in drawn
    assert titles[-2:] == ["what the call brought", "yourself, for you alone"]
    assert "moments you marked" in titles
    assert len(titles) >= 5


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_any_text_is_shown_as_symbols_and_fits(width: int, height: int) -> None:
    person = a_call(HOSTILE)
    for title in each_step(person):
        for line in pane(person, width, height).splitlines():
            assert cells(line) <= width, title
            assert not any(ord(one) < 32 or one == "\u202e" for one in line), title


def test_on_the_privacy_screen_nothing_of_it_stands() -> None:
    person = a_call("Tom")
    assert "WRAP-UP" in pane(person, 80, 11)
    person.press("ctrl+l")
    assert "WRAP-UP" not in pane(person, 80, 11)
    assert "listened" not in pane(person, 80, 11)


def test_a_mark_is_told_by_a_word_and_the_page_does_not_jump() -> None:
    person = Person().type("{space}rTom{enter}").wait(30).type("ee")
    before = pane(person, 80, 11).splitlines()
    assert before[2].startswith(" 1     listened")
    person.type("1")
    after = pane(person, 80, 11).splitlines()
    assert after[2].startswith(" 1 yes listened")
    assert after[3:] == before[3:]
