"""Every key is one event, in the file it belongs to, with its fact, before anything is painted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callmate.desk.commands import COMMANDS
from callmate.desk.fields import MAX_PASTE
from tests.desk.support import MemoryWorld, Person


def written(person: Person) -> list[tuple[str, list[str]]]:
    """Each write so far: the file and the kinds of its events."""
    return [(name, [event.kind for event in events]) for name, events in person.memory.writes]


def last(person: Person) -> tuple[str, list[str]]:
    return written(person)[-1]


def key_of(person: Person) -> dict[str, Any]:
    """The body of the key written last, wherever."""
    keys = [e for _, events in person.memory.writes for e in events if e.kind == "key"]
    return dict(keys[-1].body)


def test_a_key_is_stored_with_where_it_went_and_what_it_means() -> None:
    person = Person().type("{space}n")
    note = person.fact("note").id
    assert key_of(person) == {
        "key": "n", "character": "n", "focus": "timeline", "screen": "timeline",
        "command": "note", "entry": None,
    }  # fmt: skip
    person.type("h")
    assert key_of(person) == {
        "key": "h", "character": "h", "focus": "words:text", "screen": "timeline",
        "command": None, "entry": note,
    }  # fmt: skip
    person.type("{f2}")
    assert key_of(person)["command"] == "hold"
    person.type("{left}{enter}")
    assert key_of(person)["command"] == "keep"


def test_a_key_and_its_facts_are_one_write() -> None:
    person = Person().type("{space}rsarah{enter}hs")
    case = person.case.id
    before = len(person.memory.writes)
    person.type("t")
    assert written(person)[before:] == [
        (case, ["key", "hold_end", "pitch_end", "rep_end", "transfer"])
    ]
    person.type("b")
    assert last(person) == (case, ["key", "draft"])
    person.type("{enter}")
    assert last(person) == (case, ["key", "detail"])


def test_the_key_that_begins_a_new_case_is_in_the_file_of_the_day() -> None:
    person = Person().type("r")
    assert written(person) == [
        ("day", ["key"]),
        ("case-1", ["case_opened", "call_start", "rep"]),
    ]
    key = person.day[0]
    assert {event.cause for event in person.log} == {key.id}


def test_idle_keys_belong_to_the_case_that_is_open() -> None:
    person = Person().type("k")
    assert last(person) == ("day", ["key"])
    person.type("{ctrl+n}Acme{enter}{escape}k")
    assert last(person) == (person.case.id, ["key"])


@pytest.mark.parametrize("inside", ["/", "?"])
def test_keys_of_browser_and_help_go_to_the_day(inside: str) -> None:
    person = Person().type("{space}" + inside)
    case = person.case.id
    before = len(person.memory.writes)
    person.type("{down}{escape}")
    assert written(person)[before:] == [("day", ["key"]), ("day", ["key"])]
    person.type("h")
    assert last(person) == (case, ["key", "hold_start"])


def test_what_is_searched_for_is_in_the_day_and_in_no_case() -> None:
    person = Person().type("{space}/")
    case = len(person.log)
    person.type("zz").paste("top secret")
    assert len(person.log) == case
    assert [event.kind for event in person.day[-3:]] == ["key", "key", "paste"]
    assert "draft" not in [event.kind for event in person.day]


def test_facts_and_words_from_within_help_are_one_write_in_the_case() -> None:
    person = Person().type("{space}?n")
    case = person.case.id
    assert last(person) == (case, ["key", "note"])
    person.type("x")
    assert last(person) == (case, ["key", "draft"])
    person.type("{enter}")
    assert last(person) == (case, ["key", "detail"])
    person.type("u")
    assert last(person) == (case, ["key", "undo"])


def test_an_f_key_from_within_the_browser_is_one_write_in_the_case() -> None:
    person = Person().type("{space}/").type("{f2}")
    assert last(person) == (person.case.id, ["key", "hold_start"])


def test_an_unknown_key_is_kept_and_does_nothing() -> None:
    person = Person().type("{space}")
    facts = person.facts
    person.desk.press("inverted_exclamation_mark", "¡", person.clock.now())
    person.desk.press("f24", None, person.clock.now())
    assert person.facts == facts
    assert [event.body["key"] for event in person.events("key")] == [
        "inverted_exclamation_mark", "f24",
    ]  # fmt: skip


def test_a_reply_of_the_terminal_is_kept_and_not_obeyed() -> None:
    person = Person().type("{space}")
    person.desk.press("h", "h", person.clock.now(), junk=True)
    assert person.states == set()
    assert key_of(person)["command"] == "junk"


def test_a_click_is_an_input_of_its_own() -> None:
    person = Person().type("{space}")
    person.desk.click("hold", person.clock.now())
    assert last(person) == (person.case.id, ["mouse", "hold_start"])
    assert person.events("mouse")[0].body["command"] == "hold"
    person.type("n")
    person.desk.click("hold", person.clock.now())
    assert person.typed == ""
    assert person.states == set()


def test_the_second_press_at_once_is_a_key_all_the_same() -> None:
    person = Person().type("{space}h").type("h", gap=0.2)
    assert person.said == "Second h at once: ignored."
    assert last(person) == (person.case.id, ["key"])
    assert (key_of(person)["key"], key_of(person)["command"]) == ("h", "hold")


def test_a_text_over_64_kib_is_refused_and_nothing_typed_is_lost() -> None:
    person = Person().type("{space}nso far")
    person.paste("x" * (MAX_PASTE + 1))
    assert person.typed == "so far"
    assert "refused" in person.said
    body = person.events("paste")[0].body
    assert (body["text"], body["length"]) == (None, MAX_PASTE + 1)
    person.paste("x" * MAX_PASTE)
    assert len(person.typed or "") == MAX_PASTE + 6


def test_line_ends_become_spaces_in_a_field_and_the_paste_keeps_them() -> None:
    person = Person().type("{space}n").paste("one\r\ntwo\u2028three")
    assert person.typed == "one  two three"
    assert person.events("paste")[0].body["text"] == "one\r\ntwo\u2028three"


@pytest.mark.parametrize(
    "text", ["\x1b]0;x\x07", "\x1b[2J", "\x00", "\x9b31m", "[/b][TODO]", "\ud83d", "\u202eabc"]
)
def test_odd_text_is_stored_as_it_is(text: str) -> None:
    person = Person().type("{space}n").paste(text).type("{enter}")
    assert person.fact("note").body["text"] == text
    assert person.events("paste")[0].body["text"] == text


def test_an_error_of_ours_costs_the_command_and_never_the_key() -> None:
    person = Person().type("{space}")
    told: list[Exception] = []
    person.desk.failed = told.append

    def fails(*_: object) -> list[object]:
        raise ValueError("broken")

    person.desk.parts.calls.press = fails  # type: ignore[method-assign, assignment]
    person.type("h")
    assert last(person) == (person.case.id, ["key"])
    assert [str(error) for error in told] == ["broken"]
    assert "The key is logged" in person.said


ANY_KEY = st.sampled_from(
    sorted({key for spec in COMMANDS for key in spec.keys} - {"ctrl+q"})
    + ["escape", "left", "right", "home", "end", "tab", "shift+tab", "f24", "ctrl+c", "w", "ß"]
)

APART = ("case_opened", "wrapped_up")


@example([("f5", 0.02), ("e", 0.02), ("l", 70.0)])
@given(st.lists(st.tuples(ANY_KEY, st.sampled_from([0.02, 0.8, 70.0])), max_size=60))
def test_no_key_is_lost_or_written_twice(keys: list[tuple[str, float]]) -> None:
    world = MemoryWorld()
    person = Person(world)
    named = {"space": " ", "comma": ",", "full_stop": ".", "at": "@", "slash": "/"}
    for key, gap in keys:
        person.clock.advance(gap)
        person.desk.tick()
        character = named.get(key, key if len(key) == 1 else None)
        before, field = len(world.writes), person.desk.view.field
        masked = field is not None and field.masked
        person.desk.press(key, character, person.clock.now())
        fresh = [event for _, events in world.writes[before:] for event in events]
        pressed = [event for event in fresh if event.kind == "key"]
        names = [event.body["key"] for event in pressed]
        assert names == [key] or (masked and names == ["secret"])
        # What a key causes is in the same write, but where the key began a new case, or opened a
        # page from the wrap-up: a page is written before it is looked up.
        groups = [{e.cause for e in events} - {None} for _, events in world.writes[before:]]
        assert all(causes <= {pressed[0].id} for causes in groups)
        assert len(fresh) == 1 or len(groups) == 1 or fresh[1].kind in APART
