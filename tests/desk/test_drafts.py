"""A half-typed line is rebuilt from drafts alone, exactly, whatever was done to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.desk.desk import Desk
from callmate.ids import UlidSource
from callmate.model.line import Change, Line
from tests.desk.support import MemoryWorld, Person

CHARACTERS = st.characters(codec=None, exclude_characters="\r\n\u2028\u2029", min_codepoint=32)
EDITS = st.one_of(
    st.sampled_from(
        ["backspace", "delete", "left", "right", "home", "end", "ctrl+left", "ctrl+w",
         "ctrl+u", "ctrl+k", "ctrl+a", "ctrl+e", "ctrl+h", "ctrl+d", "ctrl+backspace"]
    ),
    st.sampled_from("aeiou é ß 漢 🙂 \u0301 \u200d").filter(lambda char: char != " "),
    st.text(CHARACTERS, max_size=6).map(lambda text: f"paste:{text}"),
)  # fmt: skip


def edit(person: Person, edits: list[str]) -> None:
    """Do each edit: a named key, a character, or a paste."""
    for one in edits:
        if one.startswith("paste:"):
            person.paste(one.removeprefix("paste:"))
        else:
            person.clock.advance(1)
            character = one if len(one) == 1 else None
            person.desk.press(one, character, person.clock.now())


def restarted(person: Person) -> Person:
    """Another desk on the same world, as after a crash."""
    after = Person(person.memory, person.clock)
    after.memory = person.memory
    return after


FIELDS = {
    "note": "{space}n",
    "words that stood there": "{space}nold words{enter}{up}{enter}",
    "a rep's name": "{space}r",
    "after Escape and back": "{space}nhalf{escape}{up}{enter}",
    "typing taken for a note": "{space}" + "{f24}" * 5,
}


@pytest.mark.parametrize("keys", FIELDS.values(), ids=FIELDS)
@given(edits=st.lists(EDITS, max_size=25))
def test_the_field_is_rebuilt(keys: str, edits: list[str]) -> None:
    person = Person().type(keys)
    if keys.endswith("{f24}"):
        person.type("hmsx", gap=0.05)
    target = person.desk.view.field
    assert target is not None
    edit(person, edits)
    typed = person.typed
    after = restarted(person)
    fold = after.desk.context.fold
    assert fold is not None
    changed = any(event.kind == "draft" for event in after.log[-1:])
    if typed and changed:
        assert after.typed == typed
        field = after.desk.view.field
        assert field is not None
        assert (field.target, field.name) == (target.target, target.name)


@given(edits=st.lists(EDITS, min_size=1, max_size=15), value=st.sampled_from(["", "Acme Ltd"]))
def test_a_line_of_the_case_is_rebuilt_with_what_stood_there(edits: list[str], value: str) -> None:
    person = Person().type("{space}{ctrl+o}" + value + "{enter}{up}")
    assert person.typed == value
    edit(person, edits)
    typed = person.typed
    after = restarted(person)
    if typed and typed != value:
        assert after.desk.view.pane == "sheet"
        assert after.typed == typed
    after.type("{enter}") if after.desk.view.typing else None


@given(edits=st.lists(EDITS, max_size=25))
def test_drafts_say_what_was_removed(edits: list[str]) -> None:
    person = Person().type("{space}n")
    edit(person, edits)
    line = ""
    for event in person.events("draft"):
        body = event.body
        at = body["position"]
        assert line[at : at + len(body["removed"])] == body["removed"]
        line = line[:at] + body["inserted"] + line[at + len(body["removed"]) :]
    assert line == person.typed


@given(st.text(max_size=30), st.integers(-5, 40), st.text(max_size=5))
def test_the_cursor_stands_behind_what_was_inserted(text: str, at: int, inserted: str) -> None:
    line = Line.of(text).at(at)
    after = line.apply(line.insert(inserted))
    assert after.text[: after.cursor].endswith(inserted)
    assert after.apply(Change(line.cursor, inserted)).text == text


@given(st.text(st.sampled_from("ae\u0301\u0308 🙂👍\U0001f3fd\u200d漢"), max_size=20))
def test_a_character_is_moved_over_and_deleted_as_a_whole(text: str) -> None:
    line = Line.of(text)
    steps = 0
    while line.cursor:
        back = line.before(line.cursor)
        assert back < line.cursor
        if back:
            assert line.after(back) == line.cursor
        line = line.at(back)
        steps += 1
    assert steps <= len(text)


@pytest.mark.parametrize("end", ["{enter}", "{escape}"])
def test_a_field_that_was_closed_stays_closed(end: str) -> None:
    person = Person().type("{space}nhalf" + end)
    assert restarted(person).typed is None


@pytest.mark.parametrize("keys", ["@14:0{escape}", "@14:0x{enter}{escape}", "@8:59{enter}{escape}"])
def test_a_time_that_was_typed_is_not_asked_for_again(keys: str) -> None:
    person = Person().type("{space}nwords{enter}" + keys)
    assert restarted(person).typed is None


def test_a_half_typed_time_is_still_a_time_after_a_restart() -> None:
    person = Person().type("{space}nwords{enter}{up}")
    person.clock.advance(600)
    person.type("@9:0")
    after = restarted(person)
    assert after.typed == "@9:0"
    after.type("9{enter}")
    assert after.fact("note").body["text"] == "words"
    assert after.fact("note").moment.at.strftime("%H:%M") == "09:09"


def test_a_line_of_the_case_put_back_as_it_was_is_not_asked_for_again() -> None:
    person = Person().type("{space}{ctrl+o}Acme{enter}{up}x{backspace}{escape}")
    after = restarted(person)
    assert after.typed is None
    assert after.desk.view.pane == "timeline"


def test_undoing_the_event_takes_its_half_typed_words_away() -> None:
    person = Person().type("{space}nhalf")
    undone = person.fact("note").id
    person.desk.context.view = Desk(MemoryWorld(), person.clock, UlidSource()).view
    person.type("u")
    assert undone not in [fact.id for fact in person.facts]
    assert restarted(person).typed is None


def test_another_rep_half_typed_after_a_hold_is_another_rep_after_a_restart() -> None:
    person = Person().type("{space}rjanice{enter}hr")
    answered = person.clock.now()
    person.type("sa")
    after = Person(person.memory, person.clock)
    after.wait(60).type("m{enter}")
    assert [rep.name for rep in after.case.reps] == ["janice", "sam"]
    assert after.case.reps[1].start.mono == answered.mono


def test_a_promise_half_typed_is_due_from_when_it_was_made() -> None:
    person = Person().type("{space}p")
    made = person.clock.now()
    person.type("call back within 4 hour")
    person.clock.advance(600)
    after = Person(person.memory, person.clock).type("s{enter}")
    due = (made.at + timedelta(hours=4)).isoformat(timespec="minutes")
    assert [promise.by for promise in after.case.promises] == [due]
