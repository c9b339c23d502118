"""What the tone check finds in a letter, and what it leaves in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.letter.tone import check


def kinds(text: str, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(one.kind, one.words) for one in check(text, known)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pay now or else.", ("threat", "or else")),
        ("I will sue.", ("threat", "I will sue")),
        ("You'll regret this.", ("threat", "You'll regret")),
        ("You’ll regret this.", ("threat", "You’ll regret")),
        ("I will take legal\naction.", ("threat", "legal action")),
        ("Your clerk is an idiot.", ("insult", "idiot")),
        ("You liars.", ("insult", "liars")),
        ("A f*** waste of time.", ("insult", "f***")),
        ("You are a joke.", ("insult", "joke")),
        ("Your ｓｔｕｐｉｄ rules.", ("insult", "ｓｔｕｐｉｄ")),
        ("It is an OUTRAGE.", ("capitals", "OUTRAGE")),
        ("I WANT MY money.", ("capitals", "WANT MY")),
        ("Answer!!", ("exclamation", "!!")),
        ("Really?!", ("exclamation", "?!")),
        ("One! Two! Three!", ("exclamation", "! 3 times")),
    ],
)
def test_it_is_found(text: str, found: tuple[str, str]) -> None:
    assert found in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sue from billing put me through.",
        "The rubbish was not collected.",
        "The bill from UPS and the IRS, sent by BT.",
        "My case is AB-1234-XYZ.",
        "What the hell-raisers sang is beside the point.",
        "Please answer by 5 December 2026. Thank you!",
        "I asked for a manager twice and was refused.",
        "They threatened legal work on the road; the court is closed.",
        "",
    ],
)
def test_it_is_left_in_peace(text: str) -> None:
    assert not check(text)


def test_the_names_of_the_case_may_be_in_capitals() -> None:
    text = "Dear PORSCHE GLOBAL team, my reference is QWERTY."
    assert kinds(text) == [("capitals", "PORSCHE GLOBAL"), ("capitals", "QWERTY")]
    assert not check(text, ("Porsche Global", "QWERTY"))


@given(st.text())
def test_any_text_is_read_and_each_finding_stands_where_it_says(text: str) -> None:
    for one in check(text):
        first = one.words.split()[0]
        assert text[one.start :].startswith(first)
