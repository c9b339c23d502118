"""Putting cases in order from the browser: each action is written, undone, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.summary import CaseSummary
from callmate.store.casefile import CaseFile
from tests.desk.shelving import Shop
from tests.desk.support import Person, on_disk, texts_of


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def listed(shop: Shop) -> list[str]:
    """The titles in the list as it stands."""
    return [row.title for row in shop.person.desk.parts.browsing.lister.state.rows]


def test_rename_and_back(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}r{ctrl+u}rebate of may{enter}")
    assert shop.row("Acme").title == "rebate of may" and person.said == "Renamed: rebate of may"
    assert person.desk.view.field is not None and person.desk.view.field.purpose == "search"
    person.type("{ctrl+y}u")
    assert (
        shop.row("Acme").title == "Acme bill"
        and person.said == "Taken back: new name, rebate of may."
    )


def test_an_account_in_a_name_is_masked_in_the_list_and_whole_where_it_is_typed(
    shop: Shop,
) -> None:
    shop.take_up("Acme")
    c = shop.person.desk.context
    assert c.fold is not None
    told = {"title": "bill of 44179921", "outcome": "close 4417-9921", "account": "44179921"}
    c.take([NewEvent(c.new_id(), "case_set", shop.person.clock.now(), {"values": told})])
    c.world.changed(c.fold, shop.person.clock.now())
    row = shop.row("Acme")
    assert (row.title, row.wanted) == ("bill of ···9921", "close ···9921")
    shop.take_up("Bell")
    assert shop.find("bill of").type("{ctrl+y}r").typed == "bill of 44179921"


def test_a_tag_is_put_on_completed_and_taken_off(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}ttax 2026{enter}")
    assert shop.row("Acme").tags == ("tax 2026",)
    person = shop.find("bell").type("{ctrl+y}tta{right}{enter}")
    assert shop.row("Bell").tags == ("tax 2026",)
    person.type("{ctrl+y}tTAX 2026{enter}")
    assert shop.row("Bell").tags == () and person.said == "No longer tagged TAX 2026."


def test_a_pinned_case_stands_on_top(shop: Shop) -> None:
    shop.find("").type("{down}{ctrl+t}")
    pinned = [row.title for row in shop.world.cases() if row.pinned]
    assert len(pinned) == 1 and listed(shop)[0] == pinned[0]
    shop.find(pinned[0].split()[0].lower()).type("{ctrl+y}p")
    assert not any(row.pinned for row in shop.world.cases())


def test_the_selected_event_is_pinned_while_reading(shop: Shop) -> None:
    person = shop.find("acme").type("{enter}{home}{down}{down}")
    reading = person.desk.parts.browsing.reading
    assert reading is not None and reading.chosen is not None
    person.type("{ctrl+t}")
    assert shop.fold("Acme").case.shelf.pins == (reading.chosen.id,)
    again = person.desk.parts.browsing.reading
    assert again is not None and again.case.shelf.pins == (reading.chosen.id,)
    person.type("{ctrl+t}")
    assert shop.fold("Acme").case.shelf.pins == ()


def test_settled_and_open_again(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}c")
    assert shop.fold("Acme").case.around.closed == "resolved"
    person.type("{ctrl+y}c")
    assert shop.fold("Acme").case.around.closed == "" and person.said == "The case is open again."


def test_what_is_put_away_is_not_due_and_comes_back(shop: Shop) -> None:
    assert shop.row("Acme").tasks
    for key, why in (("a", "done"), ("x", "practice")):
        shop.find("acme").type(f"{{ctrl+y}}{key}")
        assert shop.row("Acme").archived == why and not shop.row("Acme").tasks
        assert "Acme bill" not in [row.title for row in shop.world.waiting()]
        shop.person.type("{ctrl+y}u")
        assert shop.row("Acme").archived == "" and shop.row("Acme").tasks


def test_what_is_put_away_does_not_stand_on_the_desk_at_the_next_start(shop: Shop) -> None:
    shop.restart()
    newest = shop.person.case.title
    shop.find(newest.split()[0].lower()).type("{ctrl+y}a")
    shop.restart()
    assert shop.person.case.title != newest


def test_merge_and_back(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}mbel{right}{enter}")
    assert person.said == "Merged into Bell bill: 1 call; ctrl+y u takes it back."
    assert shop.row("Acme").archived == "merged" and shop.row("Bell").calls == 2
    assert {rep.name for rep in shop.fold("Bell").case.reps} == {"sam", "kim"}
    person.type("{ctrl+y}u")
    assert shop.row("Acme").archived == "" and shop.row("Bell").calls == 1
    assert shop.row("Acme").calls == 1 and shop.fold("Bell").case.shelf.joined == ()


def test_undo_and_redo_leave_what_was_put_in_order_alone(shop: Shop) -> None:
    shop.take_up("Acme")
    shop.person.type("zjv1bell bill{enter}zjczjuzju")
    assert shop.called() == 1 and shop.person.case.around.closed == ""
    before = shop.person.log
    shop.person.type("{ctrl+r}")
    assert shop.person.said == "Nothing to bring back."
    assert [one.kind for one in shop.person.log[len(before) :]] == ["key"]


def test_a_call_is_moved_and_back_after_a_restart(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    assert (shop.row("Acme").calls, shop.row("Bell").calls) == (0, 2)
    shop.restart()
    assert (shop.row("Acme").calls, shop.row("Bell").calls) == (0, 2)
    shop.find("bell").type("{ctrl+y}u")
    assert (shop.row("Acme").calls, shop.row("Bell").calls) == (1, 1)
    assert [rep.name for rep in shop.fold("Acme").case.reps] == ["sam"]


def test_one_of_several_calls_goes_to_a_new_case(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    person = shop.find("bell").type("{ctrl+y}v")
    assert person.asked == "Which call?"
    person.type("2+a case of its own{enter}")
    titles = {row.title: row for row in shop.world.cases()}
    assert titles["a case of its own"].calls == 1 and shop.row("Bell").calls == 1
    person.type("{ctrl+y}u")
    assert shop.row("Bell").calls == 2
    assert "a case of its own" not in {row.title for row in shop.world.cases()}


def test_words_that_name_no_case_or_several_leave_the_line_open(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}mnowhere{enter}")
    assert person.said.startswith("No other case has these words") and person.typed == "nowhere"
    person.type("{escape}")
    assert person.said == "Nothing was changed." and person.typed == "acme"


def in_call(shop: Shop) -> Person:
    """A call of Acme's runs, and its case stands in the list."""
    shop.person.type("{escape}{escape}")
    shop.take_up("Acme")
    shop.person.type("{space}").wait(1)
    return shop.find("acme")


def test_the_case_of_the_running_call_is_only_named_tagged_and_pinned(shop: Shop) -> None:
    person = in_call(shop)
    before = shop.row("Acme")
    for key in "caxmv":
        person.type(f"{{ctrl+y}}{key}")
        assert "A call runs in Acme bill" in person.said
        assert person.typed == "acme"
    assert shop.row("Acme").archived == before.archived and shop.row("Acme").calls == before.calls
    person.type("{ctrl+y}r{ctrl+u}in the call{enter}{ctrl+y}ttoday{enter}{ctrl+t}")
    assert person.case.title == "in the call" and person.case.shelf.tags == ("today",)
    assert person.case.shelf.pinned and person.on_the_phone()


def test_no_other_case_joins_the_one_on_the_phone(shop: Shop) -> None:
    in_call(shop)
    person = shop.find("bell").type("{ctrl+y}macme bill{enter}")
    assert "A call runs in Acme bill" in person.said and shop.row("Bell").calls == 1


def test_live_keys_go_to_the_call_from_the_strip_and_the_line(shop: Shop) -> None:
    person = in_call(shop).type("{ctrl+y}{f2}")
    assert "hold" in person.states and person.typed == "acme"
    person.type("{ctrl+y}rx{f2}")
    assert "hold" not in person.states and person.typed is not None
    assert person.typed.endswith("x")


def test_words_left_by_escape_stand_in_the_log_of_the_day(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}tqux{escape}")
    typed = [one.body.get("character") for one in person.day if one.kind == "key"]
    assert typed[-4:] == ["q", "u", "x", None] and shop.row("Acme").tags == ()


def test_escape_closes_the_strip_alone(shop: Shop) -> None:
    person = shop.find("acme").type("{ctrl+y}{escape}")
    assert person.desk.view.strip is None and person.typed == "acme"
    person.type("{ctrl+y}z")
    assert person.typed == "acme" and person.desk.view.strip is None


def test_the_empty_list_has_nothing_to_put_in_order(shop: Shop) -> None:
    person = shop.find("nothing like it").type("{ctrl+y}")
    assert person.said == "No case is chosen here." and person.desk.view.strip is None


def test_another_window_shows_that_a_call_went_and_came_back(shop: Shop) -> None:
    shop.take_up("Bell")
    other, world = on_disk(shop.root, shop.person.clock)
    other.type("/bell{ctrl+y}v1acme bill{enter}")
    shop.person.wait(3)
    assert shop.called() == 0
    other.type("{ctrl+u}acme{ctrl+y}u")
    shop.person.wait(3)
    assert shop.called() == 1
    world.close()


def test_what_is_forgotten_of_a_moved_call_is_gone_from_its_home(shop: Shop) -> None:
    shop.person.type("{escape}")
    shop.take_up("Acme")
    shop.person.type("{space}nsecret word{enter}ee").wait(1)
    shop.person.type("{escape}{escape}")
    shop.find("acme").type("{ctrl+y}v2bell bill{enter}{escape}")
    shop.take_up("Bell")
    shop.person.type("zfy")
    assert "secret word" not in texts_of(shop.world.read(shop.ids["Bell"]))
    files = [path.read_text() for path in (shop.root / "cases").rglob("*.json")]
    assert not any("secret word" in text for text in files)


def test_the_chain_of_every_file_holds_afterwards(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}mbell bill{enter}{ctrl+y}u")
    for case_id in shop.ids.values():
        folder: CaseFile = shop.world.library.case(case_id)
        assert all(not found.bad_n for found in folder.verify().values())


def test_the_index_built_anew_says_the_same(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}mbell bill{enter}")
    shop.world.flush()
    before: list[CaseSummary | None] = [shop.row(name) for name in ("Acme", "Bell")]
    shop.person.desk.parts.browsing.close()
    shop.world.close()
    for file in shop.root.glob("*.sqlite*"):
        file.unlink()
    shop.restart(closed=True)
    assert [shop.row(name) for name in ("Acme", "Bell")] == before


def test_files_that_are_gone_are_said(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    shop.world.close()
    folder = shop.root / "cases" / shop.ids["Acme"]
    folder.rename(shop.root / UlidSource()())
    for file in shop.root.glob("*.sqlite*"):
        file.unlink()
    shop.restart(closed=True)
    assert shop.row("Bell").calls == 1
    assert "Acme bill" in shop.row("Bell").trouble and "missing" in shop.row("Bell").trouble


def test_between_the_calls_the_case_on_the_desk_is_put_in_order(shop: Shop) -> None:
    shop.take_up("Acme")
    person = shop.person.type("zj")
    assert person.asked == "Put in order: Acme bill"
    person.type("r{ctrl+u}named at the desk{enter}")
    assert person.case.title == "named at the desk" and person.typed is None
    person.type("zjmbell{right}{enter}")
    assert person.case.id == shop.ids["Bell"] and shop.called() == 2
    assert person.desk.view.pane == "timeline"
    assert person.said == "Merged into Bell bill: 1 call; z j u takes it back."
    person.type("zju")
    assert person.case.id == shop.ids["Acme"] and shop.row("Bell").calls == 1
