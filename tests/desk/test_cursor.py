"""How wide a terminal draws a text is asked of it, and one that says nothing is not waited for."""

from __future__ import annotations

import os
import pty
import termios
import threading
from collections.abc import Iterator

import pytest

from callmate.desk.doors.cursor import ASK, drawn


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends: what the screen is, and what a program writes to."""
    screen, program = pty.openpty()
    yield screen, program
    os.close(screen)
    os.close(program)


@pytest.mark.parametrize("answer, width", [(b"\x1b[7;6R", 5), (b"x\x1b[24;11R", 10)])
def test_the_place_of_the_cursor_tells(
    terminal: tuple[int, int], answer: bytes, width: int
) -> None:
    screen, program = terminal

    def reply() -> None:
        seen = b""
        while ASK not in seen:
            seen += os.read(screen, 64)
        os.write(screen, answer)

    other = threading.Thread(target=reply)
    other.start()
    before = termios.tcgetattr(program)
    assert drawn("✓◆●▸…", program, program) == width
    other.join()
    assert termios.tcgetattr(program) == before


def test_a_terminal_that_says_nothing_is_not_waited_for(terminal: tuple[int, int]) -> None:
    assert drawn("✓", terminal[1], terminal[1]) is None
