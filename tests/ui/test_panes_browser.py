"""Past cases on the screen: the list, what was found, and a case that is open for reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.state import Fact
from callmate.ui.cells import cells
from callmate.ui.paint import Line, width_of
from callmate.ui.panes.browser import room
from callmate.ui.panes.spread import part
from callmate.ui.regions import regions
from callmate.ui.scene import scene_of
from tests.desk.past import a_case, three_cases
from tests.desk.support import Person
from tests.ui.support import PANES


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


WORDS = st.lists(st.sampled_from(["a", "ab ", "你", "é", "🦊", "x" * 9, "שלום"]), max_size=8)


@given(WORDS, st.integers(0, 30), st.integers(0, 30))
def test_parts_side_by_side_are_the_line(words: list[str], first: int, second: int) -> None:
    line: Line = tuple((word, "text") for word in words)
    whole = part([line], 0, 0, first + second, 1)[0]
    left, right = part([line], 0, 0, first, 1)[0], part([line], first, 0, second, 1)[0]
    assert (width_of(left), width_of(right)) == (first, second)
    apart = text_of(left) + text_of(right)
    assert cells(apart) == cells(text_of(whole))
    if "  " not in apart:  # nothing was astride the edge
        assert apart.strip() == text_of(whole).strip()


SIZES = [(80, 24), (160, 48), (100, 28), (139, 40), (60, 20), (40, 10)]
NAMES = ("L" * 200, "שלום עולם חברה", "🦊" * 50, "e\u0301" * 40, "Sony")


def drawn(person: Person, width: int, height: int) -> dict[str, list[str]]:
    """What stands in each pane of such a screen; each line as wide as its pane."""
    person.desk.parts.browsing.lister.room = room(width, height, person.on_the_phone())
    scene = scene_of(person.desk, size=(width, height))
    found = {}
    for name, box in regions(width, height).items():
        lines = PANES[name](scene, box.width, box.height)
        assert len(lines) <= box.height
        assert all(width_of(line) <= box.width for line in lines), name
        found[name] = [text_of(line) for line in lines]
    return found


def whole(person: Person, width: int, height: int) -> str:
    return "\n".join(line for lines in drawn(person, width, height).values() for line in lines)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("calls", [False, True])
def test_any_name_stays_in_its_line(size: tuple[int, int], calls: bool) -> None:
    person = Person()
    for name in NAMES:
        a_case(person, name, "rSam{enter}pcredit of $40 by Friday{enter}")
    if calls:
        person.type("{space}rDana{enter}")
    person.type("/")
    for keys in ("", "{ctrl+g}", "{down}", "credit", "{down}{down}", "{enter}", "{down}", "q"):
        person.type(keys)
        drawn(person, *size)


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
def test_during_a_call_band_and_card_are_as_without_the_browser(size: tuple[int, int]) -> None:
    person = three_cases().type("{ctrl+n}Sony{enter}{escape}{space}rDana{enter}")
    before = drawn(person, *size)
    person.type("/credit", 0)
    after = drawn(person, *size)
    kept = [name for name in before if name not in ("timeline", "field", "keys", "status", "band")]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert [line[:40] for line in after["band"][:2]] == [line[:40] for line in before["band"][:2]]
    assert "PAST CASES" in after["timeline"][0]


def test_at_80_columns_a_line_has_date_title_state_hours_and_money() -> None:
    person = three_cases()
    a_case(person, "Zed", "rSam{enter}arefund of $88{enter}").strip()
    person.wait(3600).type("/")
    line = next(line for line in drawn(person, 80, 24)["timeline"] if "Zed" in line)
    for told in ("2 Mar 2026", "Zed", "open", "$88"):
        assert told in line, told
    sony = next(line for line in drawn(person, 80, 24)["timeline"] if "Sony" in line)
    assert "in 4 d" in sony


def test_what_is_overdue_is_said_in_words() -> None:
    person = three_cases()
    person.clock.advance(86_400 * 20)
    person.type("/sony")
    assert "2 wk late" in whole(person, 80, 24)


def test_companies_have_a_heading_with_what_is_theirs() -> None:
    person = three_cases().type("/{ctrl+g}")
    lines = drawn(person, 80, 24)["timeline"]
    assert lines[1].startswith(" Acme · 1 case, ")
    assert "Acme" in lines[2]


def test_hits_have_a_line_each_with_the_words_marked() -> None:
    person = three_cases().type("/credit of")
    person.desk.parts.browsing.lister.room = room(80, 24, False)
    scene = scene_of(person.desk, size=(80, 24))
    lines = PANES["timeline"](scene, 80, 11)
    assert "1 hit" in text_of(lines[0])
    hit = next(line for line in lines if "Sam" in text_of(line))
    assert "◆ Sam: credit of $40 by" in text_of(hit).replace("  ", " ")
    person.type("{ctrl+u}credit{down}")
    lines = PANES["timeline"](scene_of(person.desk, size=(80, 24)), 80, 11)
    marked = [text for line in lines for text, role in line if role == "accent"]
    assert "credit" in marked


def test_a_hint_stands_on_the_pane_and_so_does_the_search_that_is_built() -> None:
    person = three_cases().type("/colour:red")
    assert "? There is no field" in whole(person, 80, 24)
    lister = person.desk.parts.browsing.lister
    lister.state = replace(lister.state, hint="", indexing=(43, 100))
    assert "search is being built ▇▇▇▇▇▇░░░░░░░░░░ 43 %" in whole(person, 80, 24)


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 12), ((160, 48), 39)])
def test_between_calls_the_list_has_the_room_there_is(size: tuple[int, int], rows: int) -> None:
    person = three_cases().type("/")
    assert room(*size, False).rows == rows
    text = whole(person, *size)
    assert "PAST CASES" in text and "CHECKLIST" not in text and "BEFORE YOU CALL" not in text


def test_the_preview_of_a_wide_screen_follows_the_cursor() -> None:
    person = three_cases()
    person.desk.parts.browsing.lister.room = room(160, 48, False)
    person.type("/")
    assert "credit card at" in "".join(drawn(person, 160, 48)["card"])
    person.type("{down}")
    beside = drawn(person, 160, 48)
    assert "Sam" in "".join(beside["card"]) and "credit card" not in "".join(beside["card"])


def test_reading_says_so_and_where_keys_go() -> None:
    person = three_cases().type("/p:credit{enter}")
    text = whole(person, 80, 24)
    assert "READ ONLY  Sony" in text and "takes it up" in text and "replay" in text
    person.type("{escape}{escape}{ctrl+n}Bolt{enter}{escape}{space}/p:credit{enter}h")
    text = whole(person, 80, 24)
    assert "keys go to the call: Bolt" in text
    assert "‖ ON HOLD" in text and "‖ hold" in text, "what the key came to"


def test_a_call_of_nobody_knows_whom_has_no_name_that_looks_like_a_reps() -> None:
    person = three_cases().type("{ctrl+n}{escape}{space}rdana{enter}/p:credit{enter}")
    text = whole(person, 80, 24)
    assert "keys go to this call" in text and "● TALKING" in text
    assert "no name yet" not in text


def test_a_pinned_event_stands_on_top() -> None:
    person = three_cases().type("/p:credit{enter}{ctrl+t}{home}")
    line = next(line for line in drawn(person, 80, 24)["timeline"] if "★" in line)
    assert "credit of $40" in line


def test_of_twenty_thousand_events_only_those_in_sight_are_drawn() -> None:
    class Rows(tuple[tuple[int, Fact], ...]):
        touched = 0

        def __getitem__(self, at: Any) -> Any:
            found = super().__getitem__(at)
            Rows.touched += len(found) if isinstance(at, slice) else 1
            return found

        def __iter__(self) -> Any:
            raise AssertionError("all rows were looked at")

    person = three_cases().type("/p:credit{enter}")
    reading = person.desk.parts.browsing.reading
    assert reading is not None
    rows = Rows(list(reading.rows) * 5000)
    person.desk.parts.browsing.reading = replace(reading, rows=rows, index=9000)
    scene = scene_of(person.desk, size=(80, 24))
    Rows.touched = 0
    for name in ("timeline", "checklist", "card"):
        PANES[name](scene, 80, 11)
    assert 0 < Rows.touched < 200
