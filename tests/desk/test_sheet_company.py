"""What one case teaches of a company is filled in for the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.preparation.memory import MOST_ASKED
from callmate.model.events import NewEvent
from callmate.model.readiness import missing
from callmate.ui.scene import scene_of
from tests.desk.preparing import line, told
from tests.desk.support import MemoryWorld, Person, on_disk, texts_of

FIRST = (
    "{ctrl+n}Acme{enter}0800 1{enter}2 · 1{enter}8 to 6{enter}Ohio{enter}{tab}7730229144{escape}"
)


def test_the_company_s_lines_are_there_for_the_next_case(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type(FIRST + "{ctrl+n}ACME{enter}")
    wanted = {"phone": "0800 1", "menu": "2 · 1", "hours": "8 to 6", "place": "Ohio"}
    assert {key: person.case.known(key) for key in wanted} == wanted
    assert person.case.known("problem") == ""
    world.close()


def test_what_may_be_of_another_matter_is_offered_and_never_filled_in(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type(FIRST).type("{ctrl+o}{down}since Monday{escape}")
    person.type("{ctrl+n}Acme{tab}{tab}")
    assert (line(person), person.typed, person.case.known("account")) == ("account", "", "")
    assert "account number" in missing(person.case)
    person.type("{enter}{enter}{enter}")
    assert (line(person), person.typed) == ("facts", "")
    person.type("{tab}{escape}")
    assert [person.case.known(key) for key in ("account", "facts")] == ["", ""]
    log = world.case(person.case.id).read()
    assert "7730229144" not in texts_of(log) and "since Monday" not in texts_of(log)
    world.close()


def test_the_right_arrow_takes_what_is_offered() -> None:
    person = Person().type(FIRST + "{ctrl+n}Acme{tab}{tab}{right}")
    assert person.typed == "7730229144"
    assert person.type("{escape}").case.known("account") == "7730229144"


def test_another_number_can_be_typed_and_the_log_has_only_that() -> None:
    person = Person().type(FIRST + "{ctrl+n}Acme{tab}{tab}5{enter}")
    assert person.case.known("account") == "5"
    assert "7730229144" not in texts_of(person.log)


def test_without_another_case_nothing_is_offered() -> None:
    person = Person().type(FIRST + "{ctrl+o}{ctrl+u}{enter}{up}")
    field = person.desk.view.field
    assert field is not None and (field.name, field.offered) == ("account", "")


def test_a_known_company_is_completed_as_it_is_spelled(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{ctrl+n}Bluestone Health{escape}{ctrl+n}Bell{escape}")
    person.wait(2).type("{ctrl+n}blue")
    assert scene_of(person.desk).completion == "Bluestone Health"
    person.type("{right}")
    assert person.typed == "Bluestone Health"
    person.type("{ctrl+u}bluestone health{right}{enter}")
    assert person.case.known("company") == "Bluestone Health"
    person.wait(2).type("{ctrl+n}b{right}{escape}")
    assert person.case.known("company") == "Bluestone Health", "the latest first"
    assert scene_of(person.type("{ctrl+n}zzz").desk).completion == ""
    world.close()


def test_what_was_filled_in_before_the_company_is_remembered_too() -> None:
    person = Person().type("{ctrl+n}{enter}0800 1{enter}{up}{up}Acme{escape}{ctrl+n}Acme{enter}")
    assert person.case.known("phone") == "0800 1"


def test_what_stands_there_is_never_overwritten() -> None:
    world = MemoryWorld()
    world.companies["Acme"] = {"phone": "1", "hours": "9 to 5"}
    person = Person(world).type("{ctrl+n}{enter}2{enter}{up}{up}Acme{enter}")
    assert (person.case.known("phone"), person.case.known("hours")) == ("2", "9 to 5")


def test_an_empty_line_makes_nothing_forgotten() -> None:
    person = Person().type("{ctrl+n}Acme{enter}0800 1{escape}{ctrl+n}Acme{enter}{ctrl+u}{enter}")
    assert person.case.known("phone") == ""
    person.type("{escape}{ctrl+n}Acme{enter}")
    assert person.case.known("phone") == "0800 1"


def verified(person: Person, words: str) -> Person:
    """They ask who you are, and the words say what they wanted to know."""
    return person.type("v{up}{enter}").paste(words).type("{enter}{escape}")


def test_what_they_asked_for_is_on_the_list_of_the_next_case() -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}rJo{enter}")
    verified(person, "meter number, date of birth").type("ee{escape}")
    assert person.desk.parts.sheet.memory.asked() == ("meter number", "date of birth")
    person.type("{ctrl+n}Acme{tab}{tab}")
    assert "They asked for: meter number, date of birth." in told(person)
    person.type("{escape}{space}")
    assert person.said.startswith("6 missing") or "…" in person.said


def test_what_a_line_holds_is_not_asked_for_again() -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}rJo{enter}")
    verified(person, "account number, hat size").type("ee{escape}")
    person.type("{ctrl+n}Acme{tab}{tab}4417{enter}")
    assert "They asked for: hat size." in told(person)


@pytest.mark.parametrize("bad", [None, 7, "text", [1, None], {"a": 1}])
def test_a_damaged_memory_is_passed_over(bad: object) -> None:
    world = MemoryWorld()
    world.companies["Acme"] = {"asked": bad}
    assert Person(world).type("{ctrl+n}Acme{enter}").desk.parts.sheet.memory.asked() == ()


def test_the_list_does_not_grow_for_ever() -> None:
    world = MemoryWorld()
    world.companies["Acme"] = {"asked": [f"thing {number}" for number in range(50)]}
    person = Person(world).type("{ctrl+n}Acme{enter}")
    assert len(person.desk.parts.sheet.memory.asked()) == MOST_ASKED


def test_the_way_through_the_menu_is_learned_if_it_led_to_a_person() -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}zm").type("2").type("1").type("rJo{enter}ee")
    person.type("{escape}{ctrl+n}Acme{enter}")
    assert person.case.known("menu") == "2 · 1"
    person = Person().type("{ctrl+n}Acme{escape}{space}zm").type("2").type("ee")
    person.type("{escape}{ctrl+n}Acme{enter}")
    assert person.case.known("menu") == "", "nobody answered"


def test_a_path_that_was_typed_outweighs_the_one_that_was_pressed() -> None:
    person = Person().type("{ctrl+n}Acme{enter}{enter}say agent{escape}{space}zm").type("9")
    person.type("rJo{enter}ee{escape}{ctrl+n}Acme{enter}")
    assert person.case.known("menu") == "say agent"


def test_what_else_was_learned_of_the_company_is_there_as_well() -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}")
    now, call = person.clock.now(), person.call.id
    values = {"country": "US", "sector": "gas"}
    person.desk.context.take([NewEvent("set", "case_set", now, {"values": values}, call)])
    person.type("ee{escape}{ctrl+n}Acme{enter}")
    assert (person.case.known("country"), person.case.known("sector")) == ("US", "gas")


def test_forgetting_takes_it_out_of_the_company_s_memory(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{ctrl+n}Acme{tab}{tab}hunter2hunter2{enter}{escape}zfy").wait(1)
    person.type("{ctrl+n}Acme{tab}{tab}{right}")
    assert person.typed == ""
    world.close()
    held = [path for path in tmp_path.rglob("*.json") if b"hunter2" in path.read_bytes()]
    assert held == []
