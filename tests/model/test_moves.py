"""Calls that were moved, and cases that were merged: each call is in exactly one case, whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.model.events import Event
from callmate.model.fold import Fold, fold
from callmate.model.shelf import shelving
from callmate.model.shelf.moves import reading

CASES = ("A", "B", "C", "D")
BEGAN = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)


class Logs:
    """The files of a few cases, as lists; one clock stamps them all."""

    def __init__(self) -> None:
        self.files: dict[str, list[Event]] = {case: [] for case in CASES}
        self._n = 0
        self.missing: set[str] = set()

    def raw(self, case: str) -> list[Event]:
        return [] if case in self.missing else self.files.get(case, [])

    def write(
        self, case: str, kind: str, call: str | None = None, cause: str = "", **body: Any
    ) -> str:
        self._n += 1
        made = f"{kind}-{self._n}"
        begins = kind == "call_start"
        at = (BEGAN + timedelta(seconds=self._n)).isoformat()
        self.files[case].append(
            Event(
                made, self._n, "lane-1", case, kind, at, "boot", self._n * 10**9,
                f"{self._n:012x}-0000", made if begins else call, cause or made, body,
            )
        )  # fmt: skip
        return made

    def folded(self, case: str) -> Fold:
        return fold(case, reading(case, self.raw(case), self.raw))

    def calls(self, case: str) -> list[str]:
        return [call.id for call in self.folded(case).case.calls]

    def file(self, filed: shelving.Filed, cause: str, whole: int = 99) -> None:
        """Write an action, or only the first logs of it: the program died."""
        for case, noted in list(filed.items())[:whole]:
            for kind, body in noted:
                self.write(case, kind, None, cause, **body)

    def move(self, call: str, source: str, target: str, cause: str, whole: int = 99) -> None:
        (found,) = (one for one in self.moving(source) if one.call == call)
        self.file(shelving.moved(found, target), cause, whole)

    def merge(self, source: str, target: str, cause: str, whole: int = 99) -> None:
        title = self.folded(source).case.title
        filed = shelving.merged(source, title, target, self.moving(source))
        self.file(filed, cause, whole)

    def moving(self, source: str) -> list[shelving.Moving]:
        """The calls of a case, to be moved."""
        home = shelving.homes(
            [one for one in self.raw(source) if one.kind in shelving.READ], source
        )
        case = self.folded(source).case
        return [
            shelving.Moving(one.id, one.start.at.isoformat(), source, case.title, home(one.id))
            for one in case.calls
        ]

    def undo(self, case: str, whole: int = 99) -> None:
        cause = shelving.last_group(self.raw(case))
        if cause:
            self.file(shelving.undone(cause, case, self.raw), "", whole)


def a_call(logs: Logs, case: str) -> str:
    """A call in which something was promised, and its end."""
    call = logs.write(case, "call_start")
    logs.write(case, "rep", call, name="Sam")
    logs.write(case, "promise", call, what="a credit")
    logs.write(case, "rep_end", call)
    logs.write(case, "call_end", call)
    return call


@pytest.fixture
def logs() -> Logs:
    made = Logs()
    for case in CASES:
        made.write(case, "case_opened")
        made.write(case, "case_set", values={"company": f"Company {case}"})
    return made


def kinds(events: Iterable[Any]) -> list[str]:
    return [one.kind for one in events]


def test_a_moved_call_is_read_from_the_files_of_its_home(logs: Logs) -> None:
    call = a_call(logs, "A")
    before = len(logs.files["A"])
    logs.move(call, "A", "B", "key-1")
    assert logs.calls("A") == [] and logs.calls("B") == [call]
    assert [one.what for one in logs.folded("B").case.promises] == ["a credit"]
    assert logs.folded("A").case.promises == ()
    assert kinds(logs.files["A"][before:]) == ["call_moved"]
    assert "promise" not in kinds(logs.files["B"])
    assert logs.folded("A").case.known("company") == "Company A"


def test_a_chain_of_moves_and_the_way_back(logs: Logs) -> None:
    call = a_call(logs, "A")
    logs.move(call, "A", "B", "key-1")
    logs.move(call, "B", "C", "key-2")
    assert [logs.calls(case) for case in CASES] == [[], [], [call], []]
    logs.move(call, "C", "A", "key-3")
    assert [logs.calls(case) for case in CASES] == [[call], [], [], []]
    logs.undo("A")
    assert [logs.calls(case) for case in CASES] == [[], [], [call], []]
    logs.undo("C")
    logs.undo("B")
    assert [logs.calls(case) for case in CASES] == [[call], [], [], []]


def test_what_was_put_right_elsewhere_goes_with_the_call(logs: Logs) -> None:
    call = a_call(logs, "A")
    logs.move(call, "A", "B", "key-1")
    promise = logs.folded("B").case.promises[0].id
    rep = logs.folded("B").case.reps[0].id
    logs.write("B", "detail", call, target=promise, values={"what": "a credit of $40"})
    logs.write("B", "result", None, about=call, result="part")
    logs.write("B", "rep_line", None, rep=rep, text="kept quiet")
    note = logs.write("B", "note", call, text="later")
    logs.write("B", "pinned", None, target=note, on=True)
    for source, target in (("B", "C"), ("C", "A")):
        logs.move(call, source, target, f"key-{target}")
        case = logs.folded(target).case
        assert [one.what for one in case.promises] == ["a credit of $40"]
        assert case.around.results == {call: "part"}
        assert case.around.lines == {rep: "kept quiet"}
        assert case.shelf.pins == (note,)
    left = logs.folded("B")
    assert left.case.around.results == {} and left.case.shelf.pins == ()
    assert "note" not in kinds(left.facts)


def test_what_became_of_a_promise_is_known_though_it_was_told_in_another_call(logs: Logs) -> None:
    call = a_call(logs, "A")
    promise = logs.folded("A").case.promises[0].id
    other = a_call(logs, "A")
    logs.write("A", "promise_kept", other, answers=promise)
    logs.move(call, "A", "B", "key-1")
    assert [one.kept for one in logs.folded("B").case.promises] == [True]
    assert logs.calls("A") == [other]


def test_questions_and_closings_stay_with_the_case(logs: Logs) -> None:
    call = a_call(logs, "A")
    logs.write("A", "question", call, text="which form?")
    logs.write("A", "case_closed", call, how="resolved")
    logs.move(call, "A", "B", "key-1")
    assert [one.text for one in logs.folded("A").case.around.questions] == ["which form?"]
    assert logs.folded("A").case.around.closed == "resolved"
    assert logs.folded("B").case.around.closed == ""


def test_a_merged_case_brings_what_was_asked_and_written(logs: Logs) -> None:
    first, second = a_call(logs, "A"), a_call(logs, "B")
    question = logs.write("A", "question", None, text="which form?")
    logs.write("A", "detail", None, target=question, values={"text": "which of the forms?"})
    logs.write("A", "letter", None, form="complaint", to="them", reply_by="2026-04-01")
    logs.write("A", "case_closed", None, how="resolved")
    logs.merge("A", "B", "key-1")
    case = logs.folded("B").case
    assert [call.id for call in case.calls] == [first, second]
    assert [one.text for one in case.around.questions] == ["which of the forms?"]
    assert len(case.around.letters) == 1 and case.around.closed == ""
    assert case.known("company") == "Company B" and case.shelf.joined == ("A",)
    assert logs.folded("A").case.shelf.merged_into == "B" and logs.calls("A") == []
    logs.merge("B", "C", "key-2")
    assert logs.calls("C") == [first, second]
    assert len(logs.folded("C").case.around.questions) == 1
    logs.undo("C")
    logs.undo("A")
    assert logs.calls("A") == [first] and logs.calls("B") == [second]
    assert logs.folded("B").case.around.questions == ()
    assert logs.folded("A").case.shelf.merged_into == ""


def test_a_home_that_is_missing_is_said(logs: Logs) -> None:
    call = a_call(logs, "A")
    logs.move(call, "A", "B", "key-1")
    found = logs.folded("B")
    assert shelving.lost_calls(found.case, found.facts) == []
    logs.missing.add("A")
    found = logs.folded("B")
    assert logs.calls("B") == []
    (said,) = shelving.lost_calls(found.case, found.facts)
    assert "Company A" in said and "missing" in said and "2026-03-03" in said


def test_half_said_is_not_said(logs: Logs) -> None:
    """The program died between two files: nothing has changed, and nothing is reported lost."""
    call = a_call(logs, "A")
    logs.move(call, "A", "B", "key-1", whole=1)
    assert logs.calls("A") == [call] and logs.calls("B") == []
    found = logs.folded("B")
    assert shelving.lost_calls(found.case, found.facts) == []
    logs.write("C", "question", None, text="which form?")
    logs.merge("C", "B", "key-2", whole=1)
    assert logs.folded("B").case.around.questions == ()


def test_reading_leaves_a_case_alone_that_shares_nothing(logs: Logs) -> None:
    a_call(logs, "A")
    assert (
        reading("A", logs.files["A"], lambda _: pytest.fail("no other case is read"))
        == (logs.files["A"])
    )


CASE = st.integers(0, len(CASES) - 1)
WHOLE = st.sampled_from((99, 99, 99, 0, 1, 2))
STEP = st.one_of(
    st.tuples(st.just("move"), CASE, CASE, WHOLE),
    st.tuples(st.just("merge"), CASE, CASE, WHOLE),
    st.tuples(st.just("undo"), CASE, CASE, WHOLE),
    st.tuples(st.just("say"), CASE, CASE, WHOLE),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=14))
def test_each_call_is_in_exactly_one_case(steps: list[tuple[str, int, int, int]]) -> None:
    logs = Logs()
    calls = []
    for case in CASES:
        logs.write(case, "case_opened")
        calls += [a_call(logs, case), a_call(logs, case)]
    said = dict.fromkeys(calls, 1)
    for number, (what, one, two, whole) in enumerate(steps):
        source, target = CASES[one], CASES[two]
        mine = logs.calls(source)
        if what == "undo":
            logs.undo(source, whole)
        elif what == "say" and mine:
            logs.write(source, "promise", mine[two % len(mine)], what="more")
            said[mine[two % len(mine)]] += 1
        elif what == "move" and mine and source != target:
            logs.move(mine[number % len(mine)], source, target, f"key-{number}", whole)
        elif what == "merge" and source != target:
            logs.merge(source, target, f"key-{number}", whole)
        found = {case: logs.folded(case).case for case in CASES}
        where = [call.id for case in found.values() for call in case.calls]
        assert sorted(where) == sorted(calls)
        promised = [p.call for case in found.values() for p in case.promises]
        assert {call: promised.count(call) for call in calls} == said
        assert not any(case.oddities for case in found.values())
