"""Floods, storms, tiny windows, typing ahead, odd sequences, the mouse, and secrets."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path
from time import time

import pytest

from callmate.desk.commands import COMMANDS
from tests.e2e.conftest import Open
from tests.e2e.painted import foreign
from tests.e2e.stored import events, everything, keys, of_kind, texts, when
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


def test_a_resize_storm_loses_no_key(window: Open, home: Path) -> None:
    chance = random.Random(3)
    screen = in_call(window)
    screen.press("n").see("TYPING note")
    letters = "".join(chance.choices("abcdefgh", k=150))
    for letter in letters:
        screen.send(letter)
        screen.resize((chance.randint(4, 220), chance.randint(1, 70)))
    screen.resize(WIDE)
    stored_keys(screen, home, 2 + len(letters))
    screen.send("\r").see(f"· {letters[:40]}", "SAY NOW", READY)
    assert texts(home) == [letters]


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 9), (2, 1)], ids=str)
def test_a_window_too_small_says_so_in_one_line_and_still_logs(
    window: Open, home: Path, size: tuple[int, int]
) -> None:
    screen = Window(home, size=size)
    try:
        screen.until(lambda: bool(screen.text.strip()), "the line")
        screen.send(" ").until(lambda: bool(of_kind(home, "call_start")), "the call")
        screen.rest(0.4).send("nsmall\r").until(lambda: texts(home) == ["small"], "the note")
        assert len([line for line in screen.screen.display if line.strip()]) == 1
        screen.resize(NARROW)
        screen.see("W A I T I N G", "· small")
        screen.quit()
    finally:
        screen.finish()


def test_the_small_window_says_what_to_do(window: Open) -> None:
    screen = window(size=(39, 24), ready="IDLE")
    screen.send(" ").see("WAITING", "logging · too small")
    window(size=(20, 5), ready="too small · logging")
    window(size=(80, 9), ready="enlarge the window to 40×10")


def test_stopped_and_continued_with_the_call_running(window: Open, home: Path) -> None:
    screen = in_call(window)
    screen.press("h").see("O N   H O L D")
    os.kill(screen.process.pid, signal.SIGTSTP)
    os.waitid(os.P_PID, screen.process.pid, os.WSTOPPED)
    os.write(screen.master, b"nwhile stopped\r")
    os.kill(screen.process.pid, signal.SIGCONT)
    screen.see("· while stopped", "O N   H O L D")
    assert texts(home) == ["while stopped"]


# odd sequences


ODD = [
    b"\x1b[", b"\x1b[99999999u", b"\x1b[97;1:3u", b"\x1b[M !!", b"\x1b[M\xe0\xf0\xf0", b"\xff\xfe",
    b"\x1b[?62;22c", b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07", b"\x1bP1+r\x1b\\", b"\x1b[200",
    b"\x1b[1;5Z", b"\xc3", b"\x1b[<35;10;10M" * 200,
]  # fmt: skip


def test_odd_sequences_end_nothing_and_fire_nothing(window: Open, home: Path) -> None:
    screen = in_call(window)
    before = {event["id"] for event in events(home)}
    for raw in ODD:
        screen.send(raw).rest(0.4)
    screen.send("\x1b").rest(0.4)
    screen.send("\x1b").rest(0.4)
    screen.press("nalive\r").see("· alive")
    quiet = {"key", "draft", "card", "command", "note", "detail", "paste"}
    assert {event["kind"] for event in events(home) if event["id"] not in before} <= quiet
    assert "call 1" in screen.text


# the mouse


def test_a_click_on_the_key_bar_is_its_command_and_persisted_as_one(
    window: Open, home: Path
) -> None:
    screen = in_call(window)
    screen.click("h hold").see("O N   H O L D")
    mouse = of_kind(home, "mouse")
    assert [event["body"]["command"] for event in mouse] == ["hold"]
    hold = of_kind(home, "hold_start")[0]
    assert hold["cause"] == mouse[0]["id"]
    assert keys(home) == ["space"]
    screen.click("n note").see("TYPING note").send("by mouse\r").see("· by mouse")
    screen.click("? keys").see("ALL KEYS")
    assert len(of_kind(home, "mouse")) == 3


# secrets


def test_a_pin_reaches_neither_disk_nor_screen(window: Open, home: Path) -> None:
    """Typed, pasted, gone over with arrows, through a kill: not in any file of the store."""
    screen = window(size=WIDE)
    screen.press("\x0e").see("THE CASE")
    screen.send("Acme").send("\r" * 7).see("TYPING PIN or password")
    screen.send(PIN[:5]).paste(PIN[5:]).see("•" * len(PIN))
    screen.send("\x1b[D\x1b[D\x1b[C\x1b[C\x1bOQ")
    screen.until(lambda: bool(of_kind(home, "hold_start")), "the hold, by F2")
    screen.see("O N   H O L D", "TYPING PIN or password")
    screen.send(b"\xff\x1b[99999999u").rest(0.4)
    screen.send("\x7f").send("\r").see_gone("THE CASE")
    screen.press("\x0f").see("THE CASE", "•" * (len(PIN) - 1)).press("\x1b").see_gone("THE CASE")
    screen.press("e").see("E N D I N G ?").press("e").see("I D L E")
    screen.kill()
    for path, held in everything(home):
        for part in (PIN, PIN[:5], PIN[5:]):
            assert part.encode() not in held, path
    secret = [event["body"] for event in of_kind(home, "key") if "pin" in event["body"]["focus"]]
    printed = [body for body in secret if body["key"] == "secret"]
    assert len(printed) >= 4
    assert all(body["character"] is None for body in printed)
    assert all(event["body"]["text"] is None for event in of_kind(home, "paste"))
    assert PIN.encode() not in screen.raw and PIN[:5].encode() not in screen.raw
    assert not [e for e in of_kind(home, "draft") if e["body"]["field"] == "pin"]


def test_a_pin_typed_ahead_of_its_field_is_secret(window: Open, home: Path) -> None:
    """Seven enters and the PIN in one piece: its characters are read as the PIN's own."""
    screen = window()
    screen.send("\x0e" + "\r" * 7 + PIN).see("TYPING PIN", "•" * len(PIN))
    screen.send("\r").see_gone("THE CASE")
    for path, held in everything(home):
        assert PIN.encode() not in held, path
    assert set(keys(home)) == {"ctrl+n", "enter", "secret"}


def test_an_account_number_is_stored_and_masked(window: Open, home: Path) -> None:
    screen = window(size=WIDE)
    screen.press("\x0e").see("THE CASE")
    screen.send("\r\r").see("TYPING Account").send("7730229144").see("···9144")
    screen.send("\r").see("TYPING Problem").press("\x1b").see_gone("THE CASE")
    screen.see("account ···9144")
    assert "7730229144" not in screen.text
    assert b"7730229144" not in screen.raw
    values = {k: v for e in of_kind(home, "case_set") for k, v in e["body"]["values"].items()}
    assert values["account"] == "7730229144"
    assert "secret" in keys(home)


def test_forget_the_last_minute_empties_the_store_of_it(window: Open, home: Path) -> None:
    screen = in_call(window)
    screen.press("nmy password is hunter2\r").see("hunter2")
    screen.press("z").see("more:").send("f").see("Forget what was typed")
    screen.press("y").see("Forgotten for good")
    screen.see_gone("hunter2")
    screen.quit()
    for path, held in everything(home):
        assert b"hunter2" not in held, path
        assert b"unter2" not in held, path
    assert "hunter" not in "".join(keys(home))


def test_no_window_leaves_a_foreign_byte_behind(window: Open, home: Path) -> None:
    """From start to end, help, privacy, quote and all: only sequences of a known kind."""
    screen = in_call(window, WIDE)
    for key in ("?", "?", "q", "\x0c", "\x0c", "z", "\x1b", "m", "x", "1", "u", "\x12"):
        screen.press(key).see("call 1")
    assert foreign(screen.raw) == []
    screen.quit()
