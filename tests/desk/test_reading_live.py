"""A case that is open for reading while it, or the call beside it, goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from callmate.clock import ManualClock
from callmate.desk.browser.browsing import GONE
from tests.desk.past import listing, read, three_cases
from tests.desk.support import Person, on_disk


def in_a_call(person: Person) -> Person:
    return person.type("{ctrl+n}Dell{enter}{escape}{space}rDana{enter}")


def test_enter_ends_the_call_that_is_closing_beside_a_past_case() -> None:
    person = in_a_call(three_cases()).type("/p:credit{enter}e")
    assert person.desk.context.place == "closing"
    person.type("{enter}")
    assert not person.on_the_phone()
    assert read(person).case.known("company") == "Sony", "and the past case stays"


def test_in_the_list_enter_opens_the_case_all_the_same() -> None:
    person = in_a_call(three_cases()).type("e/sony{enter}")
    assert person.desk.context.place == "closing"
    assert read(person).case.known("company") == "Sony"
    assert listing(person).text == "sony"


def words_of(person: Person) -> list[str]:
    """What the notes of the case say that is read."""
    return [fact.text("text") for _, fact in read(person).rows if fact.kind == "note" and fact.live]


def test_the_case_of_the_call_goes_on_as_it_is_read() -> None:
    person = in_a_call(three_cases()).type("nfirst{enter}/dell{enter}")
    assert words_of(person) == ["first"]
    person.type("{end}nsecond{enter}")
    chosen = read(person).chosen
    person.wait(1)
    assert words_of(person) == ["first", "second"]
    assert read(person).chosen == chosen, "the place is kept"
    person.type("u").wait(1)
    assert words_of(person) == ["first"]


def test_what_was_undone_since_it_was_drawn_is_not_quoted() -> None:
    person = in_a_call(three_cases()).type("ntheir own words{enter}/dell{enter}{end}u")
    chosen = read(person).chosen
    assert chosen is not None and chosen.text("text") == "their own words"
    person.type("q")
    assert person.desk.view.quote == ""
    assert person.said == "Nothing to quote in this line."


def test_a_replay_of_the_call_that_runs_keeps_to_what_there_was() -> None:
    person = in_a_call(three_cases()).type("nfirst{enter}/dell{enter}{home}{tab}")
    replay = person.desk.parts.browsing.replays.shown
    assert replay is not None
    person.type("nsecond{enter}").wait(2)
    person.type("{right}{right}{escape}")
    assert words_of(person) == ["first", "second"]


def test_what_another_window_writes_is_read_within_two_seconds(tmp_path: Path) -> None:
    root = tmp_path / "store"
    one, first = on_disk(root)
    in_a_call(three_cases(one)).wait(1)
    case = one.case.id
    clock = ManualClock(one.clock.now().at)
    two, second = on_disk(root, clock)
    two.type("{ctrl+n}Bosch{enter}{escape}/dell{enter}")
    assert read(two).case.id == case and words_of(two) == []
    chosen = read(two).chosen
    one.type("nfrom the other window{enter}")
    two.wait(1)
    second.watch.settle()
    two.wait(1)
    assert words_of(two) == ["from the other window"]
    assert read(two).chosen is not None and read(two).chosen == chosen
    one.type("u")
    two.wait(1)
    second.watch.settle()
    two.wait(1)
    assert words_of(two) == []
    first.close()
    second.close()


def test_a_case_whose_files_are_gone_is_neither_opened_nor_put_in_order(tmp_path: Path) -> None:
    root = tmp_path / "store"
    person, world = on_disk(root)
    three_cases(person).wait(2)
    sony = next(row.id for row in world.cases() if row.company == "Sony")
    shutil.rmtree(root / "cases" / sony)
    for keys in ("/sony{enter}", "{ctrl+y}", "{ctrl+t}"):
        person.type(keys)
        assert person.said == GONE
        assert person.desk.parts.browsing.reading is None
        assert person.desk.view.strip is None
    assert not (root / "cases" / sony).exists()
    world.close()
