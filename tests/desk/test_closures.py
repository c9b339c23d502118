"""The closure matrix: which key ends which state, and one undo that takes it all back."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.model.events import NewEvent
from tests.desk.support import MemoryWorld, Person, on_disk, stored

REP = "rsarah{enter}"
MENU = "menu"

# What is done first, which states that leaves open, the key, and which are open afterwards.
MATRIX = [
    pytest.param(REP + "h", {"rep", "hold"}, "t", {"transfer"}, id="t ends rep and hold"),
    pytest.param(REP + "s", {"rep", "pitch"}, "t", {"transfer"}, id="t ends the pitch"),
    pytest.param(REP + "m", {"rep", "supervisor"}, "t", {"transfer"}, id="t ends m"),
    pytest.param(REP + "t{escape}", {"transfer"}, "t", {"transfer"}, id="t ends the wait before"),
    pytest.param("h", {"hold"}, "r", {"rep"}, id="r ends hold where nobody was there before"),
    pytest.param(REP + "t{escape}", {"transfer"}, "r", {"rep"}, id="r ends the transfer's wait"),
    pytest.param(REP + "m", {"rep", "supervisor"}, "r", {"rep"}, id="r ends m"),
    pytest.param(REP, {"rep"}, "r", {"rep"}, id="r ends the rep before"),
    pytest.param(REP, {"rep"}, "h", {"rep", "hold"}, id="h ends nothing"),
    pytest.param(REP + "s", {"rep", "pitch"}, "h", {"rep", "pitch", "hold"}, id="h keeps s"),
    pytest.param(REP + "h", {"rep", "hold"}, "s", {"rep", "hold", "pitch"}, id="s keeps the hold"),
    pytest.param(REP + "m", {"rep", "supervisor"}, "s", {"rep", "supervisor", "pitch"},
                 id="s keeps m"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "open_before", "key", "open_after"), MATRIX)
def test_each_row_and_one_undo(
    before: str, open_before: set[str], key: str, open_after: set[str]
) -> None:
    person = Person().type("{space}" + before)
    assert person.states == open_before
    spans = {span.id for span in person.call.open}
    person.type(key)
    assert person.states == open_after
    cause = person.events("key")[-1].id
    made = [event for event in person.log if event.cause == cause]
    assert [event.body.get("auto", False) for event in made[:-1]] == [True] * (len(made) - 1)
    assert not made[-1].body.get("auto")
    person.type("{escape}u")
    assert person.states == open_before
    assert {span.id for span in person.call.open} == spans
    person.type("{ctrl+r}")
    assert person.states == open_after


def test_a_menu_is_left_for_a_rep_and_for_a_transfer() -> None:
    for key in "rt":
        person = Person().type("{space}")
        menu = NewEvent("menu", "ivr", person.clock.now(), {"text": "2"}, person.call.id)
        person.desk.context.take([menu])
        assert person.states == {"menu"}
        person.type(key)
        assert person.states == {"rep" if key == "r" else "transfer"}
        assert "ivr_end" in person.kinds


@pytest.mark.parametrize("open_first", ["h", "s", "m", "t{escape}"])
def test_the_end_closes_all(open_first: str) -> None:
    person = Person().type("{space}" + REP + open_first + "e{enter}")
    assert not person.on_the_phone()
    call = person.case.calls[0]
    assert call.open == ()
    assert call.end is not None
    assert all(span.end == call.end for span in call.spans if span.kind != "rep")
    person.type("u")
    assert person.call.closing is None, "the whole end is undone: it must not end again at once"
    person.wait(120)
    assert person.on_the_phone()
    person.type("{ctrl+r}")
    assert not person.on_the_phone()


def test_undo_across_many_and_back_again() -> None:
    person = Person().type("{space}" + REP + "hhsst{escape}")
    kinds = person.kinds
    steps = 0
    while person.desk.context.call is not None:
        person.type("u")
        steps += 1
    assert steps == 7
    assert person.facts == []
    person.type("u")
    assert person.said == "Nothing left to undo in this call."
    for _ in range(steps):
        person.type("{ctrl+r}")
    assert person.kinds == kinds
    person.type("{ctrl+r}")
    assert person.said == "Nothing to bring back."


def test_a_new_command_clears_what_could_be_redone() -> None:
    person = Person().type("{space}hu")
    person.type("{space}{ctrl+r}")
    assert person.said == "Nothing to bring back."
    assert person.kinds == ["call_start", "mark"]


def test_keys_drafts_and_pastes_are_not_undone() -> None:
    person = Person().type("{space}nword{enter}u")
    assert person.kinds == ["call_start"]
    assert len(person.events("draft")) == 4
    targets = person.events("undo")[0].body["targets"]
    assert all(event.kind == "note" for event in person.log if event.id in targets)


def test_undo_survives_a_restart(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    person.type("{space}" + REP + "h")
    world.close()
    person, world = on_disk(tmp_path / "store", person.clock)
    assert person.states == {"rep", "hold"}
    person.type("u")
    assert person.states == {"rep"}
    person.type("u")
    assert person.states == set()
    world.close()
    person, world = on_disk(tmp_path / "store", person.clock)
    person.type("{ctrl+r}")
    assert person.states == {"rep"}
    world.close()


def test_only_events_of_this_window_are_undone() -> None:
    world = MemoryWorld()
    person = Person(world).type("{space}h")
    case = person.case.id
    theirs = NewEvent("theirs", "note", person.clock.now(), {"text": "x"}, person.call.id, "k")
    world.logs[case].others.append(stored(theirs, case, 99, lane="another1-0"))
    person.desk.tick()
    assert person.kinds == ["call_start", "hold_start", "note"]
    person.type("u")
    assert person.kinds == ["call_start", "note"]
