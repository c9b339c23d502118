"""A day of many cases in one window: it does not run out of open files."""

from __future__ import annotations

from pathlib import Path

from callmate.desk.openlogs import MOST_AWAKE
from callmate.desk.world import StoredWorld
from tests.desk.support import Person, on_disk

MANY = 12


def lanes_open(world: StoredWorld) -> int:
    return sum(bool(log.file.lane) for log in world._open.values())


def day_of_cases(person: Person, world: StoredWorld) -> None:
    for number in range(MANY):
        person.type(f"{{ctrl+n}}Company {number}{{enter}}{{escape}}").wait(1)
        person.type("{space}nheard{enter}ee").wait(1)
    settled(person, world)


def settled(person: Person, world: StoredWorld) -> None:
    """A second later, with all on the disk: before that no file is let go."""
    world.syncer.flush()
    person.wait(1)


def test_only_the_last_cases_keep_their_files_open(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    day_of_cases(person, world)
    assert lanes_open(world) == MOST_AWAKE
    assert sum(bool(log.file._ids) for log in world._open.values()) == MOST_AWAKE
    world.close()


def test_an_early_case_goes_on_in_its_lane(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    day_of_cases(person, world)
    first = min(world._open)
    desk = person.desk.context
    desk.open(first, world.case(first))
    person.type("{space}nonce more{enter}")
    notes = [fact.text("text") for fact in person.facts if fact.kind == "note"]
    assert notes == ["heard", "once more"]
    assert {event.lane for event in person.log} == {f"{world.library.device}-1"}
    settled(person, world)
    assert lanes_open(world) == MOST_AWAKE
    code = desk.head_code("")
    person.type("ee").wait(2)
    assert person.desk.context.head_code("now") != code
    world.close()
    after, again = on_disk(tmp_path / "store", person.clock)
    assert [fact.text("text") for fact in after.facts if fact.kind == "note"] == notes
    again.close()


def test_another_window_that_took_the_lane_is_followed(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    day_of_cases(person, world)
    first = min(world._open)
    other, theirs = on_disk(tmp_path / "store", person.clock)
    other.desk.context.open(first, theirs.case(first))
    other.type("{space}ntheirs{enter}")
    person.wait(3)
    person.desk.context.open(first, world.case(first))
    person.type("nours{enter}")
    other.wait(1)
    for one in (person, other):
        notes = [fact.text("text") for fact in one.facts if fact.kind == "note"]
        assert notes == ["heard", "theirs", "ours"]
    assert len({event.lane for event in person.log}) == 2
    world.close()
    theirs.close()
