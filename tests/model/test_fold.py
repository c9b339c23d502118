"""The fold is total, and the same however its events arrive; undo gives back what was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from callmate.model.durations import spent
from callmate.model.events import CALL_FACTS, CASE_FACTS, CORRECTIONS, NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.moment import Moment
from callmate.model.quote import quote
from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.state import Case
from callmate.model.summary import summarise
from tests.model.live import Phone
from tests.model.support import CASE, written

COMMANDS = (
    "rep", "hold", "transfer", "pitch", "ask", "refused", "granted", "manager", "offer",
    "promise", "note", "number", "department", "mark", "end", "cut_off", "start",
)  # fmt: skip
VALUES: dict[str, dict[str, str]] = {
    "transfer": {"to": "billing"},
    "offer": {"what": "credit"},
    "promise": {"what": "letter", "by": "2026-03-09"},
    "department": {"text": "loyalty"},
}
NAMES = st.sampled_from(["", "Bo", "Al"])
MOVES = st.one_of(
    st.sampled_from(COMMANDS).map(lambda name: (name, 0.0)),
    st.sampled_from([("undo", 0.0), ("redo", 0.0), ("earlier", 0.0), ("strike", 0.0)]),
    st.sampled_from([0.000_001, 0.4, 15, 3600, 90_000]).map(lambda seconds: ("wait", seconds)),
    st.sampled_from([-3600, 3600, -86_400]).map(lambda seconds: ("wall", seconds)),
)
CALLS = st.lists(st.tuples(MOVES, NAMES), max_size=25)


def play(moves: list[tuple[tuple[str, float], str]]) -> Phone:
    phone = Phone().do("start")
    for (move, seconds), name in moves:
        one_move(phone, move, seconds, name)
    return phone


def one_move(phone: Phone, move: str, seconds: float, name: str) -> None:
    if move == "wait":
        phone.wait(seconds)
    elif move == "wall":
        phone.clock.set_wall(phone.clock.at + timedelta(seconds=seconds))
    elif move == "undo":
        phone.undo()
    elif move == "redo":
        phone.redo()
    elif move == "earlier":
        phone.correct("amend", target=phone.log[-1].id, shift_ms=-15_000)
    elif move == "strike":
        phone.correct("strike", target=phone.log[len(phone.log) // 2].id)
    else:
        values = {"name": name} if move == "rep" and name else VALUES.get(move, {})
        phone.do(move, **values)


def state(case: Case) -> Case:
    """A case without the counter that only orders asks against each other."""
    return replace(
        case,
        seq=0,
        asks=tuple(replace(one, seq=0) for one in case.asks),
        offers=tuple(replace(one, seq=0) for one in case.offers),
        supervisors=tuple(replace(one, seq=0) for one in case.supervisors),
    )


@given(CALLS)
def test_events_one_by_one_or_at_once_give_the_same_case(
    moves: list[tuple[tuple[str, float], str]],
) -> None:
    phone = play(moves)
    at_once = fold(CASE, phone.log)
    assert at_once.case == phone.fold.case
    assert at_once.facts == phone.fold.facts


@given(CALLS)
def test_every_second_counts_once(moves: list[tuple[tuple[str, float], str]]) -> None:
    phone = play(moves)
    now = phone.clock.now()
    for call in phone.fold.case.calls:
        parts = spent(call, now)
        assert sum(parts.by.values()) == parts.total >= 0
        assert all(part >= 0 for part in parts.by.values())


@given(CALLS)
def test_whatever_was_logged_can_be_reported(moves: list[tuple[tuple[str, float], str]]) -> None:
    phone = play(moves)
    now = phone.clock.now()
    found = report(phone.fold, now.at, private=True, now=now)
    assert max(map(len, render(found).splitlines())) <= 80
    assert summarise(phone.fold).id == CASE
    assert "\n" not in quote(phone.fold.case, now)


@given(CALLS)
def test_redo_after_undo_gives_the_state_back(moves: list[tuple[tuple[str, float], str]]) -> None:
    phone = play(moves)
    before = state(phone.fold.case)
    if phone.undo():
        assert phone.redo()
        assert state(phone.fold.case) == before


@given(CALLS, st.sampled_from(["hold", "rep", "transfer", "manager", "note"]))
def test_undo_takes_a_whole_group_back(
    moves: list[tuple[tuple[str, float], str]], command: str
) -> None:
    phone = play(moves)
    before = state(phone.fold.case)
    count = len(phone.log)
    phone.do(command)
    if len(phone.log) > count:
        assert phone.undo()
        assert state(phone.fold.case) == before


BODIES = st.dictionaries(
    st.sampled_from(
        ["what", "n", "by", "on", "result", "answers", "line", "when", "mono", "due", "lasts_us",
         "targets", "target", "values", "shift_ms", "name", "to", "text", "department", "outcome"]
    ),
    st.none() | st.booleans() | st.integers() | st.just(10**30) | st.text(max_size=3)
    | st.sampled_from(["2026-03-02", "2026-03-02T08:00+02:00", "0001-01-01", "9999-12-31", "c"])
    | st.lists(st.sampled_from(["1", "2", "c"])) | st.dictionaries(st.just("what"), st.integers()),
    max_size=5,
)  # fmt: skip
KINDS = st.sampled_from([*CALL_FACTS, *CASE_FACTS, *CORRECTIONS, "never heard of"])


@given(st.lists(st.tuples(KINDS, BODIES), max_size=12))
def test_the_fold_takes_any_events(made: list[tuple[str, dict[str, Any]]]) -> None:
    moment = Moment(datetime(2026, 3, 2, tzinfo=UTC), "b", 1)
    start = NewEvent("c", "call_start", moment, {}, "c")
    events = [
        NewEvent(str(row), kind, moment.shifted(row), body, "c" if row % 3 else None)
        for row, (kind, body) in enumerate(made)
    ]
    taken = Fold(CASE)
    taken.add(written([start, *events]))
    found = report(taken, moment.at)
    assert render(found)
    assert summarise(taken).calls == len(taken.case.calls)


def test_one_rep_met_twice_is_two_conversations_and_not_two_reps() -> None:
    phone = Phone().do("start").do("rep", name="Bo").do("end").do("start").do("rep", name="Bo")
    page = render(report(phone.fold, phone.clock.now().at)).splitlines()
    assert "rep conversations     2 (0 without a name)" in page
    assert not any(line.startswith("reps ") for line in page)
