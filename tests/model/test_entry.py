"""What is typed becomes values only where it cannot mean anything else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.entry import leading_time, parse, read_back
from callmate.model.moment import Moment

NOW = Moment(datetime(2026, 11, 22, 14, 10, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        ("rep", "sarah, options x4412", dict(name="sarah", department="options", extension="4412")),
        ("rep", "Max", dict(name="Max")),
        ("rep", "Ann ext. 12", dict(name="Ann", extension="12")),
        ("rep", ", billing", dict(department="billing")),
        ("rep", "Bo bo@acme.test, second line", dict(
            name="Bo", email="bo@acme.test", department="second line")),
        ("offer", "credit of $28.10.", dict(what="credit of $28.10.", amount="$28.10")),
        ("offer", "10 % off", dict(what="10 % off", amount="10 %")),
        ("offer", "a voucher", dict(what="a voucher")),
        ("promise", "out by 22:20", dict(what="out", by="2026-11-22T22:20+00:00")),
        ("promise", "call by 9:00", dict(what="call", by="2026-11-23T09:00+00:00")),
        ("promise", "refund of 64.90, by 2026-11-27", dict(
            what="refund of 64.90", by="2026-11-27")),
        ("promise", "by 2026-11-23", dict(by="2026-11-23")),
        ("promise", "by 2026-11-23 17:00", dict(by="2026-11-23T17:00+00:00")),
        ("promise", "by 2026-11-22", dict(by="2026-11-22")),
        ("promise", "by 2026-11-21", dict(what="by 2026-11-21")),
        ("promise", "by 2026-11-22 14:10", dict(what="by 2026-11-22 14:10")),
        ("promise", "by 2026-11-23 24:10", dict(what="by 2026-11-23 24:10")),
        ("promise", "by 2026-02-30", dict(what="by 2026-02-30")),
        ("promise", "by 25:00", dict(what="by 25:00")),
        ("promise", "by noon", dict(what="by noon")),
        ("promise", "by 9:00 or so", dict(what="by 9:00 or so")),
        ("case_number", "4417", dict(value="4417")),
        ("transfer", "billing", dict(to="billing")),
        ("ask", "refund", dict(what="refund")),
        ("teleport", "moon", dict(text="moon")),
        ("note", "   ", {}),
    ],
)  # fmt: skip
def test_a_line_becomes_values(kind: str, text: str, values: dict[str, str]) -> None:
    parsed = parse(kind, text, NOW)
    assert {name: said for name, said in parsed.values.items() if name != "said"} == values
    # What was said stays whole where a part of it was understood as a time.
    assert parsed.values.get("said", values.get("what")) in (values.get("what"), text.strip())
    assert parsed.when is None


def test_whoever_knows_more_ways_to_say_a_time_is_asked_first() -> None:
    def read(text: str, now: datetime) -> tuple[str, str] | None:
        return ("call", "2026-11-27") if text.endswith("friday") and now == NOW.at else None

    assert parse("promise", "call friday", NOW, read).values == dict(
        what="call", by="2026-11-27", said="call friday"
    )
    assert parse("promise", "call by 2026-11-23", NOW, read).values["by"] == "2026-11-23"
    assert "by" not in parse("promise", "call by 14:00", NOW, read).values, "they know better"
    assert parse("note", "call friday", NOW, read).values == dict(text="call friday")


@pytest.mark.parametrize(
    ("text", "when", "rest"),
    [
        ("@14:05 hung up", "2026-11-22T14:05:00", "hung up"),
        ("@14:05:30", "2026-11-22T14:05:30", ""),
        ("@14:12 soon", "2026-11-22T14:12:00", "soon"),
        ("@23:50 last night", "2026-11-21T23:50:00", "last night"),
        ("@-2m x", "2026-11-22T14:08:30", "x"),
        ("@-30s", "2026-11-22T14:10:00", ""),
        ("@-15h", "2026-11-21T23:10:30", ""),
        ("@24:10", None, "@24:10"),
        ("@home at 9", None, "@home at 9"),
        ("see @14:05", None, "see @14:05"),
        ("@14:055", None, "@14:055"),
    ],
)
def test_a_time_typed_first(text: str, when: str | None, rest: str) -> None:
    found, left = leading_time(text, NOW.at)
    assert left == rest
    assert (found.isoformat()[:19] if found else None) == when
    assert parse("time", text, NOW).when == found


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("12345678", "1234 5678"), ("123456789", "123 456 789"), ("12345", "123 45"),
        ("1234567890", "1234 5678 90"), ("AB-123 4567", "AB 123 4567"), ("4417", "4417"), ("", ""),
    ],
)  # fmt: skip
def test_a_number_is_read_back_in_groups(number: str, said: str) -> None:
    assert read_back(number) == said


@given(st.text(st.characters(categories=["L", "N"])))
def test_reading_back_loses_nothing(number: str) -> None:
    assert read_back(number).replace(" ", "") == number
    assert all(0 < len(group) <= 4 for group in read_back(number).split(" ")) or not number


@given(st.sampled_from(["rep", "offer", "promise", "note", "time"]), st.text())
def test_any_text_is_taken(kind: str, text: str) -> None:
    values = parse(kind, text, NOW).values
    assert all(isinstance(value, str) and value for value in values.values())
