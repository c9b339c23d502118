"""Persons at the program's windows: one makes calls, one looks on and adds notes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.e2e.window import NARROW, READY, WIDE, Window

CTRL_N, ESCAPE, ENTER, DOWN = "\x0e", "\x1b", "\r", "\x1b[B"
IDLE, TYPING, HELP = "I D L E", "▸ TYPING", "ALL KEYS"
LETTER_S: Final = (0.01, 0.05)
"""From one letter of a text to the next: a fast typist, sixty times as fast."""
STUTTER_S: Final = 0.8
"""A second h sooner than that is taken for a slip."""
SETTLES_S: Final = 0.5
MOST_ENDS: Final = 40
CALLS_A_CASE: Final = 4
ACTS_A_CALL: Final = (4, 14)


class Typist:
    """One person, and the texts that were shown to them as kept."""

    def __init__(self, home: Path, chance: random.Random, name: str) -> None:
        self._home, self._chance, self._name = home, chance, name
        self._window: Window | None = None
        self._texts = 0
        self.kept: list[str] = []

    @property
    def window(self) -> Window:
        assert self._window is not None, "it was not started"
        return self._window

    @property
    def pid(self) -> int:
        return self.window.process.pid

    def start(self) -> None:
        """Open a window, and wait until it shows what was going on."""
        self._window = Window(self._home)
        self.window.until(lambda: READY in self.text or TYPING in self.text, "its keys")

    @property
    def text(self) -> str:
        return self.window.text

    @property
    def is_idle(self) -> bool:
        return IDLE in self.text

    def act(self) -> None:
        raise NotImplementedError

    def write(self, most: int = 4) -> str:
        """Type some words letter by letter; a text that was never typed before."""
        self._texts += 1
        words = " ".join(self._chance.choices(WORDS, k=self._chance.randint(1, most)))
        text = f"{self._name}{self._texts} {words}"
        for letter in text:
            self.window.send(letter).rest(self._chance.uniform(*LETTER_S))
        return text

    def keep(self, key: str, asks: str) -> None:
        """Press a key that asks for words, type them, and wait until they stand in the log."""
        self.window.press(key).see(f"{TYPING} {asks}")
        text = self.write()
        self.window.see(text[-12:])
        self.window.send(ENTER).until(lambda: TYPING not in self.text, f"{text} to be kept")
        self.kept.append(text)

    def leave_field(self) -> None:
        if TYPING in self.text:
            self.window.send(ENTER).until(lambda: TYPING not in self.text, "the field to be left")

    def quit(self) -> None:
        """Close the window as a person does."""
        self.leave_field()
        self.window.quit()

    def finish(self) -> None:
        if self._window is not None:
            self._window.finish()


class Caller(Typist):
    """Makes one call after the other, and logs what happens in it."""

    _calls = 0
    _left = 0
    _half = ""

    def start(self) -> None:
        """What was being typed when it was killed stands in its field again."""
        super().start()
        if self._half:
            self.window.see(TYPING, self._half[-12:])
            self.window.send(ENTER).until(lambda: TYPING not in self.text, "the field to be left")
            self.kept.append(self._half)
            self._half = ""
        self.leave_field()

    def act(self) -> None:
        self.leave_field()
        if self.is_idle:
            self._begin()
        elif self._left <= 0:
            self._end()
        else:
            self._left -= 1
            self._chance.choice(self._acts())()

    def leave_something_half_typed(self) -> None:
        """And see it, so that it is acknowledged."""
        if self.is_idle or TYPING in self.text:
            return
        self.window.press("n").see(f"{TYPING} note")
        self._half = self.write()
        self.window.see(self._half[-12:])

    def kill(self) -> None:
        self.window.kill()
        self.window.close_terminal()

    def _begin(self) -> None:
        if "WRAP-UP" in self.text:
            self.window.press(ESCAPE).see_gone("WRAP-UP")
        if self._calls % CALLS_A_CASE == 0:
            self.window.press(CTRL_N).see(TYPING)
            self.window.send(f"Company {self._calls}{ENTER}").rest(0.1)
            self.window.send(ESCAPE).until(lambda: TYPING not in self.text, "the sheet to be left")
        self._calls += 1
        self._left = self._chance.randint(*ACTS_A_CALL)
        self.window.press(" ").until(lambda: not self.is_idle, "the call")

    def _end(self) -> None:
        """Twice the same key, and again where a note of the other window came between."""
        for _ in range(MOST_ENDS):
            self.window.press("e").rest(SETTLES_S)
            if self.is_idle:
                return
        raise AssertionError(f"the call does not end:\n{self.text}")

    def _acts(self) -> list[Callable[[], None]]:
        return [
            lambda: self.keep("n", "note"),
            lambda: self.keep("n", "note"),
            lambda: self.keep("r", "rep's name"),
            lambda: self.keep("t", "transferred to"),
            lambda: self.keep("a", "asked for"),
            self._hold,
            self._refused,
        ]

    def _hold(self) -> None:
        self.window.rest(STUTTER_S).send("h").see("O N   H O L D")
        self.window.rest(STUTTER_S).send("h").see_gone("O N   H O L D")

    def _refused(self) -> None:
        self.keep("a", "asked for")
        self.window.press(self._chance.choice("xg"))


class Companion(Typist):
    """Sees the calls of the other window, adds notes to them, and looks around."""

    def act(self) -> None:
        self.leave_field()
        if self.is_idle or self._chance.random() < 0.4:
            self._chance.choice((self._keys, self._find, self._turn_the_window))()
        else:
            self._note()
        self.window.rest(self._chance.uniform(0.5, 1.5))

    def _note(self) -> None:
        """Where the call ended meanwhile, a note may be typed as well."""
        self.keep("n", "note")

    def _keys(self) -> None:
        self.window.press("?").see(HELP)
        self.window.press(ESCAPE).see_gone(HELP)

    def _find(self) -> None:
        self.window.press("/").see("find:")
        self.window.send(self._chance.choice(WORDS).split()[0]).rest(0.4)
        self.window.press(DOWN).rest(0.4)
        self.window.press(ESCAPE).see_gone("find:")

    def _turn_the_window(self) -> None:
        for size in (WIDE, NARROW):
            self.window.resize(size)
            self.window.rest(0.4)


WORDS: Final = (
    "refund", "the meter", "no way", "a manager", "again", "the line is bad", "Ürün", "Gebühr",
    "no idea", "call back later", "they said so",
)  # fmt: skip
