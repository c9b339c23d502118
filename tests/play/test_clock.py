"""The clocks of a playback and of a practice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from callmate.clock import PlayClock, RunningPlayClock
from callmate.model.moment import elapsed_us

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_playback_stands_still_until_it_jumps() -> None:
    clock = PlayClock(AT)
    first = clock.now()
    assert clock.now() == first
    clock.jump(AT + timedelta(hours=15, microseconds=1))
    assert elapsed_us(first, clock.now()) == 15 * 3_600_000_000 + 1
    assert clock.now().at == AT + timedelta(hours=15, microseconds=1)


def test_its_steady_part_passes_over_a_clock_change_as_time_does() -> None:
    clock = PlayClock(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN))
    first = clock.now()
    clock.jump(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1))
    assert elapsed_us(first, clock.now()) == 3_600_000_000
    assert first.at.isoformat() == "2026-10-25T02:30:00+02:00"
    assert clock.now().shifted(0.0).at.isoformat() == "2026-10-25T02:30:00+01:00"


def test_it_never_goes_back() -> None:
    clock = PlayClock(AT)
    clock.jump(AT - timedelta(hours=1))
    assert clock.now().at == AT


def test_the_clock_of_a_practice_runs_between_its_jumps() -> None:
    seconds = [5.0]
    clock = RunningPlayClock(AT, lambda: seconds[0])
    first = clock.now()
    seconds[0] += 2.5
    assert elapsed_us(first, clock.now()) == 2_500_000
    clock.jump(AT + timedelta(minutes=10))
    seconds[0] += 1
    assert clock.now().at == AT + timedelta(minutes=10, seconds=1)
    clock.jump(AT)
    assert clock.now().at == AT + timedelta(minutes=10, seconds=1)
    assert elapsed_us(first, clock.now()) == 601_000_000
