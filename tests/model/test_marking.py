"""Where the words that were looked for stand in a text."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from callmate.model.search.matching import spans
from callmate.model.search.query import parse

DAY = date(2026, 3, 1)
ASCII = st.text(st.characters(max_codepoint=127), max_size=30)


@given(st.sampled_from(["re", "ref cre", '"left off"', "cre -ref", "1", "x_y"]), ASCII)
def test_plain_text_is_marked_as_it_is_beside_any_other(words: str, text: str) -> None:
    query = parse(words, DAY)
    told = f"{text}|"
    assert spans(query, told) == spans(query, f"{told} £")


def test_each_word_of_a_term_is_marked_and_those_left_out_are_not() -> None:
    text = "Refund, 2nd CREDIT; refunded twice."
    words = {text[start:end] for start, end in spans(parse("refund cre -twice", DAY), text)}
    assert words == {"Refund", "CREDIT", "refunded"}
    assert spans(parse("", DAY), text) == ()
