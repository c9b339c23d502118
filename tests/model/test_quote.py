"""Sentences to read aloud: right English, right people, right organisation, strongest first."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.moment import Moment
from callmate.model.quote import quote, quotes
from callmate.model.spoken import brief, length, lengths, listed, ordinal, times
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
BO = event("rep", 0, name="Bo", department="billing")


def told(*calls: dict[str, object], days: float = 0) -> list[str]:
    """All sentences from imported calls, ``days`` after the first one's day."""
    return quotes(imported(script(*calls)).case, Moment(DAY + timedelta(days=days)))


def said(*events: object, days: float = 0) -> str:
    """The strongest sentence from one imported call."""
    return next(iter(told(call(*events), days=days)), "")  # type: ignore[arg-type]


HOLDS = [event("hold_start", 1), event("hold_end", 16), event("hold_start", 20)]
REFUSALS = [event("denied", 5, what="no"), event("denied", 44, what="no")]


def test_holds_and_refusals() -> None:
    assert said(*HOLDS, event("hold_end", 52)) == "You put me on hold twice, 15 and 32 minutes."
    assert said(BO, *HOLDS[:2], *REFUSALS) == "Bo refused at 09:05 and again at 09:44."
    assert said(*REFUSALS, days=1) == "This was refused twice, last on the 2nd."
    assert said(BO, *REFUSALS, days=1) == "Bo refused twice on the 2nd."
    again = call(BO, REFUSALS[0], start="2026-03-03T09:00", n=2)
    assert told(call(BO, *REFUSALS), again, days=1)[0] == ("Bo refused three times, last at 09:05.")
    many = [event("denied", n, what="no") for n in range(4)]
    assert said(BO, *many) == "Bo refused four times, last at 09:03."


def test_a_broken_promise_comes_first_and_one_that_is_late_is_not_called_broken() -> None:
    promise = event("promise", 5, what="call", by="2026-03-02T12:00", kept=False)
    assert said(BO, *REFUSALS, promise, days=2) == (
        "On the 2nd Bo promised: call, by 12:00. It did not come."
    )
    late = event("promise", 1, what="a call", by="2026-03-03T15:00")
    assert said(BO, late) == "At 09:01 Bo promised: a call, by tomorrow 15:00."
    assert said(BO, late, days=7) == (
        "On the 2nd Bo promised: a call, by Tuesday 3 March 15:00. That time has passed."
    )
    assert "Two promises to me were not kept." in told(call(BO, promise, promise))


def test_whose_name_is_unknown_is_a_colleague_and_who_is_on_the_line_is_you() -> None:
    promise = event("promise", 5, what="call", kept=False)
    assert said(promise, days=300).startswith("On 2 March your colleague promised: call.")
    assert said(promise, days=400).startswith("On 2 March 2026 your colleague promised")
    phone = Phone().do("start").do("rep").do("ask", what="refund").wait(60).do("refused")
    at = f"{phone.clock.at:%H:%M}"
    assert quote(phone.fold.case, phone.clock.now()) == f"You refused at {at}: refund."
    phone.do("transfer").do("rep")
    assert quote(phone.fold.case, phone.clock.now()) == f"Your colleague refused at {at}: refund."


@pytest.mark.parametrize("events", [(), (BO,), (event("hold_start", 1), event("hold_end", 2))])
def test_nothing_strong_is_no_quote(events: tuple[object, ...]) -> None:
    assert said(*events) == ""


def test_a_running_hold_is_quoted_as_it_grows() -> None:
    phone = Phone().do("start").do("hold").wait(1800)
    assert quote(phone.fold.case, phone.clock.now()) == "You kept me on hold for 30 minutes."


def test_counts_over_all_calls() -> None:
    one = call(
        BO, event("repeat_story", 1), event("verification", 2), event("hold_start", 3),
        event("hold_end", 9), event("call_end", 9, outcome="disconnected"),
    )  # fmt: skip
    two = call(
        BO, event("repeat_story", 1), *[event("verification", n) for n in (2, 3, 4)],
        event("hold_start", 5), event("hold_end", 6), event("call_end", 9),
        start="2026-03-02T10:00", n=2,
    )  # fmt: skip
    assert told(one, two) == [
        "You have had me on hold for 7 minutes in all, over two calls.",
        "I have had to tell this again twice.",
        "I have been asked who I am four times.",
        "I have called twice about this.",
        "The line has been cut off once.",
    ]


def passed(*places: str) -> list[dict[str, object]]:
    """A rep of the first department, then of each next one after a transfer to it."""
    events: list[dict[str, object]] = [event("rep", 0, name="R", department=places[0])]
    for n, place in enumerate(places[1:], start=1):
        events.append(event("transfer", 10 * n, to=place))
        events.append(event("rep", 10 * n + 1, name=f"R{n}", department=place))
    return events


def test_all_waiting_is_told_where_being_put_through_was_part_of_it() -> None:
    events = [BO, event("hold_start", 1), event("hold_end", 5), event("transfer", 6)]
    found = told(call(*events, event("rep", 9)))
    assert found == ["I have waited 7 minutes in all, on hold and to be put through."]
    assert not told(call(*events, event("rep", 6.5)))


def test_calls_they_made_are_not_ones_i_made() -> None:
    back = call(start="2026-03-02T10:00", n=2, direction="in")
    assert told(call(), back) == []
    assert told(call(), call(start="2026-03-02T11:00", n=2)) == ["I have called twice about this."]


def test_being_sent_round_and_landing_elsewhere() -> None:
    assert said(*passed("billing", "sales", "Billing")) == (
        "You sent me from billing to sales and back to Billing."
    )
    assert told(call(*passed("billing", "sales", "care"))) == ["I have been transferred twice."]
    lost = event("rep", 2, name="Al", department="sales")
    assert said(BO, event("transfer", 1, to="claims"), lost) == (
        "I was to be put through to claims, and landed in sales."
    )


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        (("refused",), "I asked for a manager at 09:01 and was refused."),
        (("none",), "I asked for a manager at 09:01, and none was on duty."),
        (("refused", "none"), "I have asked for a manager twice and have not got one."),
        (("refused", "granted"), ""),
        (("callback",), ""),
    ],
)
def test_managers(results: tuple[str, ...], sentence: str) -> None:
    asked = [event("supervisor_asked", n, result=one) for n, one in enumerate(results, start=1)]
    assert said(BO, *asked) == sentence


def test_what_contradicts_is_put_side_by_side() -> None:
    phone = Phone().do("start").do("rep", name="Bo").do("promise", what="no fee")
    phone.do("ask", what="no fee").do("refused")
    ids = [fact.id for fact in phone.fold.facts if fact.kind in ("promise", "denied")]
    phone.correct("contradiction", first=ids[0], second=ids[1])
    at = f"{phone.clock.at:%H:%M}"
    assert quote(phone.fold.case, phone.clock.now()) == (
        f"At {at} Bo promised: no fee. At {at} Bo refused: no fee. Both cannot be true."
    )


def test_another_organisation_is_not_you() -> None:
    bank = call(BO, *REFUSALS, organisation="Bank")

    def shop(start: str) -> dict[str, object]:
        return call(event("rep", 0), start=start, n=2, organisation="Shop")

    assert told(bank, shop("2026-03-02T10:00")) == []
    assert told(shop("2026-03-02T08:00"), bank) == ["Bo refused at 09:05 and again at 09:44."]


def test_pressed_again_it_is_the_next_and_then_the_first() -> None:
    case = imported(script(call(BO, *HOLDS, event("hold_end", 52), *REFUSALS))).case
    now = Moment(DAY)
    found = quotes(case, now)
    assert len(found) >= 3
    assert [quote(case, now, n) for n in range(len(found) + 1)] == [*found, found[0]]
    assert quote(imported(script(call())).case, now, 5) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"), (1, "1 second"), (119, "119 seconds"), (120, "2 minutes"),
        (179, "2 minutes"), (7199, "119 minutes"), (7200, "2 hours"), (7260, "2 hours 1 minute"),
        (56_401, "15 hours 40 minutes"),
    ],
)  # fmt: skip
def test_lengths_are_never_said_too_long(seconds: int, words: str) -> None:
    assert length(seconds) == words


def test_words_for_numbers() -> None:
    assert [times(n) for n in (1, 2, 3, 10)] == ["once", "twice", "three times", "10 times"]
    assert lengths([60, 61]) == "60 and 61 seconds"
    assert lengths([130, 1900]) == "2 and 31 minutes"
    assert lengths([20, 1900]) == "32 minutes in all"
    assert lengths([600] * 4) == "40 minutes in all"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "30th",
    ]  # fmt: skip
    assert listed(["a", "b", "c"]) == "a, b and c"


@given(st.text(string.printable, max_size=300))
def test_words_are_cut_to_a_breath(text: str) -> None:
    said_words = brief(text)
    assert len(said_words) <= 91
    assert "\n" not in said_words
    start = " ".join(text.split())
    assert start.startswith(said_words.removesuffix("…"))


def test_asking_again_and_being_sold_to() -> None:
    asks = [event("ask", n, what="disconnect it") for n in (1, 2, 3)]
    assert told(call(*asks)) == ["I have asked for this three times: disconnect it."]
    assert told(call(*asks, event("granted", 4))) == [
        "At 09:04 your colleague granted: disconnect it."
    ]
    pitch = [event("pitch_start", 1), event("pitch_end", 17)]
    assert told(call(*pitch)) == ["I have listened to 16 minutes of sales talk."]
    assert told(call(event("pitch_start", 1), event("pitch_end", 3))) == []


def test_a_promise_is_quoted_once_and_its_time_too() -> None:
    late = event("promise", 1, what="power by 15:30", by="2026-03-02T09:30")
    assert told(call(BO, late)) == ["At 09:01 Bo promised: power by 15:30. That time has passed."]
    assert told(call(BO, event("promise", 1, what="a call", kept=True))) == []


def test_every_open_promise_is_quoted_the_dated_ones_first() -> None:
    refund = event("promise", 1, what="a refund")
    plumber = event("promise", 2, what="a plumber", by="2026-03-09")
    assert told(call(BO, refund, plumber)) == [
        "At 09:02 Bo promised: a plumber, by Monday 9 March.", "At 09:01 Bo promised: a refund.",
    ]  # fmt: skip
    found = told(call(BO, refund, plumber), days=9)
    assert found[0].endswith("That time has passed.")
    assert found[-1] == "On the 2nd Bo promised: a refund."


def test_a_refusal_that_was_reversed_is_no_quote() -> None:
    asked = [event("ask", 1, what="refund the late fee"), event("denied", 2), event("denied", 3)]
    assert any("refused twice" in one for one in told(call(BO, *asked), days=1))
    found = told(call(BO, *asked, event("granted", 9)), days=1)
    assert found == ["On the 2nd Bo granted: refund the late fee."]


def test_a_refusal_says_what_was_refused_where_that_is_known() -> None:
    bill, visit = event("ask", 1, what="a corrected bill"), event("ask", 6, what="a visit")
    no, again = event("denied", 5), event("denied", 8)
    assert "Bo refused at 09:05: a corrected bill." in told(call(BO, bill, no))
    assert "Bo refused at 09:05 and again at 09:08: a corrected bill." in (
        told(call(BO, bill, no, event("ask", 6, what="a corrected bill"), again))
    )
    assert "Bo refused at 09:05 and again at 09:08." in told(call(BO, bill, no, visit, again))
    assert "Bo refused at 09:05." in told(call(BO, event("denied", 5, what="no refunds")))
    assert "Bo refused at 09:05." in told(call(BO, event("ask", 1, what=""), no))
