"""Any keys in any order and at any speed: each is kept, and the log reads the same again."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from callmate.desk.play.rehearsal import split
from callmate.model.fold import fold
from callmate.model.state import Call
from tests.desk.support import Person

BEGUN = "{space}rDana, service{enter}"
KEYS = [
    *"abcdefghijklmnopqrstuvwxyz0123456789@,.-", "space", "enter", "escape", "tab", "up", "down",
    "delete", "backspace", "f2", "f4", "f8", "f9", "ctrl+r",
]  # fmt: skip
Press = tuple[float, str]
PRESSES = st.tuples(st.sampled_from([0.0, 0.1, 0.8, 0.8, 5.0, 61.0]), st.sampled_from(KEYS))
MENU = st.tuples(st.just(0.8), st.sampled_from("zimrkbwepsoxanf"))
AFTER_Z = MENU.map(lambda second: [(0.8, "z"), second])
STREAMS = st.lists(st.one_of(PRESSES.map(lambda one: [one]), AFTER_Z), max_size=60)


def pressed(stream: Sequence[Sequence[Press]]) -> Person:
    """A person with a call running who pressed them all, the clock ticking in long gaps."""
    person = Person().type(BEGUN)
    for gap, key in (one for part in stream for one in part):
        if gap > 1:
            person.wait(gap)
        else:
            person.clock.advance(gap)
        person.press(key)
    return person


@given(STREAMS)
def test_each_key_is_one_event_and_the_log_reads_the_same_again(
    stream: list[list[Press]],
) -> None:
    person = pressed(stream)
    keys = [event for _, events in person.memory.writes for event in events if event.kind == "key"]
    assert len(keys) == len(split(BEGUN)) + sum(len(part) for part in stream)
    assert fold(person.case.id, person.log).case == person.case


@given(STREAMS)
def test_no_two_running_calls_share_a_line_and_one_of_them_is_on_the_line(
    stream: list[list[Press]],
) -> None:
    person = pressed(stream)
    running: tuple[Call, ...] = person.case.running
    lines = [call.line for call in running]
    assert len(set(lines)) == len(lines)
    on_line = person.desk.context.call
    assert (on_line is None) == (not running)
    assert on_line is None or on_line.id in {call.id for call in running}
