"""What is indexed and what is asked for fold to the same, whatever was typed, pasted, imported."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.search.searchtext import number_forms, search_fold, search_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Credit  of FORTY", "credit of forty"),
        ("Crédit Łódź Straße smørrebrød", "credit lodz strasse smorrebrod"),
        ("СRЕDІТ, с\u200bredit, сrеԁіt", "credit, credit, credit"),
        ("τrαnsfeρ ΟΚ", "transfep ok"),
        ("ｃｒｅｄｉｔ 𝐜𝐫𝐞𝐝𝐢𝐭 ⓒⓡⓔⓓⓘⓣ", "credit credit credit"),
        ("cre\N{SOFT HYPHEN}dit ﬁle", "credit file"),
        ("٣٤ ४२", "34 42"),
        ("返金 30", "返 金 30"),
        ("Ёлка ёлка", search_fold("елка Елка")),
        ("ΣΊΣΥΦΟΣ", search_fold("σίσυφος")),
        ("", ""),
    ],
)
def test_all_that_looks_or_means_the_same_folds_to_one_spelling(text: str, folded: str) -> None:
    assert search_fold(text) == folded


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("(800) 555-0100", {"5550100", "8005550100"}),
        ("case AB-1234-567", {"1234567", "ab1234567"}),
        ("owes 1,200.50", {"20050", "120050"}),
        ("card 4111 1111 1111 1111", {"11111111", "111111111111", "4111111111111111"}),
        ("8005550100", set()),
        ("call 12", set()),
        ("it is 14:05 and 3 of 4", set()),
    ],
)
def test_a_number_in_groups_is_found_in_one_piece(text: str, forms: set[str]) -> None:
    assert set(number_forms(search_fold(text))) == forms


def test_what_is_indexed_has_the_forms_of_its_numbers_behind() -> None:
    assert search_text("Ring (800) 555-0100!").split()[-2:] == ["5550100", "8005550100"]
    assert search_text("no number") == "no number"


@given(st.text(max_size=60))
def test_folding_settles_and_holds_no_capital_and_no_gap(text: str) -> None:
    folded = search_fold(text)
    assert search_fold(folded) == folded
    assert folded == folded.strip()
    assert "  " not in folded


@given(st.text(alphabet=st.sampled_from("0123456789 -().,/ab"), max_size=80))
def test_each_form_is_made_of_what_stands_in_the_text(text: str) -> None:
    digits = re.sub(r"[^a-z0-9]", "", text)
    for form in number_forms(search_fold(text)):
        assert form in digits


@pytest.mark.parametrize("text", ["1 " * 200_000, "1" * 200_000, "a-" * 200_000, "(1" * 100_000])
def test_no_text_is_slow_to_read(text: str) -> None:
    assert len(number_forms(search_fold(text))) <= len(text)  # it ends: nothing is read twice
