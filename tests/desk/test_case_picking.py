"""Merging and moving: the other case is picked from a list that words make shorter. And what is
taken back is named before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.model.summary import CaseSummary
from callmate.ui.panes.browser import browser
from callmate.ui.scene import scene_of
from tests.desk.shelving import Shop

ALIKE = ("Acme", "Acme", "Acme", "Bell", "Dell")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Five cases with a call each; three of them are called the same."""
    shop = Shop(tmp_path, ALIKE)
    shop.person.type("{escape}{escape}")
    return shop


def offered(shop: Shop) -> tuple[CaseSummary, ...]:
    """The cases to choose from, as the pane shows them."""
    state = shop.person.desk.parts.browsing.state
    assert state.reading is None and pane(shop) == "browser"
    return state.listing.rows


def pane(shop: Shop) -> str:
    return shop.person.desk.view.pane


def calls(shop: Shop) -> list[int]:
    shop.world.reader.settle()
    rows = (shop.world.summary(case_id) for case_id in shop.made)
    return [row.calls for row in rows if row is not None]


def test_cases_of_the_same_company_are_offered_first_and_never_the_case_itself(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}m")
    here = shop.person.desk.view.field
    assert here is not None
    assert [row.company for row in offered(shop)] == ["Acme", "Acme", "Dell", "Bell"]
    assert here.target not in {row.id for row in offered(shop)}


def test_of_cases_called_alike_the_arrows_pick_one(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}macme{down}")
    target = offered(shop)[1]
    person.type("{enter}")
    assert person.said == "Merged into Acme bill: 1 call; ctrl+y u takes it back."
    row = shop.world.summary(target.id)
    assert row is not None and row.calls == 2 and sorted(calls(shop)) == [0, 1, 1, 1, 2]
    assert pane(shop) == "browser" and person.typed == "acme"


def test_words_in_any_place_make_the_list_shorter(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}v1bill de")
    assert [row.company for row in offered(shop)] == ["Dell"]
    person.type("{backspace}{backspace}{backspace}{backspace}{backspace}{backspace}{backspace}")
    assert len(offered(shop)) == 4


def test_an_id_names_a_case_too(shop: Shop) -> None:
    person = shop.find("bell").type("{ctrl+y}m" + shop.made[1].lower())
    assert [row.id for row in offered(shop)] == [shop.made[1]]
    person.type("{enter}")
    assert calls(shop) == [1, 2, 1, 0, 1]


def test_what_was_pasted_is_looked_for(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}m").paste("dell")
    assert [row.company for row in offered(shop)] == ["Dell"]


def test_escape_leads_back_to_what_stood_there(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}mbell{escape}")
    state = person.desk.parts.browsing.state
    assert person.typed == "acme" and {row.company for row in state.listing.rows} == {"Acme"}
    person.type("{enter}{ctrl+y}m{escape}")
    assert person.desk.parts.browsing.state.reading is not None
    person.type("{escape}{escape}")
    shop.take_up("Bell")
    person.type("zjm")
    assert pane(shop) == "browser"
    person.type("{escape}")
    assert pane(shop) == "timeline" and person.typed is None


def test_a_merge_taken_back_leads_back_to_the_case_it_came_from(shop: Shop) -> None:
    shop.take_up("Bell")
    person = shop.person.type("zjmdell{enter}")
    assert person.case.known("company") == "Dell"
    person.type("zj")
    assert "take back: merged" in shown(shop)
    person.type("u")
    assert person.case.known("company") == "Bell" and shop.called() == 1
    assert person.said == "Taken back: merged into another case, Bell bill."


def test_of_a_case_without_calls_no_calls_are_told(shop: Shop) -> None:
    shop.person.desk.context.open_new()
    shop.person.type("{ctrl+o}Empty{enter}{escape}").wait(1)
    shop.find("empty").type("{ctrl+y}mdell{enter}")
    assert shop.person.said == "Merged into Dell bill; ctrl+y u takes it back."


def shown(shop: Shop) -> str:
    """What the key to take back says."""
    strip = shop.person.desk.view.strip
    assert strip is not None
    return next(one.label for one in strip.choices if one.key == "u")


def test_what_is_taken_back_is_that_of_the_chosen_case_and_named(shop: Shop) -> None:
    shop.find("bell").type("{ctrl+y}tone{enter}")
    shop.find("dell").type("{ctrl+y}ttwo{enter}")
    person = shop.find("bell").type("{ctrl+y}")
    assert shown(shop) == "take back: tag one, Bell bill"
    person.type("u")
    assert person.said == "Taken back: tag one, Bell bill."
    assert shop.row("Bell").tags == () and shop.row("Dell").tags == ("two",)


def test_a_case_nothing_was_done_to_offers_what_was_done_last_in_this_window(shop: Shop) -> None:
    shop.find("dell").type("{ctrl+y}ttwo{enter}")
    shop.find("bell").type("{ctrl+y}")
    assert shown(shop) == "take back: tag two, Dell bill"


def test_what_was_only_just_done_comes_first_though_its_case_left_the_list(shop: Shop) -> None:
    shop.find("bell").type("{ctrl+y}tone{enter}")
    person = shop.find("bill").type("{ctrl+y}a")
    away = next(row for row in map(shop.world.summary, shop.made) if row and row.archived)
    person.type("{ctrl+y}")
    assert shown(shop).startswith("take back: put away, ")
    person.type("u")
    back = shop.world.summary(away.id)
    assert back is not None and back.archived == ""


def test_nothing_to_take_back_is_true(shop: Shop) -> None:
    person = shop.find("bell").type("{ctrl+y}")
    assert shown(shop) == "nothing to take back"
    person.type("u")
    assert person.said == "Nothing to take back."
    person.type("{ctrl+y}p{ctrl+y}u")
    assert person.said == "Taken back: pin, Bell bill."
    person.type("{ctrl+y}")
    assert shown(shop) == "nothing to take back"


@pytest.mark.parametrize(
    ("typed", "tags", "said"),
    [
        ("urgent", ("urgent",), "Tagged urgent: tag:urgent finds it."),
        ("urgent, at work", ("urgent", "at work"), "Tagged urgent, at work: tag:urgent finds it."),
        ("tax 2026", ("tax 2026",), 'Tagged tax 2026: tag:"tax 2026" finds it.'),
        ("a -d", ("a -d",), 'Tagged a -d: tag:"a -d" finds it.'),
        (", ,", (), "No tag was typed."),
        ('a "b"', (), "A tag can have no quotation marks."),
    ],
)
def test_the_search_that_is_told_finds_the_tag(
    shop: Shop, typed: str, tags: tuple[str, ...], said: str
) -> None:
    person = shop.find("bell").type(f"{{ctrl+y}}t{typed}{{enter}}")
    assert person.said == said and shop.row("Bell").tags == tags
    if tags:
        query = said.partition(": ")[2].removesuffix(" finds it.")
        listing = shop.find(query).desk.parts.browsing.state.listing
        assert [row.id for row in listing.rows] == [shop.ids["Bell"]] and not listing.hint


def test_of_several_tags_those_there_are_go_and_the_others_come(shop: Shop) -> None:
    person = shop.find("bell").type("{ctrl+y}tone, two{enter}{ctrl+y}tTwo, three{enter}")
    assert person.said == "Tagged three: tag:three finds it. No longer tagged Two."
    assert shop.row("Bell").tags == ("one", "three")
    person.type("{ctrl+y}")
    assert shown(shop) == "take back: tag Two off, tag three, Bell bill"
    person.type("u")
    assert shop.row("Bell").tags == ("one", "two")


def test_the_pane_asks_which_case_and_marks_the_one_that_enter_takes(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}mbill{down}")
    picked = offered(shop)[1]
    lines = browser(scene_of(shop.person.desk), 80, 9)
    text = ["".join(part for part, _ in line) for line in lines]
    assert text[0].split("·")[0].split() == ["WHICH", "CASE?", "4", "of", "5"]
    (marked,) = (n for n, line in enumerate(lines) if any(role == "cursor" for _, role in line))
    assert picked.title in text[marked] and marked == 2
