"""Figures over several cases: against those written down from the twelve histories alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.insight.callfigures import CallFigures, call_figures
from callmate.model.insight.figurejson import figures_json, people_json, when_json
from callmate.model.insight.money import Money
from callmate.model.insight.people import people
from callmate.model.insight.rates import ENOUGH, rates
from callmate.model.insight.slots import begun, when
from callmate.model.insight.sums import own_us, sums, totals
from callmate.model.report import report
from tests.conftest import ROOT
from tests.exchange.support import imported
from tests.model.support import HISTORIES

EXPECTED: dict[str, Any] = json.loads(
    (ROOT / "tests" / "cases" / "expected_insight.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def calls() -> list[CallFigures]:
    """Every call of the twelve histories, each in a case of its own name."""
    found = [
        replace(call, case=history.stem)
        for history in HISTORIES
        for call in call_figures(imported(history))
    ]
    return sorted(found, key=lambda call: call.at)


def figures_of(calls: Sequence[CallFigures], money: Money | None = None) -> dict[str, Any]:
    return figures_json(totals(calls), when(begun(calls)), money)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_a_call_has_the_figures_of_the_report(history: Path) -> None:
    folded = imported(history)
    last = max(call.start.at for call in folded.case.calls)
    found = figures_of(call_figures(folded))
    wanted = report(folded, last)
    for name in (
        "calls", "call_seconds", "talk_seconds", "hold_seconds", "longest_hold_seconds",
        "pitch_seconds", "waiting_seconds", "waiting_by", "ivr_levels", "transfers", "disconnects",
        "promises_made", "promises_kept", "promises_broken",
    ):  # fmt: skip
        assert found[name] == wanted[name], name


def test_all_twelve_together(calls: list[CallFigures]) -> None:
    found, wanted = figures_of(calls), EXPECTED["all"]
    for name in ("calls", "call_seconds", "own_seconds", "talk_seconds", "hold_seconds",
                 "pitch_seconds", "waiting_seconds", "waiting_by", "longest_hold_seconds",
                 "unanswered", "disconnects", "transfers"):  # fmt: skip
        assert found[name] == wanted[name], name
    assert found["ivr_levels"] == wanted["menus"]
    promised = {name: found[f"promises_{name}"] for name in wanted["promises"]}
    assert promised == wanted["promises"]


def test_how_often_a_no_became_a_yes(calls: list[CallFigures]) -> None:
    wanted = EXPECTED["all"]
    by_name = {rate.name: rate for rate in rates(sums(calls))}
    later = by_name["granted_later"]
    assert (later.yes, later.of) == (wanted["granted_later"], wanted["refused_first"])
    assert later.words == "2 of 6"
    for who, (yes, of) in wanted["again"].items():
        rate = by_name[f"again_{who}"]
        assert (rate.yes, rate.of) == (yes, of), who
    assert by_name["again_same"].words == "too few to say (1)"
    assert by_name["again_same"].share is None
    assert by_name["promises_kept"].share == pytest.approx(1 / 15)


def test_each_company(calls: list[CallFigures]) -> None:
    found = {row["company"]: row for row in figures_of(calls)["companies"]}
    assert {
        name: {key: row[key] for key in EXPECTED["companies"][name]} for name, row in found.items()
    } == EXPECTED["companies"]


def test_waits_by_the_day_one_called(calls: list[CallFigures]) -> None:
    """The call that came in is no time at which one called."""
    days = {row["when"]: row for row in when_json(when(begun(calls)))["days"]}
    assert {
        day: {"calls": row["calls"], "wait": row["wait_seconds"]} for day, row in days.items()
    } == EXPECTED["weekdays"]


def test_one_company_and_one_hour(calls: list[CallFigures]) -> None:
    qantas = [call for call in calls if call.company == "Qantas"]
    hours = {row["when"]: row for row in when_json(when(begun(qantas)))["hours"]}
    wanted = EXPECTED["Qantas at nine"]
    assert hours["09:00"] == {"when": "09:00", "calls": wanted["calls"],
                              "wait_seconds": wanted["wait"],
                              "hold_seconds": wanted["hold"]}  # fmt: skip
    assert hours["19:00"]["wait_seconds"] is None
    assert when(begun(qantas)).best == ()


def test_the_named_reps(calls: list[CallFigures]) -> None:
    found = {row["name"]: row for row in people_json(people(calls))}
    for name, wanted in EXPECTED["reps"].items():
        promises = ["promises", "promises_kept", "promises_broken"]
        assert [found[name][key] for key in promises] == wanted["promises"], name
        for key in set(wanted) - {"promises"}:
            assert found[name][key] == wanted[key], (name, key)
    assert [one.name for one in people(calls, "sar")] == ["Sarah", "Sarrah"]
    unnamed = people(calls)[-1]
    assert not unnamed.name and not unnamed.department


ONE = CallFigures("case", "call", "2026-03-02T09:00:00+00:00", 1)


def at(minute: int, minutes: int) -> CallFigures:
    begin = f"2026-03-02T{9 + minute // 60:02}:{minute % 60:02}:00+00:00"
    return replace(ONE, id=f"{minute}", at=begin, total=minutes * 60_000_000)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 90)), max_size=12))
def test_time_of_ones_own_counts_once(told: list[tuple[int, int]]) -> None:
    minutes = {one for begin, length in told for one in range(begin, begin + length)}
    assert own_us(at(*one) for one in told) == len(minutes) * 60_000_000


def test_a_call_of_a_day_alone_counts_whole_and_for_no_hour() -> None:
    day = replace(at(0, 30), date_only=True)
    assert own_us([day, day, at(0, 30)]) == 90 * 60_000_000
    assert when(begun([day])).calls == 0


def test_of_fewer_than_three_nothing_is_said() -> None:
    assert ENOUGH == 3
    two = [at(0, 10), at(1, 20)]
    assert [slot.wait for slot in when(begun(two)).days] == [None]
    three = [*two, at(2, 60)]
    assert [slot.wait for slot in when(begun(three)).hours] == [20 * 60_000_000]
    assert when(begun(three)).best == ()


def test_the_best_time_is_the_shortest_wait_of_at_least_two() -> None:
    morning = [at(minute, 30) for minute in (0, 1, 2)]
    evening = [replace(at(600, 5), at=f"2026-03-03T19:0{n}:00+00:00") for n in range(3)]
    found = when(begun([*morning, *evening]))
    assert [slot.name for slot in found.best] == ["Tuesday, evening", "Monday, morning"]
    running = replace(evening[0], running=True)
    assert when(begun([*morning, *evening[:2], running])).best == ()


def test_an_hour_of_money() -> None:
    assert Money(25, "$").words(5_400_000_000) == "$37.50 at $25.00 an hour"
    assert Money(25, "EUR").shown(1234.5) == "1,234.50 EUR"
    assert figures_of([at(0, 90)], Money(20))["worth"] == {
        "amount": 30.0, "hourly": 20, "currency": None,
    }  # fmt: skip
