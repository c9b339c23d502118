"""Who answers for a promise and who carries it out, as far as its words cannot be mistaken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.moment import Moment
from callmate.model.promisewords import carrier_of, is_role, owner_of
from callmate.model.requests import Promise

MADE = Moment(datetime(2026, 11, 23, tzinfo=UTC))


def promise(what: str, owner: str = "", carrier: str = "") -> Promise:
    return Promise("p", "c", "r", MADE, what, owner=owner, carrier=carrier)


@pytest.mark.parametrize(
    ("what", "owner"),
    [
        ("tom will call", "tom"),
        ("Tom'll call me back by noon", "Tom"),
        ("billing will refund it", "billing"),
        ("the back office is going to check", "back office"),
        ("Dr. O'Neill will personally write", "Dr. O'Neill"),
        ("he will call", ""),
        ("someone will call back", ""),
        ("a supervisor will call back", ""),
        ("my manager will call", ""),
        ("a manager will be informed", ""),
        ("I will tell the claims department", ""),
        ("engineer will call", ""),
        ("refund will be sent", ""),
        ("the letter will arrive", ""),
        ("tom will not call", ""),
        ("refund by friday", ""),
        ("will call back", ""),
        ("", ""),
    ],
)
def test_who_answers_for_it(what: str, owner: str) -> None:
    assert owner_of(promise(what)) == owner


@pytest.mark.parametrize(
    ("what", "carrier"),
    [
        ("technician will be told", "technician"),
        ("the Technician will come", "Technician"),
        ("technician is on the way", "technician"),
        ("send an engineer", "engineer"),
        ("someone out within 4 hours", "someone"),
        ("somebody will come", "somebody"),
        ("they will inform the driver", "driver"),
        ("warehouse will be informed", "warehouse"),
        ("I will pass it on to billing", "billing"),
        ("you will be told", ""),
        ("I will tell the claims department", "claims department"),
        ("I'll inform the lost baggage team today", "lost baggage team"),
        ("pass it on to the claims department", "claims department"),
        ("will tell my manager", "manager"),
        ("a manager will be informed", "manager"),
        ("my supervisor will be told", "supervisor"),
        ("the coding team will correct it", "coding team"),
        ("the claims department is going to review it", "claims department"),
        ("the manager will call", ""),
        ("the team will correct it", ""),
        ("I will tell you the claims department", ""),
        ("I will correct it", ""),
        ("I will tell you tomorrow", ""),
        ("somebody will call back", ""),
        ("the tech support team will call", ""),
        ("on a truck, delivered by the end of the day", ""),
        ("power by 15:30", ""),
        ("the driver has it", ""),
        ("", ""),
    ],
)
def test_who_carries_it_out(what: str, carrier: str) -> None:
    assert carrier_of(promise(what)) == carrier


def test_a_role_is_no_name() -> None:
    assert all(is_role(who) for who in ("technician", "claims department", "Manager"))
    assert not any(is_role(who) for who in ("Tom", "billing", "", "Dr. Office Miller"))


def test_what_was_set_by_hand_goes_first() -> None:
    made = promise("tom will tell the driver", owner="Ann", carrier="the depot")
    assert (owner_of(made), carrier_of(made)) == ("Ann", "the depot")


@given(st.text(max_size=300))
def test_no_words_are_too_strange(what: str) -> None:
    made = promise(what)
    said = " ".join(what.split()).casefold()
    for found in (owner_of(made), carrier_of(made)):
        assert " ".join(found.casefold().split()) in said


def test_long_words_are_soon_done_with() -> None:
    assert carrier_of(promise("a " * 100_000 + "technician will come")) == ""
