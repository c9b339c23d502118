"""The rules of the hand: what a finger meant when it slipped. Pure; times are moments.

``live.md``, rules 1 and 6: a second press of the same state key at once is a stutter; four or
more different live letters in quick succession are somebody typing into the wrong place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from callmate.model.moment import Moment, elapsed_us

STUTTER_US: Final = 700_000
TYPING_GAP_US: Final = 300_000
TYPING_LETTERS: Final = 4
CLOSING_US: Final = 60_000_000
STATE_KEYS: Final = frozenset(
    {"hold", "pitch", "transfer", "manager", "instruction", "anger", "recording"}
)


@dataclass(frozen=True, slots=True)
class Press:
    """A live key outside a field: what it did can be taken back by its input's id.

    ``letter`` is the letter, or the name of a function key, which is never typing.
    """

    letter: str
    command: str
    at: Moment
    input_id: str


@dataclass(frozen=True, slots=True)
class Hand:
    """The last few live letters, oldest first, each within the typing gap of the next."""

    presses: tuple[Press, ...] = ()

    def is_stutter(self, command: str, at: Moment) -> bool:
        """Whether this press of a state key is the last one once more."""
        if command not in STATE_KEYS or not self.presses:
            return False
        last = self.presses[-1]
        return last.command == command and elapsed_us(last.at, at) < STUTTER_US

    def after(self, press: Press) -> Hand:
        """The hand with one more live key; a pause or a function key begins anew."""
        last = self.presses[-1] if self.presses else press
        slow = elapsed_us(last.at, press.at) > TYPING_GAP_US
        if slow or len(last.letter) > 1 or len(press.letter) > 1:
            return Hand((press,))
        return Hand((*self.presses, press)[-16:])

    def between(self, key: str, is_text: bool, in_field: bool) -> Hand:
        """The hand after a key that is not live: letters on both sides of it are no one word.

        Outside a field, text of any other kind may be part of what was typed into the wrong
        window, and so may the enter at the end of it.
        """
        return self if not in_field and (is_text or key in ("enter", "ctrl+j")) else Hand()

    @property
    def is_typing(self) -> bool:
        """Whether the letters are text that went to the wrong window."""
        return len({press.letter for press in self.presses}) >= TYPING_LETTERS

    @property
    def text(self) -> str:
        return "".join(press.letter for press in self.presses)
