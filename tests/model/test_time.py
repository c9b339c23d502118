"""Clocks that lie, long holds, and times that were put right."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from callmate.model.fold import fold
from callmate.model.report import report
from callmate.model.timeline import hms
from tests.model.live import Phone
from tests.model.support import CASE


def hold_of(phone: Phone) -> int:
    now = phone.clock.now()
    return int(report(phone.fold, now.at, now=now)["hold_seconds"])


def test_a_hold_of_15_hours_40_minutes_and_a_second() -> None:
    phone = Phone().do("start").do("hold").wait(56_401)
    assert hms(hold_of(phone)) == "15:40:01"
    phone.do("hold").do("end").do("end")
    assert hms(hold_of(phone)) == "15:40:01"
    assert report(phone.fold, phone.clock.at)["crosses_midnight"] is True


@pytest.mark.parametrize("hours", [-1, 1, -24])
def test_a_wall_clock_that_is_set_in_mid_hold_changes_no_duration(hours: int) -> None:
    phone = Phone().do("start").wait(10).do("hold").wait(100)
    phone.clock.set_wall(phone.clock.at + timedelta(hours=hours))
    phone.wait(100).do("hold").wait(5).do("rep", name="Bo").wait(5).do("end").do("end")
    found = report(phone.fold, phone.clock.at)
    assert (found["call_seconds"], found["hold_seconds"], found["talk_seconds"]) == (220, 200, 5)
    assert found["waiting_seconds"] == 15
    kinds = [fact.kind for fact in phone.fold.facts]
    assert kinds.index("hold_start") < kinds.index("hold_end") < kinds.index("rep")


def test_a_correction_after_the_clock_went_back_stays_in_its_place() -> None:
    phone = Phone().do("start").wait(10).do("hold").wait(100)
    phone.clock.set_wall(phone.clock.at - timedelta(hours=1))
    phone.wait(100).do("hold").wait(100).do("note")
    phone.correct("amend", target=phone.log[-1].id, shift_ms=-15_000)
    assert [fact.kind for fact in phone.fold.facts][-2:] == ["hold_end", "note"]
    assert hold_of(phone) == 200


def test_another_zone_in_mid_call_changes_no_duration() -> None:
    phone = Phone().do("start").do("hold").wait(60)
    phone.clock.in_zone(timezone(timedelta(hours=9)))
    phone.wait(60).do("hold")
    assert hold_of(phone) == 120


def test_a_restarted_computer_measures_by_the_wall_clock() -> None:
    phone = Phone().do("start").do("hold").wait(60)
    phone.clock.boot, phone.clock.mono = "after", 5
    phone.wait(60).do("hold")
    assert hold_of(phone) == 120


def test_an_amended_event_keeps_its_first_time_in_the_log() -> None:
    phone = Phone().do("start").wait(60).do("hold").wait(60).do("hold")
    start = next(event for event in phone.log if event.kind == "hold_start")
    stored = start.at
    phone.correct("amend", target=start.id, shift_ms=-15_000)
    fact = next(fact for fact in phone.fold.facts if fact.id == start.id)
    assert hold_of(phone) == 75
    assert fact.recorded.at.isoformat() == stored
    assert fact.moment.at == fact.recorded.at - timedelta(seconds=15)
    assert start in phone.log and start.at == stored
    when = (phone.clock.at - timedelta(seconds=100)).isoformat()
    phone.correct("amend", target=start.id, when=when)
    assert hold_of(phone) == 100


def test_an_end_that_was_closing_counts_from_its_first_key() -> None:
    phone = Phone().do("start").do("rep").wait(30).do("end").wait(40).do("end")
    assert report(phone.fold, phone.clock.at)["call_seconds"] == 30
    assert fold(CASE, phone.log).case.calls[0].end == phone.fold.case.calls[0].end
