"""The case list by SQL: the same as by looking at every row, whatever the order and the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.model.listing import ORDERS, By, Order
from callmate.model.search.matching import needles, sought_in
from callmate.model.search.query import Term, parse
from callmate.model.summary import CaseSummary, Known
from callmate.store.index.index import Index
from tests.model.plainlist import listed
from tests.model.plainsearch import occurs

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
STATES = ("open", "granted", "refused")
TIMES = st.sampled_from([
    "", *((NOW + timedelta(days=days)).isoformat() for days in (-400, -3, -1, 1, 3, 90))
])  # fmt: skip
NAMES = ("", "Sony", "SONY", "Zebra Ärzte", "שלום", "🦊 Fox", "L" * 200)
ORDERS_THERE = st.builds(Order, st.sampled_from(ORDERS), st.booleans())


@st.composite
def summaries(draw: st.DrawFn) -> list[CaseSummary]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        at = NOW - timedelta(hours=draw(st.integers(0, 5)))
        made.append(
            CaseSummary(
                f"{number:026}", draw(st.sampled_from(["", "a matter", "rebate"])),
                draw(st.sampled_from(NAMES)), state=draw(st.sampled_from(STATES)),
                last_at=at.isoformat(), spent_s=draw(st.integers(0, 3)),
                stake_n=draw(st.sampled_from([0.0, 40.0])), next_at=draw(TIMES),
                pinned=draw(st.booleans()), archived=draw(st.sampled_from(["", "done"])),
            )
        )  # fmt: skip
    return made


def filled(rows: Sequence[CaseSummary]) -> Index:
    index = Index(None)
    for row in rows:
        index.put(row)
    return index


@settings(deadline=None, max_examples=60)
@given(summaries(), ORDERS_THERE, st.integers(0, 12), st.integers(0, 6))
def test_a_window_is_what_all_rows_give(
    rows: list[CaseSummary], order: Order, first: int, most: int
) -> None:
    there = [row for row in rows if row.title and not row.archived]
    wanted = listed(there, order, first, most, NOW)
    found = filled(rows).listing(order, first, most, NOW)
    assert found == wanted


def test_overdue_begins_with_the_longest_and_next_with_what_comes_next() -> None:
    dues = {"a": -3, "b": -400, "c": 5, "d": 1}
    rows = [
        CaseSummary(name * 26, name, next_at=(NOW + timedelta(days=days)).isoformat())
        for name, days in dues.items()
    ]
    index = filled([*rows, CaseSummary("e" * 26, "e")])
    orders: dict[By, str] = {"overdue": "badce", "next": "dcabe"}
    for by, wanted in orders.items():
        assert "".join(row.title for row in index.listing(Order(by), 0, 9, NOW).rows) == wanted


def many(count: int) -> list[CaseSummary]:
    days = (NOW - timedelta(days=number) for number in range(count))
    return [
        CaseSummary(f"{n:026}", f"Matter {n}", "Sony", last_at=at.isoformat(), stake_n=n % 7)
        for n, at in enumerate(days)
    ]


def test_far_down_the_list_all_windows_fit_together() -> None:
    index = filled(many(500))
    by: By
    for by in ("latest", "money"):
        order = Order(by)
        whole = [row.id for row in index.listing(order, 0, 500, NOW).rows]
        parts = [row.id for n in range(0, 500, 70) for row in index.listing(order, n, 70, NOW).rows]
        assert parts == whole
        assert len(set(whole)) == 500
    beyond = index.listing(Order(), 600, 70, NOW)
    assert beyond.rows == () and beyond.total == 500


def test_what_is_written_shows_in_the_next_window() -> None:
    index = filled(many(300))
    assert index.listing(Order(), 250, 10, NOW).total == 300
    index.put(CaseSummary("Z" * 26, "Newest", last_at=NOW.isoformat(), pinned=True))
    found = index.listing(Order(), 0, 2, NOW)
    assert (found.rows[0].title, found.total) == ("Newest", 301)
    assert index.listing(Order(), 250, 10, NOW).rows[0].title == "Matter 249"


def test_words_narrow_the_list_by_company_title_and_tag() -> None:
    rows = [
        CaseSummary("1" * 26, "Rebate", "Sony", tags=("Camera",)),
        CaseSummary("2" * 26, "100% fee_s", "Acme"),
        CaseSummary("3" * 26, "Rebate", "Acme", archived="done"),
    ]
    index = filled(rows)

    def titles(text: str) -> list[str]:
        order = Order(filters=parse(text, date(2026, 3, 2)))
        return [row.id[0] for row in index.listing(order, 0, 9, NOW).rows]

    assert titles("reb son") == ["1"]
    assert titles("CAMERA") == ["1"]
    assert titles("100%") == ["2"]
    assert titles("fee_s") == ["2"]
    assert titles("f__s") == [], "an underline is no wildcard"
    assert titles("nothing") == []


def test_a_company_is_counted_with_what_is_open_and_the_time() -> None:
    rows = [
        CaseSummary("1" * 26, "Rebate", "sony", state="open", spent_s=60),
        CaseSummary("2" * 26, "Lens", "Sony", state="resolved", spent_s=30),
        CaseSummary("3" * 26, "Fee", "Acme", state="granted", spent_s=5),
    ]
    found = filled(rows).listing(Order(grouped=True), 0, 9, NOW)
    assert [row.id[0] for row in found.rows] == ["3", "2", "1"]
    told = [(one.key, one.cases, one.open, one.spent_s) for one in found.groups]
    assert told == [("acme", 1, 0, 5), ("sony", 2, 1, 90)]


TEXTS = st.text(st.sampled_from("aAbé ü-(8)0.ſК"), max_size=12)


@settings(deadline=None, max_examples=300)
@given(TEXTS, TEXTS, TEXTS, st.booleans())
def test_what_stands_in_a_row_is_what_is_found_word_by_word(
    first: str, second: str, sought: str, exact: bool
) -> None:
    term = Term(sought, exact=exact)
    row = sought_in(first, second)
    found = any(needle in row for needle in needles(term))
    assert found == (occurs(term, first) or occurs(term, second))


def test_a_field_looks_in_the_names_it_is_for() -> None:
    rows = [
        CaseSummary("1" * 26, "Sam's phone", "Sony", reps=(Known("Ana"),)),
        CaseSummary("2" * 26, "Phone", "Samsung", reps=(Known("Sam Lee"),)),
    ]
    index = filled(rows)

    def found(text: str) -> str:
        order = Order(filters=parse(text, date(2026, 3, 2)), by_name=True)
        return "".join(row.id[0] for row in index.listing(order, 0, 9, NOW).rows)

    assert found("sam") == "21"
    assert found("company:sam") == "2"
    assert found("rep:sam") == "2"
    assert found("-rep:sam phone") == "1"
    assert found('rep:"sam"') == "2"
    assert found("promise:sam") == "", "what was said is in no name"
