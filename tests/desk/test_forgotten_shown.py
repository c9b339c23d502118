"""Words that were forgotten leave a word in their place; what never had any stays bare."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.browser.reading import read_case
from callmate.desk.doors.reportpage import log_text
from callmate.model.erasure.words import worded
from callmate.model.timeline import FORGOTTEN, is_visible, row
from tests.desk.printed import Run
from tests.desk.support import Person, on_disk


def lines_of(person: Person) -> list[str]:
    """The timeline as it reads."""
    fold = read_case(person.case.id, person.log).fold
    rows = [row(fold.case, fact, fact.moment) for fact in fold.facts if is_visible(fact)]
    return [f"{one.label} {one.words}".strip() for one in rows]


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("nhunter2{enter}", FORGOTTEN),
        ("nhunter2{escape}", FORGOTTEN),
        ("ahunter2{enter}", f"asked {FORGOTTEN}"),
        ("thunter2{enter}", f"transfer {FORGOTTEN}"),
        ("rhunter2{enter}", f"rep, no name yet {FORGOTTEN}"),
    ],
)
def test_forgotten_words_are_said_to_be(tmp_path: Path, keys: str, line: str) -> None:
    person, world = on_disk(tmp_path / "store")
    person.type("{space}nearlier{enter}").wait(61)
    person.type(keys).wait(1).type("zfy").wait(1)
    lines = lines_of(person)
    assert lines[1:] == ["earlier", line]
    assert line in log_text(read_case(person.case.id, person.log).fold)
    (told,) = person.events("forgotten")
    assert len(told.body["events"]) == 1
    world.close()


def test_what_never_had_words_is_not_said_to_have_lost_them(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    person.type("{space}").wait(61)
    person.type("n{enter}h").wait(2).type("ha{enter}").wait(1).type("zfy").wait(1)
    assert not any(FORGOTTEN in line for line in lines_of(person))
    world.close()


def test_new_words_take_its_place(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    person.type("{space}").wait(61)
    person.type("nhunter2{enter}").wait(1).type("zfy").wait(1)
    assert lines_of(person)[-1] == FORGOTTEN
    person.type("{up}{enter}better{enter}").wait(1)
    assert lines_of(person)[-1] == "better"
    world.close()


def test_a_detail_without_words_names_nothing() -> None:
    person = Person().type("{space}pback{enter}")
    assert worded(person.log) == {person.case.promises[0].id}


def test_the_doors_say_it_too(run: Run, told: dict[str, str]) -> None:
    line = next(one for one in run("show", told["sony"]) if "Sam" in one)
    run("forget", told["sony"], line.split()[0], "--yes")
    shown = next(one for one in run("show", told["sony"]) if one.startswith(line.split()[0]))
    assert shown.endswith(FORGOTTEN)
    assert any(FORGOTTEN in one for one in run("report", told["sony"]))
    assert any(FORGOTTEN in one for one in run("show", told["sony"], line.split()[0]))
