"""How to count: one small script for each rule of the report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.scope import end_at
from tests.exchange.support import call, event, imported, script

AS_OF = datetime(2026, 3, 2, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def figures(*calls: dict[str, Any], as_of: datetime = AS_OF, **values: Any) -> dict[str, Any]:
    return report(imported(script(*calls, **values)), as_of)


def seconds(found: dict[str, Any]) -> dict[str, int]:
    names = ("call", "hold", "pitch", "talk", "waiting")
    return {name: found[f"{name}_seconds"] for name in names}


def test_each_second_counts_once_by_the_first_state_that_is_open() -> None:
    found = figures(
        call(
            event("ivr", 1), event("rep", 2), event("pitch_start", 3), event("hold_start", 4),
            event("pitch_end", 5), event("hold_end", 6), event("supervisor_asked", 7, result=None),
            event("supervisor_reached", 9, name="Max"), event("transfer", 10, to="B"),
            event("hold_start", 11), event("rep", 13), event("call_end", 14, outcome="x"),
        )
    )  # fmt: skip
    assert seconds(found) == {
        "call": 840, "hold": 240, "pitch": 60, "talk": 60 + 60 + 60 + 60, "waiting": 300,
    }  # fmt: skip
    assert found["waiting_by"] == {"transfer": 60, "supervisor": 120, "menu": 60, "other": 60}
    assert found["pitch_spans_seconds"] == 120
    assert "1:00 (2:00 with the holds)\n" in render(found)
    plain = figures(call(event("pitch_start", 3), event("pitch_end", 5), event("call_end", 6)))
    assert "sales pitch         2:00\n" in render(plain)


def test_sums_are_rounded_once() -> None:
    third = 0.5 / 60 * 0.8  # 0.4 s of hold, three times
    events = [
        one
        for minute in (1, 2, 3)
        for one in (event("hold_start", minute), event("hold_end", minute + third))
    ]
    found = figures(call(*events, event("call_end", 4)))
    assert found["hold_seconds"] == 1
    assert found["longest_hold_seconds"] == 0


@pytest.mark.parametrize(("us", "rounded"), [(499_999, 0), (500_000, 1), (1_499_999, 1)])
def test_half_a_second_rounds_up(us: int, rounded: int) -> None:
    minutes = us / 60_000_000
    assert figures(call(event("call_end", minutes)))["call_seconds"] == rounded


@pytest.mark.parametrize(
    ("end", "told", "length", "talk"),
    [(10, None, 600, 600), (None, 10, 600, 600), (10, 8, 600, 600), (8, 10, 600, 480)],
)
def test_a_call_lasts_to_its_last_event_or_the_time_told(
    end: float | None, told: float | None, length: int, talk: int
) -> None:
    ends = [] if end is None else [event("call_end", end)]
    found = figures(call(event("rep", 0), event("note", 5, text=""), *ends, duration_min=told))
    assert (found["call_seconds"], found["talk_seconds"]) == (length, talk)
    assert found["per_call"][0]["end"] == "2026-03-02T09:10:00+00:00"
    assert not found["per_call"][0]["running"]


def test_an_event_after_the_end_makes_the_call_longer() -> None:
    found = figures(call(event("rep", 0), event("call_end", 5), event("note", 6, text="late")))
    assert (found["call_seconds"], found["talk_seconds"]) == (360, 300)


def test_an_answer_finds_its_ask() -> None:
    first = call(
        event("ask", 1, what="refund"), event("offer", 2, what="voucher", amount=5.5),
        event("denied", 3, what="REFUND "), event("declined", 4, what="voucher"),
        event("ask", 5, what="letter"), event("ask", 6, what="visit"),
        event("denied", 7, what="no"), event("granted", 8, what="well yes"),
    )  # fmt: skip
    second = call(event("granted", 1, what="anything"), start="2026-03-02T10:00")
    third = call(event("denied", 1, what="refund"), start="2026-03-02T11:00")
    found = figures(first, second, third)
    counts = {one["what"]: (one["asked"], one["denied"], one["granted"]) for one in found["asks"]}
    assert counts["refund"] == (1, 2, 0)  # the third call: newest not granted of the case
    assert counts["visit"] == (1, 1, 1)
    assert counts["letter"] == (1, 0, 1)
    assert found["denied_then_granted"] is True
    assert (found["offers"], found["offers_declined"], found["offers_open"]) == (1, 1, 0)


def test_an_answer_to_nothing_is_an_ask_never_asked() -> None:
    found = figures(call(event("granted", 1, what="gift"), event("denied", 2, what="more")))
    assert found["asks"] == [
        {"what": "gift", "asked": 0, "denied": 0, "granted": 1},
        {"what": "more", "asked": 0, "denied": 1, "granted": 0},
    ]
    assert found["denied_then_granted"] is False


def test_asks_are_the_same_after_folding_and_count_their_ordinal() -> None:
    events = [event("ask", 1, what="Refund  now"), event("ask", 2, what="refund NOW", n=5)]
    found = figures(call(*events, event("ask", 3, what="other")))
    assert found["asks"][0] == {"what": "Refund  now", "asked": 5, "denied": 0, "granted": 0}
    assert found["same_ask_max"] == 5


def test_supervisors() -> None:
    asked = [
        event("supervisor_asked", minute, result=result)
        for minute, result in enumerate(["refused", "none", "None on duty", "callback", "granted"])
    ]
    found = figures(
        call(*asked, event("supervisor_reached", 6), event("supervisor_reached", 7)),
        call(event("supervisor_asked", 0, result=None), event("supervisor_reached", 1)),
    )
    assert found["supervisor_asked"] == 6
    assert found["supervisor_refused"] == 3
    assert found["supervisor_reached"] == 3


def test_the_map_of_the_company() -> None:
    found = figures(
        call(
            event("rep", 0, name=None, department="A"), event("transfer", 1, to="b"),
            event("rep", 2, name=None, department="B "), event("transfer", 3, to="C"),
            event("rep", 4, name=None, department="A"), event("transfer", 5, to="B"),
            event("call_end", 6, outcome="Disconnected"),
        )
    )  # fmt: skip
    assert found["org_map"] == [
        {"from": "A", "to": "B ", "count": 1, "reached": True},
        {"from": "B ", "to": "A", "count": 1, "reached": False},
        {"from": "A", "to": "B", "count": 1, "reached": False},
    ]
    assert (found["transfers"], found["transfers_unreached"], found["loops"]) == (3, 2, 2)
    assert found["departments"] == ["A", "B "]
    assert found["disconnects"] == 1


def test_promises_are_judged_at_the_time_given() -> None:
    promises = [
        event("promise", 1, what="a", by="2026-03-02", kept=None),
        event("promise", 2, what="b", by="2026-03-02T11:00", kept=None),
        event("promise", 3, what="c", by="2026-03-01", kept=True),
        event("promise", 4, what="d", by=None, kept=False),
        event("promise", 5, what="e", by=None, kept=None),
    ]
    found = figures(call(event("rep", 0, name="Bo"), *promises))
    assert [one["state"] for one in found["promises"]] == [
        "open", "overdue", "kept", "broken", "open",
    ]  # fmt: skip
    assert [one["overdue_seconds"] for one in found["promises"]] == [0, 3600, 0, 0, 0]
    assert found["promises_open"] == 3
    assert found["promises"][0]["due_at"] == "2026-03-03T00:00:00+00:00"
    at_midnight = figures(call(promises[0]), as_of=datetime(2026, 3, 3, tzinfo=UTC))
    assert at_midnight["promises"][0]["state"] == "open"
    after = figures(call(promises[0]), as_of=datetime(2026, 3, 3, 0, 0, 1, tzinfo=UTC))
    assert after["promises"][0]["overdue_seconds"] == 1


@pytest.mark.parametrize("offset", ["", "+01:00", "Z"])
def test_by_is_told_as_the_clock_there_shows_it(offset: str) -> None:
    one = script(call(event("promise", 1, what="a", by=f"2026-03-02T11:00{offset}")))
    found = report(imported(one, BERLIN), AS_OF)["promises"][0]
    assert found["by"] == "2026-03-02T11:00"
    hour = 11 if offset == "Z" else 10
    assert datetime.fromisoformat(found["due_at"]) == datetime(2026, 3, 2, hour, tzinfo=UTC)


def test_other_counts() -> None:
    found = figures(
        call(
            event("verification", 0, what="pin", n=3), event("verification", 1, what="pin"),
            event("repeat_story", 2, n=9), event("ivr", 3, text="1"), event("ivr", 4, text="2"),
            event("case_number", 5, value="4417", kind="ticket"), organisation="Broker",
        ),
        call(event("note", 1, text=""), start="2026-03-02T10:00", direction="in"),
    )  # fmt: skip
    assert (found["verifications"], found["retellings"], found["ivr_levels"]) == (4, 1, 2)
    assert found["case_numbers"] == [{"value": "4417", "kind": "ticket", "call": 1}]
    assert found["organisations"] == ["Broker", "Acme"]
    assert found["incoming_calls"] == 1
    assert found["contradictions"] == 0


def test_anger_is_private() -> None:
    one = script(call(event("anger", 1, on=True), event("anger", 3, on=False), event("note", 4)))
    fold = imported(one)
    assert "anger" not in str(report(fold, AS_OF))
    found = report(fold, AS_OF, private=True)
    assert (found["anger"], found["anger_seconds"]) == (1, 120)
    assert found["per_call"][0]["anger"] == 1


def test_calls_that_touch_do_not_overlap() -> None:
    first = call(event("call_end", 5))
    touching = call(event("call_end", 5), start="2026-03-02T09:05", line=2)
    within = call(event("call_end", 1), start="2026-03-02T09:04", line=2)
    assert figures(first, touching)["concurrent_calls_max"] == 1
    assert figures(first, within)["concurrent_calls_max"] == 2
    assert figures()["concurrent_calls_max"] == 0


def test_midnight_is_crossed_only_by_a_call_with_a_time_of_day() -> None:
    late = call(event("call_end", 20), start="2026-03-02T23:50")
    ends_there = call(event("call_end", 10), start="2026-03-02T23:50")
    dated = call(event("call_end", 60 * 30), start="2026-03-02")
    assert figures(late)["crosses_midnight"] is True
    assert figures(ends_there)["crosses_midnight"] is True
    assert figures(dated)["crosses_midnight"] is False


def test_calls_of_one_date_keep_the_order_of_the_file() -> None:
    asked = call(event("ask", 5, what="refund"), event("denied", 9, what="no"), start="2026-03-02")
    given = call(event("granted", 1, what="yes"), start="2026-03-02")
    found = figures(asked, given)
    assert found["denied_then_granted"] is True
    assert found["asks"] == [{"what": "refund", "asked": 1, "denied": 1, "granted": 1}]
    assert found["concurrent_calls_max"] == 1
    assert [one["start"] for one in found["per_call"]] == ["2026-03-02"] * 2


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-29T01:30", "2026-03-29T03:30:00+02:00"),  # the hour that is left out
        ("2026-03-29T02:30", "2026-03-29T04:30:00+02:00"),  # a time that does not come
        ("2026-10-25T02:30", "2026-10-25T02:30:00+01:00"),  # the hour that comes twice
    ],
)
def test_minutes_are_elapsed_time_through_a_clock_change(start: str, end: str) -> None:
    fold = imported(
        script(call(event("hold_start", 0), event("call_end", 60), start=start)), BERLIN
    )
    found = report(fold, AS_OF)
    assert found["hold_seconds"] == 3600
    assert end_at(fold.case.calls[0], fold.case.calls[0].start).isoformat() == end


def test_two_lines_are_taken_in_by_absolute_time() -> None:
    first = call(event("ask", 5, what="refund"), event("call_end", 20))
    second = call(event("granted", 1, what="yes"), start="2026-03-02T09:02", line=2)
    found = figures(first, second)
    assert found["asks"] == [
        {"what": "yes", "asked": 0, "denied": 0, "granted": 1},
        {"what": "refund", "asked": 1, "denied": 0, "granted": 0},
    ]


def test_facts_are_flagged_as_entered_later_from_an_import() -> None:
    fold = imported(script(call(event("rep", 0, name="Bo"), event("note", 1, text="x"))))
    assert all(fact.body["source"] == "import" and fact.late for fact in fold.facts)
    assert fold.case.running == ()
    assert fold.case.oddities == ()
