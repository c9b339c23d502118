"""Two calls at once: a second line, incoming calls, turning, ending one of them, a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk import remote
from callmate.desk.commands import for_bar
from callmate.model.state import Call
from callmate.ui.panes.lines import keys
from callmate.ui.scene import scene_of
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk

REP = "rJanice{enter}"


def two() -> Person:
    """Janice on line 1, Tom on line 2, and the person on line 2."""
    return Person().type("{space}" + REP + "zzrTom{enter}")


def place_of(person: Person) -> str:
    return person.desk.context.place


def call_on(person: Person, line: int) -> Call:
    return next(call for call in person.case.calls if call.line == line)


def test_z_z_begins_a_second_call_beside_the_first() -> None:
    person = Person().type("{space}" + REP + "hzz")
    assert [(call.line, call.running) for call in person.case.calls] == [(1, True), (2, True)]
    assert person.call.line == 2
    assert person.call.direction == "out"
    assert person.said == "Line 2 · ↑ ⏎ says with whom · tab turns back"
    assert call_on(person, 1).state("hold") is not None


def test_keys_go_to_the_line_one_is_on() -> None:
    person = two().type("h")
    assert call_on(person, 1).state("hold") is None
    assert person.states == {"rep", "hold"}
    person.type("{tab}")
    assert person.call.line == 1
    assert person.said == "Line 1."
    person.type("nhere{enter}")
    assert person.fact("note").call == call_on(person, 1).id
    assert place_of(person) == "call"


@pytest.mark.parametrize("turn", ["{tab}", "zz"])
def test_turning_goes_there_and_back(turn: str) -> None:
    person = two().type(turn)
    assert person.call.line == 1
    person.type(turn)
    assert person.call.line == 2
    assert len(person.case.calls) == 2
    assert [event.body["command"] for event in person.events("key")[-1:]] == ["other_line"]


def test_tab_with_one_line_says_how_to_begin_another() -> None:
    person = Person().type("{space}{tab}")
    assert len(person.case.calls) == 1
    assert person.said == "Only one call is running: z z begins a second."
    assert Person().type("{tab}").facts == []


def test_an_incoming_call_takes_the_free_line() -> None:
    person = Person().type("{space}" + REP + "zi")
    assert (person.call.line, person.call.direction) == (2, "in")
    assert person.said == "They call: line 2 · ↑ ⏎ says with whom · tab turns back"
    person.type("{up}{enter}Acme{enter}")
    assert person.call.organisation == "Acme"


def test_an_incoming_call_begins_one_at_idle() -> None:
    person = Person().type("zi")
    assert (person.call.line, person.call.direction) == (1, "in")


def test_a_line_that_is_free_again_is_taken_again() -> None:
    person = two().type("{tab}ee").type("zi")
    assert [call.line for call in person.case.running] == [2, 1]


def test_the_bar_says_how_to_turn_while_two_run() -> None:
    person = two()
    assert for_bar("call", 2)[0].id == "other_line"
    assert "other_line" not in {spec.id for spec in for_bar("call", 1)}
    drawn = "".join(text for line in keys(scene_of(person.desk), 80, 3) for text, _ in line)
    assert "tab line 2" in drawn


# the end of one of them


def test_the_end_of_one_gives_back_the_other() -> None:
    person = two().type("ee")
    assert person.call.line == 1
    assert person.said == "Line 2 has ended; line 1 goes on."
    assert place_of(person) == "call"
    person.type("ee")
    assert not person.on_the_phone()


def test_closing_is_of_the_line_one_is_on() -> None:
    person = two().type("e")
    assert place_of(person) == "closing"
    person.type("{tab}")
    assert place_of(person) == "call"
    assert call_on(person, 2).closing is not None
    person.type("nanother thing{enter}h")
    assert call_on(person, 2).closing is not None, "a key for line 1 says nothing of line 2"


def test_a_closing_line_ends_after_a_minute_wherever_one_is() -> None:
    person = two().type("e")
    pressed = person.clock.now()
    person.type("{tab}").wait(55)
    assert call_on(person, 2).running
    person.wait(10)
    assert call_on(person, 2).end == pressed
    assert person.said == "Line 2 has ended; line 1 goes on."
    assert person.call.line == 1


def test_turning_back_to_a_closing_line_goes_on_with_it() -> None:
    person = two().type("e{tab}{tab}").wait(90)
    assert call_on(person, 2).running


# undo


def test_undo_is_of_the_line_one_is_on() -> None:
    person = two().type("h{tab}nhere{enter}u")
    assert "note" not in person.kinds
    assert call_on(person, 2).state("hold") is not None


def test_the_second_call_itself_can_be_undone_and_come_back() -> None:
    person = Person().type("{space}" + REP + "zzu")
    assert person.call.line == 1
    assert len(person.case.calls) == 1
    person.type("{ctrl+r}")
    assert person.call.line == 2


# elsewhere


def test_a_shell_logs_on_the_line_one_is_on() -> None:
    person = two().type("{tab}")
    remote.log(person.desk, "hold", "", person.clock.now())
    assert call_on(person, 1).state("hold") is not None
    remote.log(person.desk, "other-line", "", person.clock.now())
    assert person.call.line == 2


@pytest.mark.parametrize(("turn", "line"), [("", 2), ("{tab}", 1)])
def test_a_restart_goes_on_with_the_same_line(tmp_path: Path, turn: str, line: int) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{space}" + REP + "zzrTom{enter}" + turn + "nhalf")
    after = crashed(person, tmp_path / "store")
    assert after.call.line == line
    assert after.typed == "half"
    assert len(after.case.running) == 2


def test_turning_is_nothing_to_undo() -> None:
    person = two().type("nthere{enter}{tab}nhere{enter}{tab}{tab}u")
    assert person.call.line == 1
    assert [fact.text("text") for fact in person.facts if fact.kind == "note" and fact.live] == [
        "there"
    ]
