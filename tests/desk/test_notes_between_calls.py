"""A note after the call: an e-mail came, a letter went; it is of the last call of the case."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from callmate.desk.doors.doors import report_on
from callmate.desk.leaving import NO_NOTE
from callmate.exchange.export import to_script
from callmate.model.durations import spent
from callmate.packs.loader import load
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk


def called() -> Person:
    """A case whose call is over for an hour."""
    person = Person().type(
        "{ctrl+n}Acme{escape}{space}rAnn{enter}nearlier{enter}ee{escape}{escape}"
    )
    person.clock.advance(3600)
    return person


def test_it_is_of_the_last_call_and_of_now() -> None:
    person = called()
    before = spent(person.case.calls[0], person.clock.now())
    person.type("nan e-mail came today{enter}")
    note = next(fact for fact in person.facts if fact.text("text") == "an e-mail came today")
    call = person.case.calls[0]
    assert call.end is not None
    assert note.call == call.id
    assert note.moment.at - call.end.at > timedelta(minutes=59)
    assert not person.on_the_phone() and len(person.case.calls) == 1
    assert spent(call, person.clock.now()) == before
    person.type("u")
    assert [fact.text("text") for fact in person.facts if fact.kind == "note"] == ["earlier"]


def test_a_report_and_a_script_of_it_can_be_made() -> None:
    person = called().type("nan e-mail came today{enter}")
    fold = person.desk.context.fold
    assert fold is not None
    assert report_on(fold, load(), person.clock.at, private=False)["calls"] == 1
    assert "an e-mail came today" in str(to_script(fold).script)


def test_escape_without_a_word_leaves_none_and_an_old_one_as_it_was() -> None:
    person = called().type("n{escape}")
    assert (person.said, person.kinds.count("note")) == (NO_NOTE, 1)
    person.type("nan e-mail{enter}{up}{enter}{ctrl+u}{escape}")
    assert [fact.text("text") for fact in person.facts if fact.kind == "note"] == [
        "earlier", "an e-mail",
    ]  # fmt: skip


def test_without_a_call_it_is_said_where_words_go() -> None:
    person = Person().type("{ctrl+n}Acme{escape}n")
    assert person.said.startswith("A note needs a call")
    assert Person().type("n").said.startswith("A note needs a call")


def test_half_typed_it_stands_there_after_a_crash(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{escape}{space}ee{escape}nan e-mail ca")
    after = crashed(person, tmp_path / "store", 60)
    assert after.typed == "an e-mail ca"
    after.type("me{enter}")
    assert after.fact("note").text("text") == "an e-mail came"
