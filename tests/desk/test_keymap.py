"""A person's own keys, from ``config.toml``: what they do, what is shown, what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.commands import BY_ID, COMMANDS
from callmate.desk.desk import Desk
from callmate.desk.doors.doors import keys_table
from callmate.desk.keymap import DEFAULT, Keymap, keymap, named
from callmate.desk.settings import read_settings
from callmate.ui.panes.cover import help_lines
from callmate.ui.panes.lines import keys
from callmate.ui.scene import scene_of
from tests.desk.support import Person


def mapped(**wanted: str | tuple[str, ...]) -> Keymap:
    found, problems = keymap(
        {name: (keys,) if isinstance(keys, str) else keys for name, keys in wanted.items()}
    )
    assert problems == []
    return found


def person_with(found: Keymap) -> Person:
    person = Person()
    person.desk = Desk(person.world, person.clock, keymap=found)
    person.desk.start()
    return person


def test_two_commands_change_places() -> None:
    person = person_with(mapped(hold="w", unsure="h")).type("{space}rDana{enter}w")
    assert "hold" in person.states
    person.type("wh")
    assert "hold" not in person.states
    assert person.kinds.count("unsure") == 1
    key = next(event for event in reversed(person.log) if event.kind == "key")
    assert (key.body["key"], key.body["command"]) == ("h", "unsure")


def test_a_key_that_was_given_up_does_nothing() -> None:
    person = person_with(mapped(hold=";")).type("{space}rDana{enter}h")
    assert "hold" not in person.states


def test_a_sign_is_the_key_that_a_terminal_names_so() -> None:
    person = person_with(mapped(hold=";")).type("{space}rDana{enter}")
    person.clock.advance(1)
    person.desk.press("semicolon", ";", person.clock.now())
    assert "hold" in person.states
    bar = keys(scene_of(person.desk, ()), 160, 2)
    assert " ; back" in "".join(text for line in bar for text, _ in line)


def test_a_letter_that_came_as_one_with_an_escape_is_the_persons_key_too() -> None:
    person = person_with(mapped(hold="w", unsure="h")).type("{space}rDana")
    person.clock.advance(1)
    person.desk.press("alt+w", "w", person.clock.now())
    assert "hold" in person.states and not person.desk.view.typing


def test_letters_in_a_field_are_text_whatever_they_are_mapped_to() -> None:
    person = person_with(mapped(hold="w", unsure="h")).type("{space}rwh{enter}")
    assert person.case.reps[0].name == "wh"


def test_a_function_key_logs_beside_the_text_as_before() -> None:
    person = person_with(mapped(hold=("h", "f7"))).type("{space}rDa{f7}na{enter}")
    assert person.case.reps[0].name == "Dana"
    assert "hold" in person.states


def test_the_menu_behind_z_keeps_its_second_keys() -> None:
    person = person_with(mapped(hold="r", rep="h")).type("{space}zr")
    assert person.call.recording


def test_a_key_that_is_none_of_the_menus_does_its_own_work() -> None:
    person = person_with(mapped(kudos="l", trouble="ctrl+x")).type("{space}pa refund{enter}zl")
    assert person.kinds[-1] == "kudos"
    person.type("zk")
    assert person.kinds[-1] == "promise_kept"


def test_only_enter_itself_ends_a_closing_call() -> None:
    person = person_with(mapped(said="ctrl+x")).type("{space}e{ctrl+x}")
    assert person.on_the_phone()
    assert not person.type("{enter}").on_the_phone()


def test_letters_typed_into_the_wrong_window_are_kept_as_pressed() -> None:
    person = person_with(mapped(hold="w", unsure="h")).type("{space}")
    person.clock.advance(2)
    person.type("wxvy", gap=0.1)
    assert person.fact("note").text("text") == "wxvy"


def test_the_question_about_one_letter_speaks_of_what_it_would_do() -> None:
    person = person_with(mapped(hold="w", unsure="h")).type("{space}rw{enter}")
    assert person.asked == "w: the name, or hold?"
    person.type("2")
    assert "hold" in person.states


def test_bar_and_list_show_the_keys_in_force() -> None:
    person = person_with(mapped(hold="w", unsure="h")).type("{space}rDana{enter}")
    scene = scene_of(person.desk, ())
    bar = "".join(text for line in keys(scene, 160, 2) for text, _ in line)
    assert " w hold" in bar
    listed = ["".join(text for text, _ in line) for line in help_lines(scene, 100, 80)]
    assert any(line.startswith(" w") and "On hold" in line for line in listed)


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ({"holt": ("h",)}, "no such command"),
        ({"hold": ()}, "at least one key"),
        ({"hold": ("ctrl+b",)}, "tmux takes it"),
        ({"hold": ("f1",)}, "terminals take it"),
        ({"hold": ("t",)}, "t is the key of transfer too"),
        ({"hold": ("5",)}, "no single free key"),
        ({"start": ("b",)}, "b is the key of cut_off too"),
        ({"hold": ("crtl+h",)}, "there is no key"),
        ({"ask": ("f6",)}, "only a command that has a function key"),
        ({"tick": ("q",)}, "digits are fixed"),
        ({"kept": ("9",)}, "second keys are fixed"),
        ({"hold": ("w",), "unsure": ("w",)}, "is the key of"),
    ],
)
def test_a_faulty_entry_is_named_and_left_out(
    wanted: dict[str, tuple[str, ...]], fault: str
) -> None:
    found, problems = keymap(wanted)
    assert any(fault in why for _, why in problems), problems
    assert len(found.keys_of.keys() & wanted.keys()) < len(wanted)


def test_keys_are_named_as_people_write_them() -> None:
    assert [named(key) for key in (",", "F2", "space", "del", "H", "⏎")] == [
        "comma", "f2", "space", "delete", "H", "enter",
    ]  # fmt: skip


def test_no_file_and_an_empty_one_give_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == read_settings(tmp_path / "nowhere")
    (tmp_path / "config.toml").write_text("")
    assert read_settings(tmp_path).keymap.keys_of == DEFAULT.keys_of
    assert all(DEFAULT.spec(spec) is spec for spec in COMMANDS)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[keys", "is not TOML"),
        ("x = " + 5000 * "[", "nested too deeply"),
        ("x = " + 5000 * "9", "is not TOML"),
        ("[colours]\nred = 1", "there is no table [colours]"),
        ("keys = 5", "keys must be a table"),
        ("[keys]\nhold = 5", "line 2: keys.hold must be a key"),
        ('[keys]\nask = "?"\nhold = "t"', "line 3: keys.hold: t is the key of transfer"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    found = read_settings(tmp_path)
    assert any(fault in problem for problem in found.problems), found.problems
    assert all(str(tmp_path / "config.toml") in problem for problem in found.problems)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in read_settings(tmp_path).problems[0]


def test_the_printed_table_is_what_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLMATE_CONFIG", str(tmp_path))
    (tmp_path / "config.toml").write_text('[keys]\nhold = ["w", "F2"]\nunsure = "h"\nx = "y"\n')
    table, problems = keys_table()
    line = next(line for line in table.splitlines() if BY_ID["hold"].help in line)
    assert line.split()[:3] == ["w", "F2", "hold"]
    assert len(problems) == 1 and "keys.x" in problems[0]
