"""``callmate log`` knows the whole vocabulary: the live commands, those of the z menu too."""

from __future__ import annotations

import pytest

from callmate.desk import remote
from callmate.errors import UsageError
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
