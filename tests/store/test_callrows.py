"""Calls as numbers in the index: written with the summary, read back as they were."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from callmate.model.insight.callfigures import CallFigures, StintFigures, call_figures
from callmate.model.insight.slots import begun
from callmate.model.insight.sums import totals
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index.index import Index
from tests.exchange.support import imported
from tests.model.support import HISTORIES

CASES = [f"01{letter}RZ3NDEKTSV4RRFFQ69G5FAV" for letter in "ABC"]


def call(case: str, number: int = 1, **values: object) -> CallFigures:
    return replace(
        CallFigures(case, f"call-{case}-{number}", f"2026-03-0{number}T09:00:00+00:00", number),
        **values,  # type: ignore[arg-type]
    )


def summary(case: str, *calls: CallFigures, archived: str = "", title: str = "x") -> CaseSummary:
    return CaseSummary(case, title, "Acme", archived=archived, figures=calls)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_calls_of_a_history_come_back_as_they_were(history: Path, tmp_path: Path) -> None:
    folded = imported(history)
    index = Index(tmp_path / "index.sqlite")
    index.put(summarise(folded))
    index.close()
    again = Index(tmp_path / "index.sqlite")
    assert again.calls.rows(case=folded.case.id) == list(call_figures(folded))
    again.close()


def test_every_field_comes_back() -> None:
    stint = StintFigures("Ana \ud800", "billing", 1, 2, 3, 4, 5, 6, 7, 8, 9)
    given = {name: n for n, name in enumerate(CallFigures.__slots__) if n > 7}
    one = call(CASES[0], direction="in", date_only=True, running=True, company="Acme")
    one = replace(one, **{**given, "cut_off": True, "stints": (stint, StintFigures())})  # type: ignore[arg-type]
    index = Index(None)
    index.put(summary(CASES[0], one))
    assert index.calls.rows() == [one]
    index.close()


def test_calls_of_one_company_and_of_one_case() -> None:
    index = Index(None)
    mine, theirs = call(CASES[0], company="ACME  Ltd"), call(CASES[0], 2, company="Other")
    more = call(CASES[1], 3, company="acme ltd")
    index.put(summary(CASES[0], mine, theirs))
    index.put(summary(CASES[1], more))
    assert index.calls.rows() == [mine, theirs, more]
    assert index.calls.rows(company="Acme ltd") == [mine, more]
    assert index.calls.rows(case=CASES[0]) == [mine, theirs]
    assert index.calls.rows(company="acme ltd", case=CASES[1]) == [more]
    index.close()


def test_a_case_put_again_keeps_no_call_that_is_gone() -> None:
    index = Index(None)
    index.put(summary(CASES[0], call(CASES[0]), call(CASES[0], 2)))
    index.put(summary(CASES[0], call(CASES[0], 2)))
    assert [one.number for one in index.calls.rows()] == [2]
    index.remove(CASES[0])
    assert index.calls.rows() == []
    index.close()


def test_practice_and_what_was_merged_or_taken_back_count_nowhere() -> None:
    index = Index(None)
    index.put(summary(CASES[0], call(CASES[0]), archived="done"))
    index.put(summary(CASES[1], call(CASES[1]), archived="practice"))
    index.put(summary(CASES[2], call(CASES[2]), archived="merged"))
    assert [one.case for one in index.calls.rows()] == [CASES[0]]
    index.put(summary(CASES[0], call(CASES[0]), title=""))
    assert index.calls.rows() == []
    index.close()


def test_all_of_them_added_up_where_they_lie_are_the_same(tmp_path: Path) -> None:
    """The sums of SQL are those of the model, over every history, two companies in one case, calls
    at one time, of a day alone, and such as count nowhere."""
    index = Index(tmp_path / "index.sqlite")
    assert index.calls.totals() == totals([]) and index.calls.waits() == []
    for number, history in enumerate(HISTORIES):
        case = f"{number:026}"
        calls = [replace(one, case=case) for one in call_figures(imported(history))]
        index.put(summary(case, *calls))
    odd = call(CASES[0], date_only=True, total=5, company="Odd")
    early = call(CASES[0], 2, company="", total=7, at="1969-12-31T23:59:00-05:00")
    index.put(summary(CASES[0], odd, early, call(CASES[0], 3, running=True, company="ODD")))
    index.put(summary(CASES[1], call(CASES[1], company="Odd"), archived="practice"))
    every = index.calls.rows()
    assert len(every) == 33
    assert index.calls.totals() == totals(every)
    assert sorted(index.calls.waits()) == sorted(begun(every))
    index.close()


def test_an_index_without_the_table_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    Index(path).close()
    with sqlite3.connect(path) as db:
        db.execute("drop table calls")
    again = Index(path)
    assert again.fresh and not again.trouble and again.calls.rows() == []
    again.close()
