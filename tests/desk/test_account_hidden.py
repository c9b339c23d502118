"""The account number, typed among other words, is masked wherever those words are repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callmate.cli import main
from callmate.model.agenda import all_tasks
from callmate.paths import store_home
from tests.desk.past import listing
from tests.desk.support import Person, on_disk, page

ACCOUNT = "4417-9921-55"
SPELLED = "4417992155"
SAID = f"close {SPELLED}"
KEYS = (
    "{ctrl+n}Acme{tab}{tab}" + ACCOUNT + "{enter}{escape}{space}rSam{enter}"
    f"a{SAID}{{enter}}x{{wait}}p{SAID} by Friday{{enter}}"
)


def told(person: Person) -> Person:
    """A case with the account in what was asked, refused and promised."""
    first, second = KEYS.split("{wait}")
    person.type(first).wait(3)
    return person.type("{escape}" + second).wait(5).type("ee").wait(3)


def test_tasks_and_names_hide_it_and_the_promise_keeps_it() -> None:
    person = told(Person())
    assert [task.what for task in all_tasks(person.case)][0] == "close ···1-55"
    row = person.world.summary(person.case.id)
    assert row is not None and row.reps[0].last_result == "promised: close ···1-55"
    assert person.fact("promise").text("what") == SAID


@pytest.mark.parametrize("key", ["d", "p", "o", "s"])
def test_no_page_shows_it(key: str) -> None:
    person = told(Person()).type(key)
    assert SPELLED not in repr(page(person))


def test_the_duty_page_says_the_promise_without_it() -> None:
    assert "close ···1-55" in repr(page(told(Person()).type("d")))


def test_the_list_of_past_cases_hides_it() -> None:
    person = told(Person()).type("/acme")
    assert SPELLED not in repr(listing(person))


def test_somebody_met_before_is_told_of_without_it() -> None:
    person = told(Person()).type("{space}rSam{enter}")
    assert "promised close ···1-55" in person.said


def test_no_door_prints_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    person, world = on_disk(store_home())
    case = told(person).case.id
    world.close()
    ics = tmp_path / "due.ics"
    doors = (
        ["due", "--all"], ["due", "--prompt"], ["due", "--ics", str(ics)], ["plan", case],
        ["plan", case, "--json"], ["company", "Acme"], ["company", "Acme", "--json"],
        ["stats", "--json"], ["list", "--json"], ["search", "close"], ["show", case],
    )  # fmt: skip
    for door in doors:
        main(door)
        printed = capsys.readouterr().out
        assert printed and SPELLED not in printed, door
    assert SPELLED not in ics.read_text()
    main(["plan", case, "--json"])
    assert json.loads(capsys.readouterr().out)["promised"][0]["what"] == "close ···1-55"
