"""Typing into a running program, one key at a time or many at once, and when it answered."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from tests.bench.terminal import Program

F2, F5, F8 = b"\x1bOQ", b"\x1b[15~", b"\x1b[19~"
FACTS: Final = (F5, F2, F5, F8, F5, F2, F5, F8)
"""Mark, hold, mark, sales pitch: keys that ask for no words; the same state not twice at once."""

OPEN_NOTE: Final = b"n"
ENTER: Final = b"\r"
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
PASTE: Final = (b"\x1b[200~", b"\x1b[201~")

AFTER_TICK_S: Final = 0.12
BETWEEN_S: Final = 0.17
PER_TICK: Final = 4
QUIET_S: Final = 0.05
SILENT_S: Final = 0.1
"""No key has a frame that comes later after the one before it."""
ANSWER_S: Final = 1.5
TAIL: Final = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """A key, and the first frame after it that differs; None if none came in time. ``settled`` is
    the last one before the program is silent."""

    pressed: float
    painted: float | None
    bytes_painted: int
    settled: float | None = None

    @property
    def seconds(self) -> float | None:
        return None if self.painted is None else self.painted - self.pressed

    @property
    def whole(self) -> float | None:
        """Seconds until all of it was painted."""
        return None if self.settled is None else self.settled - self.pressed


def type_singly(program: Program, keys: Sequence[bytes]) -> list[Answer]:
    """Type keys one at a time in the quiet between two ticks of the clock on the screen."""
    answers: list[Answer] = []
    chance = random.Random(7)
    waiting = list(keys)
    while waiting and not program.ended:
        tick = _tick(program)
        for place in range(min(PER_TICK, len(waiting))):
            due = tick + AFTER_TICK_S + BETWEEN_S * place + chance.uniform(0, 0.03)
            while (left := due - monotonic()) > 0:
                program.pump(left)
            program.interpret()
            answers.append(_type_one(program, waiting.pop(0)))
    return answers


def _tick(program: Program) -> float:
    """Wait for the clock to move; when it did."""
    program.settle(QUIET_S)
    mark, end = len(program.frames), monotonic() + 3
    while len(program.frames) == mark and monotonic() < end and not program.ended:
        program.settle(0.02)
    return program.frames[-1] if len(program.frames) > mark else monotonic()


def _type_one(program: Program, key: bytes) -> Answer:
    mark, before = len(program.frames), program.bytes_read
    pressed = program.write(key)
    end = pressed + ANSWER_S
    while len(program.frames) == mark and monotonic() < end and not program.ended:
        program.pump(0.02)
        while program.pump(0.004):
            pass
        program.interpret()
    program.settle(SILENT_S, 0.14)
    frames = program.frames[mark:]
    painted, settled = (frames[0], frames[-1]) if frames else (None, None)
    return Answer(pressed, painted, program.bytes_read - before, settled)


def letters(count: int, seed: int = 11) -> str:
    """Lower-case letters that look like nothing else."""
    chance = random.Random(seed)
    return "".join(chance.choice(LETTERS) for _ in range(count))


def type_fast(program: Program, text: str, rate: float, done: str) -> float:
    """Type ``text`` at ``rate`` keys a second whether or not it is answered; seconds from the
    last key to the frame in which the pattern ``done`` is seen."""
    start = monotonic()
    last = start
    for number, character in enumerate(text):
        while (left := start + number / rate - monotonic()) > 0:
            program.pump(left)
        last = program.write(character.encode())
    return program.time_of(done) - last


def paste(program: Program, text: str, done: str) -> float:
    """Paste ``text``; seconds until the pattern ``done`` is seen."""
    begin, end = PASTE
    pressed = program.write(begin + text.encode() + end)
    return program.time_of(done) - pressed


def tail(text: str) -> str:
    """The end of a text, as a pattern: what a field that holds it must show."""
    return text[-TAIL:]
