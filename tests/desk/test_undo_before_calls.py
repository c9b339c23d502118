"""Undo in a case that has no call yet: what was done about it, not what was filled in."""

from __future__ import annotations

from pathlib import Path

from callmate.packs.loader import load
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk

PREPARED = "{ctrl+n}Acme{escape}"


def stands(person: Person) -> tuple[bool, str]:
    """Whether there is a break, and how the case was closed."""
    around = person.case.around
    return around.rest is not None, around.closed


def test_a_break_and_a_closing_are_taken_back_and_brought_again() -> None:
    person = Person().type(PREPARED).type("zh{enter}").type("zy1")
    assert stands(person) == (True, "resolved")
    assert stands(person.type("u")) == (True, "")
    assert person.said.startswith("Undone: ")
    assert stands(person.type("u")) == (False, "")
    assert stands(person.type("{ctrl+r}{ctrl+r}")) == (True, "resolved")


def test_a_break_goes_with_the_words_typed_for_it() -> None:
    person = Person().type(PREPARED).type("zh3 days{enter}")
    rest = person.case.around.rest
    assert rest is not None and rest.until == "2026-03-05"
    assert person.type("u").case.around.rest is None


def test_what_was_filled_in_stays_and_nothing_more_is_said_to_be_undone() -> None:
    person = Person().type(PREPARED).type("u")
    assert person.case.known("company") == "Acme"
    assert person.said.startswith("Nothing left to undo")


def test_an_undone_first_call_can_still_be_brought_back() -> None:
    person = Person().type(PREPARED).type("zh{enter}").type("{space}").wait(5).type("u")
    assert not person.case.calls
    assert person.type("{ctrl+r}").on_the_phone()


def test_it_is_taken_back_after_a_crash_too(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type(PREPARED).type("zy2")
    assert person.case.around.closed == "dropped"
    person.type("u")
    after = crashed(person, tmp_path / "store")
    assert after.case.around.closed == ""


def ticked(person: Person) -> set[str]:
    """The lines of the checklist that were ticked by hand."""
    return {item.id for item in person.desk.parts.cards.items if item.by == "hand" and item.ticked}


def test_what_was_ticked_in_a_call_goes_and_comes_with_it() -> None:
    person = Person()
    person.desk.parts.cards.use(load(), person.clock.now())
    person.type("{space}12")
    assert ticked(person) == {"number", "by-when"}
    person.type("u")
    assert not person.case.calls
    person.type("{ctrl+r}")
    assert ticked(person) == {"number", "by-when"}
    person.type("u{space}")
    assert ticked(person) == set()


def test_what_was_got_ready_after_a_call_stays_without_it() -> None:
    person = Person().type(PREPARED).type("{space}").wait(5).type("ee{escape}{escape}")
    person.desk.parts.cards.use(load(), person.clock.now())
    person.type("2")
    assert ticked(person) == {"ready:problem"}
    person.type("uu")
    assert not person.case.calls
    person.desk.tick()
    assert ticked(person) == {"ready:problem"}
