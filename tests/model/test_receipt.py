"""The receipt: six lines, always the same ones, and what is due next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callmate.model.moment import Moment
from callmate.model.receipt import Receipt, first_due, left, receipt
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def of(*events: dict[str, object], now: datetime = DAY) -> Receipt:
    """The receipt of one imported call."""
    fold = imported(script(call(*events)))
    return receipt(fold.case, fold.case.calls[-1], fold.facts, Moment(now))


def words(found: Receipt) -> dict[str, str]:
    return {line.label: line.words for line in found.lines}


def test_a_whole_call_in_six_lines() -> None:
    found = of(
        event("rep", 0, name="Bo", department="billing"),
        event("hold_start", 1), event("hold_end", 16),
        event("ask", 17, what="refund"), event("denied", 18), event("denied", 19),
        event("transfer", 20, to="sales"), event("rep", 22, department="sales"),
        event("hold_start", 23), event("hold_end", 24), event("pitch_start", 24),
        event("pitch_end", 25), event("ask", 25, what="refund"),
        event("granted", 26, what="half of it"),
        event("promise", 27, what="the rest", by="2026-03-02T17:00"),
        event("promise", 27, what="a letter"), event("call_end", 30, outcome="promised"),
    )  # fmt: skip
    assert found.number == 1
    assert [line.label for line in found.lines] == [
        "talk", "hold", "who", "answer", "promise", "next",
    ]  # fmt: skip
    assert words(found) == {
        "talk": "11:00 of 30:00, and 1:00 of sales talk",
        "hold": "16:00 in 2 holds, the longest 15:00",
        "who": "Bo (billing), and 1 without a name",
        "answer": "refused 2× · granted: half of it",
        "promise": "the rest, by 17:00, and 1 more",
        "next": "Wait for “the rest”, due 17:00; if it does not come, call.",
    }
    assert not found.todo


def test_an_empty_call_has_its_six_lines_too() -> None:
    found = of(event("call_end", 1))
    assert words(found) == {
        "talk": "0:00 of 1:00", "hold": "none", "who": "nobody answered",
        "answer": "nothing was asked", "promise": "none",
        "next": "Call again, and ask for a case number, who owns it and by when.",
    }  # fmt: skip
    assert found.todo == ("z o: how did it end?",)


@pytest.mark.parametrize(
    ("events", "label", "line"),
    [
        ([event("rep", 0)], "who", "nobody whose name is known"),
        ([event("rep", 0), event("rep", 1)], "who", "2 people, none of them named"),
        ([event("ask", 1, what="x")], "answer", "no answer to what you asked"),
        ([event("hold_start", 1), event("hold_end", 2)], "hold", "1:00"),
        ([event("promise", 1, what="x", kept=True)], "promise", "x: kept"),
        ([event("promise", 1)], "promise", "something"),
        ([event("supervisor_asked", 1, result="none")], "answer", "no manager"),
        ([event("supervisor_asked", 1, result="granted")], "answer", "nothing was asked"),
        ([event("offer", 1, what="credit", amount="$5"), event("accepted", 2)], "answer",
         "granted: credit $5"),
    ],
)  # fmt: skip
def test_a_line_for_every_case(events: list[dict[str, object]], label: str, line: str) -> None:
    assert words(of(*events))[label] == line


def test_marks_without_words_are_counted_until_they_have_some() -> None:
    phone = Phone().do("start").do("mark").wait(1).do("mark").wait(1).do("mark")
    mark = [fact.id for fact in phone.fold.facts if fact.kind == "mark"]
    phone.correct("detail", target=mark[0], values={"text": "raised voice"})

    def todo() -> tuple[str, ...]:
        case = phone.fold.case
        return receipt(case, case.calls[0], phone.fold.facts, phone.clock.now()).todo

    assert todo()[0] == "2 marks without words: ↑ ⏎ names them"
    phone.correct("strike", target=mark[1])
    assert todo()[0] == "1 mark without words: ↑ ⏎ names them"


def test_what_is_due_first() -> None:
    fold = imported(script(call(
        event("promise", 1, what="late", by="2026-03-05"),
        event("promise", 2, what="soon", by="2026-03-02T13:00"),
        event("promise", 3, what="kept", by="2026-03-02T09:30", kept=True),
        event("promise", 4, what="some day"),
    )))  # fmt: skip
    due = first_due(fold.case)
    assert due is not None
    assert (due.promise.what, due.seconds(DAY)) == ("soon", 3600)
    assert due.seconds(DAY + timedelta(hours=2)) == -3600
    assert first_due(imported(script(call())).case) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (14_040, "3 h 54 left"), (3_600, "1 h 00 left"), (3_599, "59 min left"),
        (119, "1:59 left"), (0, "0:00 left"), (-1, "overdue 0:01"), (-750, "overdue 12 min"),
        (-46_200, "overdue 12 h 50"), (-172_800, "overdue 2 days"), (172_799, "47 h 59 left"),
    ],
)  # fmt: skip
def test_how_long_is_left(seconds: int, said: str) -> None:
    assert left(seconds) == said


def test_how_a_call_ended_is_not_asked_again_where_the_wrap_up_was_told() -> None:
    phone = Phone().do("start").do("rep", name="Tom").wait(5).do("end").do("end")
    fold, call = phone.fold, phone.fold.case.calls[0]
    assert receipt(fold.case, call, fold.facts, phone.clock.now()).todo == ("z o: how did it end?",)
    phone.correct("result", about=call.id, result="part")
    assert receipt(phone.fold.case, call, phone.fold.facts, phone.clock.now()).todo == ()
