"""The page figures and callmate stats: their parts, what is too little, and money when wanted."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from callmate.cli import main
from callmate.clock import ManualClock, SystemClock
from callmate.desk.doors import figures as door
from callmate.desk.doors.doors import import_files, store
from callmate.desk.doors.plan import company
from callmate.desk.settings import read_settings
from callmate.errors import CallmateError
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import fold
from callmate.model.insight.money import Money
from callmate.paths import config_home
from tests.desk.planning import histories, pane, person_with, row_of
from tests.desk.shelving import Shop
from tests.desk.support import Person, page
from tests.exchange.support import call, document, event, events_of, script
from tests.model.support import HISTORIES

MOST = 12
"""More parts than the page ever has."""


def titles(person: Person) -> list[str]:
    """The titles of all parts, to the last, past which the page closes."""
    found: list[str] = []
    while pane(person) == "page" and len(found) < MOST:
        found.append(page(person).title)
        person.type("{tab}")
    return found


def test_the_parts_of_a_case_with_other_cases_of_its_company() -> None:
    person = person_with(*histories("33", "20", "04")).type("s")
    assert titles(person) == [
        "THE LAST CALL 1/7", "THIS CASE 2/7", "Comcast 3/7", "REPS: Comcast 4/7",
        "WHEN TO CALL: Comcast 5/7", "ALL CALLS 6/7", "COMPANIES 7/7",
    ]  # fmt: skip
    assert pane(person) == "timeline"


def test_each_part_has_its_figures() -> None:
    person = person_with(*histories("33", "20", "04")).type("s")
    assert row_of(person, "call").words == "3, 9 Sep 2007 18:00, Comcast"
    assert row_of(person, "hold").right == "2:00"
    person.type("{tab}")
    assert (row_of(person, "calls").words, row_of(person, "calls").right) == ("3 calls", "1:04:00")
    assert row_of(person, "call 1").right == "54:00"
    assert row_of(person, "your time").right == "1:00:00"
    person.type("{tab}")
    assert row_of(person, "calls").words == "4 calls in 2 cases"
    person.type("{tab}{tab}{tab}")
    assert row_of(person, "calls").words == "5 calls in 3 cases"
    assert row_of(person, "promises").right == "1 of 3"
    assert "too few to say (1)" in row_of(person, "other rep").words
    person.type("{shift+tab}{shift+tab}")
    assert page(person).title == "REPS: Comcast 4/7"


def test_no_call_says_how_one_starts() -> None:
    person = person_with().type("s")
    assert "space starts one" in page(person).rows[0].words
    person.type("{tab}")
    assert pane(person) == "timeline"


def test_money_is_shown_only_where_a_price_is_set() -> None:
    person = person_with(*histories("13")).type("s")
    assert not any(row.label == "worth" for row in page(person).rows)
    person.type("{escape}")
    person.desk.context.money = Money(60, "$")
    person.type("s")
    assert row_of(person, "worth").words == "$7.00 at $60.00 an hour"


def test_a_call_of_a_minute_ago_is_counted() -> None:
    person = person_with(*histories("20"))
    person.type("{space}").wait(60).type("e{enter}{escape}s")
    assert page(person).title.startswith("THE LAST CALL")
    assert row_of(person, "call").words.startswith("2, ")
    person.type("{tab}")
    assert row_of(person, "calls").words == "2 calls"


def slow(day: int, hour: int, minutes: int) -> dict[str, Any]:
    held = (event("hold_start", 0), event("hold_end", minutes))
    start = f"2026-03-{day:02}T{hour:02}:00"
    return call(*held, event("rep", minutes), event("call_end", 40), start=start)


def test_the_page_of_the_company_says_when_to_call() -> None:
    few = [slow(2, 9, 20), slow(9, 9, 20), slow(16, 9, 20)]
    assert not best_hours(events_of(script(*few)))
    more = [slow(3, 18, 4), slow(10, 18, 4), slow(17, 18, 4)]
    assert best_hours(events_of(script(*few, *more))) == [
        "Tuesday, evening, usually 4:00 of waiting (3 calls); "
        "the longest: Monday, morning, usually 20:00 of waiting (3 calls)"
    ]


def best_hours(*cases: list[NewEvent]) -> list[str]:
    person = person_with(*cases).type("o")
    return [row.words for row in page(person).rows if row.label == "call them"]


@pytest.fixture
def library(own_world: Path) -> None:
    """The twelve histories, imported."""
    import_files(HISTORIES, "UTC")


def stats(**asked: str) -> dict[str, Any]:
    values = {"case": "", "company": "", "rep": "", **asked}
    found: dict[str, Any] = json.loads(door.stats(**values, as_json=True))
    return found


@pytest.mark.usefixtures("library")
def test_stats_of_all_of_a_company_of_a_case_and_of_a_rep() -> None:
    everything = stats()
    assert (everything["calls"], everything["cases"]) == (30, 12)
    assert everything["worth"] is None and everything["per_call"] is None
    assert stats(company="comc")["calls"] == 5
    case = stats(case="BT")
    assert [one["hold_seconds"] for one in case["per_call"]] == [540]
    assert [one["name"] for one in stats(rep="SAR")["reps"]] == ["Sarah", "Sarrah"]


def test_the_door_of_the_company_says_when_to_call(own_world: Path, tmp_path: Path) -> None:
    slots = [(2, 9, 20), (9, 9, 20), (16, 9, 20), (3, 18, 4), (10, 18, 4), (17, 18, 4)]
    (tmp_path / "acme.json").write_text(json.dumps(document(*(slow(*slot) for slot in slots))))
    import_files([tmp_path / "acme.json"], "UTC")
    assert "\ncall them   Tuesday, evening, usually 4:00 of" in company("acme", False, None)
    found = json.loads(company("acme", True, None))
    assert [one["wait_seconds"] for one in found["when"]["best"]] == [240, 1200]


@pytest.mark.usefixtures("library")
def test_stats_of_a_word_in_the_names_of_several_companies_takes_them_together() -> None:
    named = ("card company", "company (not")
    assert [stats(company=name)["cases"] for name in named] == [1, 3]
    several = stats(company="company")
    assert several["company"] == "company"
    assert len(several["companies"]) == several["cases"] == 3
    assert sum(one["calls"] for one in several["companies"]) == several["calls"]
    text = door.stats("", "company", "", as_json=False)
    assert text.startswith("company: 3 companies\n")
    assert "\nCOMPANIES\n" in text and "\nREPS\n" in text and "electric company" in text


@pytest.mark.usefixtures("library")
def test_stats_for_reading_keeps_to_80_columns() -> None:
    for asked in (("", "", ""), ("", "qantas", ""), ("BT", "", ""), ("", "", "sa")):
        text = door.stats(*asked, as_json=False)
        assert max(len(line) for line in text.splitlines()) <= 80
    assert "best" in door.stats("", "", "", as_json=False)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"case": "nothing"}, "No case begins with"),
        ({"company": "nobody"}, "stats: there is no case with nobody"),
        ({"rep": "Zoe"}, "stats: no call here was with Zoe"),
    ],
)
def test_what_is_not_there_is_said(asked: dict[str, str], said: str) -> None:
    with pytest.raises(CallmateError, match=said):
        stats(**asked)


def test_no_call_at_all_is_said_on_the_other_stream(
    own_world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "no call of any case" in told.err


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("why", "calls"), [("practice", 29), ("done", 30), ("", 30)])
def test_practice_counts_nowhere_what_is_done_does(why: str, calls: int) -> None:
    with store() as world:
        row = next(one for one in world.cases() if one.company == "BT")
        now, log = SystemClock().now(), world.case(row.id)
        log.append([NewEvent(UlidSource()(), "case_archived", now, {"on": bool(why), "why": why})])
        world.changed(fold(row.id, log.read()), now)
    assert stats()["calls"] == calls


@pytest.mark.parametrize(
    ("text", "money", "fault"),
    [
        ("[money]\nhourly = 25", Money(25.0), ""),
        ('[money]\nhourly = 7.5\ncurrency = " EUR "', Money(7.5, "EUR"), ""),
        ("[money]\nhourly = 0", None, "line 2: money.hourly must be a number above 0"),
        ("[money]\nhourly = nan", None, "money.hourly must be"),
        (f"[money]\nhourly = 1{'0' * 400}", None, "money.hourly must be"),
        ("[money]\nhourly = true", None, "money.hourly must be"),
        ("[money]", None, "money.hourly must be"),
        ('[money]\nhourly = 1\ncurrency = "much too long"', None, "line 3: money.currency"),
        ("money = 5", None, "money must be a table"),
        ("", None, ""),
    ],
)
def test_the_price_of_an_hour(tmp_path: Path, text: str, money: Money | None, fault: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    found = read_settings(tmp_path)
    assert found.money == money
    assert [fault in problem for problem in found.problems] == ([True] if fault else [])


@pytest.mark.usefixtures("library")
def test_stats_say_what_the_time_is_worth() -> None:
    config_home().mkdir(parents=True, exist_ok=True)
    (config_home() / "config.toml").write_text('[money]\nhourly = 25\ncurrency = "$"\n')
    assert stats()["worth"] == {"amount": 885.42, "hourly": 25.0, "currency": "$"}
    assert "$885.42 at $25.00 an hour" in door.stats("", "", "", as_json=False)


def test_a_call_that_moved_or_was_merged_away_counts_once_where_it_is_now(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert counted_in(shop) == ["Acme", "Bell"]
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    assert counted_in(shop) == ["Bell", "Bell"]
    shop.find("bell").type("{ctrl+y}u")
    shop.find("acme").type("{ctrl+y}mbel{right}{enter}")
    assert counted_in(shop) == ["Bell", "Bell"]
    shop.restart()
    assert counted_in(shop) == ["Bell", "Bell"]
    shop.world.close()


def counted_in(shop: Shop) -> list[str]:
    """The company of the case that each call counts in."""
    names = {case_id: company for company, case_id in shop.ids.items()}
    shop.world.reader.settle()
    return sorted(names[call.case] for call in shop.world.calls_made())


def test_a_call_that_runs_is_counted_up_to_now(
    own_world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, new_id = ManualClock(SystemClock().now().at - timedelta(minutes=9)), UlidSource()
    start = NewEvent(new_id(), "call_start", clock.now(), {})
    case = new_id()
    with store() as world:
        log = world.case(case)
        log.append([start, NewEvent(new_id(), "rep", clock.now(), {"name": "Bo"}, call=start.id)])
        log.append([NewEvent(new_id(), "case_set", clock.now(), {"values": {"company": "Acme"}})])
        world.changed(fold(case, log.read()), clock.now())
    found = stats(case=case)
    assert 535 <= found["call_seconds"] <= 545
    assert found["call_seconds"] == found["talk_seconds"] == found["reps"][0]["talk_seconds"]
    assert main(["list", "--json"]) == 0
    assert 535 <= json.loads(capsys.readouterr().out)["spent_s"] <= 545
    assert main(["list"]) == 0
    assert capsys.readouterr().out.split("\t")[5] in ("8:59", "9:00", "9:01")
