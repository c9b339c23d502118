"""callmate plan and callmate company: the text, the JSON, and what is said of a wrong name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callmate.desk.doors import plan as plandoor
from callmate.desk.doors.doors import import_files
from callmate.errors import CallmateError
from tests.model.support import HISTORIES


@pytest.fixture
def library(own_world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twelve histories, imported."""
    import_files(HISTORIES, "UTC")


@pytest.mark.usefixtures("library")
def test_the_plan_is_text_of_80_columns_and_the_same_as_json() -> None:
    text = plandoor.plan("BT", False, "2010-08-15T00:00Z")
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "A first no is routine" in text
    assert "not legal advice" in text
    found = json.loads(plandoor.plan("BT", True, "2010-08-15T00:00Z"))
    assert (found["sector"], found["step"]["id"]) == ("telecom", "supervisor")
    assert found["asks"][0]["denied"] == 1
    assert found["as_of"].startswith("2010-08-15T00:00")
    assert found["step"]["source"]


@pytest.mark.usefixtures("library")
def test_the_company_is_learned_from_all_its_cases() -> None:
    found = json.loads(plandoor.company("comcast", True, None))
    assert (found["name"], found["scorecard"]["cases"]) == ("Comcast", 3)
    assert {"from": "outsourced billing", "aimed": "Comcast USA billing",
            "to": "Comcast USA billing", "count": 1, "reached": True} in found["map"]  # fmt: skip
    text = plandoor.company("comcast", False, None)
    assert text.startswith("Comcast\n")
    assert max(len(line) for line in text.splitlines()) <= 80
    for part in ("MAP", "WHO MAY DO WHAT", "PEOPLE", "SCORECARD"):
        assert f"\n{part}\n" in text


@pytest.mark.usefixtures("library")
def test_the_beginning_of_a_name_is_enough_if_only_one_begins_so() -> None:
    assert plandoor.company(" COMC", False, None) == plandoor.company("Comcast", False, None)
    assert plandoor.company("continental", False, None).startswith("Continental")
    with pytest.raises(CallmateError) as told:
        plandoor.company("c", False, None)
    said = str(told.value)
    head, *names = said.splitlines()
    assert head == "company: 3 companies begin with “c”; give more of the name:"
    assert [name.strip() for name in names] == [
        "Comcast", "Continental Airlines", "credit card company (not named)",
    ]  # fmt: skip
    with pytest.raises(CallmateError, match="no case with"):
        plandoor.company(" ", False, None)


@pytest.mark.usefixtures("library")
def test_a_company_nobody_knows_is_named() -> None:
    with pytest.raises(CallmateError, match="no case with Nobody"):
        plandoor.company("Nobody", False, None)
    with pytest.raises(CallmateError):
        plandoor.plan("no such case", False, None)


def test_nothing_in_the_words_reaches_the_terminal(own_world: Path) -> None:
    wild = own_world / "wild.json"
    evil = "\x1b[31mred\x1b]0;t\x07 [bold]x[/bold]"
    call = {"n": 1, "start": "2026-03-02T09:00", "direction": "out", "line": 1, "events": [
        {"type": "rep", "t_min": 0, "name": evil, "department": evil},
        {"type": "ask", "t_min": 1, "what": evil}, {"type": "denied", "t_min": 2, "what": evil},
        {"type": "transfer", "t_min": 3, "to": evil},
    ]}  # fmt: skip
    wild.write_text(json.dumps({
        "schema": "callmate-acceptance-case/1", "id": "w", "company": evil, "problem": "p",
        "outcome_wanted": evil, "calls": [call],
    }))  # fmt: skip
    import_files([wild], "UTC")
    for text in (
        plandoor.plan("\x1b[31mred", False, None), plandoor.company(evil, False, None)
    ):  # fmt: skip
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "[bold]" in text
