"""What became of being passed on, and how long one waited before."""

from __future__ import annotations

import pytest

from callmate.model.passing import outcome, warmth
from callmate.model.waits import Waits, waits
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone


def outcomes(phone: Phone) -> list[str]:
    case = phone.fold.case
    return [outcome(case, one) for one in case.transfers]


def billing() -> Phone:
    return Phone().do("start").do("rep", name="Bo", department="billing").wait(5)


def test_a_transfer_that_arrives_says_nothing() -> None:
    phone = billing().do("transfer", to="sales").wait(9)
    assert outcomes(phone) == [""]
    assert outcomes(phone.do("rep", department="Sales")) == [""]


def test_one_that_lands_elsewhere_or_nowhere_says_so() -> None:
    phone = billing().do("transfer", to="sales").wait(9).do("transfer", to="claims").wait(9)
    assert outcomes(phone) == ["not reached", ""]
    assert outcomes(phone.do("rep", department="returns")) == ["not reached", "landed in returns"]
    assert outcomes(phone.do("transfer").wait(3).do("cut_off").do("end"))[-1] == "not reached"


def test_a_circle_shows_at_the_second_arrival() -> None:
    phone = billing().do("transfer", to="sales").do("rep", department="sales")
    phone.do("transfer", to="Billing")
    assert outcomes(phone) == ["", ""]
    phone.do("rep", name="Al", department="Billing")
    assert outcomes(phone) == ["", "↻ billing → sales → Billing"]
    phone.do("transfer", to="sales").do("rep", department="sales")
    assert outcomes(phone)[-1] == "↻ sales → Billing → sales"
    for _ in range(2):  # within one department one goes round in no circle
        phone.do("transfer", to="sales").do("rep", department="sales")
        assert outcomes(phone)[-1] == ""


@pytest.mark.parametrize(("announced", "word"), [(True, "warm"), (False, "cold"), (None, "")])
def test_warm_and_cold(announced: bool | None, word: str) -> None:
    more = {} if announced is None else {"announced": announced}
    phone = billing().do("transfer", to="sales", **more)
    assert warmth(phone.fold.case.transfers[0]) == word


def test_the_holds_before() -> None:
    one = call(
        event("hold_start", 1), event("hold_end", 3), event("hold_start", 5), event("hold_end", 37),
    )  # fmt: skip
    other = call(event("hold_start", 1), event("hold_end", 9), n=2, organisation="Bank",
                 start="2026-03-02T11:00")  # fmt: skip
    case = imported(script(one, other)).case
    assert waits(case, case.calls[0]) == Waits(1920, 2, 2040)
    assert waits(case, case.calls[1]) == Waits(480, 1, 480)
    assert waits(case, case.calls[0]).words() == (
        "last hold 32:00 · on hold twice before this, 34:00 in all"
    )
    assert waits(case, case.calls[1]).words() == "last hold 8:00"


def test_a_hold_that_runs_is_not_one_before() -> None:
    phone = Phone().do("start").do("hold").wait(60)
    case = phone.fold.case
    assert waits(case, case.calls[0]) == Waits()
    assert waits(case, case.calls[0]).words() == ""


def test_how_long_it_took_last_time_until_somebody_answered() -> None:
    phone = Phone().do("start").wait(724).do("rep").wait(5).do("end").do("end").do("start")

    def words() -> str:
        return waits(phone.fold.case, phone.fold.case.calls[-1]).words()

    assert words() == "last time somebody answered after 12:04"
    assert phone.do("rep").do("hold").fold.case.calls[-1].state("hold")
    assert words() == ""


def test_a_call_that_was_answered_at_once_tells_nothing() -> None:
    phone = Phone().do("start").wait(5).do("rep").do("end").do("end").do("start").wait(60)
    assert waits(phone.fold.case, phone.fold.case.calls[-1]).words() == ""
