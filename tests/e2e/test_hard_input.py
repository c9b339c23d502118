"""Floods, storms, tiny windows, typing ahead, odd sequences, the mouse, and secrets."""

from __future__ import annotations

import random
from pathlib import Path
from time import time

import pytest

from callmate.desk.commands import COMMANDS
from tests.e2e.conftest import Open
from tests.e2e.stored import events, keys, of_kind, texts, when
from tests.e2e.window import NARROW, READY, WIDE, Window

pytestmark = pytest.mark.terminal

PIN = "Zq!vRt7#Wx~Kp"
"""Its parts occur in no id, hash or time by chance."""


def in_call(window: Open, size: tuple[int, int] = NARROW) -> Window:
    """A window with a call running."""
    screen = window(size=size)
    screen.press(" ").see("W A I T I N G")
    return screen.rest(0.4)


def stored_keys(screen: Window, home: Path, count: int) -> list[str]:
    """The keys on the disk, once there are so many."""
    screen.until(lambda: len(keys(home)) >= count, f"{count} keys")
    return keys(home)


# typing ahead


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "160x48"])
def test_a_note_in_one_piece_is_one_note(window: Open, home: Path, size: tuple[int, int]) -> None:
    screen = in_call(window, size)
    screen.send("nhello\r").see("· hello", READY)
    screen.rest(0.4).send("na\rh").see("· a", "O N   H O L D")
    assert texts(home) == ["hello", "a"]
    facts = [event["kind"] for event in of_kind(home, "note", "hold_start")]
    assert facts == ["note", "note", "hold_start"]
    stamps = [(event["at"], event["mono"]) for event in of_kind(home, "key")]
    assert stamps == sorted(stamps), "the keys of one piece are stamped in their order"


def test_keys_typed_before_the_first_picture_are_live(window: Open, home: Path) -> None:
    screen = Window(home)
    try:
        screen.send(" nearly\r").see("· early")
    finally:
        screen.finish()
    assert texts(home) == ["early"]
    assert keys(home)[:-1] == ["space", "n", *"early"]
    assert keys(home)[-1] in ("enter", "ctrl+j"), "the kernel makes a line feed of an early one"


def test_letters_typed_into_the_wrong_window_are_a_note(window: Open, home: Path) -> None:
    """Rule 6: what looks like typing is undone and becomes a note that can be gone on with."""
    screen = in_call(window)
    screen.send("gxmseb").see("TYPING note: gxmseb", "W A I T I N G")
    screen.send(" typed\r").see("· gxmseb typed", "W A I T I N G")
    assert texts(home) == ["gxmseb typed"]


# every key, once


def test_every_key_is_persisted_exactly_once(window: Open, home: Path) -> None:
    """Some hundred keys at random, in pieces of random size: all on disk, in their order."""
    chance = random.Random(20)
    raw_of = {
        "enter": "\r", "tab": "\t", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B",
        "left": "\x1b[D", "right": "\x1b[C", "f2": "\x1bOQ", "f3": "\x1bOR", "f5": "\x1b[15~",
        "f6": "\x1b[17~", "f12": "\x1b[24~", "delete": "\x1b[3~", "home": "\x1b[H",
        "end": "\x1b[F", "pageup": "\x1b[5~", "ctrl+a": "\x01", "ctrl+l": "\x0c",
        "ctrl+r": "\x12", "ctrl+s": "\x13", "ctrl+z": "\x1a", "ctrl+o": "\x0f", "space": " ",
        "comma": ",", "at": "@", "slash": "/", "question_mark": "?", "full_stop": ".",
        "underscore": "_", "é": "é", "日": "日",
    }  # fmt: skip
    raw_of |= {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789QXZ"}
    names = sorted(raw_of)
    typed: list[str] = []
    screen = window()
    while len(typed) < 400:
        piece = chance.choices(names, k=chance.choice([1, 1, 1, 2, 3, 8]))
        screen.send("".join(raw_of[name] for name in piece))
        typed += piece
        if chance.random() < 0.3:
            stored_keys(screen, home, len(typed))
    stored_keys(screen, home, len(typed))
    assert keys_by_time(home) == typed
    ids = [event["id"] for event in events(home)]
    assert len(ids) == len(set(ids))
    screen.kill()
    assert keys_by_time(home) == typed


def keys_by_time(home: Path) -> list[str]:
    """All keys, in the order of their ids: the day's and the case's are one stream."""
    found = sorted(of_kind(home, "key"), key=lambda event: str(event["id"]))
    return [event["body"]["key"] for event in found]


def test_the_time_of_a_key_is_when_it_was_typed(window: Open, home: Path) -> None:
    screen = in_call(window)
    before = time()
    screen.press("h").see("O N   H O L D")
    after = time()
    hold = of_kind(home, "hold_start")[0]
    assert before <= when(hold) <= after


def test_a_key_without_a_meaning_is_persisted_and_does_nothing(window: Open, home: Path) -> None:
    screen = in_call(window)
    facts = len([event for event in events(home) if event["kind"] != "key"])
    odd = {"f6": "\x1b[17~", "f12": "\x1b[24~", "Q": "Q", "ctrl+z": "\x1a", "é": "é", "_": "_"}
    for raw in odd.values():
        screen.press(raw)
    stored_keys(screen, home, 1 + len(odd))
    found = of_kind(home, "key")[1:]
    assert [event["body"]["command"] for event in found] == [None] * len(odd)
    assert [event["body"]["key"] for event in found][:5] == list(odd)[:5]
    later = [event for event in events(home) if event["kind"] not in ("key", "card")]
    assert len(later) <= facts


def test_every_key_of_the_registry_survives_every_place(window: Open, home: Path) -> None:
    """Each bound key pressed at idle, in a call and on hold: nothing falls over."""
    raw_of = {"space": " ", "comma": ",", "full_stop": ".", "at": "@", "slash": "/",
              "question_mark": "?", "up": "\x1b[A", "down": "\x1b[B", "enter": "\r",
              "delete": "\x1b[3~", "backspace": "\x7f", "ctrl+r": "\x12", "ctrl+o": "\x0f",
              "ctrl+n": "\x0e", "ctrl+l": "\x0c", "f5": "\x1b[15~", "f2": "\x1bOQ",
              "f3": "\x1bOR", "f4": "\x1bOS", "f8": "\x1b[19~", "f9": "\x1b[20~"}  # fmt: skip
    bound = [key for spec in COMMANDS for key in spec.keys if spec.id != "quit"]
    screen, typed = window(), 0
    for beginning in ("", " ", " h"):
        screen.send(beginning)
        typed += len(beginning)
        for key in bound:
            screen.send(raw_of.get(key, key))
            typed += 1
        stored_keys(screen, home, typed)
        screen.rest(0.15).send("\x1b")
        typed += 1
        stored_keys(screen, home, typed)
        screen.rest(0.15)
    assert screen.process.poll() is None


# floods, storms, small windows


def test_a_flood_of_one_key_is_logged_and_the_screen_answers(window: Open, home: Path) -> None:
    screen = in_call(window)
    screen.press("n").see("TYPING note")
    screen.send("z" * 2000)
    assert stored_keys(screen, home, 2002).count("z") == 2000
    screen.send("end\r").see(READY)
    screen.until(lambda: texts(home) == ["z" * 2000 + "end"], "the note")


def test_a_stuck_state_key_toggles_no_hold_at_random(window: Open, home: Path) -> None:
    """Presses within 700 ms of the last are said to be ignored, each of them persisted."""
    screen = in_call(window)
    screen.send("h" * 300).see("O N   H O L D", "Second h at once: ignored.")
    assert stored_keys(screen, home, 301).count("h") == 300
    assert len(of_kind(home, "hold_start")) == 1
    assert of_kind(home, "hold_end") == []
