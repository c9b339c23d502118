"""Choosing among what the packs know: the channel, the ladder, its clocks; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.advice.channels import channel_for, channel_lines, guess_sector
from callmate.model.advice.ladders import add_days, clocks, falls_due, ladder, sector_of, step_lines
from callmate.model.advice.values import (
    Advice,
    Body,
    Channel,
    ClockRule,
    PlaceLaw,
    Rung,
    Sector,
    Source,
)

LAW = Source("law", "Consumer Act 7", "https://law.example", "2023-04-20")
PAGE = Source("page", "A page of the state", "", "", "2026-11-21")


def place(code: str, name: str) -> PlaceLaw:
    return PlaceLaw(code.lower(), code, name, code[:2], "one-party", "one-party", "s. 1", "Note.")


ADVICE = Advice(
    channels=(
        Channel("other", "Other", "call-then-write", "to have a record.", sources=("page",)),
        Channel("quote", "A quote", "email", "it is written.", ("quote", "bill explained")),
        Channel("credit", "A credit", "call", "it is harder to say no.", ("credit", "refund*")),
        Channel(
            "charge", "A wrong charge", "write", "only writing counts.", ("credit card", "charge*"),
            "US", preserves_right=True, days=60, starts="the statement", sources=("law",),
        ),
        Channel("card-at-home", "A wrong charge", "call", "they ask for it.", ("charge*",), "GB"),
        Channel("gas", "Gas", "leave-then-call", "leave.", ("gas",), urgent=True),
    ),
    places=(place("US", "United States"), place("GB", "United Kingdom"), place("US-TX", "Texas")),
    rungs={
        "rep": Rung("rep", "The rep", "Ask.", ("name",)),
        "manager": Rung("manager", "A manager", "Ask calmly.", disputed="Some say not to."),
        "card": Rung("card", "The card issuer", "Write to it.", clocks=("notice", "gone")),
    },
    bodies={
        "scheme": Body(
            "scheme", "The scheme", "ombudsman", "GB", "Complain first.", url="https://x.example",
            not_send=("card number",), asks=("the dates",), wait_days=42, wait_days_before=56,
            wait_since="2026-04-08", company_limit="They have 10 days.", unverified="The days.",
            sources=("law",),
        ),
    },
    sectors=(
        Sector("us-bank", "Bank", ("bank",), "US", ("rep",), ("card",), ("old",), ("bank", "card")),
        Sector("us-post", "Post", ("post",), "US", ("rep", "lost"), words=("parcel", "lost card")),
        Sector("us-all", "All", ("general",), "US", ("rep", "manager")),
        Sector("gb-phone", "Phones", ("phone", "telecom"), "GB", ("rep", "scheme")),
        Sector("eu-all", "All", ("general",), "EU", ("manager",)),
        Sector("all", "All", ("general",), "", ("rep",)),
    ),
    clocks={
        "notice": ClockRule("notice", "you", "tell them", "US", "s. 2", 60, starts="the statement",
                            words=("card",)),
        "old": ClockRule("old", "the bank", "answer", "US", "s. 3", words=("loan",)),
    },
    sources={"law": LAW, "page": PAGE},
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "country", "wanted"),
    [
        ("quote", "", "quote"),
        ("my bill explained", "", "quote"),
        ("REFUNDED?", "", "credit"),
        ("credit", "GB", "credit"),
        ("a credit card", "US", "charge"),  # the longer word wins
        ("a credit card", "GB", "other"),  # another country's law is not given
        ("charged twice", "GB", "card-at-home"),
        ("charged twice", "United Kingdom", "card-at-home"),
        ("charged twice", "Texas", "charge"),
        ("charged twice", "", "charge"),
        ("charged twice", "FR", "other"),
        ("a refund for gas", "US", "gas"),  # safety before all
        ("card at home", "GB", "card-at-home"),
        ("card at home", "US", "other"),
        ("", "", "other"),
        ("[b]\x1b[2J", "", "other"),
    ],
)
def test_the_channel(kind: str, country: str, wanted: str) -> None:
    chosen = channel_for(ADVICE, kind, country)
    assert chosen is not None
    assert chosen.id == wanted


def test_no_channels_no_choice() -> None:
    assert channel_for(Advice(), "refund") is None
    assert channel_for(Advice(channels=ADVICE.channels[1:]), "nothing known") is None


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_words_get_a_channel_and_a_ladder(words: str, country: str) -> None:
    assert channel_for(ADVICE, words, country) is not None
    assert ladder(ADVICE, words, country)
    assert guess_sector(ADVICE, words) in ("", "bank", "post")


def test_a_channel_in_lines() -> None:
    channel = channel_for(ADVICE, "charge", "US")
    assert channel is not None
    assert channel_lines(ADVICE, channel) == (
        "Write: only writing counts.",
        "You have 60 days from the statement.",
        "How you say it matters in law (United States). General information, not legal advice.",
        "Source: Consumer Act 7 (2023-04-20).",
    )
    other = channel_for(ADVICE, "", "")
    assert other is not None
    assert channel_lines(ADVICE, other) == (
        "Call, then confirm in writing: to have a record.",
        "Source: A page of the state (undated, read 2026-11-21).",
    )


def test_the_sector_is_guessed_by_the_longest_word() -> None:
    assert guess_sector(ADVICE, "Northbank card") == "bank"
    assert guess_sector(ADVICE, "they lost card and parcel") == "post"
    assert guess_sector(ADVICE, "bankrupt") == ""
    assert guess_sector(Advice(), "bank") == ""


@pytest.mark.parametrize(
    ("sector", "country", "wanted"),
    [
        ("bank", "US", ["rep", "card"]),
        ("bank", "Texas", ["rep", "card"]),
        ("Bank", "usa", ["rep", "card"]),
        ("telecom", "UK", ["rep", "scheme"]),
        ("phone", "GB", ["rep", "scheme"]),
        ("airline", "US", ["rep", "manager"]),
        ("bank", "GB", ["rep"]),
        ("bank", "FR", ["manager"]),
        ("bank", "", ["rep"]),
        ("", "", ["rep"]),
        ("post", "US", ["rep"]),  # a step that was switched off is passed over
    ],
)
def test_the_ladder(sector: str, country: str, wanted: list[str]) -> None:
    assert [step.id for step in ladder(ADVICE, sector, country)] == wanted


def test_no_ladders_no_steps() -> None:
    assert ladder(Advice(), "bank", "US") == ()
    assert clocks(Advice(), "bank", "US") == ()
    assert sector_of(Advice(), "bank", "US") is None


def test_what_may_run_at_any_time_says_so() -> None:
    steps = ladder(ADVICE, "bank", "US")
    assert [(step.id, step.parallel, step.outside) for step in steps] == [
        ("rep", False, False),
        ("card", True, False),
    ]
    assert [clock.id for clock in steps[1].clocks] == ["notice"]


def test_a_body_opens_after_its_wait_which_changed_on_a_day() -> None:
    scheme = ladder(ADVICE, "phone", "GB")[1]
    assert scheme.outside
    assert scheme.wait_days(date(2026, 4, 7)) == 56
    assert scheme.wait_days(date(2026, 4, 8)) == 42
    assert scheme.opens(date(2026, 11, 22)) == date(2027, 1, 3)
    rep = ladder(ADVICE, "phone", "GB")[0]
    assert rep.opens(date(2026, 11, 22)) == date(2026, 11, 22)


def test_a_step_in_lines_says_what_is_not_sure() -> None:
    rep, scheme = ladder(ADVICE, "phone", "GB")
    assert step_lines(rep) == ("Ask.", "Have ready: name.")
    assert step_lines(scheme) == (
        "Complain first.",
        "Have ready: the dates.",
        "Leave out: card number.",
        "They have 10 days.",
        "https://x.example (check before you use it)",
        "Not verified: The days.",
        "Source: Consumer Act 7 (2023-04-20).",
    )
    manager = ladder(ADVICE, "", "US")[1]
    assert step_lines(manager) == ("Ask calmly.", "Disputed: Some say not to.")


def test_the_clocks_of_a_ladder_and_those_that_the_matter_speaks_of() -> None:
    assert [clock.id for clock in clocks(ADVICE, "bank", "US")] == ["old", "notice"]
    assert [clock.id for clock in clocks(ADVICE, "bank", "US", "my card")] == ["notice"]
    assert clocks(ADVICE, "bank", "US", "my coat") == ()
    assert clocks(ADVICE, "bank", "GB") == ()


@pytest.mark.parametrize(
    ("start", "days", "business_days", "wanted"),
    [
        (date(2026, 11, 22), 60, 0, date(2027, 1, 21)),
        (date(2026, 11, 20), 0, 1, date(2026, 11, 23)),  # a Friday: on Monday
        (date(2026, 11, 21), 0, 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 23), 0, 10, date(2026, 12, 7)),
        (date(2026, 11, 23), 45, 10, date(2026, 12, 7)),  # the sooner of the two
        (date(2028, 2, 28), 1, 0, date(2028, 2, 29)),
        (date(2026, 11, 22), 0, 0, None),
    ],
)
def test_when_a_clock_runs_out(
    start: date, days: int, business_days: int, wanted: date | None
) -> None:
    clock = ClockRule("c", "you", "tell", "US", "s. 1", days, business_days, "the day")
    assert falls_due(clock, start) == wanted


def test_no_day_is_after_the_last_there_is() -> None:
    late = date(9999, 12, 30)
    assert add_days(late, 60) == add_days(late, business_days=5) == date.max
    assert falls_due(ADVICE.clocks["notice"], date.max) == date.max
    assert ladder(ADVICE, "phone", "GB")[1].opens(late) == date.max


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_business_days_end_on_a_business_day(start: date, count: int) -> None:
    end = add_days(start, business_days=count)
    assert end.weekday() < 5
    between = (end - start).days
    worked = sum(add_days(start, days=n).weekday() < 5 for n in range(1, between + 1))
    assert worked == count


def test_a_source_is_cited_with_its_date() -> None:
    assert ADVICE.cite(("law", "page"), most=2) == (
        "Consumer Act 7 (2023-04-20); A page of the state (undated, read 2026-11-21)"
    )
    assert ADVICE.cite(("gone",)) == ""
    assert ADVICE.dated(("page", "law")) == "2023-04-20"
    assert Source("x", "A leaf").words == "A leaf (undated)"
