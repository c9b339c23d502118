"""What was refused and is answered again: by the same rep, another, or a manager; stints; lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.insight.callfigures import CallFigures, call_figures
from callmate.model.insight.figuretext import (
    bar,
    by_company_lines,
    call_lines,
    case_lines,
    rep_lines,
    sum_lines,
)
from callmate.model.insight.people import people
from callmate.model.insight.slots import Slot, When, begun, when
from callmate.model.insight.sums import by_company, sums
from callmate.model.insight.whentext import best_line, when_lines
from tests.exchange.support import call, event, imported, script

ASK = event("ask", 1, what="refund")
NO = event("denied", 2)


def again(*later: dict[str, Any], second: bool = False) -> dict[str, tuple[int, int]]:
    """Who answered what a nameless rep had refused, and how often it was yes; ``later`` is what
    comes after the refusal, in a ``second`` call or the same one."""
    first = [event("rep", 0), ASK, NO]
    if second:
        calls = [call(*first), call(*later, start="2026-03-03T09:00")]
    else:
        calls = [call(*first, *later)]
    whole = sums(call_figures(imported(script(*calls))))
    found = {
        "same": (whole.same_yes, whole.same),
        "other": (whole.other_rep_yes, whole.other_rep),
        "manager": (whole.manager_yes, whole.manager),
    }
    return {who: counts for who, counts in found.items() if counts[1]}


def test_asked_again_of_whoever_is_on_the_line() -> None:
    assert again(event("ask", 3, what="refund"), event("granted", 4)) == {"same": (1, 1)}
    assert again(event("denied", 3), event("denied", 4)) == {"same": (0, 2)}


def test_asked_of_another_rep() -> None:
    passed = (event("transfer", 3), event("rep", 4), event("ask", 5, what="refund"))
    assert again(*passed, event("granted", 6)) == {"other": (1, 1)}
    assert again(event("rep", 0), ASK, NO, second=True) == {"other": (0, 1)}


def test_a_name_met_again_is_the_same_rep() -> None:
    first = call(event("rep", 0, name="Ana"), ASK, NO)
    second = call(event("rep", 0, name="ANA "), ASK, event("granted", 2), start="2026-03-03T09:00")
    one, two = call_figures(imported(script(first, second)))
    assert (one.refused, one.turned, two.turned) == (1, 0, 1)
    assert (two.same, two.same_yes, two.other_rep) == (1, 1, 0)


@pytest.mark.parametrize(
    "arrival",
    [
        [event("supervisor_reached", 4, name="Max")],
        [event("supervisor_asked", 3, result="granted"), event("rep", 4, name="Max")],
        [event("supervisor_asked", 3, result="granted"), event("transfer", 4), event("rep", 5)],
        [event("transfer", 3, to="supervisor"), event("rep", 4, department="supervisor")],
    ],
)
def test_asked_of_a_manager(arrival: list[dict[str, Any]]) -> None:
    ask, yes = event("ask", 6, what="refund"), event("granted", 7)
    assert again(*arrival, ask, yes) == {"manager": (1, 1)}
    onward = [event("transfer", 8), event("rep", 9), event("ask", 10, what="refund")]
    refused = again(*arrival, ask, event("denied", 7), *onward, event("denied", 11))
    assert refused == {"manager": (0, 1), "other": (0, 1)}


def test_a_manager_who_was_refused_is_no_manager() -> None:
    asked = event("supervisor_asked", 3, result="refused")
    assert again(asked, event("rep", 4), event("granted", 5)) == {"other": (1, 1)}


def test_a_yes_ends_it_and_an_offer_is_no_ask() -> None:
    more = (event("granted", 3), event("ask", 4, what="refund"), event("granted", 5))
    assert again(*more) == {"same": (1, 1)}
    assert again(event("offer", 3, what="voucher"), event("denied", 4)) == {}


def test_a_call_in_which_nothing_was_asked() -> None:
    one = call_figures(imported(script(call(event("rep", 0), event("call_end", 2)))))[0]
    assert (one.refused, one.denied, one.total) == (0, 0, 120_000_000)


def test_a_stint_ends_where_the_next_begins() -> None:
    one = call_figures(imported(script(call(
        event("hold_start", 0), event("hold_end", 10), event("rep", 10, name="Ana"),
        event("hold_start", 12), event("hold_end", 15), event("transfer", 16, to="claims"),
        event("rep", 20, name="Bo", department="claims"), event("call_end", 25),
    ))))[0]  # fmt: skip
    minute = 60_000_000
    ana, bo = one.stints
    assert (ana.talk, ana.hold, ana.waiting) == (3 * minute, 3 * minute, 0)
    assert (bo.name, bo.department, bo.talk) == ("Bo", "claims", 5 * minute)
    assert (one.answered, one.transfer, one.waited) == (10 * minute, 4 * minute, 17 * minute)


KINDS = st.sampled_from(
    ["rep", "hold_start", "transfer", "ivr", "ask", "denied", "granted", "pitch_start", "promise",
     "supervisor_asked", "supervisor_reached", "offer"]
)  # fmt: skip
CALLS = st.lists(st.lists(KINDS, max_size=8), min_size=1, max_size=4)
TEXT = st.text(max_size=12)


@given(CALLS, TEXT)
def test_the_parts_of_any_call_sum_to_the_whole(told: list[list[str]], name: str) -> None:
    found = figures_of(told, name)
    for one in found:
        parts = (one.talk, one.hold, one.pitch, one.transfer, one.supervisor, one.menu, one.other)
        assert sum(parts) == one.total
        assert sum(s.talk for s in one.stints) == one.talk
        assert one.turned <= one.granted and one.refused <= one.denied
        again = (one.same, one.other_rep, one.manager)
        assert sum(again) + one.refused <= one.granted + one.denied + one.turned
    whole = sums(found)
    assert whole.turned <= whole.refused
    assert whole.own <= whole.total


@given(CALLS, TEXT)
def test_any_figures_can_be_said(told: list[list[str]], name: str) -> None:
    found = figures_of(told, name)
    lines = [
        *call_lines(found[-1], None), *case_lines(found, None), *sum_lines(sums(found), None),
        *by_company_lines(by_company(found)), *rep_lines(people(found), True),
        *when_lines(when(begun(found))),
    ]  # fmt: skip
    assert all(len(line.label) <= 12 and line.words for line in lines)


def figures_of(told: list[list[str]], name: str) -> tuple[CallFigures, ...]:
    calls = [
        call(*(event(kind, minute, what="x", name=name, department=name)
               for minute, kind in enumerate(kinds)), start=f"2026-03-0{n}T09:00")
        for n, kinds in enumerate(told, start=1)
    ]  # fmt: skip
    return call_figures(imported(script(*calls, company=name)))


def test_a_bar_shows_what_is_not_nothing() -> None:
    assert bar(0, 10).count("█") == 0
    assert bar(1, 10_000).count("█") == 1
    assert bar(10, 10).count("█") == len(bar(10, 10)) == 24
    assert bar(5, 0).count("█") == 0


def test_the_best_time_is_said_only_where_times_differ() -> None:
    def waits(start: str, minutes: int) -> dict[str, Any]:
        held = (event("hold_start", 0), event("hold_end", minutes))
        return call(*held, event("rep", minutes), event("call_end", 30), start=start)

    early = [waits(f"2026-03-{day:02}T09:00", 20) for day in (2, 3, 4)]
    late = [waits(f"2026-03-{day:02}T18:00", 4) for day in (2, 3, 4)]
    found = call_figures(imported(script(*early, *late)))
    line = best_line(when(begun(found)))
    assert line is not None
    assert line.words == (
        "any day, evening, usually 4:00 of waiting (3 calls); "
        "the longest: any day, morning, usually 20:00 of waiting (3 calls)"
    )
    assert best_line(when(begun(found[:3]))) is None


def parts(*minutes: float) -> When:
    """Parts of a week in which one waited so long, the shortest wait first."""
    slots = [Slot((n,), f"part {n}", 3, round(wait * 60_000_000)) for n, wait in enumerate(minutes)]
    return When(3 * len(slots), (), (), tuple(slots))


@pytest.mark.parametrize(
    ("minutes", "good", "bad"),
    [
        ((), "", ""), ((5,), "", ""), ((4, 20), "part 0", "part 1"), ((4, 5.9), "", ""),
        ((4, 6), "part 0", "part 1"), ((40, 45), "", ""), ((1, 47, 47, 47), "part 0", ""),
        ((1, 1, 1, 47), "", "part 3"), ((0, 1, 1, 1, 2), "", ""), ((1, 20, 20, 47), "part 0",
                                                                   "part 3"),
    ],
)  # fmt: skip
def test_a_time_is_best_or_worst_only_if_it_clearly_differs_from_most(
    minutes: tuple[float, ...], good: str, bad: str
) -> None:
    found = parts(*minutes)
    assert (found.good.name if found.good else "") == good
    assert (found.bad.name if found.bad else "") == bad
    said = best_line(found)
    assert (said is None) == (not good and not bad)
    labels = [line.label for line in when_lines(found)]
    assert ("worst" in labels) == bool(bad)


def test_nothing_is_drawn_for_no_wait_and_hours_are_not_taken_for_waits() -> None:
    slots = (Slot((9,), "09:00", 3, 400_000), Slot((11,), "11:00", 3, 60_000_000))
    nine, eleven = list(when_lines(When(6, (), slots, ())))[-2:]
    assert (nine.label, nine.right, nine.bar.count("█")) == ("9–10 h", "0:00", 0)
    assert (eleven.label, eleven.right, eleven.bar.count("█")) == ("11–12 h", "1:00", 24)
    heads = [line.words for line in when_lines(When(6, (), slots, ())) if line.role == "head"]
    assert heads == ["Usual wait, by day", "Usual wait, by hour"]


def test_a_pitch_is_said_to_stand_without_the_holds_in_it() -> None:
    sold = [event("pitch_start", 3), event("hold_start", 4), event("hold_end", 5)]
    found = call_figures(imported(script(call(*sold, event("call_end", 6)))))
    (pitch,) = [line for line in call_lines(found[0], None) if line.label == "pitch"]
    assert (pitch.words.strip(), pitch.right) == ("33 % without the holds in it", "2:00")


def test_a_call_with_nobody_has_no_mark_in_place_of_the_company() -> None:
    one = call_figures(imported(script(call(event("call_end", 5)), company="")))[0]
    line, *more = call_lines(replace(one, other=400_000, total=400_000), None)
    assert line.words.startswith("1, ") and not line.words.endswith((",", "?"))
    assert "waiting" not in [each.label for each in more], "less than a second has no bar"
