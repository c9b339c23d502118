"""What is typed in one life of the program before it is killed: in the preparation, in a call, or
on the wrap-up page."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.e2e.stored import events, half_typed
from tests.e2e.window import Window

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
HOLD, ESCAPE, ENTER, TAB, BACK_TAB = "\x1bOQ", "\x1b", "\r", "\t", "\x1b[Z"
CTRL_N, CTRL_O = "\x0e", "\x0f"
ECHO: Final = 6
"""Letters that are waited for together: fewer could stand somewhere on the screen anyway."""
REP: Final = "ann"
DIGITS: Final = {1: "12345", 2: "345", 3: "123"}
"""What is pressed on each step of the wrap-up: no result after which a fourth step would come."""
LAST_LINE: Final = {1: "owned it", 2: "still open", 3: "I made no threats"}
"""The last line with a digit of each step: with it the whole page is painted."""
AFTER: Final = {"": "yes", "yes": "no", "no": ""}
"""What a digit makes of the word beside it."""
PROMPT: Final = re.compile(r"▸ TYPING ([^:]+):")


@dataclass
class Life:
    """What was typed, and what of it was acknowledged before the program died."""

    number: int
    before: set[str]
    seen: set[str] = field(default_factory=set)
    """Events that the file held while the program lived."""
    letters: str = ""
    echo: str = ""
    """The letters the screen had shown."""
    kept: list[str] = field(default_factory=list)
    """Texts that the screen had taken: it went on from their field."""
    digits: str = ""
    ticked: int = 0
    """How many of the digits had shown what they did."""
    keys: int = 0


class Scene:
    """Types at random into one window until a random number of keys is reached."""

    def __init__(self, home: Path, chance: random.Random, window: Window, life: Life) -> None:
        self.home, self.chance, self.window, self.life = home, chance, window, life
        self.line = ""
        """The letters of this life in the open field."""

    def begin(self) -> None:
        """Come to where this scene is typed, from wherever the last kill left off."""
        raise NotImplementedError

    def act(self) -> None:
        """One piece of typing."""
        raise NotImplementedError

    def run(self) -> None:
        self.begin()
        last = self.life.keys + self.chance.randrange(6, 60)
        while self.life.keys < last:
            self.act()
            if self.chance.random() < 0.3:
                self.life.seen = {event["id"] for event in events(self.home)}

    # typing

    @property
    def prompt(self) -> str:
        """What the open field asks; empty if none is open."""
        found = PROMPT.search(self.window.text)
        return found[1].strip() if found else ""

    def press(self, key: str) -> Window:
        self.life.keys += 1
        return self.window.press(key)

    def piece(self) -> None:
        """Some letters; sometimes their echo is waited for."""
        piece = "".join(self.chance.choices(LETTERS, k=self.chance.randint(1, 6)))
        self.window.send(piece)
        self.line += piece
        self.life.letters += piece
        self.life.keys += len(piece)
        if len(self.line) >= ECHO and self.chance.random() < 0.5:
            self.window.see(self.line[-ECHO:])
            self.life.echo = self.life.letters

    def leave(self, key: str) -> None:
        """Leave the field. When it is gone, or asks something else, its text was acknowledged."""
        before = looked = self.prompt

        def is_left() -> bool:
            """Gone in two looks alike: half of a frame may show a prompt that never was."""
            nonlocal looked
            last, looked = looked, self.prompt
            return before != looked == last

        self.window.send(key).until(is_left, f"{before} to be left")
        self.life.keys += 1
        self.life.kept += [self.line] if self.line else []
        self.life.echo, self.line = self.life.letters, ""


class Preparing(Scene):
    """Lines of the preparation, left by enter or for another section."""

    def begin(self) -> None:
        if not self.prompt:
            self.press(CTRL_O if self.life.before else CTRL_N).see("/5 ", "TYPING")

    def act(self) -> None:
        if not self.prompt:
            self.begin()
        elif self.prompt.startswith(("Account", "PIN")):
            self.leave(ENTER)  # masked: its letters could not be looked for
        elif self.prompt.startswith("Your mood"):
            self._mood()
        elif self.prompt.startswith("Minutes"):
            self.leave(TAB)  # letters are no length: it would say so
        elif self.line and self.chance.random() < 0.25:
            # Enter after a question makes room for another one: the prompt would stay the same.
            enter = TAB if self.prompt.startswith("A question") else ENTER
            self.leave(self.chance.choice((enter, enter, TAB, ESCAPE)))
        else:
            self.piece()

    def _mood(self) -> None:
        """One of its own answers, once; what was half typed of one is given up."""
        stored = events(self.home)
        if half_typed(stored) or any(event["kind"] == "mood" for event in stored):
            return self.leave(TAB)
        self.line = "tense"
        self.window.send(self.line).see(f"TYPING {self.prompt}: {self.line}")
        self.life.letters += self.line
        self.life.keys += len(self.line)
        return self.leave(ENTER)


class Calling(Scene):
    """Notes of a call, with a hold now and then."""

    def begin(self) -> None:
        window = self.window
        if not any(event["kind"] == "call_start" for event in events(self.home)):
            if self.prompt:
                self.leave(ESCAPE)
            self.press(" ").see("W A I T I N G")
            self.press("r").see("TYPING rep's name")
            window.send(f"{REP}{ENTER}").see(f"▸ rep {REP}")
            self.life.keys += len(REP) + 1
        elif self.prompt and self.chance.random() < 0.3:
            self.leave(ENTER)
        if not self.prompt:
            self.press("n").see("TYPING note")

    def act(self) -> None:
        self.piece()
        if self.chance.random() < 0.15:
            self.window.send(HOLD)
            self.life.keys += 1


class Wrapping(Scene):
    """Digits on the wrap-up page, steps to and fro, and own words about the rep."""

    def __init__(self, home: Path, chance: random.Random, window: Window, life: Life) -> None:
        super().__init__(home, chance, window, life)
        self.pending: dict[str, str] = {}
        """By digit what it is to show, where that was not waited for."""

    def begin(self) -> None:
        if not any(event["kind"] == "call_end" for event in events(self.home)):
            if self.prompt:
                self.leave(ENTER)
            self.press("e").see("E N D I N G ?")
            self.press("e").see("WRAP-UP 1/3", LAST_LINE[1])

    def act(self) -> None:
        if self.prompt:
            if self.line and self.chance.random() < 0.15:
                self.leave(ENTER)
            else:
                self.piece()
        elif self.chance.random() < 0.2:
            self._step()
        elif self.step == 1 and self.chance.random() < 0.4:
            self.press("6").see("TYPING did and did not")
        else:
            self._digit()

    @property
    def step(self) -> int:
        """Which step of the wrap-up is shown."""
        found = re.search(r"WRAP-UP (\d)/3", self.window.text)
        assert found, self.window.text
        return int(found[1])

    def _step(self) -> None:
        """To another step, never past the last one: that would be the end of it."""
        step = self.step
        to = step + self.chance.choice((1, -1))
        if to in DIGITS:
            self.press(TAB if to > step else BACK_TAB).see(f"WRAP-UP {to}/3", LAST_LINE[to])
            self.pending.clear()

    def _digit(self) -> None:
        step = self.step
        digit = self.chance.choice(DIGITS[step])
        if digit in self.pending:
            self._see_mark(digit, self.pending.pop(digit))
        before = shown_mark(self.window, digit)
        after = "●" if step == 2 else AFTER[before]
        if step == 2:
            self.pending.clear()  # one result takes the place of another
        self.press(digit)
        self.life.digits += digit
        if self.chance.random() < 0.3:
            self.pending[digit] = after
        elif after != before:
            self._see_mark(digit, after)
            self.life.ticked = len(self.life.digits)

    def _see_mark(self, digit: str, words: str) -> None:
        self.window.until(lambda: shown_mark(self.window, digit) == words, f"{digit} {words}")


def shown_mark(window: Window, digit: str) -> str:
    """What stands behind a digit on a page: yes, no, a dot, or nothing."""
    for line in window.screen.display:
        found = re.match(rf"[▸ ]{digit} (yes|no|●)? +\S", line)
        if found:
            return found[1] or ""
    raise AssertionError(f"no line {digit} on the page:\n{window.text}")
