"""Published histories on the screen: nothing overflows, and each ends in a receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.exchange.script import read_script
from callmate.model.quote import quotes
from callmate.ui.regions import regions
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.exchange.support import events_of
from tests.model.support import HISTORIES
from tests.ui.support import PANES, words
from tests.ui.test_panes import SIZES, check


def looked_at(history: Path) -> Person:
    """A history imported, and opened for going on with it."""
    person = Person()
    case_id, log = person.world.new_case()
    log.append(events_of(read_script(history)))
    person.desk.context.open(case_id, log)
    return person


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_every_pane_holds_it(history: Path) -> None:
    person = looked_at(history)
    for keys in ("", "{up}", "{up}" * 12, "{escape}{space}", "q", "{escape}zz", "{tab}h"):
        scene = scene_of(person.type(keys).desk)
        for size in SIZES:
            for name, box in regions(*size).items():
                check(name, PANES[name](scene, box.width, box.height), box.width, box.height)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_it_ends_in_a_receipt_of_six_lines(history: Path) -> None:
    scene = scene_of(looked_at(history).desk)
    assert scene.receipt is not None
    assert all(line.words for line in scene.receipt.lines)
    drawn = words(PANES["checklist"](scene, 80, 2)) + "\n" + words(PANES["card"](scene, 80, 4))
    labels = ("talk", "hold", "who", "answer", "promise", "next")
    places = [drawn.find(f" {label:<8}") for label in labels]
    assert places == sorted(places) and places[0] == 0
    assert len(drawn.splitlines()) == 6


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_what_it_proves_is_said_in_whole_sentences(history: Path) -> None:
    person = looked_at(history)
    for said in quotes(person.case, person.clock.now()):
        assert said[0].isupper() and said.endswith((".", "…", "?", "!")), said
        assert "  " not in said and len(said) <= 200, said
