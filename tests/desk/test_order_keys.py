"""The strip of what can be done with a case: which keys answer it, where it stands, and what it
says of the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.shelving import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.mark.parametrize(
    "key", ["s", "1", "{enter}", " ", "{tab}", "{down}", "{ctrl+y}", "{ctrl+t}"]
)
def test_in_the_list_a_key_that_is_no_answer_closes_the_strip_and_does_nothing(
    shop: Shop, key: str
) -> None:
    person = shop.find("acme")
    state = person.desk.parts.browsing.state
    person.type("{ctrl+y}" + key)
    assert not person.asked
    assert person.said.startswith("Nothing was changed: ")
    assert person.desk.view.pane == "browser" and person.typed == "acme"
    assert person.desk.parts.browsing.state == state
    person.type("s")
    assert person.typed in ("acmes", "s"), "and the next one does its work"


def test_function_keys_log_and_escape_says_nothing(shop: Shop) -> None:
    shop.take_up("Bell")
    person = shop.person.type(" ")
    shop.find("acme").type("{ctrl+y}{f2}")
    assert "hold" in person.states
    assert not person.asked
    person.type("{ctrl+y}{escape}")
    assert (person.asked, person.typed) == ("", "acme")


def test_while_a_case_is_read_with_no_call_it_is_not_taken_up_by_mistake(shop: Shop) -> None:
    person = shop.find("acme").type("{enter}{ctrl+y}{enter}")
    reading = person.desk.parts.browsing.reading
    assert reading is not None and not person.asked
    assert person.said == "Nothing was changed: ⏎ is no answer there."


def test_beside_a_case_that_is_read_live_keys_go_to_the_call(shop: Shop) -> None:
    shop.take_up("Bell")
    person = shop.person.type(" rKim{enter}")
    shop.find("acme").type("{enter}{ctrl+y}h")
    assert "hold" in person.states and not person.asked


def test_of_one_call_too_it_is_asked_which_is_moved(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}v")
    strip = person.desk.view.strip
    assert strip is not None and strip.prompt == "Which call?"
    assert [choice.key for choice in strip.choices] == ["1"]
    person.type("1")
    assert person.desk.view.field is not None and person.desk.view.field.name == "move"


@pytest.mark.parametrize(("key", "where"), [("a", "archived"), ("x", "practice")])
def test_who_puts_a_case_away_is_told_the_way_back(shop: Shop, key: str, where: str) -> None:
    person = shop.find("acme").type("{ctrl+y}" + key)
    assert person.said == f"Put away: state:{where} finds it, ctrl+y u takes it back."
    person.type("{ctrl+y}u")
    assert shop.row("Acme").archived == ""


def test_of_the_case_on_the_desk_the_way_back_is_another(shop: Shop) -> None:
    shop.take_up("Acme")
    person = shop.person.type("zja")
    assert person.said == "Put away: state:archived finds it, z j u takes it back."
    person.type("zju")
    assert shop.row("Acme").archived == ""


def test_in_a_call_too_its_case_is_named_tagged_and_pinned(shop: Shop) -> None:
    shop.take_up("Acme")
    person = shop.person.type(" rKim{enter}")
    written = person.kinds
    person.type("zjr{ctrl+u}rebate of may{enter}zjtoffice{enter}zjp")
    assert person.case.title == "rebate of may"
    assert person.case.shelf.tags == ("office",) and person.case.shelf.pinned
    for key in "caxmv":
        person.type("zj" + key)
        assert person.said.startswith("A call runs in rebate of may: it can be ")
    assert "objection" not in person.kinds
    assert [kind for kind in person.kinds if kind in written] == [*written, "case_set"]
    assert len(person.case.running) == 1
    person.type("zjt{f2}")
    assert "hold" in person.states and person.typed == ""
