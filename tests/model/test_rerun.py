"""A past call at any instant: the case, its facts and its cards as they were."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.exchange.script import read_script
from callmate.model.cards import pane
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.moment import Moment, elapsed_us
from callmate.model.replay import begin, replay
from callmate.model.rerun import Judged, Stretch, stretches
from tests.cards.support import core
from tests.exchange.support import events_of
from tests.model.support import CASE, HISTORIES, folded, written

ALL = pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)


@lru_cache
def events(history: Path) -> list[Event]:
    return written(events_of(read_script(history)))


def up_to(history: Path, count: int) -> Fold:
    """The fold of what had happened when the first so many facts had."""
    whole = fold(CASE, events(history))
    ids = {fact.id for fact in whole.facts[:count]}
    return fold(CASE, [event for event in events(history) if event.id in ids])


@ALL
def test_at_each_event_the_state_is_the_fold_up_to_there(history: Path) -> None:
    whole = fold(CASE, events(history))
    seen = []
    for stretch in stretches(whole):
        for fact, offset in zip(stretch.facts, stretch.offsets, strict=True):
            count = stretch.count(offset)
            assert whole.after(count) == up_to(history, count).case
            assert whole.facts[:count] == up_to(history, count).facts
            assert fact in whole.facts[:count]
            assert stretch.moment(offset).at == fact.moment.at
            seen.append(fact.id)
    assert set(seen) == {fact.id for fact in whole.facts if fact.call}


@ALL
def test_the_tips_are_those_of_a_replay(history: Path) -> None:
    whole = fold(CASE, events(history))
    judged = Judged(whole, core())
    judged.work(len(whole.facts), len(whole.facts))
    expected = replay(CASE, whole.facts, core())
    for stretch in stretches(whole):
        for second in range(0, stretch.length // 1_000_000, max(1, stretch.length // 20_000_000)):
            offset = second * 1_000_000
            now = stretch.moment(offset)
            player = judged.player(stretch.count(offset), now)
            before = [tip for tip in expected if tip.at.at <= now.at]
            # One that a key holds back is told as of when it was due, up to two seconds before.
            assert player.tips == before or player.tips == before[:-1]
    last = judged.player(len(whole.facts), whole.facts[-1].moment)
    assert last.tips == expected


@ALL
def test_going_back_and_forth_changes_nothing(history: Path) -> None:
    whole = fold(CASE, events(history))
    judged = Judged(whole, core())
    judged.work(len(whole.facts), len(whole.facts))
    places = [
        (stretch.count(offset), stretch.moment(offset))
        for stretch in stretches(whole)
        for offset in {*stretch.offsets, *(o + 3_000_000 for o in stretch.offsets)}
    ]
    for count, now in [*places[::3], *reversed(places[::2])]:
        fresh = begin(CASE, core())
        for fact in whole.facts[:count]:
            fresh.follow(fact)
        fresh.run_to(now, through=True)
        player = judged.player(count, now)
        assert player.tips == fresh.tips
        assert pane(player.judge, now, player.hand) == pane(fresh.judge, now, fresh.hand)


def test_going_back_before_a_card_takes_it_away() -> None:
    whole = fold(CASE, events(HISTORIES[7]))
    (stretch,) = stretches(whole)
    judged = Judged(whole, core())
    judged.work(len(whole.facts), len(whole.facts))
    long_after = stretch.offsets[-1] - 1_000_000
    told = []
    for offset in range(long_after, 0, -1_800_000_000):
        player = judged.player(stretch.count(offset), stretch.moment(offset))
        told.append(len(player.tips))
    assert told == sorted(told, reverse=True) and told[0] > told[-1] + 10


def test_far_places_are_come_to_in_portions() -> None:
    whole = fold(CASE, events(HISTORIES[8]))
    judged = Judged(whole, core())
    count = len(whole.facts)
    judged.work(count, 30)
    assert judged.ready(30) and not judged.ready(31)
    judged.work(count, 1000)
    assert judged.ready(count)


# the line of time of one call


def at(seconds: float, boot: str = "b") -> Moment:
    base = Moment(events(HISTORIES[0])[0].moment.at, boot, 10**12)
    return base.shifted(seconds)


def made(*told: tuple[str, float, str]) -> Fold:
    """Facts of calls: kind, second, call."""
    facts = [
        NewEvent(call if kind == "call_start" else f"{kind}{n}", kind, at(second), {}, call or None)
        for n, (kind, second, call) in enumerate(told)
    ]
    return folded([NewEvent("opened", "case_opened", at(0), {}), *facts])


def only(whole: Fold) -> Stretch:
    (found,) = stretches(whole)
    return found


def test_steps_are_the_instants_one_can_see() -> None:
    found = only(
        made(
            ("call_start", 10, "c"), ("rep", 12, "c"), ("tick", 13, "c"), ("hold_start", 20, "c"),
            ("hold_end", 80, "c"), ("note", 80, "c"), ("call_end", 90, "c"),
        )
    )  # fmt: skip
    assert [step // 1_000_000 for step in found.steps] == [0, 2, 10, 70, 80]
    assert found.after(2_000_000) == 10_000_000
    assert found.before(2_000_000) == 0
    assert found.before(0) is None
    assert found.after(found.length) is None


def test_what_is_added_days_after_is_not_of_the_call() -> None:
    found = only(made(("call_start", 0, "c"), ("call_end", 60, "c"), ("marks", 90_000, "c")))
    assert found.length == 60_000_000


def test_two_lines_stand_among_each_other() -> None:
    whole = made(
        ("call_start", 0, "one"), ("call_start", 30, "two"), ("note", 40, "one"),
        ("call_end", 50, "two"), ("call_end", 60, "one"),
    )  # fmt: skip
    one, two = stretches(whole)
    assert (one.length, two.length) == (60_000_000, 20_000_000)
    then = whole.after(two.count(15_000_000))
    assert [call.running for call in then.calls] == [True, True]
    assert one.moment(45_000_000).at == at(45).at


def test_a_clock_that_was_set_back_runs_on() -> None:
    """Within a boot the steady clock counts; without one, time stands until it is made up."""
    made_at = [at(0, ""), at(100, ""), at(40, ""), at(120, "")]
    kinds = ["call_start", "rep", "note", "call_end"]
    whole = folded(
        NewEvent("c" if kind == "call_start" else kind, kind, moment, {}, "c")
        for kind, moment in zip(kinds, made_at, strict=True)
    )
    found = only(whole)
    assert list(found.offsets) == sorted(found.offsets)
    assert found.length == 120_000_000


@given(st.lists(st.integers(0, 500), min_size=1, max_size=80), st.integers(0, 600))
def test_any_instant_has_a_moment_and_a_state(seconds: list[int], second: int) -> None:
    told = [("call_start", 0.0, "c"), *(("note", float(s), "c") for s in sorted(seconds))]
    whole = made(*told)
    found = only(whole)
    offset = min(second * 1_000_000, found.length)
    count, now = found.count(offset), found.moment(offset)
    assert elapsed_us(at(0), now) == offset
    assert len(whole.after(count).notes) == sum(s * 1_000_000 <= offset for s in seconds)
