"""One registry of commands; the key bar, the help, ``callmate keys`` and the doors say the same."""

from __future__ import annotations

import re
from itertools import product

import pytest

from callmate.desk.commands import (
    BY_ID,
    COMMANDS,
    EVERYWHERE,
    find,
    for_bar,
    is_function_key,
    keys_shown,
)
from callmate.desk.doors.doors import keys_table
from callmate.desk.meaning import ALWAYS, meaning
from callmate.desk.more import menu
from callmate.desk.view import View
from callmate.model.moment import Moment
from callmate.ui.panes.cover import help_lines
from callmate.ui.scene import Scene
from tests.desk.support import Person

PAIRS_BY_SELECTION = {"enter": {"edit", "said"}}
"""Keys with two commands in one place, of which one needs a selected event and one that none is."""

RESERVED = {
    *("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+b", "ctrl+s", "ctrl+z", "ctrl+p", "shift+tab"),
    *("ctrl+a", "ctrl+e", "ctrl+d", "ctrl+w", "ctrl+u", "ctrl+k", "ctrl+x", "ctrl+v"),
    *("home", "end", "f1", "f6", "f7", "f10", "f11", "f12", "ctrl+pageup", "ctrl+pagedown"),
    *(f"alt+{digit}" for digit in range(10)),
}

VOCABULARY = {
    "space": ("start", "mark"), "h": ("hold",), "t": ("transfer",), "r": ("rep",),
    "d": ("department", "due"), "c": ("number",), "n": ("note",), "a": ("ask",), "x": ("refused",),
    "g": ("granted",), "o": ("offer", "company"), "p": ("promise", "plan"),
    "s": ("pitch", "figures"), "m": ("manager",),
    "b": ("cut_off",), "e": ("end",), "u": ("undo",), "ctrl+r": ("redo",), "comma": ("earlier",),
    "full_stop": ("later",), "at": ("set_time",), "up": ("up",), "down": ("down",),
    "enter": ("edit", "said"), "delete": ("strike",), "backspace": ("snooze",),
    "1": ("level", "tick"), "9": ("level", "tick"), "0": ("level", "page"), "slash": ("browse",),
    "question_mark": ("help",), "q": ("quote",), "z": ("more",), "ctrl+l": ("privacy",),
    "f2": ("hold",), "f3": ("transfer",), "f4": ("rep",), "f5": ("start", "mark"),
    "f8": ("pitch",), "f9": ("end",), "w": ("unsure", "wrapup"), "v": ("verification",),
    "y": ("told_again",), "i": ("instruction",), "j": ("objection",), "f": ("anger",),
    "k": ("kudos",), "l": ("trouble", "letters"), "tab": ("other_line", "sort_cases", "replay"),
    "z z": ("other_line",),
    "z i": ("incoming",), "z m": ("menu",), "z r": ("recording",), "z k": ("kept",),
    "z b": ("broken",), "z w": ("announced",), "z e": ("insert",), "z p": ("new_person",),
    "z s": ("manager_here",), "z o": ("outcome",), "z x": ("contradicts",), "z a": ("reveal",),
    "z n": ("never",), "z f": ("forget",), "z v": ("wrapup_here",), "z t": ("plan_here",),
    "z g": ("company_here",), "z q": ("answered",), "z y": ("settled",), "z h": ("rest",),
}  # fmt: skip


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize(("key", "ids"), VOCABULARY.items(), ids=VOCABULARY)
def test_the_default_vocabulary(key: str, ids: tuple[str, ...]) -> None:
    assert tuple(spec.id for spec in COMMANDS if key in spec.keys) == ids


def test_no_key_has_two_meanings_in_one_place() -> None:
    keys = sorted({key for spec in COMMANDS for key in spec.keys})
    for key, place in product(keys, EVERYWHERE):
        ids = {spec.id for spec in find(key, place)}
        assert len(ids) <= 1 or ids == PAIRS_BY_SELECTION.get(key), (key, place)


def test_no_reserved_key_is_used() -> None:
    assert {key for spec in COMMANDS for key in spec.keys} & RESERVED == set()
    assert not RESERVED & set(ALWAYS)


def test_live_keys_are_lower_case_and_without_a_chord() -> None:
    for spec in COMMANDS:
        if spec.group == "live":
            assert all(
                key == "space" or is_function_key(key) or (len(key) == 1 and key.islower())
                for key in spec.keys
            )


def test_the_urgent_ones_have_a_function_key() -> None:
    doubled = {spec.id for spec in COMMANDS if any(is_function_key(key) for key in spec.keys)}
    assert doubled == {"start", "mark", "hold", "transfer", "rep", "pitch", "end"}
    for spec in COMMANDS:
        if spec.id in doubled:
            assert spec.group == "live"
            assert len(spec.keys) == 2


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.id)
def test_a_key_means_its_command_where_it_counts(spec: object, place: str) -> None:
    one = next(each for each in COMMANDS if each is spec)
    for key in one.keys:
        view = View(selected="x") if one.id == "edit" else View()
        if key.startswith("z "):
            view = View(strip=menu(place))  # type: ignore[arg-type]
        found = meaning(view, place, key.removeprefix("z "))  # type: ignore[arg-type]
        if place not in one.places:
            assert found.command != one.id
        elif not (place == "closing" and key == "enter" and not view.selected):
            assert found.command == one.id


def test_every_command_says_what_it_does() -> None:
    for spec in COMMANDS:
        assert spec.label
        assert spec.help.endswith(".")
        assert spec.help[0].isupper()


def now() -> Moment:
    return Person().clock.now()


@pytest.mark.parametrize("name", [s.id for s in COMMANDS if s.live or s.group == "more"])
def test_the_help_tells_which_keys_open_a_field_for_words(name: str) -> None:
    spec = BY_ID[name]
    opens = bool(spec.field) or spec.id == "insert"
    assert bool(re.search(r"; then type [^;]+\.$", spec.help)) == opens, spec.id
    assert ("then type" in spec.help) == opens, spec.id


def test_a_line_of_the_help_fits_the_narrowest_screen() -> None:
    scene = Scene(now(), View(pane="help"), "idle", Person().memory.saved())
    for line in help_lines(scene, 80, 500)[1:]:
        assert len("".join(text for text, _ in line)) <= 80


def test_the_keys_door_and_the_help_pane_show_every_command() -> None:
    scene = Scene(now(), View(pane="help"), "idle", Person().memory.saved())
    pane = ["".join(text for text, _ in line) for line in help_lines(scene, 200, 500)]
    table = keys_table()[0].splitlines()
    for spec in COMMANDS:
        for lines in (pane, table):
            line = next(line for line in lines if spec.help in line)
            assert keys_shown(spec) in line


def test_the_help_can_be_scrolled_to_its_end() -> None:
    view = View(pane="help", scroll=10_000)
    scene = Scene(now(), view, "idle", Person().memory.saved())
    shown_lines = help_lines(scene, 200, 12)
    assert len(shown_lines) == 12
    assert COMMANDS[-1].help in "".join(text for text, _ in shown_lines[-1])


@pytest.mark.parametrize("place", EVERYWHERE)
def test_the_bar_shows_the_keys_of_the_state_most_urgent_first(place: str) -> None:
    bar = [spec for spec in for_bar(place)]  # type: ignore[arg-type]
    assert all(place in spec.places for spec in bar)
    assert len(bar) <= 13, "the keys of the state, not all"
    if place == "call":
        core = {"hold", "transfer", "rep", "ask", "refused", "granted", "promise", "note",
                "manager", "end"}  # fmt: skip
        assert core <= {spec.id for spec in bar}
    assert {"help"} <= {spec.id for spec in bar}


@pytest.mark.parametrize("keys", ["", "{space}", "{space}h", "{space}e"])
def test_ctrl_q_ends_at_idle_and_asks_in_a_call(keys: str) -> None:
    person = Person().type(keys + "{ctrl+q}")
    assert person.desk.parts.wants_quit is not bool(keys)
    if keys:
        wanted = [person.type(more).desk.parts.wants_quit for more in ("n", "{ctrl+q}y")]
        assert wanted == [False, True]
        assert person.on_the_phone()


@pytest.mark.parametrize("opened", ["nhalf", "/ac", "{ctrl+o}Ac"])
def test_ctrl_q_while_typing_asks_where_it_can_be_seen_and_keeps_the_text(opened: str) -> None:
    person = Person().type("{space}" + opened + "{ctrl+q}")
    assert person.asked.startswith("A call is running.")
    assert not person.desk.view.typing
    person.type("y")
    assert person.desk.parts.wants_quit
    if opened == "nhalf":
        assert person.fact("note").text("draft") == "half"
    if opened == "{ctrl+o}Ac":
        assert person.case.known("company") == "Ac"


def test_privacy_goes_on_and_off_and_logging_goes_on() -> None:
    person = Person().type("{space}{ctrl+l}h")
    assert person.desk.view.private
    assert person.states == {"hold"}
    person.type("n{ctrl+l}x")
    assert person.typed == "x"
    assert [person.desk.view.private] == [False]


def test_quote_says_one_sentence_and_leaves_no_fact() -> None:
    person = Person().type("{space}q")
    assert person.said == "Nothing in the log to quote yet."
    person.type("h").wait(900)
    person.type("h").wait(10)
    kinds = person.kinds
    person.type("q")
    assert "15 minutes" in person.desk.view.quote
    assert person.kinds == kinds
    person.type("{escape}")
    assert person.desk.view.quote == ""
