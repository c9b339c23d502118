"""Lines of the list of past cases at any width: the name and the words win."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callmate.model.listing import Group, Order, called
from callmate.model.search.documents import Doc
from callmate.model.search.query import Query
from callmate.model.summary import CaseSummary
from callmate.ui.paint import Line, width_of
from callmate.ui.panes.browser import room
from callmate.ui.panes.caselines import case_line, group_line, hit_line
from callmate.ui.scene import scene_of
from tests.desk.past import three_cases
from tests.desk.support import Person
from tests.ui.running import Screen, run
from tests.ui.support import PANES

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATE = CaseSummary(
    "one", "Comcast Joliet: Installer never came", "Comcast Joliet", state="refused",
    last_at="2026-10-23T10:00:00+00:00", next_at="2025-12-20T10:00:00+00:00", spent_s=8000,
    stake="$480.00", stake_n=480.0,
)  # fmt: skip
SAID = Doc(
    "one", "e1", "c1", "promise", "2026-10-23T10:00:00+00:00", "promise: will send the form",
    rep="Carl", company="Comcast Joliet", title="Comcast Joliet: Installer never came",
)  # fmt: skip


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


def middle(person: Person, size: tuple[int, int], width: int, height: int) -> list[str]:
    """What stands in the middle pane of such a screen."""
    person.desk.parts.browsing.lister.room = room(*size, person.on_the_phone())
    return [text_of(line) for line in PANES["timeline"](scene_of(person.desk, size=size), width,
                                                        height)]  # fmt: skip


@pytest.mark.parametrize("width", range(37, 120))
def test_day_and_name_stand_at_any_width(width: int) -> None:
    line = case_line(LATE, NOW, width, False)
    assert width_of(line) == width
    told = text_of(line)
    assert "23 Oct 2026 Comcast Joliet" in told
    assert "Comcast Joliet: In" in told or width >= 110


@pytest.mark.parametrize("width", [37, 50, 60, 80, 120, 160])
def test_a_damaged_case_whose_call_runs_says_both(width: int) -> None:
    both = replace(LATE, state="call running", running=True, trouble="It is.")
    told = text_of(case_line(both, NOW, width, False))
    assert "●" in told and "!" in told
    assert width < 50 or "! damaged" in told
    assert "●" not in text_of(case_line(replace(both, running=False), NOW, width, False))


def test_columns_go_by_how_little_they_matter() -> None:
    told = {width: text_of(case_line(LATE, NOW, width, False)) for width in (37, 50, 60, 80, 120)}
    assert told[37].rstrip().endswith("!") and "late" not in told[37]
    assert "11 mo late" in told[50] and "2.2 h" not in told[50]
    assert "11 mo late" in told[60] and "2.2 h" in told[60] and "$480" not in told[60]
    assert all(word in told[80] for word in ("11 mo late", "2.2 h", "$480.00"))
    assert all(word in told[120] for word in ("refused", "11 mo late", "2.2 h", "$480.00"))


def test_a_tag_stands_whole_or_not_at_all() -> None:
    tagged = replace(LATE, tags=("half-way", "x"))
    for width in range(37, 140):
        told = text_of(case_line(tagged, NOW, width, False))
        assert "#" not in told or "#half-way" in told or "#x" in told
    assert "#half-way #x" in text_of(case_line(tagged, NOW, 139, False))


@pytest.mark.parametrize("width", range(37, 160, 3))
def test_the_words_of_a_hit_win_and_the_name_has_the_rest(width: int) -> None:
    told = text_of(hit_line(SAID, Query(), width, False))
    assert "23 Oct 2026 Comcast" in told
    assert "will send t" in told
    if width >= 80:
        assert "Carl: will send the form" in told
    if width >= 85:
        assert "Comcast Joliet · Installer never came" in told


def test_a_heading_says_how_the_cases_stand() -> None:
    group = Group("ups", "UPS Leeds", 4, 4, 7200, 4)
    assert text_of(group_line(group, 80)).strip() == "UPS Leeds · 4 cases, 4 refused, 2.0 h"
    mixed = replace(group, refused=1)
    assert "4 cases, 3 open, 1 refused" in text_of(group_line(mixed, 80))
    assert "none open" in text_of(group_line(replace(group, open=0, refused=0), 80))
    assert text_of(group_line(group, 37)).strip().startswith("UPS Leeds · 4 cases")


def test_in_a_narrow_pane_heads_are_whole_and_the_hit_stands_below() -> None:
    person = three_cases().type("{ctrl+n}Sony{enter}{escape}{space}/")
    assert "PAST CASES" in middle(person, (100, 30), 37, 23)[0]
    person.type("credit of")
    lines = middle(person, (100, 30), 37, 23)
    assert "1 hit in 1 case" in lines[0]
    assert any("Sam: credit of $40 by 6 Mar 2026" in line for line in lines[-3:])
    person.type("{enter}")
    assert middle(person, (100, 30), 37, 23)[0].startswith(" READ ONLY  Sony")


def test_after_a_resize_the_head_and_the_columns_follow_at_once() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash", *"sony")
        for width, height in ((100, 30), (60, 20), (80, 24)):
            await screen.pilot.resize_terminal(width, height)
            await screen.pilot.pause()
            before = screen.text
            screen.app.picture()
            await screen.pilot.pause()
            assert screen.text == before, (width, height)
            assert "latest first: tab" in before or width == 60

    run(body, (80, 24), "{ctrl+n}Sony{enter}{escape}{space}rSam{enter}ee")


def test_of_a_search_that_cannot_be_read_the_head_says_so_and_the_reason_stands_whole() -> None:
    person = three_cases().type("/money:abc")
    lines = middle(person, (80, 24), 80, 11)
    assert "search not understood: all 3 shown" in lines[0]
    person.type("{ctrl+u}foo:bar")
    for size, width, height in (((80, 24), 80, 11), ((100, 30), 64, 23)):
        told = " ".join(line.strip() for line in whole(person, size, width, height))
        assert "money, before, after, in." in told, size


def whole(person: Person, size: tuple[int, int], width: int, height: int) -> list[str]:
    """All of the browser on a screen, whatever panes it is spread over."""
    person.desk.parts.browsing.lister.room = room(*size, person.on_the_phone())
    scene = scene_of(person.desk, size=(0, 0))
    return [text_of(line) for line in PANES["timeline"](scene, width, height)]


def test_a_list_that_is_grouped_says_both_orders() -> None:
    assert called(Order()) == "latest first"
    assert called(Order(grouped=True)) == "by company, latest first"
    assert called(Order("company", grouped=True)) == "by company"


def test_keys_and_words_of_a_long_name_leave_room_for_what_enter_does() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash", "ctrl+y", "r", *"a long name of a case that goes on and on ")
        assert "⏎ do it · esc leave it" in screen.text

    run(body, (80, 24), "{ctrl+n}Sony{enter}{escape}{space}rSam{enter}ee")


def test_a_call_that_runs_counts_up_to_now() -> None:
    live = replace(LATE, running=True, spent_s=240, next_at="", last_at="2026-11-22T11:57:00+00:00")
    assert "  7 m " in text_of(case_line(live, NOW, 80, False))
    assert "  4 m " in text_of(case_line(replace(live, running=False), NOW, 80, False))


@pytest.mark.parametrize(
    ("due", "said"),
    [("12:56", "in 56 min"), ("13:00", "in 1 h"), ("11:15", "45 min late"), ("03:00", "9 h late")],
)
def test_what_is_due_within_the_hour_is_told_in_minutes(due: str, said: str) -> None:
    row = replace(LATE, next_at=f"2026-11-22T{due}:00+00:00")
    assert said in text_of(case_line(row, NOW, 100, chosen=False))
