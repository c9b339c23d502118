"""``callmate log`` knows the whole vocabulary: the live commands, those of the z menu too."""

from __future__ import annotations

import pytest

from callmate.desk import remote
from callmate.errors import CallmateError, UsageError
from tests.desk.support import Person

LOGGED = [
    ("verification", "date of birth", "verification", "what"), ("broken", "", "promise_broken", ""),
    ("new-person", "Tom, billing", "rep", "name"), ("menu", "1", "ivr", "text"),
    ("manager-here", "Ms. Lee", "supervisor_reached", "name"), ("anger", "", "anger", "on"),
    ("instruction", "restart it", "instruction", "what"), ("told-again", "", "repeat_story", ""),
    ("objection", "it wipes all", "objection", "text"), ("recording", "", "recording", "on"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "words", "kind", "name"), LOGGED)
def test_a_shell_can_log_it_too(word: str, words: str, kind: str, name: str) -> None:
    person = Person().type("{space}pa refund{enter}")
    said = remote.log(person.desk, word, words, person.clock.now())
    assert said.startswith("logged: ")
    assert not person.desk.view.typing
    if name:
        assert person.fact(kind).body[name] == (words.partition(",")[0] or True)
    else:
        assert kind in person.kinds


def test_a_shell_logs_an_incoming_call_with_who_calls() -> None:
    person = Person()
    remote.log(person.desk, "incoming", "Acme", person.clock.now())
    assert (person.call.direction, person.call.organisation) == ("in", "Acme")


@pytest.mark.parametrize("word", ["level", "outcome", "never", "kept now"])
def test_a_shell_knows_the_live_ones_only(word: str) -> None:
    with pytest.raises(UsageError, match="is no live command"):
        remote.command_of(word)


def test_a_shell_begins_no_second_call_by_mistake() -> None:
    person = Person().type("{space}")
    with pytest.raises(CallmateError, match="a call is running"):
        remote.log(person.desk, "start", "", person.clock.now())
    assert len(person.case.calls) == 1
    remote.log(person.desk, "other-line", "", person.clock.now())
    assert person.call.line == 2


def test_a_rep_who_answered_earlier_answered_a_call_that_began_then() -> None:
    person = Person().type("{ctrl+n}Acme{escape}")
    said = remote.log(person.desk, "rep", "@-5m Sarah", person.clock.now())
    assert said.startswith("no call was running, so one has begun in “Acme”; logged: rep")
    assert [rep.name for rep in person.case.reps] == ["Sarah"]
    assert person.case.oddities == ()
    assert person.call.start.at == person.case.reps[0].start.at < person.clock.now().at


@pytest.mark.parametrize("word", ["hold", "rep"])
def test_a_shell_makes_no_case_by_mistake(word: str) -> None:
    person = Person()
    with pytest.raises(CallmateError, match="no case was worked on"):
        remote.log(person.desk, word, "", person.clock.now())
    assert not person.memory.logs.keys() - {"day"}
    said = remote.log(person.desk, "start", "", person.clock.now())
    assert said.endswith("in a new case; ctrl+o in callmate names it")
