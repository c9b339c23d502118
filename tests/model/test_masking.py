"""Secrets are masked in what leaves the program; the numbers of the case stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.masking import masked


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("card 4111 1111 1111 1111", "4111 1111"),
        ("378282246310005", "37828224"),
        ("2223-0031-2200-3222", "0031"),
        ("cvv 123", "123"),
        ("security code: 1234", "1234"),
        ("ssn 123-45-6789", "6789"),
        ("536 90 4399", "4399"),
        ("my social is 123456789", "123456789"),
        ("the last four of my ssn is 6789", "6789"),
        ("GB82 WEST 1234 5698 7654 32", "5698"),
        ("DE89370400440532013000", "370400"),
        ("routing 111000025", "111000025"),
        ("DOB 04/07/1976", "1976"),
        ("born on 4 July 1976", "1976"),
        ("PIN is 4821", "4821"),
        ("verification code: 993817", "993817"),
        ("password hunter22", "hunter22"),
        ("account number is 0012345678", "00123456"),
        ("policy no. HX99887", "HX99887"),
    ],
)
def test_a_secret_is_masked(text: str, gone: str) -> None:
    assert gone in text
    assert gone not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "order 12345678", "at 14:05 on 21 November 2026", "case 4111111111111111",
        "tracking no. 4111 1111 1111 1111", "reference 123-45-6789", "666-12-3456",
        "code 1234567", "AB12 hello", "account manager", "my account is wrong", "pinned note",
        "password reset", "due 04/07/2026", "1-800-275-8777",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(text: str) -> None:
    assert masked(text) == text


def test_the_account_of_the_case_is_masked_wherever_it_stands() -> None:
    assert masked("they read 7788-4417 back", ("7788-4417",)) == "they read ···4417 back"
    assert masked("account 7788-4417", (), ("7788-4417",)) == "account 7788-4417"
    assert masked("77884417 or 7788 4417", ("7788-4417",)) == "···4417 or ···4417"
    assert masked("a short one: 12", ("12",)) == "a short one: ···"


@given(st.text(), st.text())
def test_masking_again_changes_nothing(text: str, account: str) -> None:
    once = masked(text, (account,))
    assert masked(masked(once)) == masked(once)


def test_an_account_may_hold_any_sign() -> None:
    assert masked(r"a\1b(c", (r"a\1b(c",)) == "···"
