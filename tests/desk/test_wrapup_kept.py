"""The wrap-up of real calls, and after a program that was killed in the middle of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.context import Input
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk, page
from tests.desk.wrapping import TOM, at, is_open, words
from tests.exchange.support import imported
from tests.model.support import HISTORIES


def opened(history: Path) -> Person:
    """A person with a history open, as taken up from the list of cases."""
    person = Person()
    c = person.desk.context
    c.open_new()
    c.fold = imported(history)
    return person


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_last_call_of_every_history_can_be_gone_through(history: Path) -> None:
    person = opened(history)
    calls = person.case.calls
    person.desk.parts.between.pages.open(Input("a", "key", person.clock.now(), {}), "wrapup")
    last = max(calls, key=lambda call: (call.end or call.start).at)
    titles = []
    while is_open(person):
        titles.append(at(person).split("  ")[1])
        digits = [row.digit for row in page(person).rows if row.digit]
        assert len(digits) == len(set(digits))
        person.type("{enter}")
    reps = [rep for rep in person.case.reps if rep.call == last.id]
    assert sum(bool(title) for title in titles) >= len(reps)
    assert "what the call brought" in titles
    assert person.case.around.wrapped == {last.id: "done"}


def test_history_27_shows_its_four_calls_side_by_side() -> None:
    person = opened(next(one for one in HISTORIES if one.name.startswith("27")))
    person.type("w{enter}")
    assert at(person).endswith("the calls side by side")
    assert [row.label for row in page(person).rows] == ["call 1", "call 2", "call 3", "call 4", ""]
    said = words(person)
    assert said[0] == "unnamed rep, lost baggage 4:00: refused “no information, polite”"
    assert said[3] == "unnamed rep, lost baggage 4:00: no information"
    assert said[4].startswith("4 calls brought nothing: another rep does not help here")


WRAPS = "{space}r{enter}pcall back{enter}{space}" + "arefund{enter}g"
"""A call with a promise and a mark that lack something."""


@pytest.mark.parametrize(
    ("keys", "where", "typed"),
    [
        ("", "1/5", None),
        ("12", "1/5", None),
        ("6looked it", "1/5", "looked it"),
        ("12345{enter}1fri", "2/5", "fri"),
        ("12345{enter}2An", "2/5", "An"),
        ("12345{enter}2Ann{enter}", "2/5", None),
        ("12345{enter}{enter}1he si", "3/5", "he si"),
        ("12345{enter}{enter}{enter}3", "5/5", None),
        ("12345{enter}{enter}{enter}1{enter}", "5/6", None),
        ("12345{enter}{enter}{enter}3{enter}12", "5/5", None),
    ],
)
def test_killed_anywhere_it_loses_nothing(
    tmp_path: Path, keys: str, where: str, typed: str | None
) -> None:
    person, _ = on_disk(tmp_path)
    person.type(WRAPS).wait(30).type("ee" + keys)
    before = person.case.around
    promise = person.case.promises[0]
    again = crashed(person, tmp_path)
    assert is_open(again)
    assert again.case.around == before
    assert again.case.promises[0].owner == promise.owner
    assert again.typed == typed
    assert at(again).startswith(where)


def test_a_wrap_up_that_was_left_stays_left_after_a_restart(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path)
    person.type(TOM).wait(30).type("ee1{enter}{escape}")
    again = crashed(person, tmp_path)
    assert not is_open(again)
    if again.desk.context.case is None:
        again.type("/{enter}{enter}")
    again.type("w")
    assert at(again) == "2/3  what the call brought"


def test_going_back_where_there_is_nothing_to_wrap_up_stays(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{space}zv{shift+tab}{up}{shift+tab}")
    assert is_open(person)
    assert "nothing to wrap up" in words(person)[0]
    assert person.type("{tab}").case.around.wrapped == {}
