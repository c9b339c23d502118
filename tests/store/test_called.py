"""Cases found by what they are called, letter by letter, as by looking at each of them anew."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.model.listing import Order
from callmate.model.search.query import parse
from callmate.model.summary import CaseSummary
from callmate.store.index.index import Index

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 3, 2)
TITLES = (
    "rebate",
    "refund (800) 555-0100",
    "left off",
    "off left",
    "credit Ärger",
    "",
    "re credit",
)
TYPED = ("re", "reb", "refu", "r", "re c", "re cr", '"left', '"left off"', '"off"', "-re",
         "-refund", "800", "8005", "8005550100", "left -off", "arger", "company:sony re", "-",
         "!", "")  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.sampled_from(TITLES), st.sampled_from(["", "Sony"]), st.sampled_from(["", "done"])
    ),
    max_size=8,
)


def put(index: Index, number: int, row: tuple[str, str, str]) -> None:
    title, company, archived = row
    index.put(CaseSummary(f"{number:026}", title, company, archived=archived))


def found(index: Index, words: str, first: int = 0, most: int = 5) -> tuple[list[str], int]:
    got = index.listing(Order(filters=parse(words, DAY)), first, most, NOW)
    return [row.id for row in got.rows], got.total


@settings(deadline=None, max_examples=60)
@given(ROWS, st.lists(st.sampled_from(TYPED) | st.integers(0, 7), max_size=10), ROWS)
def test_one_question_after_the_other_finds_what_each_alone_does(
    rows: list[tuple[str, str, str]], steps: list[str | int], others: list[tuple[str, str, str]]
) -> None:
    """A number among the steps puts another case in the place of one."""
    index = Index(None)
    for number, row in enumerate(rows):
        put(index, number, row)
    for step in steps:
        if isinstance(step, int):
            if step < len(others):
                put(index, step, others[step])
            continue
        alone = Index(None)
        for one in index.cases():
            alone.put(one)
        assert found(index, step) == found(alone, step)
        wanted = {one.id for one in index.cases() if not one.archived}
        assert set(found(index, step, most=20)[0]) <= wanted


def test_each_letter_narrows_and_a_letter_less_widens() -> None:
    index = Index(None)
    for number, title in enumerate(("rebate", "refund", "credit")):
        put(index, number, (title, "", ""))
    totals = [found(index, words)[1] for words in ("r", "re", "reb", "re", "x", "c", "c r", "-re")]
    assert totals == [2, 2, 1, 2, 0, 1, 0, 1]
    assert found(index, "re")[1] == 2
    put(index, 7, ("repair", "", ""))
    assert found(index, "re")[1] == 3
    index.remove(f"{7:026}")
    assert found(index, "re")[1] == 2
