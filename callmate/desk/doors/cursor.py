"""Asks a terminal how wide it draws a text: it is painted, and the cursor's place asked for."""

from __future__ import annotations

import os
import re
import select
import termios
import tty
from typing import Final

PATIENCE_S: Final = 0.3
"""For a terminal that does not answer."""
ASK: Final = b"\x1b[6n"
PLACE: Final = re.compile(rb"\x1b\[\d+;(\d+)R")
CLEAR: Final = b"\r\x1b[K"


def drawn(text: str, fd_in: int, fd_out: int) -> int | None:
    """Cells, or None if the terminal does not tell; nothing of it stays on the screen."""
    before = termios.tcgetattr(fd_in)
    try:
        tty.setraw(fd_in, termios.TCSANOW)
        os.write(fd_out, b"\r" + text.encode("utf-8") + ASK)
        found = PLACE.search(_answer(fd_in))
        os.write(fd_out, CLEAR)
    finally:
        termios.tcsetattr(fd_in, termios.TCSANOW, before)
    return int(found[1]) - 1 if found else None


def _answer(fd: int) -> bytes:
    data = b""
    while not data.endswith(b"R") and select.select([fd], [], [], PATIENCE_S)[0]:
        piece = os.read(fd, 64)
        if not piece:
            break
        data += piece
    return data
