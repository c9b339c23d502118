"""What is missing before a call, and how the answers of the preparation are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model import readiness
from callmate.model.around import Around
from callmate.model.checklist import before_call, tick_need
from callmate.model.readiness import (
    MOST_MINUTES,
    MOST_NEEDS,
    as_question,
    asked_for,
    before_dialling,
    minutes,
    missing,
    needs,
    read_fair,
    read_mood,
    verdict,
)
from callmate.model.state import Case

FULL = {
    "company": "Acme", "problem": "charged twice", "outcome": "money back", "fair": "yes",
    "fair_of": "money back", "account": "4417", "brief": "Charged twice. Please refund one.",
}  # fmt: skip


def case(**info: str) -> Case:
    return Case("c", info=info)


def ids(found: tuple[readiness.Need, ...]) -> list[str]:
    return [need.id for need in found]


def test_all_that_is_needed_and_nothing_is_missing_once_it_is_there() -> None:
    assert ids(needs(case(**FULL))) == list(FULL)[:3] + ["fair", "account", "brief"]
    assert missing(case(**FULL)) == ()
    assert len(missing(case())) == 5, "fairness is asked of an outcome"


@pytest.mark.parametrize("key", ["company", "problem", "outcome", "account", "brief"])
def test_each_line_that_is_empty_is_named(key: str) -> None:
    one = case(**{**FULL, key: ""})
    assert len(missing(one)) == 1
    assert before_dialling(one) == f"1 missing: {missing(one)[0]} · ctrl+o"


def test_the_reality_test_belongs_to_the_outcome_it_was_made_of() -> None:
    changed = case(**{**FULL, "outcome": "a new phone"})
    assert missing(changed) == ("fair to all?",)
    assert readiness.fairness(changed) == ""


def test_a_repair_needs_somebody_at_the_device() -> None:
    assert "at the device" not in missing(case(**FULL))
    assert missing(case(**FULL, kind="Repair of the boiler")) == ("at the device", "access hours")
    assert missing(case(**FULL, kind="repair", device="yes", access="9–12")) == ()


def test_what_they_asked_for_is_on_the_list_unless_a_line_holds_it() -> None:
    asked = ("Meter number", "account number", "order number")
    one = case(**FULL, order="77")
    assert ids(needs(one, asked))[6:] == ["meter number", "order"]
    assert missing(one, asked) == ("Meter number",)


def test_never_more_needs_than_digits() -> None:
    asked = tuple(f"thing {number}" for number in range(20))
    assert len(needs(case(**FULL), asked)) == MOST_NEEDS
    assert [item.digit for item in before_call(case(**FULL), asked)] == list(range(1, 10))


def test_a_digit_ticks_what_is_at_hand_and_takes_it_back() -> None:
    bare = case(company="Acme")
    assert tick_need(bare, (), 4) == ("account number", {"item": "ready:account", "on": True})
    ticked = Case("c", info=bare.info, ticks={"ready:account": True})
    assert "account number" not in missing(ticked)
    assert tick_need(ticked, (), 4) == ("account number", {"item": "ready:account", "on": None})
    assert tick_need(bare, (), 1) == ("whom to call", {"item": "ready:company", "on": False})
    assert tick_need(bare, (), 9) is None and tick_need(bare, (), 0) is None


def test_a_closed_case_needs_nothing() -> None:
    assert before_call(Case("c", around=Around(closed="resolved")), ("x",)) == ()
    assert before_call(Case("c"), ()) != ()


def test_dialling_names_a_few_and_how_many() -> None:
    said = before_dialling(case())
    assert said.startswith("5 missing: whom to call, what is wrong, outcome wanted, account")
    assert said.endswith("… · ctrl+o")


@pytest.mark.parametrize(
    ("fair", "said"),
    [("no: they go broke", "Reword"), ("unsure", "Reword"), ("yes", ""), ("who knows", "")],
)
def test_an_outcome_that_fails_the_test_is_to_be_reworded(fair: str, said: str) -> None:
    told = before_dialling(case(**{**FULL, "fair": fair}))
    assert said in told and (bool(told) == bool(said))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("y", "yes"), ("Yes, all do", "yes: all do"), ("n they'd go broke", "no: they'd go broke"),
        ("no", "no"), ("NO: why", "no: why"), ("?", "unsure"), ("maybe", "unsure"),
        ("not sure - ask", "unsure: ask"), ("unsure", "unsure"), ("no one would", "no one would"),
        ("nobody gets it", "nobody gets it"), ("yesterday", "yesterday"), ("", ""), (" y ", "yes"),
    ],
)  # fmt: skip
def test_yes_no_and_unsure_with_a_reason(typed: str, read: str) -> None:
    assert read_fair(typed) == read
    assert read_fair(read) == read, "read again it stays"


def test_a_verdict_is_one_of_three_words() -> None:
    assert [verdict(text) for text in ("yes: x", "no", "unsure: y", "yes x", "", "perhaps")] == [
        "yes", "no", "unsure", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("20", 20), ("20 min", 20), ("20m", 20), ("90 minutes", 90), ("1h", 60), ("1 h 30", 90),
        ("1.5 hours", 90), ("1,5h", 90), ("1:30", 90), ("half an hour", 30), ("An Hour", 60),
        ("0", None), ("abc", None), ("", None), ("-5", None), ("1441", None), ("24h", 1440),
        ("99:99", None), ("20 km", None), ("٢٠", 20),
    ],
)  # fmt: skip
def test_lengths_as_people_type_them(typed: str, length: int | None) -> None:
    assert minutes(typed) == length


@given(st.text(max_size=20))
def test_any_text_is_read_without_complaint(text: str) -> None:
    length = minutes(text)
    assert length is None or 0 < length <= MOST_MINUTES
    assert read_mood(text) in ("", *readiness.MOODS)
    assert verdict(read_fair(text)) in ("yes", "no", "unsure", "")
    assert missing(case(expected=text, kind=text, fair=text, outcome=text)) is not None


@pytest.mark.parametrize(
    ("typed", "mood"),
    [("c", "calm"), ("Fine.", "calm"), ("rather tense", "tense"), ("FURIOUS!", "angry"),
     ("a", "angry"), ("42", ""), ("", "")],
)  # fmt: skip
def test_moods_in_other_words(typed: str, mood: str) -> None:
    assert read_mood(typed) == mood


def test_ones_own_plan_is_put_as_a_question() -> None:
    assert as_question(" Could you swap it? ") == "Could you swap it?"
    assert as_question("swap it.").endswith("One idea: swap it – could that work?")
    assert as_question("  ") == ""


def test_what_they_asked_for_is_learned_once_each() -> None:
    facts = [
        ("verification", "Date of birth, postcode"), ("note", "hat size"), ("verification", ""),
        ("verification", "postcode and PIN word"), ("verification", "POSTCODE"),
    ]  # fmt: skip
    assert asked_for(facts) == ("Date of birth", "postcode", "PIN word")


def test_the_expected_length_is_in_minutes() -> None:
    assert readiness.expected(case(expected="45")) == 45
    assert readiness.expected(case(expected="soon")) is None
    assert readiness.expected(None) is None
