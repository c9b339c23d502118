"""Keys, sizes and terminals that are not as they should be."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.painted import foreign
from tests.e2e.stored import events, everything, keys, of_kind, texts
from tests.e2e.test_hard_input import in_call, stored_keys
from tests.e2e.window import NARROW, READY, WIDE, Window

pytestmark = pytest.mark.terminal

PIN = "Zq!vRt7#Wx~Kp"
"""Its parts occur in no id, hash or time by chance."""


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
    screen.press("\x0e").see("1/5 COMPANY")
    screen.send("Acme").send("\t\t" + "\r" * 4).see("TYPING PIN or password")
    screen.send(PIN[:5]).paste(PIN[5:]).see("•" * len(PIN))
    screen.send("\x1b[D\x1b[D\x1b[C\x1b[C\x1bOQ")
    screen.until(lambda: bool(of_kind(home, "hold_start")), "the hold, by F2")
    screen.see("O N   H O L D", "TYPING PIN or password")
    screen.send(b"\xff\x1b[99999999u").rest(0.4)
    screen.send("\x7f").send("\r").see("4/5 TO SAY").press("\x1b").see_gone("4/5 TO SAY")
    screen.press("\x0f").see("1/5 COMPANY").send("\t\t").see("•" * (len(PIN) - 1))
    screen.press("\x1b").see_gone("3/5 HAVE READY")
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
    """The way to the line and the PIN in one piece: its characters are read as the PIN's own."""
    screen = window()
    screen.send("\x0e" + "\r" * 14 + PIN).see("TYPING PIN", "•" * len(PIN))
    screen.send("\r").see("4/5 TO SAY")
    for path, held in everything(home):
        assert PIN.encode() not in held, path
    assert set(keys(home)) == {"ctrl+n", "enter", "secret"}


def test_an_account_number_is_stored_and_masked(window: Open, home: Path) -> None:
    screen = window(size=WIDE)
    screen.press("\x0e").see("1/5 COMPANY")
    screen.send("\t\t").see("TYPING Account").send("7730229144").see("···9144")
    screen.send("\r").see("TYPING Order").press("\x1b").see_gone("3/5 HAVE READY")
    screen.see("account ···9144")
    assert "7730229144" not in screen.text
    assert b"7730229144" not in screen.raw
    values = {k: v for e in of_kind(home, "case_set") for k, v in e["body"]["values"].items()}
    assert values["account"] == "7730229144"
    assert "secret" in keys(home)


def test_forget_the_last_minute_empties_the_store_of_it(window: Open, home: Path) -> None:
    screen = in_call(window)
    screen.press("nmy password is hunter2\r").see("hunter2")
    screen.press("z").see("more:").send("f").see("keys and texts since")
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
