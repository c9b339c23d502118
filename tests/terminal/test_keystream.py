"""Bytes to events: nothing raises, nothing typed is lost, a paste is one event."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from callmate.clock import ManualClock
from callmate.ui.keystream import PASTE_SILENCE_SECONDS, KeyStream

START, END = b"\x1b[200~", b"\x1b[201~"
PIECES = st.sampled_from(
    [b"\x1b", b"[", b"?", b"2", b"0", b"1", b"~", b";", b":", b"u", b"M", b"<", b"m", b"t", b"a",
     b"99999999", b"\xff", b"\xc3", b"\xa9", b"\x00", b"]", b"P", b"\\", b"48", b"$y", b"R", START,
     END, "é".encode(), b"\x1b[48;0;0;0;0t", b"\x1b[<0;3;3M", b"\x1b[97;1:3u", b"\x1b[97:65;2u"]
)  # fmt: skip


def run(*reads: bytes) -> list[str | tuple[str]]:
    """Keys as their names, pastes as 1-tuples, of what ``reads`` bring."""
    stream = KeyStream(ManualClock().steady)
    found = [message for raw in reads for message in stream.feed(raw)]
    found += stream.finish()
    return [
        message.key if isinstance(message, events.Key) else (message.text,)
        for message in found
        if isinstance(message, events.Key | events.Paste)
    ]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"\xff", ["replacement_character"]),
        (b"\x1b[97;1:1u", ["a"]),
        (b"\x1b[97;1:2u", ["a"]),
        (b"\x1b[97;1:3u", []),
        (b"\x1b[97:65;2u", ["A"]),
        (b"\x1b[97;2;65u", ["A"]),
        (b"\x1b[99999999u", []),
        (b"\x1b[1;1:3A", []),
        (b"\x1b[1;1:1A", ["up"]),
        (b"\x1b[M !!", []),
        (b"\x1b[M\xe0\xf0\xf0", []),
        (b"\x1b[48;0;0;0;0t\x1b[<0;3;3M", []),
        (b"\x1b", ["escape"]),
        ("é".encode(), ["é"]),
    ],
)
def test_each_sequence_is_a_key_or_nothing(raw: bytes, seen: list[str]) -> None:
    assert run(raw + b"k") == [*seen, "k"] if raw != b"\x1b" else run(raw) == seen


def test_a_character_may_come_in_two_reads() -> None:
    assert run(b"\xc3", b"\xa9k") == ["é", "k"]


@pytest.mark.parametrize("inside", ["", "one\rtwo\n", "a\x1bh", "x\x1b[20y", "\x00", "[200~"])
def test_a_paste_is_one_event_as_it_was(inside: str) -> None:
    assert run(b"h" + START + inside.encode() + END + b"k") == ["h", (inside,), "k"]


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.lists(st.integers(1, 9), max_size=60))
def test_a_paste_survives_any_split(inside: str, sizes: list[int]) -> None:
    whole = b"h" + START + inside.replace("\x1b", "").encode() + END + b"k"
    reads, at = [], 0
    for size in sizes:
        reads.append(whole[at : at + size])
        at += size
    assert run(*reads, whole[at:]) == ["h", (inside.replace("\x1b", ""),), "k"]


@given(st.lists(st.lists(PIECES, max_size=6).map(b"".join), max_size=12))
def test_no_bytes_raise(reads: list[bytes]) -> None:
    run(*reads)


@given(st.binary(max_size=200), st.integers(0, 200))
def test_no_random_bytes_raise(raw: bytes, cut: int) -> None:
    run(raw[:cut], raw[cut:])


@dataclass
class Listener:
    clock: ManualClock
    stream: KeyStream

    def tick(self) -> list[events.Paste]:
        return [message for message in self.stream.tick() if isinstance(message, events.Paste)]


@pytest.fixture
def listener() -> Listener:
    clock = ManualClock()
    return Listener(clock, KeyStream(clock.steady))


def test_a_paste_without_an_end_is_closed_after_silence(listener: Listener) -> None:
    began = listener.clock.steady()
    assert not list(listener.stream.feed(START + b"half"))
    listener.clock.advance(PASTE_SILENCE_SECONDS - 0.01)
    assert not listener.tick()
    assert not list(listener.stream.feed(b" of it"))
    listener.clock.advance(PASTE_SILENCE_SECONDS - 0.01)
    assert not listener.tick()
    listener.clock.advance(0.01)
    (paste,) = listener.tick()
    assert (paste.text, paste.time) == ("half of it", began)
    (key,) = listener.stream.feed(b"k")
    assert isinstance(key, events.Key) and key.key == "k"


def test_half_a_paste_is_kept_when_reading_stops(listener: Listener) -> None:
    assert not list(listener.stream.feed(START + b"half\x1b[20"))
    (paste,) = listener.stream.finish()
    assert isinstance(paste, events.Paste) and paste.text == "half\x1b[20"


def test_all_keys_of_one_read_have_the_time_of_that_read(listener: Listener) -> None:
    read = listener.clock.steady()
    found = list(listener.stream.feed(b"ab\x1b"))
    listener.clock.advance(0.1)
    found += listener.stream.finish()
    assert [message.time for message in found] == [read] * 3
