"""Two windows on one case: neither takes back what the other wrote, and both read the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.model.fold import fold
from tests.desk.support import Person, on_disk


@pytest.fixture
def two(tmp_path: Path) -> tuple[Person, Person]:
    """The same running call in two windows."""
    one, _ = on_disk(tmp_path / "store")
    other, _ = on_disk(tmp_path / "store", one.clock)
    one.type("{ctrl+n}Acme{escape}{space}rTom{enter}")
    look(one, other)
    assert other.call.id == one.call.id
    return one, other


def look(one: Person, other: Person) -> None:
    """Both take in what the other one wrote."""
    one.clock.advance(1)
    for person in (one, other):
        person.desk.tick()
    one.desk.tick()


def test_a_line_that_was_only_looked_at_does_not_undo_the_other_windows(
    two: tuple[Person, Person],
) -> None:
    one, other = two
    one.type("{ctrl+o}")
    other.type("{ctrl+o}")
    one.type(" Ltd{enter}")
    look(one, other)
    other.type("{enter}{escape}")
    look(one, other)
    assert one.case.known("company") == other.case.known("company") == "Acme Ltd"


def test_what_was_typed_last_counts_in_both(two: tuple[Person, Person]) -> None:
    one, other = two
    one.type("{ctrl+o}{tab}{tab}{tab}{enter}{enter}why?{enter}{escape}")
    look(one, other)
    one.type("zq")
    other.type("zqdunno{enter}")
    one.type("because{enter}")
    look(one, other)
    assert [one.answer for one in one.case.around.questions] == ["dunno"]
    assert one.case.around == other.case.around
    assert fold("x", one.log).case.around == other.case.around


def test_the_wrap_up_goes_on_while_the_other_window_ends_the_call(
    two: tuple[Person, Person],
) -> None:
    one, other = two
    other.type("zv6was ki")
    one.type("rSue{enter}").type("ee").wait(2)
    look(one, other)
    assert other.typed == "was ki"
    other.type("nd{enter}1{escape}")
    look(one, other)
    assert list(one.case.around.lines.values()) == ["was kind"]
    assert one.case.around == other.case.around


def test_what_one_window_forgot_is_gone_from_the_other(two: tuple[Person, Person]) -> None:
    one, other = two
    other.clock.advance(120)
    other.type("nzebra one{enter}").type("zv6zebra two{enter}{escape}")
    look(one, other)
    assert "zebra one" in [fact.text("text") for fact in one.facts]
    one.type("n")
    other.type("zfy")
    look(one, other)
    assert "zebra" not in str([fact.body for fact in one.facts])
    assert "zebra" not in str(one.case)
    assert one.typed == "" and one.case.around == other.case.around


def test_of_two_who_edit_the_same_words_the_last_counts_in_both(
    two: tuple[Person, Person],
) -> None:
    one, other = two
    one.type("nwords{enter}")
    look(one, other)
    for person in (one, other):
        while person.desk.view.selected != one.fact("note").id:
            person.type("{up}")
        person.type("{enter}")
    other.type(" of the other{enter}")
    one.type(" of the one{enter}")
    look(one, other)
    assert one.fact("note").text("text") == "words of the one"
    assert one.fact("note").body == other.fact("note").body
