"""Tells a terminal's unasked-for reply, which arrives as single keys, from a person's typing.

A reply Textual does not know, or an escape sequence that a slow line tore in two, comes as a
burst of printable keys: ``[?62;22c``, ``]11;rgb:1e1e/1e1e/1e1e``. Its letters would fire hotkeys
or fill an open field. Speed alone cannot tell it apart, since a paste without paste markers is
as fast; so what is fast must also have the shape of a reply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

BURST_SECONDS: Final = 0.002
"""Two keys closer than this came in one piece; a person's are ten times further apart."""

SILENCE_SECONDS: Final = 0.05
"""After this long without a key, a reply is over whatever its shape."""

TORN_SECONDS: Final = 1.0
"""How long after an Escape the rest of a torn sequence may still come."""

OPENERS: Final = "[]^"

LONGEST: Final = 32
"""Characters of a reply that counts and ends by shape; what is longer is typing."""

# Textual shows the ESC of a sequence it could not read as "^", or not at all.
_CONTROL = r"\^?\["
_WHOLE = re.compile(
    rf"{_CONTROL}(?:[?<>=][\d;:]*\$?[A-Za-z]|[\d;:]*;[\d;:]*\$?[A-Za-z~]|\d+[nu~])\Z"
)
_PART = re.compile(rf"(?:\^\[|{_CONTROL}(?:[?<>=][\d;:]*|\d[\d;:]*)\$?|\^?\]\d{{0,3}})\Z")
_STRING = re.compile(r"(?:\^?\]\d{1,3};|\^[P_X]).*\Z", re.DOTALL)
_TORN = re.compile(r"(?:\[[A-Z]|O[A-Z])\Z")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a key is.

    ``junk``: part of a reply: to be logged, not to be obeyed. ``recall``: characters handed on as
    ordinary just before, that belong to the reply: an open field takes them out again.
    ``restore``: characters called junk just before, that were typing after all: an open field
    puts them in, before this key.
    """

    junk: bool = False
    recall: str = ""
    restore: str = ""


ORDINARY: Final = Verdict()


@dataclass(slots=True)
class JunkGuard:
    """Judges keys one by one, in the order they came. Holds no key back and needs no timer."""

    _run: str = ""
    _junk: bool = False
    _last: float = field(default=float("-inf"))
    _escape: float = field(default=float("-inf"))

    def judge(self, key: str, character: str | None, time: float) -> Verdict:
        """The verdict on a key read at ``time``, in seconds of the steady clock."""
        gap, self._last = time - self._last, time
        if gap > (SILENCE_SECONDS if self._junk else BURST_SECONDS):
            self._forget()
        if character is None or len(character) != 1 or not character.isprintable():
            return self._other(key, time)
        if not self._run:
            return self._open(character, time)
        return self._continue(character, time)

    def _forget(self) -> None:
        self._run, self._junk = "", False

    def _other(self, key: str, time: float) -> Verdict:
        """A key that prints nothing ends a run: as a reply's own end, or as typing."""
        run, junk = self._run, self._junk
        self._forget()
        if key == "escape":
            self._escape = time
        if junk and key == "ctrl+g" and _STRING.match(run):
            return Verdict(junk=True)
        return Verdict(restore=run) if junk and not _STRING.match(run) else ORDINARY

    def _open(self, character: str, time: float) -> Verdict:
        torn = character == "O" and time - self._escape <= TORN_SECONDS
        if character in OPENERS or torn:
            self._run = character
        return ORDINARY

    def _continue(self, character: str, time: float) -> Verdict:
        run = self._run + character
        torn = time - self._escape <= TORN_SECONDS and _TORN.match(run) is not None
        if _STRING.match(run):
            # Only its beginning is kept: the end is known by its terminator or by silence.
            return self._grow(run[:LONGEST], ends=character == "\\")
        if len(run) > LONGEST:
            return self._typing(character, time)
        if torn or _WHOLE.match(run):
            return self._grow(run, ends=True)
        if _PART.match(run):
            return self._grow(run, ends=False)
        return self._typing(character, time)

    def _grow(self, run: str, ends: bool) -> Verdict:
        recall = "" if self._junk else self._run
        self._run, self._junk = ("", False) if ends else (run, True)
        return Verdict(junk=True, recall=recall)

    def _typing(self, character: str, time: float) -> Verdict:
        """The shape is no reply's: what was called junk is given back."""
        restore = self._run if self._junk else ""
        self._forget()
        self._open(character, time)
        return Verdict(restore=restore)
