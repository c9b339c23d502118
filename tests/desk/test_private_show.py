"""What is private is printed on demand only; days are written one way."""

from __future__ import annotations

import json

import pytest

from callmate.cli import main
from callmate.desk.doors.reportpage import log_text
from callmate.model.fold import fold
from callmate.paths import store_home
from callmate.ui.panes.timeline import timeline
from callmate.ui.scene import scene_of
from tests.desk.support import Person, on_disk
from tests.ui.support import words


@pytest.fixture
def angry() -> tuple[str, list[str]]:
    """A case in which one was angry: its id, and those of the events that tell of it."""
    person, world = on_disk(store_home())
    person.type("{ctrl+n}Acme{enter}{escape}{space}rSam{enter}fnwords{enter}").wait(3)
    anger = person.fact("anger").id
    keys = [one.id for one in person.events("key") if one.body.get("command") == "anger"]
    case = person.case.id
    world.close()
    return case, [anger, *keys]


def test_a_private_event_is_refused_by_its_id(
    angry: tuple[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    case, ids = angry
    assert len(ids) == 2
    for one in ids:
        for as_json in ([], ["--json"]):
            assert main(["show", case, one, *as_json]) == 1
            printed = capsys.readouterr()
            assert printed.out == ""
            assert "is private" in printed.err and "--private shows it" in printed.err


def test_it_is_printed_on_demand(
    angry: tuple[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    case, (anger, _) = angry
    assert main(["show", case, anger, "--private"]) == 0
    assert anger in capsys.readouterr().out
    assert main(["show", case]) == 0
    assert anger not in capsys.readouterr().out
    assert main(["show", case, anger, "--private", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[1])["kind"] == "anger"


def test_a_day_is_headed_without_a_leading_zero() -> None:
    person = Person()
    person.type("{ctrl+n}Acme{enter}{escape}{space}rSam{enter}").wait(86_400).type("nwords{enter}")
    drawn = words(timeline(scene_of(person.desk), 80, 20))
    assert "Tuesday 3 March 2026" in drawn
    folded = fold(person.case.id, person.log)
    assert "\n  Monday 2 March 2026, UTC+00:00\n" in log_text(folded)
