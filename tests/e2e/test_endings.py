"""The terminal is closed, the system says stop: gone in time, nothing lost, nothing left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.stored import events, keys, of_kind
from tests.e2e.window import Window

pytestmark = pytest.mark.terminal

LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"
HALF = "half a sentence"

Ending = Callable[[Window], None]


def half_typed(window: Open, controlling: bool = True) -> Window:
    """A call with a rep on hold, and a note half typed, every letter of it on the screen.

    ``controlling``: the terminal sends SIGHUP when it is closed.
    """
    screen = window(controlling=controlling)
    screen.press(" ").see("W A I T I N G")
    screen.press("rsarah\r").see("rep sarah")
    screen.press("h").see("O N   H O L D")
    screen.press("n").see("TYPING note")
    return screen.send(HALF).see(HALF)


def check_nothing_lost(home: Path) -> None:
    assert keys(home)[-len(HALF) :] == ["space" if letter == " " else letter for letter in HALF]
    drafts = [event["body"]["inserted"] for event in of_kind(home, "draft")]
    assert "".join(drafts).endswith(HALF)


def check_next_start(window: Open, home: Path) -> None:
    """The call, its hold clock and the half-typed text stand there again, and go on."""
    began = of_kind(home, "hold_start")[0]["at"][11:19]
    again = window(ready="O N   H O L D")
    again.see("sarah", f"since {began}", "TYPING note", HALF)
    again.send(" and the rest\r").see("· half a sentence and the rest")
    again.quit()
    assert len(of_kind(home, "call_start")) == 1
    assert len(of_kind(home, "note")) == 1


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_a_field_is_half_typed(
    window: Open, home: Path, number: signal.Signals
) -> None:
    screen = half_typed(window)
    screen.signal(number)
    assert screen.wait_end() == 128 + number
    assert screen.modes() == screen.modes_before
    assert LEAVE_ALTERNATE_SCREEN in screen.raw
    check_nothing_lost(home)
    assert [event["body"]["signal"] for event in of_kind(home, "ended_by_signal")] == [number.name]
    check_next_start(window, home)


@pytest.mark.parametrize("controlling", [True, False], ids=["hangup", "no hangup"])
def test_the_terminal_is_closed_while_a_field_is_half_typed(
    window: Open, home: Path, controlling: bool
) -> None:
    screen = half_typed(window, controlling)
    screen.close_terminal()
    assert screen.wait_end() == 128 + signal.SIGHUP
    check_nothing_lost(home)
    assert [event["body"]["signal"] for event in of_kind(home, "ended_by_signal")] == ["SIGHUP"]
    check_next_start(window, home)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_with_no_call_running(window: Open, home: Path, number: signal.Signals) -> None:
    screen = window()
    screen.press("?").see("ALL KEYS")
    screen.signal(number)
    assert screen.wait_end() == 128 + number
    assert screen.modes() == screen.modes_before
    assert keys(home) == ["question_mark"]


def test_no_process_and_no_lock_is_left(window: Open, home: Path) -> None:
    """Whatever it started is gone with it: the next window gets the same lane."""
    screen = half_typed(window)
    lane = {event["lane"] for event in events(home)}
    group = screen.process.pid
    screen.close_terminal()
    screen.wait_end()
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    again = window(ready="TYPING note")
    again.send("x").see(f"{HALF}x")
    assert {event["lane"] for event in events(home)} == lane


def test_a_stopped_terminal_loses_no_key_and_no_end(window: Open, home: Path) -> None:
    """Nobody reads what it paints: keys are written all the same, and SIGTERM ends it in time."""
    screen = window()
    screen.press(" ").see("W A I T I N G")
    screen.press("n").see("TYPING note")
    letters = "abcdefghijklmnopqrstuvwxyz" * 8
    for letter in letters:
        os.write(screen.master, letter.encode())
    typed = len(letters)
    screen.stall(lambda: len(keys(home)) >= typed + 2)
    screen.signal(signal.SIGTERM)
    assert screen.wait_end_unread() == 128 + signal.SIGTERM
    assert "".join(keys(home)[2:]) == letters
