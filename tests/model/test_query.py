"""Queries: words, phrases, fields and days as people type them, and hints for what is amiss."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.search.query import (
    FIELDS,
    MOST_CHARACTERS,
    MOST_TERMS,
    WORD_FIELDS,
    Query,
    Term,
    parse,
)
from callmate.model.search.rules import STANDINGS, STATES, Rule

TODAY = date(2026, 11, 22)
"""A Sunday in autumn."""


def read(text: str) -> Query:
    return parse(text, TODAY)


def hint(text: str) -> str:
    """The one hint that a query gets."""
    (sentence,) = read(text).hints
    return sentence


@pytest.mark.parametrize("text", ["", "  ", "\n", "-", "- -", "--"])
def test_nothing_asks_for_nothing(text: str) -> None:
    found = read(text)
    assert found.is_empty
    assert not found.hints


def test_words_phrases_and_what_is_left_out() -> None:
    found = read('sam  credit -refused "Forty  dollars" -"no way"')
    assert found.terms == (
        Term("sam"),
        Term("credit"),
        Term("refused", left_out=True),
        Term("Forty dollars", exact=True),
        Term("no way", exact=True, left_out=True),
    )
    assert not found.hints


@pytest.mark.parametrize("quoted", ['"a b"', "“a b”", "„a b“", "＂a b＂", "«a b»"])
def test_any_quotation_marks_make_a_phrase(quoted: str) -> None:
    assert read(quoted).terms == (Term("a b", exact=True),)


@pytest.mark.parametrize("where", WORD_FIELDS)
@pytest.mark.parametrize("text", ["{}:sarah", "{}: sarah", "{}：sarah"])
def test_every_field_of_words(where: str, text: str) -> None:
    assert read(text.format(where.upper())).terms == (Term("sarah", where),)
    assert read(f"-{where}:sarah").terms == (Term("sarah", where, left_out=True),)
    assert read(f'{where}:"sarah k"').terms == (Term("sarah k", where, exact=True),)


def test_a_field_takes_one_word_and_leaves_the_next_field_alone() -> None:
    found = read("rep:sarah credit dept: note:fee")
    assert found.terms == (Term("sarah", "rep"), Term("credit"), Term("fee", "note"))
    assert found.hints == ("dept: wants a word after it.",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("org:x", "company:x"), ("department:x", "dept:x"), ("who:x", "rep:x"),
        ("promised:x", "promise:x"), ("ask:x", "asked:x"), ("denied:x", "refused:x"),
        ("offer:x", "offered:x"), ("since:2025", "after:2025"), ("on:2025", "in:2025"),
    ],
)  # fmt: skip
def test_what_fields_are_called_besides(typed: str, meant: str) -> None:
    one, other = read(typed), read(meant)
    assert (one.terms, one.after, one.before) == (other.terms, other.after, other.before)
    assert not one.hints


@pytest.mark.parametrize("standing", STANDINGS)
def test_how_a_promise_stands(standing: str) -> None:
    found = read(f"promise:{standing}")
    assert found.rules == (Rule("promise", standing),)
    assert found.asks_words
    assert read(f"-promise:{standing}").rules == (Rule("promise", standing, left_out=True),)
    assert read(f'promise:"{standing}"').terms == (Term(standing, "promise", exact=True),)


@pytest.mark.parametrize("state", STATES)
def test_every_state(state: str) -> None:
    assert read(f"state:{state.upper()}").rules == (Rule("state", state),)
    assert read(f"is:{state}").rules == (Rule("state", state),)
    assert read(f"-state:{state}").rules == (Rule("state", state, left_out=True),)
    assert not read(f"state:{state}").asks_words


def test_a_state_that_is_being_typed() -> None:
    assert read("state:arch").rules == (Rule("state", "archived"),)
    assert hint("state:r").startswith("state: takes open, closed,")  # refused, resolved, running
    assert "not “asleep”" in hint("state:asleep")


def test_only_a_query_for_them_finds_cases_that_are_put_away() -> None:
    assert read("state:archived").put_away
    assert read("state:practice").put_away
    assert not read("-state:archived").put_away
    assert not read("state:open").put_away


def test_pins_tags_and_what_is_overdue() -> None:
    assert read("is:pinned").rules == (Rule("pinned"),)
    assert read("tag:tax").rules == (Rule("tag", "tax"),)
    assert read('tag:"for the tax"').rules == (Rule("tag", "for the tax"),)
    for text in ("overdue:yes", "is:overdue", "-overdue:no"):
        assert read(text).rules == (Rule("overdue"),)
    assert read("overdue:no").rules == (Rule("overdue", left_out=True),)
    assert hint("overdue:soon") == "overdue: takes yes or no."


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("100", 100, 100), ("$1,500", 1500, 1500), ("2k", 2000, 2000), ("1.234,50", 1234.5, 1234.5),
        (">100", 100.005, float("inf")), (">=100", 100, float("inf")), ("<50", 0, 49.995),
        ("<=50", 0, 50), ("100-200", 100, 200), ("200..100", 100, 200), ("0-200", 0, 200),
        (">＄１００", 100.005, float("inf")),
    ],
)  # fmt: skip
def test_money(text: str, low: float, high: float) -> None:
    assert read(f"money:{text}").rules == (Rule("money", low=low, high=high),)


@pytest.mark.parametrize("text", [">", "lots", "1-2-3", ">x", "--"])
def test_money_that_is_none(text: str) -> None:
    assert hint(f"money:{text}") == "money: wants a sum, like >100, <50 or 100-200."


def test_before_and_after_part_the_days_between_them() -> None:
    assert read("before:2025").before == date(2025, 1, 1)
    assert read("after:2025").after == date(2025, 1, 1)
    assert read("-after:2025") == Query("-after:2025", before=date(2025, 1, 1))
    assert read("-before:2025") == Query("-before:2025", after=date(2025, 1, 1))
    both = read("after:2024 before:march after: 2025 before:2027")
    assert (both.after, both.before) == (date(2025, 1, 1), date(2026, 3, 1))


def test_words_after_a_day_are_words() -> None:
    found = read("after:3 weeks sam before:march credit")
    assert [term.words for term in found.terms] == ["sam", "credit"]
    assert (found.after, found.before) == (date(2026, 11, 1), date(2026, 3, 1))
    assert found.hints == ("No day is both before and after: one of the dates must be another.",)


@pytest.mark.parametrize(
    ("text", "sentence", "terms"),
    [
        ('rep:"sam k', "A quotation mark is still open: the phrase is taken to end here.",
         (Term("sam k", "rep"),)),
        ("colour:red", f"There is no field “colour:”. There are {', '.join(FIELDS)}.",
         (Term("colour:red"),)),
        ("in:soonish fee", "in: “soonish” is no day that can be understood. Say it like 2026, "
         "march, 14/3/2026, last spring or 3 weeks.", (Term("fee"),)),
        ("-a -b", "This only says what to leave out: add a word to look for.",
         (Term("a", left_out=True), Term("b", left_out=True))),
        ("a OR b", "AND, OR and NOT are words like any other; -word leaves a word out.",
         (Term("a"), Term("OR"), Term("b"))),
        (".* fee", "“.*” has no letter or figure that could be looked up.", (Term("fee"),)),
        ("-in:2025 fee", "-in: cannot be looked for: use before: or after:.", (Term("fee"),)),
        ('"', "A quotation mark stands alone: put the words of the phrase after it.", ()),
        ("company:", "company: wants a word after it.", ()),
    ],
)  # fmt: skip
def test_what_is_amiss_gets_a_hint_and_the_rest_is_searched(
    text: str, sentence: str, terms: tuple[Term, ...]
) -> None:
    found = read(text)
    assert found.hints == (sentence,)
    assert found.terms == terms


def test_what_only_looks_like_a_field() -> None:
    for text in ("14:05", "http://a.example/b", "re: credit", ":x", "a::"):
        found = read(text)
        assert found.terms, text
        assert not [one for one in found.hints if "no field" in one and text != "a::"]
    assert [term.words for term in read("re: credit").terms] == ["re", "credit"]


@pytest.mark.parametrize(
    ("text", "term"),
    [("p:cr", Term("cr", "promise")), ("comp:sony", Term("sony", "company")),
     ("gr:x", Term("x", "granted")), ('d:"after sales"',
      Term("after sales", "dept", exact=True))],
)  # fmt: skip
def test_a_field_need_only_be_begun(text: str, term: Term) -> None:
    assert read(text).terms == (term,)
    assert not read(text).hints


def test_a_field_that_two_begin_with_is_none_and_neither_is_a_path() -> None:
    for text in ("r:sam", "c:\\users", "n://x"):
        assert not any(term.where for term in read(text).terms), text


def test_long_queries_are_cut_and_say_so() -> None:
    words = read(" ".join(f"w{n}" for n in range(50)))
    assert len(words.terms) == MOST_TERMS
    assert words.hints == (f"Only the first {MOST_TERMS} words are searched for.",)
    (term,) = read("x" * 10_000).terms
    assert len(term.words) == MOST_CHARACTERS


PIECES = st.sampled_from([
    *(f"{name}:" for name in (*FIELDS, "foo", "-is")), '"', "“", "-", ":", "*", "(", ")", "^", "{",
    "NEAR(", " ", "  ", "\x00", "\ud800", "2026", "march", "last spring", ">1", "3 weeks", "é",
    "credit", "кредит", "😀", "..", "9" * 40, "٣", "\n", "AND", "%", "_", "[a-z]+", "\\",
])  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


@given(TYPED, st.dates())
def test_anything_can_be_typed(text: str, today: date) -> None:
    found = parse(text, today)
    assert found.text == text
    assert len(found.terms) + len(found.rules) <= MOST_TERMS
    assert all(any(char.isalnum() for char in term.words) for term in found.terms)
    assert all(one.strip() == one and one.endswith(".") for one in found.hints)
    if not found.hints and not found.is_empty:
        assert text.strip()
