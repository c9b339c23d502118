"""Bytes from a terminal become Textual's events, whatever the bytes are.

Textual's own parser raises on sequences a terminal may rightly send, which ends the program; it
hands out the inside of a paste as keys when the paste holds an ESC; and it swallows every key
after a paste whose end got lost. Here the paste is taken out of the stream before the parser
sees it, and the parser is guarded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Final

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import Keys
from textual.message import Message

PASTE_SILENCE_SECONDS: Final = 2.0
"""A paste whose end marker has not come after this long without a byte is taken as ended."""

KITTY_PRESS: Final = ("", "1", "2")
"""Event types of the kitty protocol that are a press or a repeat; the others are releases."""

_KITTY = re.compile(
    r"\x1b\[(?P<code>\d*)(?::(?P<shifted>\d*))?(?::\d*)?"
    r"(?:;(?P<mods>\d*)(?::(?P<event>\d*))?(?:;(?P<text>[\d:]*))?)?(?P<end>[u~ABCDEFHPQRS])"
)


class GuardedParser(XTermParser):
    """Textual's parser, for which no sequence is an error: a bad one is ignored."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        try:
            return list(super()._sequence_to_key_events(_plain_kitty(sequence), alt))
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore, sequence)]

    def parse_mouse_code(self, code: str) -> Message | None:
        try:
            return super().parse_mouse_code(code)
        except (ValueError, OverflowError, ZeroDivisionError):
            return None


def _plain_kitty(sequence: str) -> str:
    """A kitty key report without the parts Textual cannot read.

    Raises :class:`ValueError` for a key's release, which is no key press.
    """
    if ":" not in sequence or (report := _KITTY.fullmatch(sequence)) is None:
        return sequence
    if (report["event"] or "") not in KITTY_PRESS:
        raise ValueError("a key was released")
    text = report["text"] or report["shifted"] or ""
    tail = f";{report['mods'] or ''};{text}" if text else f";{report['mods'] or ''}"
    return f"\x1b[{report['code']}{tail}{report['end']}"


class KeyStream:
    """Turns what is read from the terminal into events.

    ``steady`` gives seconds of the clock that stamps the events. Not for use from two threads.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = GuardedParser()
        self._seen = ""
        self._paste: list[str] | None = None
        self._paste_began = self._heard = 0.0

    def feed(self, raw: bytes) -> Iterator[Message]:
        """The events that ``raw`` completes. Bytes that are no UTF-8 come as U+FFFD."""
        self._heard = self._steady()
        yield from self._split(self._decode(raw))

    def tick(self) -> Iterator[Message]:
        """The events that waiting completes: a lone Escape, a paste whose end was lost."""
        if self._paste is not None and self._steady() - self._heard >= PASTE_SILENCE_SECONDS:
            yield self._close_paste()
        yield from self._stamped(self._parser.tick())

    def finish(self) -> Iterator[Message]:
        """What is left when no more is read: half a sequence, half a paste. Nothing is dropped."""
        yield from self._split(self._decode(b"", True))
        if self._paste is not None:
            yield self._close_paste()
        yield from self._stamped(self._parser.feed(""))

    def _split(self, text: str) -> Iterator[Message]:
        while text:
            if self._paste is None:
                text = yield from self._keys(text)
            else:
                text = yield from self._pasted(text)

    def _keys(self, text: str) -> Generator[Message, None, str]:
        """Parse ``text`` as far as the beginning of a paste; return what comes after it."""
        known = len(self._seen)
        joined = self._seen + text
        at = joined.find(BRACKETED_PASTE_START)
        if at < 0:
            self._seen = joined[1 - len(BRACKETED_PASTE_START) :]
            yield from self._parse(text)
            return ""
        end = at + len(BRACKETED_PASTE_START)
        # The parser gets both markers and nothing between them: its own paste stays empty.
        yield from self._parse(joined[known:end] + BRACKETED_PASTE_END)
        self._paste, self._paste_began, self._seen = [], self._heard, ""
        return joined[end:]

    def _pasted(self, text: str) -> Generator[Message, None, str]:
        """Gather ``text`` as far as the end of the paste; return what comes after it."""
        assert self._paste is not None
        joined = self._seen + text
        at = joined.find(BRACKETED_PASTE_END)
        if at < 0:
            held = len(joined) - len(BRACKETED_PASTE_END) + 1
            self._paste.append(joined[: max(held, 0)])
            self._seen = joined[max(held, 0) :]
            return ""
        self._seen = ""
        self._paste.append(joined[:at])
        yield self._close_paste()
        return joined[at + len(BRACKETED_PASTE_END) :]

    def _close_paste(self) -> events.Paste:
        assert self._paste is not None
        paste = events.Paste("".join(self._paste) + self._seen)
        paste.time = self._paste_began
        self._paste, self._seen = None, ""
        return paste

    def _parse(self, text: str) -> Iterator[Message]:
        for message in self._stamped(self._parser.feed(text)):
            if not isinstance(message, events.Paste):
                yield message

    def _stamped(self, messages: Iterable[Message]) -> Iterator[Message]:
        """``messages`` with the time they were read: one for all that came in one piece."""
        for message in messages:
            message.time = self._heard
            yield message
