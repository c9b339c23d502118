"""The hybrid clock: text order is the order of causes, whatever the wall clock does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callmate.store.hlc import FORM, HybridClock, wall_ms
from tests.store.support import Maker

MS = st.integers(0, 2**48 - 2**20)


def test_the_counter_runs_while_the_clock_stands_and_overflows_into_time() -> None:
    clock = HybridClock()
    assert [clock.stamp(5), clock.stamp(5), clock.stamp(4), clock.stamp(6)] == [
        "000000000005-0000", "000000000005-0001", "000000000005-0002", "000000000006-0000",
    ]  # fmt: skip
    clock.seen("000000000006-fffe")
    assert clock.stamp(6) == "000000000006-ffff"
    assert clock.stamp(6) == "000000000007-0000"


@given(st.lists(st.tuples(st.booleans(), MS, st.integers(0, 0xFFFF)), max_size=20))
def test_a_stamp_is_after_all_that_was_made_or_seen(steps: list[tuple[bool, int, int]]) -> None:
    clock, latest = HybridClock(), ""
    for own, ms, counter in steps:
        stamp = clock.stamp(ms) if own else f"{ms:012x}-{counter:04x}"
        assert FORM.fullmatch(stamp)
        if own:
            assert stamp > latest
        clock.seen(stamp)
        latest = max(latest, stamp)


def test_what_is_no_stamp_is_not_taken_for_one() -> None:
    clock = HybridClock()
    for wrong in ("", "zz", "000000000005-000g", "0" * 40, "-"):
        clock.seen(wrong)
    assert clock.stamp(1) == "000000000001-0000"


@given(st.lists(st.tuples(MS, st.integers(0, 0xFFFF)), max_size=9), st.sampled_from(["", "zz"]))
def test_many_stamps_are_seen_as_one_after_the_other(
    seen: list[tuple[int, int]], strange: str
) -> None:
    stamps = [f"{ms:012x}-{counter:04x}" for ms, counter in seen] + [strange]
    together, apart = HybridClock(), HybridClock()
    together.seen_all(stamps)
    for stamp in stamps:
        apart.seen(stamp)
    assert together.stamp(0) == apart.stamp(0)


def test_the_wall_clock_in_milliseconds() -> None:
    moment = Maker().clock.now()
    assert wall_ms(moment) == int(moment.at.timestamp() * 1000)
