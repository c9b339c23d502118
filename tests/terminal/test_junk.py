"""A terminal's replies are junk; what a person types or pastes never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from callmate.clock import ManualClock
from callmate.ui.junk import ORDINARY, JunkGuard
from callmate.ui.keystream import KeyStream

BURST = 0.0001
FAST_TYPIST = 0.03
NAMES = {"\x1b": "escape", "\x07": "ctrl+g", "\r": "enter"}


def field(text: str, gap: float = BURST) -> tuple[str, list[str]]:
    """What an open field holds after ``text`` came as keys, and the keys that were obeyed."""
    guard, now, held, obeyed = JunkGuard(), 0.0, "", []
    for char in text:
        now += gap
        verdict = guard.judge(NAMES.get(char, char), char, now)
        if verdict.recall:
            assert held.endswith(verdict.recall)
            held = held.removesuffix(verdict.recall)
        held += verdict.restore
        if not verdict.junk:
            held += char if char.isprintable() else ""
            obeyed.append(char)
    return held, obeyed


@pytest.mark.parametrize(
    "reply",
    [
        "[?62;22c",
        "^[?62;22c",
        "[>0;276;0c",
        "[8;24;80t",
        "[0n",
        "[?2026;2$y",
        "[27;5;9~",
        "[1;5A",
        "^[97;1u",
        "[<0;10;10M",
        "]11;rgb:1e1e/1e1e/1e1e\x07",
        "^]11;rgb:ffff/ffff/ffff^\\",
        "^P>|XTerm(370)^\\",
        "\x1b[A",
        "\x1bOP",
    ],
)
def test_a_reply_leaves_nothing_in_a_field_and_fires_no_letter(reply: str) -> None:
    held, obeyed = field(reply)
    assert held in ("", "\\")
    assert set(obeyed) <= set("[]^\\O\x1b")


def test_a_key_right_after_a_reply_is_obeyed() -> None:
    assert field("[?62;22ch") == ("h", ["[", "h"])


def test_a_torn_reply_stays_junk_over_short_gaps_and_ends_with_silence() -> None:
    guard = JunkGuard()
    assert guard.judge("[", "[", 0.0) == ORDINARY
    assert guard.judge("?", "?", 0.001).junk
    assert guard.judge("6", "6", 0.040).junk
    assert guard.judge("h", "h", 0.200) == ORDINARY


@pytest.mark.parametrize(
    "raw",
    [
        b"\x1b[?62;22c",
        b"\x1b[8;24;80t",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
        b"\x1bP>|XTerm(370)\x1b\\",
        b"\x1b[?62;22c\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?62c",
        b"\x1bP1+r" + b"5463" * 20 + b"\x1b\\",
    ],
)
def test_no_letter_of_a_real_reply_is_obeyed(raw: bytes) -> None:
    stream, guard = KeyStream(ManualClock().steady), JunkGuard()
    found = [*stream.feed(raw), *stream.finish()]
    keys = [message for message in found if isinstance(message, events.Key)]
    obeyed = [key for key in keys if not guard.judge(key.key, key.character, key.time).junk]
    assert len(keys) > 5
    assert [key.key for key in obeyed if key.character and key.character.isalnum()] == []


@pytest.mark.parametrize("text", ["[?62;22c", "]11;rgb", "^P>|x"])
def test_the_shape_of_a_reply_is_typing_at_a_persons_speed(text: str) -> None:
    assert field(text, FAST_TYPIST) == (text, list(text))


@pytest.mark.parametrize(
    "text",
    [
        "[draft] call them", "[1] first", "[x] done", "[Draft]", "]", "^", "[", "[[", "a[0]=1",
        "see [TODO] and ^this", "[2024 was bad]", "[12,50 EUR]", "]x[", "hold", "O'Brien",
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", [BURST, FAST_TYPIST])
def test_a_paste_that_comes_as_keys_is_whole(text: str, gap: float) -> None:
    assert field(text, gap)[0] == text


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=30))
def test_typing_is_never_junk(text: str) -> None:
    assert field(text, FAST_TYPIST) == (field(text, FAST_TYPIST)[0], list(text))


@given(st.text("[]^?;:0123456789abcMOP\\ \r\x1b\x07", max_size=80))
def test_every_key_gets_a_verdict_and_what_is_given_back_was_taken(text: str) -> None:
    guard, taken = JunkGuard(), ""
    for index, char in enumerate(text):
        verdict = guard.judge(NAMES.get(char, char), char, index * BURST)
        assert not (verdict.junk and verdict.restore)
        assert verdict.restore in taken
        taken += verdict.recall + (char if verdict.junk else "")
