"""The call that is moved: asked for, and told of, by the number it has in the timeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.shelving import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def calls_of_acme(shop: Shop, *names: str) -> None:
    """Acme is called again, each time with another rep."""
    shop.take_up("Acme")
    for name in names:
        shop.person.type(f" r{name}{{enter}}ee").wait(60)
        shop.person.type("{escape}{escape}")


def offered(shop: Shop) -> list[tuple[str, str]]:
    strip = shop.person.desk.view.strip
    assert strip is not None
    return [(choice.key, choice.label) for choice in strip.choices]


def names(shop: Shop, company: str) -> list[str]:
    return [rep.name for rep in shop.fold(company).case.reps]


def test_calls_are_numbered_as_in_the_timeline_the_oldest_is_one(shop: Shop) -> None:
    calls_of_acme(shop, "lou", "mia")
    shop.find("acme").type("{ctrl+y}v")
    assert [(key, label.split()[-1]) for key, label in offered(shop)] == [
        ("1", "sam"), ("2", "lou"), ("3", "mia"),
    ]  # fmt: skip
    shop.person.type("2bell bill{enter}")
    assert names(shop, "Acme") == ["sam", "mia"] and "lou" in names(shop, "Bell")


def test_the_line_the_message_and_the_way_back_say_which_call(shop: Shop) -> None:
    calls_of_acme(shop, "lou")
    person = shop.find("acme").type("{ctrl+y}v2")
    day = person.case.calls[-1].start.at
    field = person.desk.view.field
    assert field is not None
    assert field.prompt == f"move call 2, {day.day} {day:%b %Y}, lou, to"
    person.type("bell bill{enter}")
    assert person.said == "Call 2 moved to Bell bill; ctrl+y u takes it back."
    person.type("{ctrl+y}")
    assert ("u", "take back: call 2 moved, Acme bill") in offered(shop)
    person.type("u")
    assert person.said == "Taken back: call 2 moved, Acme bill."
    assert names(shop, "Acme") == ["sam", "lou"]


def test_in_the_case_that_got_the_call_it_is_told_whose_it_was(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    shop.restart()
    shop.find("bell").type("{ctrl+y}")
    assert ("u", "take back: call 1 of Acme bill moved here, Bell bill") in offered(shop)


def test_a_case_of_its_own_is_told_with_the_number_too(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}v1+the router{enter}")
    assert person.said == "Call 1 moved to a new case, the router; ctrl+y u takes it back."


def test_of_ten_calls_and_more_the_number_has_two_digits(shop: Shop) -> None:
    calls_of_acme(shop, *(f"rep{n}" for n in range(2, 13)))
    person = shop.find("acme").type("{ctrl+y}v")
    assert offered(shop) == [("0", "calls 1–9"), ("1", "calls 10–12")]
    person.type("1")
    assert person.asked == "Which call? 1_"
    assert [(key, label.split()[0]) for key, label in offered(shop)] == [
        ("0", "10:"), ("1", "11:"), ("2", "12:"),
    ]  # fmt: skip
    person.type("1bell bill{enter}")
    assert person.said.startswith("Call 11 moved to Bell bill")
    assert "rep11" in names(shop, "Bell") and "rep11" not in names(shop, "Acme")
    person.type("{ctrl+y}v03")
    assert person.desk.view.field is not None
    assert "move call 3, " in person.desk.view.field.prompt
