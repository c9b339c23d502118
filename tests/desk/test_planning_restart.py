"""The program ends while something is typed on the plan: it goes on, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.planning import PACKS
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk, page


def started(root: Path) -> Person:
    """A call that was refused and is over, at the desk again."""
    person, _ = on_disk(root)
    person.desk.context.packs = PACKS
    person.type("{space}").wait(2)
    person.type("rAl, billing{enter}").wait(2).type("arefund{enter}").wait(2)
    person.type("xno{enter}").wait(2).type("ee").wait(2).type("{escape}{escape}")
    assert not person.on_the_phone()
    return person


@pytest.mark.parametrize(
    ("keys", "rest", "kind", "value"),
    [("zh2 we", "eks{enter}", "cool_off", "until"), ("p23 da", "ys{enter}", "rung", "by")],
)
def test_a_date_half_typed_goes_on(
    tmp_path: Path, keys: str, rest: str, kind: str, value: str
) -> None:
    person = started(tmp_path / "store").type(keys)
    assert person.fact(kind).kind == kind
    after = crashed(person, tmp_path / "store", 5)
    after.desk.context.packs = PACKS
    assert after.typed == person.typed
    after.type(rest)
    assert len(after.fact(kind).text(value)) == len("2026-03-05")


def test_a_break_half_typed_is_taken_back_by_escape_after_a_crash_too(tmp_path: Path) -> None:
    after = crashed(started(tmp_path / "store").type("zh2 we"), tmp_path / "store", 5)
    assert after.typed == "2 we"
    after.type("{escape}")
    assert after.case.around.rest is None


def test_what_a_key_of_the_plan_said_is_stored_at_once(tmp_path: Path) -> None:
    person = started(tmp_path / "store").type("p3")
    case = person.case.id
    after = crashed(person, tmp_path / "store", 5)
    after.desk.context.open(case, after.world.case(case))
    assert [one.state for one in after.case.around.rungs] == ["done"]


def test_the_country_typed_on_the_ladder_goes_on(tmp_path: Path) -> None:
    person = started(tmp_path / "store").type("p{tab}2united ki")
    after = crashed(person, tmp_path / "store", 5)
    after.desk.context.packs = PACKS
    after.type("ngdom{enter}")
    assert after.case.known("country") == "united kingdom"
    after.type("p{tab}")
    assert any(row.words == "united kingdom" for row in page(after).rows)
