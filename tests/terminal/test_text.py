"""Text as it is shown, compared and hidden: rows 1-17 of what may be typed or pasted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.text import JOINERS, MARKS_A_CELL, VISIBLE_FORMATS, fold, mask, show
from callmate.ui.cells import cells, clip

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
HARD = st.sampled_from(
    [*"\x1b\x00\x07\r\n\t\x7f\x9b\u202e\u2066\u200b\u2028\ufeff\ud83d\u0301\u200d\ufe0f👨e[漢ש"]
)
HARD_TEXT = st.lists(HARD, max_size=20).map("".join)
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
TEXTS = ANY_TEXT | HARD_TEXT


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b]0;x\x07", "␛]0;x␇"),
        ("\x1b[2J\x1bc\x1b[?1049l", "␛[2J␛c␛[?1049l"),
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\x00b\x7f", "a␀b␡"),
        ("one\r\ntwo\nthree\rfour", "one␤two␤three␤four"),
        ("user\u202egnp.exe", "user<U+202E>gnp.exe"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("\ud83d", "<U+D83D>"),
        ("a\u2028b", "a<U+2028>b"),
        ("\ufffe", "<U+FFFE>"),
        ("\u0301x", "◌\u0301x"),
        ("\u200dx", "<U+200D>x"),
    ],
)
def test_what_is_invisible_or_active_is_shown_as_a_symbol(typed: str, shown: str) -> None:
    assert show(typed) == shown


@pytest.mark.parametrize(
    "text",
    [ENGLAND, "👨\u200d👩\u200d👧", "❤\ufe0f", "🇩🇪",
     "漢字", "مرحبا", "नमस्ते", "क्\u200dष", "می\u200cخواهم", "e\u0301", "Ångström",
     "[bold]", "[/b]", "[TODO]", "\\[", "[@click=app.quit]", ":smile:"],
)  # fmt: skip
def test_what_people_write_is_unchanged(text: str) -> None:
    assert show(text) == text


def test_a_line_break_becomes_what_is_asked_for() -> None:
    assert show("a\r\nb", newline=" ") == "a b"
    assert show("a\nb\x1b", newline="\n") == "a\nb␛"


def test_a_flood_of_marks_is_clipped() -> None:
    assert show("e" + "\u0301" * 1000 + "x") == "e" + "\u0301" * MARKS_A_CELL + "x"
    assert len(show("e" + "\u0301\u200d" * 1000)) <= 3 * MARKS_A_CELL


@given(TEXTS)
def test_nothing_shown_can_act_on_the_terminal(text: str) -> None:
    for char in show(text):
        kind = unicodedata.category(char)
        assert kind not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        )  # fmt: skip
        tag = 0xE0020 <= ord(char) <= 0xE007F
        assert kind != "Cf" or char in JOINERS or char in VISIBLE_FORMATS or tag


@given(TEXTS)
def test_showing_twice_is_showing_once(text: str) -> None:
    assert show(show(text)) == show(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jos\u00e9", "Jose\u0301"),
        ("JANICE", "janice"),
        ("Jan\u200bice", "Janice"),
        ("Straße", "STRASSE"),
        ("Jan\u00a0 Doe ", "jan doe"),
        ("\uff2aan", "Jan"),
    ],
)
def test_names_that_look_the_same_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_stay_different() -> None:
    assert fold("Jan") != fold("Jane")
    assert fold("Jose") != fold("José")


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("850 0201 4417", "···4417"),
        ("12344417", "···4417"),
        ("1234", "···"),
        ("hunter2", "···"),
        ("", "···"),
        ("aaaaaaaa\x1b[2J", "···␛[2J"),
    ],
)
def test_a_secret_shows_four_characters_at_most(value: str, masked: str) -> None:
    assert mask(value) == masked


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("漢字", 4), ("👨\u200d👩\u200d👧", 2), ("e\u0301", 1), ("❤\ufe0f", 2)],
)
def test_width_in_cells(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "clipped"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("漢字漢", 4, "漢…"),
        ("xe\u0301yz", 3, "xe\u0301…"),
        ("👨\u200d👩\u200d👧xyz", 4, "👨\u200d👩\u200d👧x…"),
        ("abc", 0, ""),
    ],
)
def test_clipping_keeps_characters_whole(text: str, width: int, clipped: str) -> None:
    assert clip(text, width) == clipped


@given(TEXTS.map(show), st.integers(0, 30))
def test_a_clipped_text_fits(text: str, width: int) -> None:
    clipped = clip(text, width)
    assert cells(clipped) <= width
    assert clipped == text or clipped.endswith("…") or width == 0
