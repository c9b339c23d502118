"""A real program in a real pseudo-terminal: what terminals send, and how they go away."""

from __future__ import annotations

import os
import signal
import stat
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.harness import Child, WebChild

pytestmark = pytest.mark.terminal

LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"
SIXTY = string.ascii_letters + string.digits[:8]
CTRL_Q = b"\x11"

Start = Callable[..., Child]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program and waits until it hears keys."""
    children: list[Child] = []

    def begin(controlling: bool = True) -> Child:
        child = Child(tmp_path / "state" / "crash.txt", controlling=controlling)
        children.append(child)
        child.wait_for("ready")
        return child

    yield begin
    for child in children:
        child.finish()


def test_no_byte_a_terminal_sends_ends_it(start: Start) -> None:
    child = start()
    odd = [b"\xff", b"\x1b[97;1:3u", b"\x1b[99999999u", b"\x1b[M\xe0\xf0\xf0", b"\x1b[M !!"]
    for raw in odd:
        child.send(raw + b"k")
    child.wait_for("key k", times=len(odd))
    child.send(b"\x1b[97:65;2u")
    child.wait_for("key A")
    child.send(CTRL_Q)
    assert child.wait_end() == 0
    assert child.typed() == ["replacement_character", *"kkkkk", "A", "ctrl+q"]
    assert not child.report.exists()


def test_a_paste_with_an_escape_in_it_is_one_paste(start: Start) -> None:
    child = start()
    child.send(b"\x1b[200~a\x1bh\x1b[2Jb\x1b[201~k")
    child.wait_for("key k")
    assert "paste 'a\\x1bh\\x1b[2Jb'" in child.lines
    assert child.typed() == ["k"]


def test_a_paste_whose_end_is_lost_ends_by_itself(start: Start) -> None:
    child = start()
    child.send(b"\x1b[200~half a paste")
    child.wait_for("paste 'half a paste'")
    child.send(b"k")
    child.wait_for("key k")


def test_a_lost_terminal_ends_it_without_a_signal(start: Start) -> None:
    child = start(controlling=False)
    child.close_terminal()
    assert child.wait_end() == 128 + signal.SIGHUP
    assert child.lines[-2:] == ["unmount", f"status {128 + signal.SIGHUP}"]


def test_a_closed_window_ends_it(start: Start) -> None:
    child = start()
    child.close_terminal()
    assert child.wait_end() == 128 + signal.SIGHUP
    assert "unmount" in child.lines


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_gives_the_terminal_back(start: Start, number: int) -> None:
    child = start()
    os.kill(child.process.pid, number)
    assert child.wait_end() == 128 + number
    assert child.lines[1:] == [f"signal {number}", "unmount", f"status {128 + number}"]
    assert child.modes() == child.modes_before
    assert LEAVE_ALTERNATE_SCREEN in child.painted


def test_a_hanging_app_is_ended_and_the_terminal_given_back(start: Start) -> None:
    child = start()
    child.send(b"$")
    child.wait_for("key dollar_sign")
    os.kill(child.process.pid, signal.SIGTERM)
    assert child.wait_end() == 128 + signal.SIGTERM
    assert "unmount" not in child.lines
    assert child.modes() == child.modes_before


def test_a_terminal_that_does_not_read_delays_no_key_and_no_end(start: Start) -> None:
    child = start()
    child.drain = False
    child.send(b"=")
    child.wait_for("frame 60")
    for key in SIXTY:
        child.send(key.encode())
        child.wait_for(f"key {key}")
    os.kill(child.process.pid, signal.SIGTERM)
    assert child.wait_end() == 128 + signal.SIGTERM
    assert child.lines[-1] == f"status {128 + signal.SIGTERM}"


def test_a_terminal_that_reads_again_is_painted_anew(start: Start) -> None:
    child = start()
    child.drain = False
    child.send(b"=")
    child.wait_for("frame 60")
    child.send(b"-")
    child.wait_for("key minus")
    child.drain = True
    child.wait_painted(b"quiet again")


def test_a_stalled_terminal_is_given_back_when_it_reads_again(start: Start) -> None:
    child = start()
    child.drain = False
    child.send(b"=")
    child.wait_for("frame 60")
    os.kill(child.process.pid, signal.SIGTERM)
    child.wait_for("unmount")
    child.drain = True
    assert child.wait_end() == 128 + signal.SIGTERM
    assert LEAVE_ALTERNATE_SCREEN in child.painted
    assert child.modes() == child.modes_before


@pytest.mark.parametrize("trigger", ["!", "&"])
def test_a_restart_loses_no_key_in_flight(start: Start, trigger: str) -> None:
    child = start()
    child.send((SIXTY[:30] + trigger + SIXTY[30:]).encode())
    if trigger == "&":
        child.wait_for("key ampersand")
        child.send(b"#")
    child.wait_for("ready", times=2)
    child.send(CTRL_Q)
    assert child.wait_end() == 0
    typed = [key for key in child.typed() if len(key) == 1]
    assert typed == list(SIXTY)


def test_it_gives_up_after_three_restarts_and_says_so(start: Start) -> None:
    child = start()
    child.send(b"!!!!xyz")
    assert child.wait_end() == 1
    assert child.lines.count("ready") == 4
    assert child.lines[-4:] == ["left x", "left y", "left z", "status 1"]
    assert b"callmate has stopped after 4 errors" in child.painted
    assert child.modes() == child.modes_before


def test_the_crash_report_holds_places_and_no_values(start: Start) -> None:
    child = start()
    child.send(b"!" + CTRL_Q)
    assert child.wait_end() == 0
    report = child.report.read_text(encoding="utf-8")
    assert "tiny.py" in report and "ValueError" in report
    message = report[report.index("ValueError: ") :]
    assert "12345678" not in message and "Jane" not in message
    assert stat.S_IMODE(child.report.stat().st_mode) == 0o600
    assert b"Traceback" not in child.painted


def test_what_is_typed_before_the_first_picture_is_seen(tmp_path: Path) -> None:
    child = Child(tmp_path / "crash.txt")
    try:
        child.send(b"early")
        child.wait_for("key y")
        assert child.typed() == list("early")
    finally:
        child.finish()


def test_keys_typed_while_it_is_stopped_are_seen_when_it_goes_on(start: Start) -> None:
    child = start()
    os.kill(child.process.pid, signal.SIGTSTP)
    os.waitid(os.P_PID, child.process.pid, os.WSTOPPED)
    assert child.modes() == child.modes_before
    child.send(b"abc")
    os.kill(child.process.pid, signal.SIGCONT)
    child.wait_for("key c")
    child.send(CTRL_Q)
    assert child.wait_end() == 0
    assert child.typed() == ["a", "b", "c", "ctrl+q"]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[WebChild]:
    """The program behind a browser."""
    child = WebChild(tmp_path / "crash.txt")
    child.wait_for("ready")
    yield child
    child.finish()


def test_no_byte_a_browser_sends_ends_it(web: WebChild) -> None:
    web.send(b"\xff\x1b[97;1:3u\x1b[99999999u\x1b[200~a\x1bh\x1b[201~k")
    web.wait_for("key k")
    assert web.lines[1:] == ["key replacement_character", "paste 'a\\x1bh'", "key k"]
    web.send_packet(b"M", b'{"type": "quit"}')
    assert web.wait_end() == 0


def test_a_lost_server_ends_it(web: WebChild) -> None:
    web.close_terminal()
    assert web.wait_end() == 128 + signal.SIGHUP
    assert "unmount" in web.lines
