"""The case that was on the desk stands there again, whatever was done about it, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.world import StoredWorld
from callmate.model.listing import Order
from callmate.model.search.query import parse
from tests.desk.restarting import crashed
from tests.desk.shelving import Shop
from tests.desk.support import Person, on_disk

WEEK_S = 7 * 24 * 3600


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def person(root: Path) -> Person:
    """Someone with two old cases, that of Sony the latest; nothing stands on the desk."""
    person, _ = on_disk(root)
    for name in ("Acme", "Sony"):
        person.type(f"{{ctrl+n}}{name}{{enter}}{{escape}}{{space}}rSam{{enter}}ee{{escape}}")
    return crashed(person, root, WEEK_S)


def take_up(person: Person, words: str) -> Person:
    return person.type(f"/{words}{{enter}}{{enter}}{{enter}}")


def on_desk(person: Person) -> str | None:
    case = person.desk.context.case
    return case.known("company") if case else None


def ended(person: Person, root: Path, gap: float) -> Person:
    """The program is closed in good order, and started again."""
    world = person.world
    assert isinstance(world, StoredWorld)
    world.close()
    person.clock.advance(gap)
    return on_disk(root, person.clock)[0]


def test_an_old_case_that_was_taken_up_stands_there_again(person: Person, root: Path) -> None:
    assert on_desk(person) is None
    take_up(person, "acme")
    assert on_desk(crashed(person, root, 11 * 3600)) == "Acme"
    assert on_desk(ended(person, root, 0)) == "Acme"


def test_after_half_a_day_it_does_not(person: Person, root: Path) -> None:
    take_up(person, "acme")
    assert on_desk(crashed(person, root, 12 * 3600 + 60)) is None


def test_that_it_was_taken_up_is_no_activity(person: Person) -> None:
    before = [(row.company, row.last_at) for row in person.world.cases()]
    take_up(person, "acme").desk.tick()
    assert [(row.company, row.last_at) for row in person.world.cases()] == before


@pytest.mark.parametrize(
    "after", ["{ctrl+n}{escape}", "{ctrl+n}U{backspace}{escape}", "/sony{escape}{escape}"]
)
def test_nothing_that_came_to_nothing_takes_its_place(
    person: Person, root: Path, after: str
) -> None:
    take_up(person, "acme").type(after)
    again = ended(person, root, 60)
    assert on_desk(again) == "Acme"
    assert {row.company for row in again.world.cases()} == {"Acme", "Sony"}


def test_what_was_done_about_another_case_since_does(person: Person, root: Path) -> None:
    take_up(person, "acme").type("{ctrl+n}Ikea{enter}{escape}")
    assert on_desk(ended(person, root, 60)) == "Ikea"


def test_a_settled_case_that_one_looks_into_again_stands_there(person: Person, root: Path) -> None:
    take_up(person, "acme").type("zy1")
    assert on_desk(crashed(person, root, 60)) is None
    again = crashed(person, root, 60)
    assert on_desk(crashed(take_up(again, "acme"), root, 60)) == "Acme"


def test_a_case_that_was_put_away_since_does_not_stand_there(person: Person, root: Path) -> None:
    take_up(person, "acme").type("/acme{enter}{ctrl+y}a")
    assert on_desk(crashed(person, root, 60)) is None


def test_a_note_is_activity_of_today(person: Person, root: Path) -> None:
    take_up(person, "acme").type("nan e-mail came{enter}").desk.tick()
    today = person.clock.now().at.date()
    found = person.world.listing(Order(filters=parse("in:today", today)), 0, 9).rows
    assert [row.company for row in found] == ["Acme"]
    assert person.world.cases()[0].company == "Acme"
    assert on_desk(ended(person, root, 60)) == "Acme"


def test_a_mood_alone_makes_no_case(root: Path) -> None:
    person, world = on_disk(root)
    while person.desk.view.field is None or person.desk.view.field.name != "mood":
        person.type("{ctrl+n}" if person.desk.view.field is None else "{tab}")
    person.type("calm{enter}{escape}").desk.tick()
    assert "mood" in person.kinds
    assert world.cases() == []


def test_putting_cases_in_order_is_no_activity(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "store")
    before = {one: shop.row(one).last_at for one in ("Acme", "Bell")}
    shop.person.clock.advance(86_400)
    shop.find("acme").type("{ctrl+y}mbel{right}{enter}")
    assert shop.row("Acme").archived == "merged"
    assert shop.row("Bell").last_at == max(before.values()), "the latest call, not today"
    shop.person.type("{ctrl+y}u")
    assert {one: shop.row(one).last_at for one in before} == before
