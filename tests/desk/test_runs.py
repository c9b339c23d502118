"""A run of letters ends at a key that is no text; the states that came later stutter too."""

from __future__ import annotations

import pytest

from tests.desk.support import Person

REP = "rJanice, service{enter}"


def started(keys: str = "") -> Person:
    return Person().type("{space}" + keys)


@pytest.mark.parametrize("between", ["{escape}", "{up}", "{f6}", "{delete}", "{backspace}"])
def test_letters_on_both_sides_of_such_a_key_are_no_typing(between: str) -> None:
    person = started(REP).wait(5)
    person.type("hm" + between + "sx", gap=0.0)
    assert "note" not in person.kinds
    assert {"hold_start", "pitch_start"} <= set(person.kinds)


def test_with_a_letter_or_enter_between_them_they_are() -> None:
    assert "note" in started(REP).wait(5).type("hm{enter}sx", gap=0.0).kinds
    assert "note" in started(REP).wait(5).type("hm,sx", gap=0.0).kinds


def test_nor_with_a_field_between_them() -> None:
    person = started(REP).wait(5).type("hmnwords{enter}sx", gap=0.0)
    assert [fact.text("text") for fact in person.facts if fact.kind == "note"] == ["words"]


@pytest.mark.parametrize("between", ["{escape}", "{down}"])
def test_the_same_key_on_both_sides_is_no_stutter(between: str) -> None:
    person = started(REP).wait(5).type("h" + between + "h", gap=0.0)
    assert "hold" not in person.states


@pytest.mark.parametrize(("keys", "kind"), [("ff", "anger"), ("zrzr", "recording")])
def test_the_new_states_stutter_too(keys: str, kind: str) -> None:
    person = started(REP).wait(5).type(keys, gap=0.1)
    assert person.kinds.count(kind) == 1
    assert person.said.endswith("at once: ignored.")
    person.wait(2).type(keys[: len(keys) // 2])
    assert person.call.state("anger" if kind == "anger" else "recording") is None
