"""Every door follows a call that was moved: report, log, export, letter, due."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate.cli import main
from callmate.model.search.query import parse
from callmate.paths import store_home
from tests.desk.shelving import Shop

SOON_S = 20


class Moved:
    """Two cases, the one call of the first moved to the second; and the command line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        root: Path = store_home()
        shop = Shop(root)
        shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
        self.ids = shop.ids
        shop.world.close()

    def door(self, *arguments: str, status: int = 0) -> str:
        assert main(arguments) == status
        return self._capsys.readouterr().out


@pytest.fixture
def moved(capsys: pytest.CaptureFixture[str]) -> Iterator[Moved]:
    yield Moved(capsys)
    gc.enable()  # a door turns the garbage collector off for its short life


def test_the_report_has_the_call_where_it_is_now(moved: Moved) -> None:
    there = json.loads(moved.door("report", moved.ids["Bell"], "--json"))
    left = json.loads(moved.door("report", moved.ids["Acme"], "--json"))
    assert there["calls"] == 2 and left["calls"] == 0
    assert {one["name"] for one in there["stints"]} == {"sam", "kim"}
    text = moved.door("report", moved.ids["Bell"])
    assert "sam" in text.split("LOG")[1]
    assert "sam" not in moved.door("report", moved.ids["Acme"])


def test_the_script_and_the_events_follow(moved: Moved) -> None:
    script = json.loads(moved.door("export", moved.ids["Bell"]))
    assert len(script["calls"]) == 2
    shown = moved.door("show", moved.ids["Bell"])
    assert "sam" in shown and "sam" not in moved.door("show", moved.ids["Acme"])
    event = next(line.split()[0] for line in shown.splitlines() if "sam" in line)
    assert "sam" in moved.door("show", moved.ids["Bell"], event)


def test_a_letter_tells_of_both_calls(moved: Moved) -> None:
    letter = moved.door("letter", moved.ids["Bell"], "complaint")
    assert "sam" in letter.lower() and "kim" in letter.lower()


def test_what_is_due_is_due_in_one_case(moved: Moved) -> None:
    listed = moved.door("due", "--all", status=3).splitlines()
    rows = [line for line in listed if "credit" in line]
    assert len(rows) == 2 and all(moved.ids["Bell"] in row for row in rows)


def test_the_search_finds_a_call_in_the_case_where_it_is_now(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    query = parse("rep:sam", shop.person.clock.now().at.date())

    def where() -> set[str]:
        shop.world.reader.settle()
        shop.world.flush()
        assert shop.world.finder.settle(SOON_S)
        return {hit.case for hit in shop.world.search(query).hits}

    assert where() == {shop.ids["Acme"]}
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    assert where() == {shop.ids["Bell"]}
    shop.person.type("{ctrl+y}u")
    assert where() == {shop.ids["Acme"]}
    shop.world.close()
