"""Past cases while a call runs: whose event a key changes is said, and what was said goes."""

from __future__ import annotations

from pathlib import Path

from callmate.model.events import NewEvent
from tests.desk.past import companies, listing, read, three_cases
from tests.desk.support import Person, on_disk
from tests.desk.test_browsing_live import in_a_call


def reading() -> Person:
    """A past case of Sony is read while a call with Dell runs."""
    person = three_cases().type("{ctrl+n}Dell{enter}{escape}{space}rDana{enter}")
    return person.type("/credit of{enter}")


def test_keys_that_change_an_event_say_in_which_call() -> None:
    person = reading().wait(30).type(".")
    assert person.said == "rep: +15 s in the call with Dell"
    person.type("h").wait(5).type("u")
    assert person.said == "Undone in the call with Dell: hold start."
    person.type("@")
    assert person.desk.view.field is not None
    assert person.desk.view.field.prompt == "time of rep in the call with Dell"
    person.type("{escape}{escape}")


def test_a_card_has_no_line_and_is_no_event_whose_time_is_moved() -> None:
    person = in_a_call(three_cases()).wait(30)
    c = person.desk.context
    c.take([NewEvent(c.new_id(), "card", c.clock.now(), {"card": "x"}, person.call.id)])
    person.type(".")
    assert person.said == "rep: +15 s"


def test_a_past_event_cannot_be_struck_out_and_that_is_said() -> None:
    person = reading()
    before = len(read(person).fold.facts)
    person.type("{delete}")
    assert person.said.startswith("Past cases stay as they are; u undoes")
    assert "Dell" in person.said and len(read(person).fold.facts) == before


def test_beside_the_timeline_nothing_is_said_of_whose_call_it_is() -> None:
    person = in_a_call(three_cases()).wait(30).type(".")
    assert person.said == "rep: +15 s"


def test_what_was_said_of_a_case_goes_with_the_next_key() -> None:
    person = three_cases().type("/{ctrl+t}")
    assert "on top" in person.said
    person.type("s")
    assert person.desk.view.message is None


def test_case_rows_above_the_hits_obey_what_is_asked_of_what_was_said(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    three_cases(person)
    assert world.finder.settle(10)
    person.type("/bolt p:credit")
    assert not listing(person).hits and companies(person) == []
    person.type("{ctrl+u}sony p:credit")
    assert [doc.kind for doc in listing(person).hits] == ["promise"]
    assert companies(person) == [], "what was promised is told by what was said alone"
    person.type("{tab}")
    assert companies(person) == ["Sony"]
    person.type("{ctrl+u}sony")
    assert companies(person) == ["Sony"]
    world.close()
